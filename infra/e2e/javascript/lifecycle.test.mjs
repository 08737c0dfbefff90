// A sandbox's life as its owner sees it: made, looked at, prolonged, joined, ended.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { NotFoundError, Sandbox, createSandbox, eventually, isNear, runId, secondsUntil } from './scenario.mjs'

test('a new sandbox reports what was asked for', async () => {
  const sandbox = await createSandbox({ metadata: { colour: 'blue' }, timeoutMs: 120_000 })

  const info = await sandbox.getInfo()

  assert.equal(info.sandboxId, sandbox.sandboxId)
  assert.deepEqual(info.metadata, { run: runId, colour: 'blue' })
  assert.equal(info.state, 'running')
  assert.equal(info.name, 'base')
  assert.deepEqual([info.cpuCount, info.memoryMB], [2, 512])
  assert.equal(info.envdVersion, '0.6.13')
  assert.equal(info.allowInternetAccess, false)
  assert.ok(isNear((info.endAt - info.startedAt) / 1000, 120, 5))
})

test('a timeout can be prolonged and shortened', async () => {
  const sandbox = await createSandbox({ timeoutMs: 300_000 })

  await sandbox.setTimeout(600_000)
  const longer = (await sandbox.getInfo()).endAt
  await sandbox.setTimeout(60_000)
  const shorter = (await sandbox.getInfo()).endAt

  assert.ok(isNear(secondsUntil(longer), 600, 10), `${longer}`)
  assert.ok(isNear(secondsUntil(shorter), 60, 10), `${shorter}`)
})

test('the deadline ends the sandbox', async () => {
  const sandbox = await createSandbox({ timeoutMs: 300_000 })

  await sandbox.setTimeout(2_000)

  await eventually(async () => !(await sandbox.isRunning()))
  await eventually(() => isGone(sandbox.sandboxId))
  assert.equal(await Sandbox.kill(sandbox.sandboxId), false)
})

test('connecting gives the same sandbox', async () => {
  const sandbox = await createSandbox()
  await sandbox.files.write('/home/user/here.txt', 'still here')

  const joined = await Sandbox.connect(sandbox.sandboxId)

  assert.equal(joined.sandboxId, sandbox.sandboxId)
  assert.equal(await joined.files.read('/home/user/here.txt'), 'still here')
  assert.equal((await joined.commands.run('echo joined')).stdout, 'joined\n')
})

test('connecting never shortens the life and can prolong it', async () => {
  const sandbox = await createSandbox({ timeoutMs: 120_000 })

  await Sandbox.connect(sandbox.sandboxId, { timeoutMs: 10_000 })
  const kept = (await sandbox.getInfo()).endAt
  await Sandbox.connect(sandbox.sandboxId, { timeoutMs: 600_000 })
  const prolonged = (await sandbox.getInfo()).endAt

  assert.ok(isNear(secondsUntil(kept), 120, 15), `${kept}`)
  assert.ok(isNear(secondsUntil(prolonged), 600, 10), `${prolonged}`)
})

test('a killed sandbox is gone at once', async () => {
  const sandbox = await createSandbox()
  assert.equal(await sandbox.isRunning(), true)

  assert.equal(await Sandbox.kill(sandbox.sandboxId), true)

  assert.equal(await sandbox.isRunning(), false)
  assert.ok(await isGone(sandbox.sandboxId))
  const listed = await Sandbox.list({ query: { metadata: { run: runId } } }).nextItems()
  assert.ok(!listed.some((item) => item.sandboxId === sandbox.sandboxId))
  assert.equal(await Sandbox.kill(sandbox.sandboxId), false)
})

// Looking raises, changing raises: as if it had never been.
async function isGone(sandboxId) {
  try {
    await Sandbox.getInfo(sandboxId)
    return false
  } catch (error) {
    assert.ok(error instanceof NotFoundError, `${error}`)
  }
  await assert.rejects(Sandbox.setTimeout(sandboxId, 60_000), NotFoundError)
  await assert.rejects(Sandbox.connect(sandboxId), NotFoundError)
  return true
}
