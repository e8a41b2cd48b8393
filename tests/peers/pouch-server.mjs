// PouchDB's own server over HTTP with LevelDB on the disk. It is not CouchDB.
// usage: node pouch-server.mjs FOLDER PORT
import express from 'express'
import expressPouchDB from 'express-pouchdb'
import PouchDB from 'pouchdb-node'

const [folder, port] = process.argv.slice(2)
const Stored = PouchDB.defaults({ prefix: `${folder}/` })
const app = express()
app.use('/', expressPouchDB(Stored, { mode: 'minimumForPouchDB', inMemoryConfig: true, logPath: `${folder}/log` }))
app.listen(Number(port), '127.0.0.1', () => console.log('ready'))
