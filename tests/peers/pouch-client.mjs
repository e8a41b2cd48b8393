// Measures PouchDB against its server: a first fill, syncs without news, and edits that were queued offline.
// usage: node pouch-client.mjs FOLDER PORT DOCS.ndjson EDITS
// Prints a line of JSON a workload: {"workload": "...", "ms": 0}
import { readFileSync } from 'node:fs'
import PouchDB from 'pouchdb-node'

const [folder, port, file, edits] = process.argv.slice(2)
const NO_NEWS_RUNS = 20
const server = new PouchDB(`http://127.0.0.1:${port}/company`)
const docs = readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))
for (let from = 0; from < docs.length; from += 1000) await server.bulkDocs(docs.slice(from, from + 1000))

const local = new PouchDB(`${folder}/tablet`)
const options = { batch_size: 1000 }
const tell = (workload, ms) => console.log(JSON.stringify({ workload, ms }))
async function took(act) {
  const begun = performance.now()
  const result = await act()
  if (result?.ok === false) throw new Error(JSON.stringify(result))
  return performance.now() - begun
}

tell('fill', await took(() => local.replicate.from(server, options)))
const { doc_count } = await local.info()
if (doc_count !== docs.length) throw new Error(`${doc_count} of ${docs.length} documents came`)

await local.sync(server, options)
const quiet = []
for (let run = 0; run < NO_NEWS_RUNS; run += 1) quiet.push(await took(() => local.sync(server, options)))
tell('no-news', quiet.sort((a, b) => a - b)[NO_NEWS_RUNS / 2])

for (let n = 0; n < Number(edits); n += 1) {
  await local.put({ _id: `edit-${String(n).padStart(6, '0')}`, kind: 'job', job: docs[n % docs.length]._id, at: Date.now(), fields: { edit: 'time', kind: 'work', from: Date.now() - 60000, until: Date.now(), reason: `entry ${n}` } })
}
tell('push', await took(() => local.replicate.to(server, options)))
process.exit(0)
