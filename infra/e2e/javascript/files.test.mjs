// Files: written, read, listed, moved, removed, watched.
import assert from 'node:assert/strict'
import { createHash, randomBytes } from 'node:crypto'
import { before, test } from 'node:test'
import {
  FileType, FilesystemEventType, InvalidArgumentError, NotEnoughSpaceError, NotFoundError, createSandbox, eventually,
} from './scenario.mjs'

const MIB = 1 << 20

let sandbox
before(async () => {
  sandbox = await createSandbox()
})

test('what is written can be read', async () => {
  const written = await sandbox.files.write('/home/user/a/b.txt', 'hello')

  assert.deepEqual([written.name, written.path], ['b.txt', '/home/user/a/b.txt'])
  assert.equal(await sandbox.files.read('/home/user/a/b.txt'), 'hello')
  assert.equal((await sandbox.commands.run('stat -c %U a a/b.txt')).stdout, 'user\nuser\n')
})

for (const name of ['with space.txt', 'ümlaut€.txt', 'per%cent&amp=.txt', "quote'.txt", '🦊.txt']) {
  test(`a file can be called ${name}`, async () => {
    await sandbox.files.write(`/tmp/names/${name}`, name)

    assert.equal(await sandbox.files.read(`/tmp/names/${name}`), name)
    assert.ok((await sandbox.files.list('/tmp/names')).some((entry) => entry.name === name))
  })
}

test('bytes stay bytes and empty stays empty', async () => {
  const content = Uint8Array.from({ length: 10_240 }, (_, n) => n % 256)

  await sandbox.files.write('/tmp/bytes.bin', content.buffer)
  await sandbox.files.write('/tmp/empty', '')

  assert.deepEqual(await sandbox.files.read('/tmp/bytes.bin', { format: 'bytes' }), content)
  assert.equal(await sandbox.files.read('/tmp/empty'), '')
})

test('a big file comes back whole', async () => {
  const content = randomBytes(32 * MIB)
  const digest = createHash('sha256').update(content).digest('hex')

  await sandbox.files.write('/tmp/big.bin', new Blob([content]))
  const streamed = createHash('sha256')
  for await (const chunk of await sandbox.files.read('/tmp/big.bin', { format: 'stream' })) streamed.update(chunk)

  assert.equal((await sandbox.commands.run('sha256sum /tmp/big.bin')).stdout.split(' ')[0], digest)
  assert.equal(streamed.digest('hex'), digest)
})

test('several files go in one request', async () => {
  const entries = [0, 1, 2].map((n) => ({ path: `/tmp/several/${n}/file.txt`, data: `${n}` }))

  const written = await sandbox.files.write(entries)

  assert.deepEqual(written.map((info) => info.path), entries.map((entry) => entry.path))
  for (const entry of entries) assert.equal(await sandbox.files.read(entry.path), entry.data)
})

test('another user can be named', async () => {
  await sandbox.files.write('/root/secret.txt', 'mine', { user: 'root' })

  assert.equal(await sandbox.files.read('/root/secret.txt', { user: 'root' }), 'mine')
})

test('listing tells kind, size and rights', async () => {
  await sandbox.commands.run('mkdir -p /tmp/list/sub && echo hi > /tmp/list/file && chmod 640 /tmp/list/file')

  const [file, directory] = await sandbox.files.list('/tmp/list')

  assert.deepEqual([directory.name, directory.type, directory.path], ['sub', FileType.DIR, '/tmp/list/sub'])
  assert.deepEqual([file.name, file.type, Number(file.size), file.mode], ['file', FileType.FILE, 3, 0o640])
  assert.deepEqual([file.permissions, file.owner, file.group], ['-rw-r-----', 'user', 'user'])
})

