// One large file, in and out through the client.
import { randomBytes } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createSandbox } from './client.mjs'
import { inTurn, p50, timed } from './statistics.mjs'
import { record } from './table.mjs'

const MEGABYTE = 1_000_000

export async function measureTransfer({ megabytes, runs }) {
  const content = randomBytes(megabytes * MEGABYTE)
  const copying = copyOnHost(content, runs)
  const sandbox = await createSandbox()
  try {
    const write = await inTurn(runs, async () => (await timed(() => sandbox.files.write('/home/user/large', new Blob([content])))).millis)
    const read = await inTurn(runs, async () => {
      const { millis, value } = await timed(() => sandbox.files.read('/home/user/large', { format: 'bytes' }))
      if (Buffer.compare(value, content) !== 0) throw new Error('what was read is not what was written')
      return millis
    })
    const speed = (millis) => `${((megabytes * 1000) / p50(millis)).toFixed(0)} MB/s`
    record(`${megabytes} MB written through the client`, speed(write), { baseline: `cp on the host ${speed(copying)}` })
    record(`${megabytes} MB read through the client`, speed(read), { baseline: `cp on the host ${speed(copying)}` })
  } finally {
    await sandbox.kill()
  }
}

function copyOnHost(content, runs) {
  const directory = mkdtempSync(path.join(tmpdir(), 'smartboxes-bench-cp.'))
  try {
    const source = path.join(directory, 'source')
    writeFileSync(source, content)
    return Array.from({ length: runs }, () => {
      const began = performance.now()
      execFileSync('cp', [source, path.join(directory, 'target')])
      return performance.now() - began
    })
  } finally {
    rmSync(directory, { recursive: true })
  }
}
