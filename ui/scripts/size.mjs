// Fails when the JavaScript that an app loads before its first screen stands grows over its budget (UX "What is measured").
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const ui = join(dirname(fileURLToPath(import.meta.url)), '..')

/** `first`: the screens that are lazy in the bundle but shown first, so they count. */
const budgets = [
  { app: 'technician', limitKb: 160, first: [] },
  { app: 'console', limitKb: 200, first: [] },
]

let failed = false
for (const { app, limitKb, first } of budgets) {
  const dist = join(ui, app, 'dist')
  const file = join(dist, '.vite', 'manifest.json')
  if (!existsSync(file)) {
    console.error(`${app}: not built, run npm run build`)
    failed = true
    continue
  }
  const manifest = JSON.parse(readFileSync(file, 'utf8'))
  const kilobytes = firstLoadBytes(manifest, dist, ['index.html', ...first]) / 1000
  const verdict = kilobytes <= limitKb ? 'ok' : 'TOO BIG'
  console.log(`${app}: first load ${kilobytes.toFixed(1)} kB gz of ${limitKb} kB, ${verdict}`)
  if (kilobytes > limitKb) failed = true
}
process.exit(failed ? 1 : 0)

function firstLoadBytes(manifest, dist, entries) {
  const files = new Set()
  const visit = (key) => {
    const chunk = manifest[key]
    if (!chunk) throw new Error(`${key} is not in the manifest`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    for (const next of chunk.imports ?? []) visit(next)
  }
  entries.forEach(visit)
  return [...files]
    .filter((file) => file.endsWith('.js'))
    .reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0)
}
