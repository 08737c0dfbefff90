// The control plane by itself: creates per second with simulated workers, and what a long history costs.
import { execFileSync } from 'node:child_process'
import { inTurn, p50, p99, timed } from './statistics.mjs'
import { ms, record } from './table.mjs'

const RATIO_MAX = 1.3
const AMOUNTS = process.env.SMARTBOXES_BENCH_QUICK
  ? { warmUpSeconds: 5, inTurn: 100, seconds: 5, atOnce: 8, history: 100_000 }
  : { warmUpSeconds: 60, inTurn: 500, seconds: 20, atOnce: 8, history: 100_000 }
const HISTORY_SHORT = 100

const { E2B_API_URL: api, E2B_API_KEY: key, SMARTBOXES_BENCH_DATABASE: database, SMARTBOXES_WORKERS: workers } = process.env
const headers = { 'X-API-KEY': key, 'Content-Type': 'application/json' }
const body = JSON.stringify({ templateID: 'base', timeout: 600 })

async function create() {
  const response = await fetch(`${api}/v2/sandboxes`, { method: 'POST', headers, body })
  const answer = await response.json()
  if (response.status !== 201) throw new Error(`a create was answered ${response.status}: ${answer.message}`)
  return answer.sandboxID
}

async function kill(sandboxId) {
  const response = await fetch(`${api}/sandboxes/${sandboxId}`, { method: 'DELETE', headers })
  await response.arrayBuffer()
  if (response.status !== 204) throw new Error(`a kill was answered ${response.status}`)
}

async function createMillis() {
  const { millis, value } = await timed(create)
  await kill(value)
  return millis
}

// Rows of sandboxes that have ended, spread over the tenant's past: what a busy customer leaves behind.
function addHistory(rows) {
  sql(`insert into sandbox (tenant_id, id, template_id, template_name, vcpus, memory_mib, disk_mib, wanted, wanted_cause, wanted_end_at,
         seen, reason, message, created_at, start_by, started_at, ended_at, lived_millis)
       select tenant.id, gen_random_uuid(), template.id, 'base', 2, 512, 5120, 'TERMINATED', 'api:kill', now(),
         'TERMINATED', 'api:kill', 'Ended by its owner.', now() - n * interval '1 minute', now(), now() - n * interval '1 minute', now(), 60000
       from (select id from tenant limit 1) tenant, (select id from template limit 1) template, generate_series(1, ${rows}) n`)
  // What comes by and by in a tenant's life is vacuumed by and by as well.
  sql('vacuum analyze sandbox')
}

function sql(statement) {
  execFileSync('psql', ['--quiet', '--set=ON_ERROR_STOP=1', '--dbname', database, '--command', statement], { stdio: ['ignore', 'inherit', 'inherit'] })
}

async function throughput(seconds) {
  const until = performance.now() + seconds * 1000
  let made = 0
  await Promise.all(
    Array.from({ length: AMOUNTS.atOnce }, async () => {
      while (performance.now() < until) {
        await kill(await create())
        made++
      }
    }),
  )
  return made / seconds
}

// A control plane that has just started compiles itself while it answers: what it does for hours is the figure.
await throughput(AMOUNTS.warmUpSeconds)
record(`creates with kills, ${workers} simulated workers, ${AMOUNTS.atOnce} callers`, `${(await throughput(AMOUNTS.seconds)).toFixed(0)} per second`)
sql("delete from sandbox_event; delete from sandbox_idempotency; delete from sandbox where seen in ('TERMINATED', 'FAILED')")
addHistory(HISTORY_SHORT)
const short = await inTurn(AMOUNTS.inTurn, createMillis)
addHistory(AMOUNTS.history)
const long = await inTurn(AMOUNTS.inTurn, createMillis)
const ratio = p99(long) / p99(short)
record(`create p99 with ${AMOUNTS.history.toLocaleString('en')} ended rows (p50 ${ms(p50(long))})`, ms(p99(long)), {
  baseline: `with ${HISTORY_SHORT}: p99 ${ms(p99(short))} (p50 ${ms(p50(short))})`,
  aim: { text: `<= ${RATIO_MAX} x (is ${ratio.toFixed(2)} x)`, met: ratio <= RATIO_MAX },
})
