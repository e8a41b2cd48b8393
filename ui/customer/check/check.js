// Adds to the check page that a file's fingerprint is computed here, so that the file itself stays with its owner.
// Without a secure context (https or this very machine) browsers compute no hashes: the page then stays as it is.
'use strict'

const drop = document.getElementById('drop')
const input = document.getElementById('drop-file')
const state = document.getElementById('drop-state')
/** What stands before the content's fingerprint in the metadata of a work order. */
const MARK = '<dc:identifier>sha256:'

/** @param {ArrayBuffer} bytes */
async function sha256(bytes) {
  const digest = await crypto.subtle.digest('SHA-256', bytes)
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
}

/** The fingerprint of the content that the file says it has. @param {ArrayBuffer} bytes */
function contentOf(bytes) {
  const text = new TextDecoder('latin1').decode(bytes)
  const at = text.indexOf(MARK)
  if (at < 0) return null
  const found = text.slice(at + MARK.length, at + MARK.length + 64)
  return /^[0-9a-f]{64}$/.test(found) ? found : null
}

/** @param {string} hash */
async function ask(hash) {
  const answer = await fetch(`/api/check/${hash}`)
  if (!answer.ok) throw new Error(String(answer.status))
  return answer.json()
}

/** @param {File} file */
async function check(file) {
  state.textContent = drop.dataset.busy
  const bytes = await file.arrayBuffer()
  const hash = await sha256(bytes)
  const lang = drop.dataset.lang
  const found = await ask(hash)
  const content = found.outcome === 'unknown' ? contentOf(bytes) : null
  // The content is known but the file is not: something in the file was changed.
  const changed = content !== null && (await ask(content)).outcome !== 'unknown'
  location.assign(`/w/${hash}?lang=${lang}${changed ? `&content=${content}` : ''}`)
}

/** @param {File | undefined} file */
function take(file) {
  if (!file) return
  check(file).catch((error) => {
    state.textContent = String(error.message)
  })
}

if (globalThis.crypto?.subtle) {
  drop.hidden = false
  input.addEventListener('change', () => take(input.files[0]))
  for (const kind of ['dragenter', 'dragover']) {
    drop.addEventListener(kind, (event) => {
      event.preventDefault()
      drop.classList.add('over')
    })
  }
  drop.addEventListener('dragleave', () => drop.classList.remove('over'))
  drop.addEventListener('drop', (event) => {
    event.preventDefault()
    drop.classList.remove('over')
    take(event.dataTransfer.files[0])
  })
}
