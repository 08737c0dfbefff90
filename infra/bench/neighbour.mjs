// What a hostile sandbox does to the one beside it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { createSandbox } from './client.mjs'
import { p50, p99, timed } from './statistics.mjs'
import { ms, record } from './table.mjs'

const FACTOR_MAX = 2
const ATTACKER = fileURLToPath(new URL('attacker.mjs', import.meta.url))

// Each goes on until its sandbox is killed; what ends early (a bomb that met its limit) is started again.
const ATTACKS = {
  'a fork bomb': ':(){ :|:& };:; sleep 1',
  'a fork bomb as root': 'sudo bash -c ":(){ :|:& };:; sleep 1"',
  'a memory bomb': `python3 -c 'x = []\nwhile True: x.append(bytearray(16 << 20))'`,
  'a disk fill': 'cat /dev/zero > /home/user/fill; rm -f /home/user/fill',
  'a million files': 'mkdir -p f && cd f && for i in $(seq 1000); do mkdir -p $i && (cd $i && touch $(seq 1000)); done',
  'a log flood': 'timeout 5 yes | cat',
  'a busy loop on every core': 'for i in 1 2 3 4; do (timeout 5 sh -c "while :; do :; done") & done; wait',
}

export async function measureNeighbour({ count }) {
  const neighbour = await createSandbox()
  try {
    await commandTimes(neighbour, 5)
    const idleTimes = await commandTimes(neighbour, count)
    const idle = p99(idleTimes)
    for (const [name, attack] of Object.entries(ATTACKS)) {
      const times = await underAttack(attack, () => commandTimes(neighbour, count))
      const worst = p99(times)
      record(`neighbour's commands.run("true") beside ${name}, p99 of ${count}`, `${ms(worst)} (p50 ${ms(p50(times))}, most ${ms(Math.max(...times))})`, {
        baseline: `idle p99 ${ms(idle)} (p50 ${ms(p50(idleTimes))}, most ${ms(Math.max(...idleTimes))})`,
        aim: { text: `<= ${FACTOR_MAX} x (is ${(worst / idle).toFixed(2)} x)`, met: worst <= FACTOR_MAX * idle },
      })
    }
  } finally {
    await neighbour.kill()
  }
}

async function commandTimes(sandbox, count) {
  const times = []
  for (let n = 0; n < count; n++) times.push((await timed(() => sandbox.commands.run('true'))).millis)
  return times
}

// Measures while another process attacks.
async function underAttack(attack, measure) {
  const attacker = spawn(process.execPath, [ATTACKER, attack], { stdio: ['pipe', 'pipe', 'inherit'] })
  const ended = once(attacker, 'exit')
  try {
    await Promise.race([once(attacker.stdout, 'data'), ended.then(() => Promise.reject(new Error('the attacker ended before it began')))])
    return await measure()
  } finally {
    attacker.stdin.end()
    await ended
  }
}
