// What cannot be done, as the client's own errors; and many sandboxes that share nothing.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { AuthenticationError, NotFoundError, Sandbox, SandboxError, SandboxNotFoundError, TimeoutError, createSandbox } from './scenario.mjs'

const UNKNOWN_SANDBOX = 'sbx01h455vb4pex5vsknk084sn02q'
const WRONG_KEY = `e2b_${'0'.repeat(40)}`
const HOW_MANY = 8

test('a wrong key is refused', async () => {
  const wrong = { apiKey: WRONG_KEY }

  await assert.rejects(Sandbox.create(wrong), AuthenticationError)
  await assert.rejects(Sandbox.list(wrong).nextItems(), AuthenticationError)
  await assert.rejects(Sandbox.getInfo(UNKNOWN_SANDBOX, wrong), AuthenticationError)
  await assert.rejects(Sandbox.kill(UNKNOWN_SANDBOX, wrong), AuthenticationError)
})

test('an unknown sandbox is not found', async () => {
  await assert.rejects(Sandbox.getInfo(UNKNOWN_SANDBOX), NotFoundError)
  await assert.rejects(Sandbox.connect(UNKNOWN_SANDBOX), NotFoundError)
  await assert.rejects(Sandbox.setTimeout(UNKNOWN_SANDBOX, 60_000), NotFoundError)
  assert.equal(await Sandbox.kill(UNKNOWN_SANDBOX), false)
})

test('an unknown template is named', async () => {
  await assert.rejects(Sandbox.create('no-such-template'), /no-such-template/)
})

test('a timeout beyond the limit is refused', async () => {
  await assert.rejects(Sandbox.create({ timeoutMs: 10 ** 12 }), SandboxError)
})

test('a dead sandbox says so', async () => {
  const sandbox = await createSandbox()
  await sandbox.kill()

  // One answer, 502 and "The sandbox was not found"; this client names it by what was being asked for. Where a stream was
  // to begin it says SandboxNotFoundError, everywhere else TimeoutError.
  await assert.rejects(sandbox.commands.run('true'), SandboxNotFoundError)
  await assert.rejects(sandbox.files.watchDir('/tmp', () => {}), SandboxNotFoundError)
  await assert.rejects(sandbox.files.list('/'), TimeoutError)
  await assert.rejects(sandbox.files.read('/etc/hostname'), TimeoutError)
})

test('a command running when its sandbox dies is told', async () => {
  const sandbox = await createSandbox()
  const handle = await sandbox.commands.run('sleep 1000', { background: true })
  const told = assert.rejects(handle.wait())

  await sandbox.kill()

  await told
})

test('many sandboxes share nothing', async () => {
  const numbers = Array.from({ length: HOW_MANY }, (_, n) => n)
  const many = await Promise.all(numbers.map((n) => createSandbox({ envs: { MINE: `${n}` } })))
  await Promise.all(numbers.map((n) => many[n].files.write('/home/user/mine', `file ${n}`)))

  const seen = await Promise.all(many.map((sandbox) => sandbox.commands.run('echo $MINE; cat mine; ls /home/user')))

  assert.equal(new Set(many.map((sandbox) => sandbox.sandboxId)).size, HOW_MANY)
  for (const n of numbers) assert.equal(seen[n].stdout, `${n}\nfile ${n}mine\n`)
})
