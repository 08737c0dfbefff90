// Commands that run to their end: output, exit codes, environment, directory, user, time limit.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { CommandExitError, InvalidArgumentError, TimeoutError, createSandbox, eventually } from './scenario.mjs'

let sandbox
before(async () => {
  sandbox = await createSandbox({ envs: { A: 'from create', B: 'kept' } })
})

test('output comes back', async () => {
  const result = await sandbox.commands.run("python3 -c 'print(6*7)'; echo oops >&2")

  assert.deepEqual([result.stdout, result.stderr, result.exitCode], ['42\n', 'oops\n', 0])
})

test('a failing command rejects with its output', async () => {
  await assert.rejects(sandbox.commands.run('echo out; echo err >&2; exit 3'), (error) => {
    assert.ok(error instanceof CommandExitError)
    assert.deepEqual([error.exitCode, error.stdout, error.stderr], [3, 'out\n', 'err\n'])
    return true
  })
})

test('output arrives while the command runs', async () => {
  const seen = []
  const collect = (data) => { seen.push(data) }

  await sandbox.commands.run('echo 1; echo 2 >&2; echo 3', { onStdout: collect, onStderr: collect })

  assert.deepEqual(seen.join('').split('\n').filter(Boolean).sort(), ['1', '2', '3'])
})

test('unicode and much output survive', async () => {
  assert.equal((await sandbox.commands.run("printf 'äöü €  🦊'")).stdout, 'äöü €  🦊')
  assert.equal((await sandbox.commands.run("head -c 200000 /dev/zero | tr '\\0' x")).stdout, 'x'.repeat(200_000))
})

test('environments stack', async () => {
  assert.equal((await sandbox.commands.run('echo $A, $B')).stdout, 'from create, kept\n')
  assert.equal((await sandbox.commands.run('echo $A, $B', { envs: { A: 'from run' } })).stdout, 'from run, kept\n')
  assert.equal((await sandbox.commands.run('echo $A')).stdout, 'from create\n')
})

test('commands start at home, or where they are told to', async () => {
  assert.equal((await sandbox.commands.run('pwd; whoami')).stdout, '/home/user\nuser\n')
  assert.equal((await sandbox.commands.run('pwd', { cwd: '/tmp' })).stdout, '/tmp\n')
  assert.equal((await sandbox.commands.run('whoami; pwd', { user: 'root' })).stdout, 'root\n/root\n')
})

test('a missing directory is refused', async () => {
  await assert.rejects(sandbox.commands.run('pwd', { cwd: '/no/such/directory' }), InvalidArgumentError)
})

test('an unknown user is refused', async () => {
  await assert.rejects(sandbox.commands.run('whoami', { user: 'nobody-like-that' }), /invalid username: 'nobody-like-that'/)
})

test('a command ends at its time limit', async () => {
  await assert.rejects(sandbox.commands.run('echo $$ > /tmp/limited; sleep 3600', { timeoutMs: 2_000 }), TimeoutError)

  // The client stops waiting by its own clock, which may be ahead of the sandbox's by a moment.
  await eventually(async () => (await sandbox.commands.run('kill -0 "$(cat /tmp/limited)" 2>/dev/null || echo ended')).stdout === 'ended\n')
})

test('a command without a time limit runs on', async () => {
  assert.equal((await sandbox.commands.run('sleep 1; echo done', { timeoutMs: 0 })).stdout, 'done\n')
})

test('standard input is empty unless asked for', async () => {
  assert.equal((await sandbox.commands.run('cat; echo end')).stdout, 'end\n')
})
