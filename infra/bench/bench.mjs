// Measures the figures of the speed table that need gVisor; the exit status says nothing about aims, only that it ran.
//
//   bench.mjs GROUP...
//
// Each group runs whatever became of the one before: a figure that could not be measured is a miss with its reason.
import { clientName } from './client.mjs'
import { Baseline } from './baseline.mjs'
import { measureCommands } from './commands.mjs'
import { measureCreates } from './create.mjs'
import { settledHost } from './host.mjs'
import { measureMemory } from './memory.mjs'
import { measureNeighbour } from './neighbour.mjs'
import { record, recordUnmeasured } from './table.mjs'
import { measureTransfer } from './transfer.mjs'

const FULL = { creates: 100, baselineRuns: 20, together: 50, commands: 200, megabytes: 100, runs: 5, sizes: [1, 20, 100], neighbour: 1000 }
const QUICK = { creates: 20, baselineRuns: 5, together: 50, commands: 40, megabytes: 100, runs: 2, sizes: [1, 20, 100], neighbour: 100 }
const FIRST_201_SECONDS_MAX = 15

const { SMARTBOXES_BENCH_STATE: state, SMARTBOXES_BENCH_QUICK: quick } = process.env
const amounts = quick ? QUICK : FULL

const GROUPS = {
  start: recordStart,
  creates: (baseline) => measureCreates(baseline, { state, count: amounts.creates, baselineRuns: amounts.baselineRuns, together: amounts.together }),
  commands: (baseline) => measureCommands(baseline, { count: amounts.commands }),
  transfer: () => measureTransfer({ megabytes: amounts.megabytes, runs: amounts.runs }),
  neighbour: () => measureNeighbour({ count: amounts.neighbour }),
  memory: () => measureMemory({ sizes: amounts.sizes, state }),
}

const baseline = await Baseline.open(`${state}/artifacts`)
try {
  console.log(`Client: ${clientName}. Pool: ${(await settledHost(state)).boxes} warm boxes at the start.${quick ? ' Short version: fewer repetitions than the aims are stated for.' : ''}`)
  for (const name of process.argv.slice(2)) await group(name)
} finally {
  await baseline.close()
}

// `up` of what is built was timed by the script around us, with the first create that followed.
function recordStart() {
  const seconds = Number(process.env.SMARTBOXES_BENCH_FIRST_201_SECONDS)
  if (!Number.isFinite(seconds) || seconds <= 0) return
  record('`up` of what is built, to the first 201', `${seconds.toFixed(1)} s`, {
    aim: { text: `<= ${FIRST_201_SECONDS_MAX} s`, met: seconds <= FIRST_201_SECONDS_MAX },
  })
}

async function group(name) {
  try {
    await GROUPS[name](baseline)
  } catch (error) {
    recordUnmeasured(name, error.message)
  }
}
