// The host while sandboxes run on it: its memory, and how many boxes an installation has, handed out and warm.
import { readFileSync, readdirSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'

const SETTLED_MIB = 16
const SETTLE_SECONDS_MAX = 60

// The pool refills behind our back: waits until the number of boxes and the memory have stood still for two seconds.
export async function settledHost(state) {
  let last = look(state)
  for (let second = 0; second < SETTLE_SECONDS_MAX; second += 2) {
    await pause(2000)
    const now = look(state)
    if (now.boxes === last.boxes && Math.abs(now.availableMib - last.availableMib) < SETTLED_MIB) return now
    last = now
  }
  return last
}

function look(state) {
  const kilobytes = Number(/^MemAvailable:\s+(\d+)/m.exec(readFileSync('/proc/meminfo', 'utf8'))[1])
  return { availableMib: kilobytes / 1024, boxes: countBoxes(state) }
}

// Every gVisor box has one sandbox process, and its command line names folders below the installation's state.
function countBoxes(state) {
  return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && isBox(entry, state)).length
}

function isBox(pid, state) {
  try {
    const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    return words[0].startsWith('runsc-sandbox') && words.some((word) => word.includes(`${state}/`))
  } catch {
    return false // Ended while we looked.
  }
}
