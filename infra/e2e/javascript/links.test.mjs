// Links that give one file to somebody who has no key.
import assert from 'node:assert/strict'
import { before, test } from 'node:test'
import { createSandbox } from './scenario.mjs'

let sandbox
before(async () => {
  sandbox = await createSandbox()
})

test('a download link needs nothing else', async () => {
  await sandbox.files.write('/home/user/given.txt', 'for you')

  const response = await fetch(await sandbox.downloadUrl('/home/user/given.txt'))

  assert.deepEqual([response.status, await response.text()], [200, 'for you'])
})

test('an upload link takes a form', async () => {
  const form = new FormData()
  form.append('file', new Blob(['from outside']), 'x')

  const response = await fetch(await sandbox.uploadUrl('/home/user/taken.txt'), { method: 'POST', body: form })

  assert.equal(response.status, 200, await response.text())
  assert.equal(await sandbox.files.read('/home/user/taken.txt'), 'from outside')
})

test('a link works for its user and until its end', async () => {
  await sandbox.files.write('/root/given.txt', 'from root', { user: 'root' })

  const response = await fetch(await sandbox.downloadUrl('/root/given.txt', { user: 'root', useSignatureExpiration: 60 }))

  assert.deepEqual([response.status, await response.text()], [200, 'from root'])
})

test('a changed link is refused', async () => {
  const link = new URL(await sandbox.downloadUrl('/home/user/given.txt'))
  link.searchParams.set('path', '/etc/passwd')

  const response = await fetch(link)

  // Nobody's signature belongs to no sandbox, so on an address shared by all of them there is none to ask.
  assert.ok([401, 404, 502].includes(response.status), `${response.status}`)
})
