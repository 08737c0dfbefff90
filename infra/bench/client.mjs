// The unmodified npm client, from the environment that the end-to-end tests use too.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

const directory = path.join(process.env.SMARTBOXES_E2E_CLIENT, 'node_modules', 'e2b')
const manifest = JSON.parse(readFileSync(path.join(directory, 'package.json'), 'utf8'))

export const { Sandbox } = await import(pathToFileURL(path.join(directory, manifest.module)))
export const clientName = `npm e2b ${manifest.version}`

const TIMEOUT_MILLIS = 900_000

export const createSandbox = () => Sandbox.create({ timeoutMs: TIMEOUT_MILLIS, metadata: { made: 'by-bench' } })

// From the call of create to the first command's whole output, the way somebody's first program does it.
export async function createAndSpeak() {
  const began = performance.now()
  const sandbox = await createSandbox()
  const createdAt = performance.now()
  const { stdout } = await sandbox.commands.run('echo hello')
  if (stdout !== 'hello\n') throw new Error(`the first command said ${JSON.stringify(stdout)}`)
  return { sandbox, millis: performance.now() - began, createMillis: createdAt - began }
}

export async function killAll(sandboxes) {
  await Promise.all(sandboxes.map((sandbox) => Sandbox.kill(sandbox.sandboxId)))
}
