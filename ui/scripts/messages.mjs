// Compiles ui/shared/messages/{locale}/*.json into typed functions, one module a message.
// Refuses when a language lacks a message or a plural form: no screen may ship half translated.
import { compile } from '@inlang/paraglide-js'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync, mkdirSync, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { missingTranslations } from './translations.mjs'

const shared = join(dirname(fileURLToPath(import.meta.url)), '..', 'shared')
const project = join(shared, 'project.inlang')
const outdir = join(shared, 'src', 'lib', 'paraglide')

keepFileListInStep()
const missing = missingTranslations(join(shared, 'messages'))
if (missing.length > 0) {
  console.error(`${missing.length} translations are missing:\n  ${missing.join('\n  ')}`)
  process.exit(1)
}

const fresh = mkdtempSync(join(tmpdir(), 'feltbok-messages-'))
try {
  await compile({
    project,
    outdir: fresh,
    strategy: ['globalVariable', 'baseLocale'],
    isServer: 'false',
    disableAsyncLocalStorage: true,
    emitTsDeclarations: true,
    emitReadme: false,
    emitPrettierIgnore: false,
  })
  const changed = mirror(fresh, outdir)
  console.log(`messages: ${changed} files written`)
} finally {
  rmSync(fresh, { recursive: true, force: true })
}

/** The list of message files in settings.json is the folder's content: a new screen needs no second entry. */
function keepFileListInStep() {
  const file = join(project, 'settings.json')
  const settings = JSON.parse(readFileSync(file, 'utf8'))
  const wanted = readdirSync(join(shared, 'messages', 'en'))
    .filter((name) => name.endsWith('.json'))
    .sort()
    .map((name) => `./messages/{locale}/${name}`)
  const plugin = settings['plugin.inlang.messageFormat']
  if (JSON.stringify(plugin.pathPattern) === JSON.stringify(wanted)) return
  plugin.pathPattern = wanted
  writeFileSync(file, `${JSON.stringify(settings, null, 2)}\n`)
}

/** Writes only what differs, so that running dev servers and checks of other apps see no flicker. */
function mirror(from, to) {
  const filesIn = (root) =>
    existsSync(root)
      ? readdirSync(root, { recursive: true, withFileTypes: true })
          .filter((entry) => entry.isFile())
          .map((entry) => relative(root, join(entry.parentPath, entry.name)))
      : []
  const wanted = new Set(filesIn(from))
  let changed = 0
  for (const name of wanted) {
    const target = join(to, name)
    const text = readFileSync(join(from, name), 'utf8')
    if (existsSync(target) && readFileSync(target, 'utf8') === text) continue
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, text)
    changed += 1
  }
  for (const name of filesIn(to)) if (!wanted.has(name)) rmSync(join(to, name))
  return changed
}
