// Uploads one file with tus-js-client, as the task on standard input says; prints a line of JSON for each event.
// usage: node client.mjs < task.json
//
// The task: url, identity {token, key}, file (path), metadata, chunk (bytes), urls (file that remembers uploads),
// checksum, then: what to do once `after` bytes were accepted: "abort" (and go on), "kill", "terminate", or nothing.
import { readFileSync } from 'node:fs'
import { FileUrlStorage, Upload } from 'tus-js-client'
import { SignedStack } from './signed-stack.mjs'

const task = JSON.parse(readFileSync(0, 'utf8'))
const tell = (event) => console.log(JSON.stringify(event))
const methods = []
let isDone = false

const upload = new Upload(readFileSync(task.file), {
  endpoint: task.url,
  chunkSize: task.chunk,
  metadata: task.metadata,
  httpStack: new SignedStack(task.identity, task.checksum),
  urlStorage: new FileUrlStorage(task.urls),
  // By the file's content, which is also its name at the server.
  fingerprint: async () => `feltbok-${task.metadata.sha256}`,
  removeFingerprintOnSuccess: true,
  retryDelays: task.retry ?? [0, 50, 100],
  onAfterResponse: (request, response) => {
    methods.push(`${request.getMethod()} ${response.getStatus()}`)
    const expires = response.getHeader('Upload-Expires')
    if (expires) tell({ event: 'expires', expires })
  },
  onChunkComplete: (_, accepted) => void reached(accepted),
  onSuccess: () => {
    isDone = true
    tell({ event: 'done', url: upload.url, methods })
  },
  onError: (error) => {
    tell({ event: 'failed', status: error.originalResponse?.getStatus() ?? 0, why: error.message, methods })
    process.exitCode = 1
  },
})

async function reached(accepted) {
  if (isDone || !task.then || accepted < task.after) return
  const what = task.then
  task.then = null
  tell({ event: what, accepted, url: upload.url })
  if (what === 'kill') process.kill(process.pid, 'SIGKILL')
  // Terminating is the server's DELETE as well.
  await upload.abort(what === 'terminate')
  if (what === 'abort') upload.start()
  else tell({ event: 'ended', methods })
}

const [previous] = await upload.findPreviousUploads()
if (previous) {
  tell({ event: 'resumes', url: previous.uploadUrl })
  upload.resumeFromPreviousUpload(previous)
}
upload.start()