test('listing goes as deep as asked', async () => {
  await sandbox.commands.run('mkdir -p /tmp/deep/1/2/3')

  const paths = async (depth) => (await sandbox.files.list('/tmp/deep', { depth })).map((entry) => entry.path)

  assert.deepEqual(await paths(1), ['/tmp/deep/1'])
  assert.deepEqual(await paths(2), ['/tmp/deep/1', '/tmp/deep/1/2'])
})

test('symbolic links are told', async () => {
  await sandbox.commands.run('echo target > /tmp/target; ln -sf /tmp/target /tmp/link')

  assert.equal((await sandbox.files.getInfo('/tmp/link')).symlinkTarget, '/tmp/target')
  assert.equal((await sandbox.files.getInfo('/tmp/target')).symlinkTarget, undefined)
})

test('directories are made once, files move and are removed', async () => {
  assert.equal(await sandbox.files.makeDir('/tmp/made/deep'), true)
  assert.equal(await sandbox.files.makeDir('/tmp/made/deep'), false)

  await sandbox.files.write('/tmp/made/old', 'content')
  const moved = await sandbox.files.rename('/tmp/made/old', '/tmp/made/new')
  assert.equal(moved.path, '/tmp/made/new')
  assert.equal(await sandbox.files.exists('/tmp/made/old'), false)
  assert.equal(await sandbox.files.read('/tmp/made/new'), 'content')

  await sandbox.files.remove('/tmp/made')
  assert.equal(await sandbox.files.exists('/tmp/made'), false)
})

test('what is missing is not found', async () => {
  await assert.rejects(sandbox.files.read('/tmp/missing'), NotFoundError)
  await assert.rejects(sandbox.files.list('/tmp/missing'), NotFoundError)
  await assert.rejects(sandbox.files.getInfo('/tmp/missing'), NotFoundError)
  await assert.rejects(sandbox.files.rename('/tmp/missing', '/tmp/other'), NotFoundError)
  await assert.rejects(sandbox.files.watchDir('/tmp/missing', () => {}), NotFoundError)
})

test('what makes no sense is refused', async () => {
  await sandbox.files.write('/tmp/plain', 'x')

  await assert.rejects(sandbox.files.list('/tmp/plain'), InvalidArgumentError)
  await assert.rejects(sandbox.files.write('/tmp', 'a directory cannot be written'), InvalidArgumentError)
  await assert.rejects(sandbox.files.watchDir('/tmp/plain', () => {}), InvalidArgumentError)
})

test('changes are seen', async () => {
  await sandbox.files.makeDir('/tmp/watched/below')
  const seen = []
  const watcher = await sandbox.files.watchDir('/tmp/watched', (event) => { seen.push(`${event.type} ${event.name}`) }, { recursive: true })

  await sandbox.files.write('/tmp/watched/file', '1')
  await sandbox.files.write('/tmp/watched/below/leaf', '1')
  await sandbox.files.rename('/tmp/watched/file', '/tmp/watched/renamed')
  await sandbox.files.remove('/tmp/watched/renamed')
  await eventually(() => seen.includes(`${FilesystemEventType.REMOVE} renamed`))
  await watcher.stop()

  for (const event of [
    `${FilesystemEventType.CREATE} file`, `${FilesystemEventType.WRITE} file`, `${FilesystemEventType.RENAME} file`,
    `${FilesystemEventType.CREATE} renamed`, `${FilesystemEventType.CREATE} below/leaf`,
  ]) assert.ok(seen.includes(event), `${event} is missing from: ${seen}`)
})

test('a full disk is told', async () => {
  const full = await createSandbox()
  // Reserved, not written: 5 GiB through a slow disk would take most of a minute. The rest is written, by the client.
  await full.commands.run('fallocate -l 4G /tmp/fill-1 && fallocate -l 960M /tmp/fill-2')

  await assert.rejects(async () => {
    for (let n = 0; n < 128; n++) await full.files.write(`/tmp/more-${n}`, new Blob([randomBytes(MIB)]))
  }, NotEnoughSpaceError)
})
