// What one more command costs in a sandbox that runs.
import { createSandbox } from './client.mjs'
import { inTurn, p50, p95, timed } from './statistics.mjs'
import { atMost, ms, record } from './table.mjs'

const OVERHEAD_MILLIS_MAX = 8

// The same command started by a process inside the sandbox: what fork, exec and bash themselves take there.
const INSIDE = `
import os, time
times = []
for _ in range(COUNT):
    began = time.monotonic()
    os.waitpid(os.posix_spawn("/bin/bash", ["/bin/bash", "-l", "-c", "true"], os.environ), 0)
    times.append((time.monotonic() - began) * 1000)
print(sorted(times)[len(times) // 2])
`

export async function measureCommands(baseline, { count }) {
  const sandbox = await createSandbox()
  const idle = await baseline.startIdle()
  try {
    await sandbox.commands.run('true')
    // Interleaved in blocks, so that a slow minute of the machine meets all three alike.
    const bare = []
    const ours = []
    const inside = []
    for (let block = 0; block < 4; block++) {
      bare.push(...(await inTurn(count / 4, () => idle.exec())))
      ours.push(...(await inTurn(count / 4, async () => (await timed(() => sandbox.commands.run('true'))).millis)))
      inside.push(Number((await sandbox.commands.run(`python3 -c '${INSIDE.replace('COUNT', Math.max(5, count / 4))}'`)).stdout))
    }
    report(p50(bare), ours, p50(inside), count)
  } finally {
    await idle.stop()
    await sandbox.kill()
  }
}

function report(bare, ours, inside, count) {
  const middle = p50(ours)
  const overhead = middle - inside
  record(`commands.run("true"), p50 of ${count}`, `${ms(middle)} (p95 ${ms(p95(ours))})`, {
    baseline: `runsc exec p50 ${ms(bare)}`,
    aim: atMost(middle, bare, 0.9),
  })
  record('commands.run("true") above fork+exec of the same inside', ms(overhead), {
    baseline: `posix_spawn inside p50 ${ms(inside)}`,
    aim: { text: `<= ${OVERHEAD_MILLIS_MAX} ms`, met: overhead <= OVERHEAD_MILLIS_MAX },
  })
}
