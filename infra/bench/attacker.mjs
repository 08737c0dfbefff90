// A hostile customer: a process of its own, so that what it costs is not counted as the neighbour's.
//
//   attacker.mjs COMMAND
//
// Runs the command in a sandbox again and again, in a new one if the attack has ended the last; ends when its standard input
// does, with every sandbox killed.
import { createSandbox, killAll } from './client.mjs'

const attack = process.argv[2]
const sandboxes = []
let over = false

process.stdin.resume().on('end', async () => {
  over = true
  await killAll(sandboxes).catch(() => {})
  process.exit(0)
})

while (!over) {
  const sandbox = await createSandbox()
  sandboxes.push(sandbox)
  if (sandboxes.length === 1) process.stdout.write('attacking\n')
  do await sandbox.commands.run(attack, { timeoutMs: 30_000, onStdout: () => {} }).catch(() => {})
  while (!over && (await sandbox.isRunning().catch(() => false)))
}
