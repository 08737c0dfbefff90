// What sandboxes use, as their owner sees it over time.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Sandbox, createSandbox, eventually } from './scenario.mjs'

const MIB = 1 << 20

test('a busy sandbox shows it, also after its end', async () => {
  const sandbox = await createSandbox()
  await sandbox.commands.run('while :; do :; done', { background: true, timeoutMs: 0 })

  const metric = await eventually(async () => (await sandbox.getMetrics()).find((each) => each.cpuUsedPct > 10))

  assert.equal(metric.cpuCount, 2)
  assert.ok(metric.cpuUsedPct <= 100)
  assert.equal(metric.memTotal, 512 * MIB)
  assert.ok(metric.memUsed > 0 && metric.memUsed < metric.memTotal)
  assert.equal(metric.diskTotal, 5120 * MIB)
  assert.ok(metric.diskUsed >= 0 && metric.diskUsed < metric.diskTotal)
  assert.ok(Math.abs(Date.now() - metric.timestamp.getTime()) < 120_000)

  await sandbox.kill()
  assert.ok((await Sandbox.getMetrics(sandbox.sandboxId)).length > 0)
})
