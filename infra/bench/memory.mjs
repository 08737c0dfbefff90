// What an idle sandbox takes from the host: the drop of MemAvailable, shared by the boxes that came with it.
import { createSandbox, killAll } from './client.mjs'
import { settledHost } from './host.mjs'
import { record, recordUnmeasured } from './table.mjs'

const MIB_MAX = 24

export async function measureMemory({ sizes, state }) {
  const before = await settledHost(state)
  const sandboxes = []
  try {
    for (const size of sizes) {
      const problem = await growTo(sandboxes, size)
      if (problem) {
        recordUnmeasured(`memory per idle sandbox at ${size}`, problem)
        return
      }
      const now = await settledHost(state)
      const boxes = now.boxes - before.boxes
      if (boxes < 1) {
        recordUnmeasured(`memory per idle sandbox at ${size}`, `the pool shrank meanwhile: ${before.boxes} boxes before, ${now.boxes} now`)
        continue
      }
      const each = (before.availableMib - now.availableMib) / boxes
      const last = size === sizes.at(-1)
      record(`memory per idle sandbox at ${size}`, `${each.toFixed(1)} MiB (MemAvailable fell by ${(before.availableMib - now.availableMib).toFixed(0)} MiB for ${boxes} boxes, the pool's included)`, {
        aim: last && size >= 100 ? { text: `<= ${MIB_MAX} MiB at 100`, met: each <= MIB_MAX } : undefined,
      })
    }
  } finally {
    await killAll(sandboxes)
  }
}

async function growTo(sandboxes, size) {
  try {
    while (sandboxes.length < size) sandboxes.push(await createSandbox())
  } catch (error) {
    return `the ${sandboxes.length + 1}th create failed: ${error.message}`
  }
}
