// The mail catcher: node catch.mjs PAGE_PORT SMTP_PORT DIRECTORY. It keeps what it is sent and shows it on a page.
//
// The links in this mail sign people in, and MailDev by itself would hand them to every web page that somebody on this
// machine has open. So it listens on loopback, and answers only pages that it served itself, under a name of this machine.
import { FileStorage } from '@maildev/core'
import { createAPIServer } from '@maildev/api'
import { createSMTPServer } from '@maildev/smtp'
import { registerUI } from '@maildev/ui/server'

const LOOPBACK = '127.0.0.1'
const MAILS_MAX = 1000
const MAIL_BYTES_MAX = 10 * 1024 * 1024

const [pagePort, smtpPort, mailDirectory] = process.argv.slice(2)
const ours = new Set(['localhost', LOOPBACK].map((host) => `${host}:${pagePort}`))

const storage = new FileStorage({ mailDirectory, maxEmails: MAILS_MAX })
await storage.initialize()
const smtp = createSMTPServer({
  port: Number(smtpPort), host: LOOPBACK, storage, mailDir: mailDirectory, maxMessageSize: MAIL_BYTES_MAX, logger: false,
})
const page = createAPIServer({
  port: Number(pagePort), host: LOOPBACK, storage, smtp, cors: { origin: false, credentials: false },
})

page.server.addHook('onRequest', async (request, reply) => {
  if (!isOurs(request.headers)) return reply.status(403).send({ error: 'Only the page itself may read this.' })
})
await page.registerPlugins()
await registerUI(page.server)
page.io.engine.opts.allowRequest = (request, decide) => decide(null, isOurs(request.headers))

await smtp.start()
await smtp.pruneMailDir(MAILS_MAX)
await smtp.loadMailsFromDirectory()
smtp.on('new', (mail) => console.log(`event=mail-caught to=${mail.to?.[0]?.address} subject=${JSON.stringify(mail.subject)}`))
smtp.on('error', (error) => console.log(`event=smtp-error message=${JSON.stringify(error.message)}`))
await page.listen()

process.on('SIGTERM', async () => {
  await page.stop()
  await smtp.stop()
  process.exit(0)
})

// A name that somebody else's domain was pointed at this machine with is not ours, nor is another page's origin.
function isOurs({ host, origin }) {
  return ours.has(host) && (origin === undefined || ours.has(origin.replace(/^http:\/\//, '')))
}
