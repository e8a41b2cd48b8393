// tus-js-client's own way over HTTP, with what our server asks of a tablet: a signature over exactly what is sent, and
// the piece's checksum, which the client leaves to others.
import { createHash, createPrivateKey, randomBytes, sign } from 'node:crypto'
import { DefaultHttpStack } from 'tus-js-client'

const pkcs8Ed25519 = Buffer.from('302e020100300506032b657004220420', 'hex')

/** `identity`: `token`, `key` (an Ed25519 seed in hex). `checksum`: `sha256`, `sha1`, or none. */
export class SignedStack extends DefaultHttpStack {
  constructor(identity, checksum) {
    super({})
    this.token = identity.token
    this.checksum = checksum
    const der = Buffer.concat([pkcs8Ed25519, Buffer.from(identity.key, 'hex')])
    this.key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
  }

  createRequest(method, url) {
    const request = super.createRequest(method, url)
    const send = request.send.bind(request)
    request.send = (body = null) => {
      const bytes = body ?? Buffer.alloc(0)
      const timestamp = new Date().toISOString()
      const nonce = randomBytes(16).toString('base64url')
      const path = new URL(url)
      const hash = createHash('sha256').update(bytes).digest('hex')
      const canonical = ['feltbok-request-1', method, path.pathname + path.search, timestamp, nonce, hash].join('\n')
      request.setHeader('Authorization', `Bearer ${this.token}`)
      request.setHeader('Feltbok-Timestamp', timestamp)
      request.setHeader('Feltbok-Nonce', nonce)
      request.setHeader('Feltbok-Signature', sign(null, Buffer.from(canonical), this.key).toString('base64url'))
      if (this.checksum && method === 'PATCH') {
        const sum = createHash(this.checksum).update(bytes).digest('base64')
        request.setHeader('Upload-Checksum', `${this.checksum} ${sum}`)
      }
      return send(body)
    }
    return request
  }
}
