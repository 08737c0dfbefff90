// Percentiles of measured times, nearest rank: every figure printed is one that was measured.

export function percentile(values, share) {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)]
}

export const p50 = (values) => percentile(values, 0.5)
export const p95 = (values) => percentile(values, 0.95)
export const p99 = (values) => percentile(values, 0.99)

// Runs action and gives back what it took in milliseconds, with what it returned.
export async function timed(action) {
  const began = performance.now()
  const value = await action()
  return { millis: performance.now() - began, value }
}

// Starts one action every `everyMillis`, whether the one before has ended or not, as independent callers would.
export async function paced(count, everyMillis, action) {
  const began = performance.now()
  const running = []
  for (let n = 0; n < count; n++) {
    const wait = began + n * everyMillis - performance.now()
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait))
    running.push(action(n))
  }
  return Promise.all(running)
}

export async function inTurn(count, action) {
  const results = []
  for (let n = 0; n < count; n++) results.push(await action(n))
  return results
}
