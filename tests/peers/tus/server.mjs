// @tus/server with its own file store, whose answers bear the signature that our tablet asks of its server.
// usage: node server.mjs FOLDER PORT SEED [DIE_AFTER]
//
// SEED: the server's Ed25519 key in hex. After DIE_AFTER bytes of pieces the process kills itself, in the middle of a
// body. A line of JSON for each request that was answered.
import { createHash, createPrivateKey, sign } from 'node:crypto'
import { createServer } from 'node:http'
import { Readable } from 'node:stream'
import { FileStore } from '@tus/file-store'
import { Server } from '@tus/server'

const [folder, port, keySeed, dieAfter] = process.argv.slice(2)
const der = Buffer.concat([Buffer.from('302e020100300506032b657004220420', 'hex'), Buffer.from(keySeed, 'hex')])
const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
let left = dieAfter ? Number(dieAfter) : Infinity

const tus = new Server({
  path: '/v1/files',
  relativeLocation: true,
  datastore: new FileStore({ directory: folder, expirationPeriodInMilliseconds: 3_600_000 }),
})

async function* counted(request) {
  for await (const piece of request) {
    if (left < piece.length) {
      yield piece.subarray(0, left)
      // What was yielded reaches the disk before the end comes.
      setTimeout(() => process.kill(process.pid, 'SIGKILL'), 100)
      await new Promise(() => {})
    }
    left -= piece.length
    yield piece
  }
}

createServer(async (incoming, outgoing) => {
  const hasBody = incoming.method === 'PATCH' || incoming.method === 'POST'
  const request = new Request(`http://127.0.0.1:${port}${incoming.url}`, {
    method: incoming.method,
    headers: incoming.headers,
    body: hasBody ? Readable.toWeb(Readable.from(counted(incoming))) : undefined,
    duplex: 'half',
  })
  const response = await tus.handleWeb(request)
  const body = Buffer.from(await response.arrayBuffer())
  const hash = createHash('sha256').update(incoming.method === 'HEAD' ? Buffer.alloc(0) : body).digest('hex')
  const canonical = ['feltbok-response-1', incoming.headers['feltbok-nonce'], response.status, hash].join('\n')
  const headers = Object.fromEntries(response.headers)
  headers['feltbok-server-signature'] = sign(null, Buffer.from(canonical), key).toString('base64url')
  headers['feltbok-server-time'] = new Date().toISOString()
  outgoing.writeHead(response.status, headers).end(incoming.method === 'HEAD' ? undefined : body)
  console.log(JSON.stringify({ method: incoming.method, status: response.status, offset: headers['upload-offset'] }))
}).listen(Number(port), '127.0.0.1', () => console.log('ready'))
