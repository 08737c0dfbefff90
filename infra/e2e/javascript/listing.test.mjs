// Lists: filters, order and pages.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Sandbox, createSandbox, runId } from './scenario.mjs'

test('metadata filters are combined', async () => {
  const blue = await createSandbox({ metadata: { colour: 'blue', size: 'big' } })
  await createSandbox({ metadata: { colour: 'blue', size: 'small' } })

  assert.deepEqual(await ids({ metadata: { run: runId, colour: 'blue', size: 'big' } }), [blue.sandboxId])
  assert.deepEqual(await ids({ metadata: { run: runId, colour: 'green' } }), [])
})

test('filters survive every character', async () => {
  const awkward = { 'a b=c&d': '50% of ü/+?#' }
  const sandbox = await createSandbox({ metadata: awkward })

  assert.deepEqual((await sandbox.getInfo()).metadata, { run: runId, ...awkward })
  assert.deepEqual(await ids({ metadata: { run: runId, ...awkward } }), [sandbox.sandboxId])
})

test('pages hold everything once, newest first', async () => {
  const created = []
  for (let n = 0; n < 5; n++) created.push((await createSandbox({ metadata: { page: 'yes' } })).sandboxId)
  const paginator = Sandbox.list({ query: { metadata: { run: runId, page: 'yes' } }, limit: 2 })

  const pages = []
  while (paginator.hasNext) pages.push((await paginator.nextItems()).map((item) => item.sandboxId))

  assert.deepEqual(pages.map((page) => page.length), [2, 2, 1])
  assert.deepEqual(pages.flat(), created.reverse())
})

test('states can be asked for', async () => {
  const sandbox = await createSandbox({ metadata: { state: 'asked' } })
  const metadata = { run: runId, state: 'asked' }

  assert.deepEqual(await ids({ metadata, state: ['running'] }), [sandbox.sandboxId])
  assert.deepEqual(await ids({ metadata, state: ['running', 'paused'] }), [sandbox.sandboxId])
  assert.deepEqual(await ids({ metadata, state: ['paused'] }), [])
})

async function ids(query) {
  return (await Sandbox.list({ query }).nextItems()).map((item) => item.sandboxId)
}
