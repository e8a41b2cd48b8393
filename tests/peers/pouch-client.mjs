// One PouchDB that replicates with its server: it does what a line on its standard input says, and answers with a line of
// JSON, {"ms": [...]}. Its edits are new documents of the size of our operations.
// usage: node pouch-client.mjs FOLDER URL
import { createInterface } from 'node:readline'
import PouchDB from 'pouchdb-node'

const [folder, url] = process.argv.slice(2)
const server = new PouchDB(`${url}/company`)
const local = new PouchDB(`${folder}/tablet`)
const options = { batch_size: 1000 }
let made = 0

async function took(act) {
  const begun = performance.now()
  const result = await act()
  if (result?.ok === false) throw new Error(JSON.stringify(result))
  return performance.now() - begun
}

const edit = () => {
  made += 1
  const number = String(made).padStart(6, '0')
  const at = new Date().toISOString()
  const fields = { edit: 'put_time', id: crypto.randomUUID(), kind: 'work', from: at, until: at, edit_reason: `entry ${made}` }
  const envelope = { op_id: crypto.randomUUID(), v: 1, entity: crypto.randomUUID(), job: crypto.randomUUID(), base_rev: 1 }
  return { _id: `edit-${number}`, kind: 'visit', ...envelope, fields, at, clock_offset_ms: 0 }
}

const verbs = {
  fill: async () => [await took(() => local.replicate.from(server, options))],
  'no-news': async (runs) => {
    // The first one compares everything that the fill brought.
    await local.sync(server, options)
    const all = []
    for (let run = 0; run < Number(runs); run += 1) all.push(await took(() => local.sync(server, options)))
    return all
  },
  changes: async () => [await took(() => local.sync(server, options))],
  // In one piece: what is measured is the way to the server.
  queue: async (count) => {
    await local.bulkDocs(Array.from({ length: Number(count) }, edit))
    return []
  },
  history: async (runs) => {
    const all = []
    for (let run = 0; run < Number(runs); run += 1) {
      await local.put(edit())
      all.push(await took(() => local.replicate.to(server, options)))
    }
    return all
  },
  push: async () => [await took(() => local.replicate.to(server, options))],
}

for await (const line of createInterface({ input: process.stdin })) {
  const [verb, rest] = line.split(/ (.*)/)
  console.log(JSON.stringify({ ms: await verbs[verb](rest) }))
}
process.exit(0)
