// What the counters cost: creates with kills per second, with them and without, of one tenant and of a thousand.
//
//   quota.mjs prepare FILE        makes the tenants, each with a key and room for everything, and notes the keys
//   quota.mjs measure FILE NAME   measures, and notes the figures under this name: with or without
//   quota.mjs report FILE         puts the best of each into the table, for a noisy neighbour only ever slows
import { execFileSync } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { crc32 } from 'node:zlib'
import { record } from './table.mjs'

const TENANTS = 1000
const AT_ONCE = 16
const SECONDS = process.env.SMARTBOXES_BENCH_QUICK ? 4 : 12
// A control plane that has just started compiles itself while it answers.
const WARM_UP_SECONDS = process.env.SMARTBOXES_BENCH_QUICK ? 4 : 40
const AIMS = { one: { ratio: 0.7, perSecond: 350 }, many: { ratio: 0.9, perSecond: 2000 } }

const { E2B_API_URL: api, SMARTBOXES_BENCH_DATABASE: database } = process.env
const [verb, file, name] = process.argv.slice(2)
const body = JSON.stringify({ templateID: 'base', timeout: 600 })

await { prepare, measure, report }[verb]()

function prepare() {
  const keys = Array.from({ length: TENANTS }, newKey)
  const rows = keys.map((key) => `('\\x${createHash('sha256').update(key).digest('hex')}'::bytea, '${key.slice(0, 8)}...${key.slice(-4)}')`)
  sql(`with key as materialized (select gen_random_uuid() as tenant_id, hash, mask from (values ${rows.join(', ')}) made (hash, mask)),
         tenant as (insert into tenant (id, name, created_at, plan) select tenant_id, 'bench', now(), 'local' from key),
         room as (insert into limit_override (tenant_id, resource, max, reason, made_by, made_at)
           select tenant_id, 'sandboxes', 100000, 'the benchmark', 'infra/smartboxes', now() from key)
       insert into api_key (tenant_id, id, name, hash, mask, created_at) select tenant_id, gen_random_uuid(), 'bench', hash, mask, now() from key`)
  writeFileSync(file, JSON.stringify({ keys, figures: [] }))
}

function newKey() {
  const digits = randomBytes(16).toString('hex')
  return `e2b_${digits}${crc32(digits).toString(16).padStart(8, '0')}`
}

async function measure() {
  const notes = JSON.parse(readFileSync(file, 'utf8'))
  await perSecond(notes.keys, WARM_UP_SECONDS)
  for (const [who, keys] of [['one', notes.keys.slice(0, 1)], ['many', notes.keys]]) {
    notes.figures.push({ name, who, perSecond: await perSecond(keys, SECONDS) })
  }
  writeFileSync(file, JSON.stringify(notes))
}

function report() {
  const { figures } = JSON.parse(readFileSync(file, 'utf8'))
  const best = (name, who) => Math.max(...figures.filter((figure) => figure.name === name && figure.who === who).map((figure) => figure.perSecond))
  for (const [who, text] of [['one', 'one tenant'], ['many', `${TENANTS.toLocaleString('en')} tenants`]]) {
    const [measured, bare, aim] = [best('with', who), best('without', who), AIMS[who]]
    record(`creates with kills and counters, ${text}, ${AT_ONCE} callers`, `${measured.toFixed(0)} per second`, {
      baseline: `without counters: ${bare.toFixed(0)} per second`,
      aim: { text: `>= ${aim.ratio} x (is ${(measured / bare).toFixed(2)} x), >= ${aim.perSecond} per second`, met: measured >= aim.ratio * bare && measured >= aim.perSecond },
    })
  }
}

async function perSecond(keys, seconds) {
  const until = performance.now() + seconds * 1000
  let made = 0
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (performance.now() < until) {
        const headers = { 'X-API-KEY': keys[Math.floor(Math.random() * keys.length)], 'Content-Type': 'application/json' }
        const { sandboxID } = await call(201, '/v2/sandboxes', { method: 'POST', headers, body })
        await call(204, `/sandboxes/${sandboxID}`, { method: 'DELETE', headers })
        made++
      }
    }),
  )
  return made / seconds
}

async function call(wanted, path, request) {
  const response = await fetch(api + path, request)
  const text = await response.text()
  if (response.status !== wanted) throw new Error(`${request.method} ${path} was answered ${response.status}: ${text}`)
  return text ? JSON.parse(text) : {}
}

function sql(statement) {
  execFileSync('psql', ['--quiet', '--set=ON_ERROR_STOP=1', '--dbname', database], { input: statement, stdio: ['pipe', 'inherit', 'inherit'] })
}
