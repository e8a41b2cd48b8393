// PouchDB's own server over HTTP with LevelDB on the disk. It is not CouchDB.
// usage: node pouch-server.mjs FOLDER PORT
// Obeys lines on its standard input, each answered by a line: "load DOCS.ndjson", "change COUNT".
import { readFileSync } from 'node:fs'
import { createInterface } from 'node:readline'
import express from 'express'
import expressPouchDB from 'express-pouchdb'
import PouchDB from 'pouchdb-node'

const BATCH = 1000
const [folder, port] = process.argv.slice(2)
const Stored = PouchDB.defaults({ prefix: `${folder}/` })
const app = express()
app.use('/', expressPouchDB(Stored, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: `${folder}/log` }))
const company = new Stored('company')

async function write(docs) {
  for (let from = 0; from < docs.length; from += BATCH) {
    const failed = (await company.bulkDocs(docs.slice(from, from + BATCH))).find((result) => result.error)
    if (failed) throw new Error(JSON.stringify(failed))
  }
}

const verbs = {
  load: async (file) => write(readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => JSON.parse(line))),
  change: async (count) => {
    const options = { startkey: 'job-', endkey: 'job-\uffff', limit: Number(count), include_docs: true }
    const { rows } = await company.allDocs(options)
    await write(rows.map(({ doc }) => ({ ...doc, changed: (doc.changed ?? 0) + 1 })))
  },
}

app.listen(Number(port), '127.0.0.1', async () => {
  console.log('ready')
  for await (const line of createInterface({ input: process.stdin })) {
    const [verb, rest] = line.split(/ (.*)/)
    await verbs[verb](rest)
    console.log('done')
  }
  process.exit(0)
})
