// What every test of the scenario shares: the client under test, sandboxes that end, waits that are conditions.
import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { after } from 'node:test'
import { pathToFileURL } from 'node:url'

// The client comes from an environment of its own, so the same tests drive every version of it.
const clientDirectory = path.join(process.env.SMARTBOXES_E2E_CLIENT, 'node_modules', 'e2b')
const manifest = JSON.parse(readFileSync(path.join(clientDirectory, 'package.json'), 'utf8'))
const client = await import(pathToFileURL(path.join(clientDirectory, manifest.module)))

export const clientVersion = manifest.version
export const {
  AuthenticationError, CommandExitError, FileType, FilesystemEventType, InvalidArgumentError,
  NotEnoughSpaceError, NotFoundError, Sandbox, SandboxError, SandboxNotFoundError, TimeoutError,
} = client

// Marks this run's sandboxes, so that lists can be filtered on an installation that others use too.
export const runId = randomUUID()

// Ends whatever a killed test run leaves behind.
const SANDBOX_MILLIS = 600_000
const WAIT_MILLIS = 30_000
const created = []

export async function createSandbox({ metadata = {}, timeoutMs = SANDBOX_MILLIS, ...options } = {}) {
  const sandbox = await Sandbox.create({ metadata: { run: runId, ...metadata }, timeoutMs, ...options })
  created.push(sandbox.sandboxId)
  return sandbox
}

after(() => Promise.all(created.map((id) => Sandbox.kill(id))))

// Waits until condition() gives something true and returns that; fails with the last value otherwise.
export async function eventually(condition, millis = WAIT_MILLIS) {
  const until = performance.now() + millis
  for (;;) {
    const value = await condition()
    if (value) return value
    if (performance.now() > until) throw new Error(`still ${value} after ${millis} ms`)
    await pause(50)
  }
}

// The seconds from now to a time that the service told.
export const secondsUntil = (date) => (date.getTime() - Date.now()) / 1000

export const isNear = (value, wanted, tolerance) => Math.abs(value - wanted) <= tolerance
