// From create to the first command's output: paced, without pause, and many at once.
import { createAndSpeak, killAll } from './client.mjs'
import { settledHost } from './host.mjs'
import { inTurn, p50, p95, p99, paced } from './statistics.mjs'
import { atMost, ms, record } from './table.mjs'

const PACE_MILLIS = 500

export async function measureCreates(baseline, { state, count, baselineRuns, together }) {
  const bare = await inTurn(baselineRuns, () => baseline.runOnce())
  const pool = (await settledHost(state)).boxes
  const pacedMillis = await pacedCreates(count)
  bare.push(...(await inTurn(baselineRuns, () => baseline.runOnce())))
  const bareP50 = p50(bare)
  const bareText = `runsc run p50 ${ms(bareP50)}, p95 ${ms(p95(bare))} (${bare.length} runs)`

  const name = `create -> first output, ${count} paced at ${1000 / PACE_MILLIS}/s, pool of ${pool}`
  record(`${name}, p50`, ms(p50(pacedMillis)), { baseline: bareText, aim: atMost(p50(pacedMillis), bareP50, 0.5) })
  record(`${name}, p95`, ms(p95(pacedMillis)), { baseline: bareText, aim: atMost(p95(pacedMillis), bareP50, 1.0) })
  record(`${name}, p99`, ms(p99(pacedMillis)), { baseline: bareText })

  await sustained(count, bareText, (await settledHost(state)).boxes)
  await burst(together, bareText, (await settledHost(state)).boxes)
}

async function pacedCreates(count) {
  return paced(count, PACE_MILLIS, async () => {
    const { sandbox, millis } = await createAndSpeak()
    await sandbox.kill()
    return millis
  })
}

async function sustained(count, bareText, pool) {
  const began = performance.now()
  const millis = await inTurn(count, async () => {
    const made = await createAndSpeak()
    await made.sandbox.kill()
    return made.millis
  })
  const perSecond = (count * 1000) / (performance.now() - began)
  record(
    `create -> first output, ${count} without pause, pool of ${pool}, p50 / p95 / p99`,
    `${ms(p50(millis))} / ${ms(p95(millis))} / ${ms(p99(millis))}, ${perSecond.toFixed(1)}/s with kill`,
    { baseline: bareText },
  )
}

async function burst(together, bareText, pool) {
  const outcomes = await Promise.allSettled(Array.from({ length: together }, createAndSpeak))
  const made = outcomes.filter((outcome) => outcome.status === 'fulfilled').map((outcome) => outcome.value)
  const refusals = outcomes.filter((outcome) => outcome.status === 'rejected').map((outcome) => `${outcome.reason}`)
  await killAll(made.map(({ sandbox }) => sandbox))
  for (const refusal of new Set(refusals)) console.log(`    ${refusal}`)
  record(`${together} creates at once, pool of ${pool}: success`, `${Math.round((100 * made.length) / together)} %`, {
    aim: { text: '100 %', met: made.length === together },
  })
  if (made.length === 0) return
  const millis = made.map((one) => one.millis)
  record(`${together} creates at once: first output, p50 / p95`, `${ms(p50(millis))} / ${ms(p95(millis))}`, { baseline: bareText })
}
