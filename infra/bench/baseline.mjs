// What gVisor itself takes, without us: `runsc run` and `runsc exec` of the build and the image that the worker uses.
import { execFile, spawn } from 'node:child_process'
import { mkdtemp, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const COMMAND = ['/bin/bash', '-l', '-c', 'true']
const MIB = 1 << 20

// Everything that runsc keeps is below one directory of our own, and goes with close().
export class Baseline {
  #directory
  #runsc
  #image
  #count = 0

  static async open(artifacts) {
    const baseline = new Baseline()
    baseline.#directory = await mkdtemp(path.join(tmpdir(), 'smartboxes-bench-runsc.'))
    baseline.#runsc = path.join(artifacts, 'runsc', 'runsc')
    const template = JSON.parse(await readFile(path.join(artifacts, 'images', 'base.json'), 'utf8'))
    baseline.#image = path.resolve(artifacts, 'images', template.image ?? template.imageFile)
    return baseline
  }

  // One whole `runsc run` of the command, from the call to its exit, in milliseconds.
  async runOnce() {
    const bundle = await this.#bundle(COMMAND)
    const began = performance.now()
    await this.#call('run', '--bundle', bundle.directory, bundle.id)
    const millis = performance.now() - began
    await rm(bundle.directory, { recursive: true, force: true })
    return millis
  }

  // A container that does nothing, for exec().
  async startIdle() {
    const bundle = await this.#bundle(['/bin/sleep', '100000'])
    await this.#call('create', '--bundle', bundle.directory, bundle.id)
    await this.#call('start', bundle.id)
    return {
      exec: async () => {
        const began = performance.now()
        await this.#call('exec', bundle.id, ...COMMAND)
        return performance.now() - began
      },
      stop: () => this.#call('delete', '--force', bundle.id),
    }
  }

  async close() {
    await run('umount', [path.join(this.#directory, 'root', 'null-netns')]).catch(() => {})
    await rm(this.#directory, { recursive: true, force: true })
  }

  // runsc loses what a container prints to a regular file, and a detached container keeps a pipe open: nobody reads here.
  #call(...args) {
    const flags = [`--root=${path.join(this.#directory, 'root')}`, '--network=none', '--ignore-cgroups', '--overlay2=root:memory']
    return new Promise((resolve, reject) => {
      const child = spawn(this.#runsc, [...flags, ...args], { stdio: 'ignore' })
      child.on('error', reject)
      child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`runsc ${args[0]} ended with ${code}`))))
    })
  }

  async #bundle(args) {
    const id = `bench${String(this.#count++).padStart(6, '0')}`
    const directory = path.join(this.#directory, id)
    await mkdir(path.join(directory, 'rootfs'), { recursive: true })
    await writeFile(path.join(directory, 'config.json'), JSON.stringify(this.#specification(args)))
    return { id, directory }
  }

  #specification(args) {
    return {
      ociVersion: '1.0.0',
      process: {
        terminal: false,
        user: { uid: 1000, gid: 1000 },
        args,
        env: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'HOME=/home/user'],
        cwd: '/',
      },
      root: { path: 'rootfs', readonly: false },
      hostname: 'bench',
      mounts: [{ destination: '/proc', type: 'proc', source: 'proc' }, { destination: '/tmp', type: 'tmpfs', source: 'tmpfs' }],
      linux: { namespaces: ['pid', 'ipc', 'uts', 'mount', 'network'].map((type) => ({ type })), resources: { memory: { limit: 512 * MIB } } },
      annotations: {
        'dev.gvisor.spec.rootfs.source': this.#image,
        'dev.gvisor.spec.rootfs.type': 'erofs',
        'dev.gvisor.spec.rootfs.overlay': 'memory',
        'dev.gvisor.spec.rootfs.options': 'size=1g',
      },
    }
  }
}
