// Commands in the background and terminals: handles, signals, input, joining.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { CommandExitError, createSandbox, eventually } from './scenario.mjs'

let sandbox
before(async () => {
  sandbox = await createSandbox()
})

const pids = async () => (await sandbox.commands.list()).map((process) => process.pid)

test('a background command can be killed', async () => {
  const handle = await sandbox.commands.run('sleep 1000', { background: true })
  assert.ok((await pids()).includes(handle.pid))

  assert.equal(await handle.kill(), true)

  await assert.rejects(handle.wait(), CommandExitError)
  await eventually(async () => !(await pids()).includes(handle.pid))
  assert.equal(await sandbox.commands.kill(999_999), false)
})

test('a background command gives its output', async () => {
  const handle = await sandbox.commands.run('echo one; sleep 0.2; echo two >&2', { background: true })

  const result = await handle.wait()

  assert.deepEqual([result.stdout, result.stderr, result.exitCode], ['one\n', 'two\n', 0])
})

test('lists tell what runs', async () => {
  const handle = await sandbox.commands.run('sleep 1001', { background: true, envs: { MARK: '1' }, cwd: '/tmp' })

  const process = (await sandbox.commands.list()).find((item) => item.pid === handle.pid)

  assert.equal(process.cmd, '/bin/bash')
  assert.deepEqual(process.args, ['-l', '-c', 'sleep 1001'])
  assert.equal(process.envs.MARK, '1')
  assert.equal(process.cwd, '/tmp')
  await handle.kill()
})

test('input reaches the command until it is closed', async () => {
  const handle = await sandbox.commands.run('cat', { background: true, stdin: true })

  await sandbox.commands.sendStdin(handle.pid, 'hello\n')
  await sandbox.commands.closeStdin(handle.pid)

  assert.equal((await handle.wait()).stdout, 'hello\n')
})

test('a command outlives its client and can be joined', async () => {
  const handle = await sandbox.commands.run('until [ -f /tmp/go ]; do sleep 0.05; done; echo joined; exit 4', { background: true })
  await handle.disconnect()

  const joined = await sandbox.commands.connect(handle.pid)
  await sandbox.files.write('/tmp/go', '')

  await assert.rejects(joined.wait(), (error) => error.exitCode === 4 && error.stdout === 'joined\n')
})

test('a terminal echoes, runs and ends', async () => {
  const terminal = await openTerminal({ envs: { MARK: 'set' }, cwd: '/tmp' })

  await terminal.type('tty; echo "[$TERM|$MARK|$PWD|$(id -un)]" $((6*7)); exit\n')
  const result = await terminal.handle.wait()

  assert.match(terminal.seen(), /\/dev\/pts\//)
  assert.match(terminal.seen(), /\[xterm-256color\|set\|\/tmp\|user\] 42/)
  assert.equal(result.exitCode, 0)
})

test('a terminal learns a new size', async () => {
  const terminal = await openTerminal()

  await terminal.type('stty size; read -r; stty size; exit\n')
  await eventually(() => terminal.seen().includes('24 80'))
  await sandbox.pty.resize(terminal.handle.pid, { cols: 132, rows: 40 })
  await terminal.type('\n')
  await terminal.handle.wait()

  assert.match(terminal.seen(), /40 132/)
})

test('control-C interrupts', async () => {
  const terminal = await openTerminal()

  await terminal.type('echo begin; sleep 1003\n')
  // Earlier the shell has not yet given the terminal to its child, and the character ends nothing.
  await eventually(async () => (await sandbox.commands.run('ps -eo args')).stdout.split('\n').includes('sleep 1003'))
  await terminal.type('\x03')
  await terminal.type('echo code $?; exit 0\n')
  await terminal.handle.wait()

  assert.match(terminal.seen(), /code 130/)
})

test('a terminal can be killed', async () => {
  const terminal = await openTerminal()

  assert.equal(await sandbox.pty.kill(terminal.handle.pid), true)
  await assert.rejects(terminal.handle.wait())
  assert.equal(await sandbox.pty.kill(999_999), false)
})

async function openTerminal(options = {}) {
  const decoder = new TextDecoder()
  let seen = ''
  const onData = (data) => { seen += decoder.decode(data, { stream: true }) }
  const handle = await sandbox.pty.create({ cols: 80, rows: 24, onData, ...options })
  return {
    handle,
    seen: () => seen,
    type: (text) => sandbox.pty.sendInput(handle.pid, new TextEncoder().encode(text)),
  }
}
