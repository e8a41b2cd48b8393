// What the console's journeys share: a browser, one session, and an eye on page errors.
// The server's address and login come from the environment; see ui/e2e/console/README.md.
import assert from 'node:assert/strict'
import { launch } from '../chromium.mjs'

const url = process.env.FELTBOK_CONSOLE_URL
const email = process.env.FELTBOK_CONSOLE_USER
const password = process.env.FELTBOK_CONSOLE_PASSWORD

export const login = { url, email, password }
export const hasServer = Boolean(url && email && password)

/** One browser and one session for all journeys of a file: the server counts sign-ins. */
export async function openOffice() {
  const browser = await launch()
  const first = await browser.newContext()
  const page = await first.newPage()
  await page.goto(url)
  await signIn(page)
  const session = await first.storageState()
  await first.close()

  /** A signed-in page at an address, in a language and theme. */
  async function at(address, { language = 'en', theme = 'light', size = { width: 1280, height: 720 } } = {}) {
    const context = await browser.newContext({ storageState: session, viewport: size, reducedMotion: 'reduce', acceptDownloads: true })
    const page = await context.newPage()
    const errors = []
    page.on('pageerror', (error) => errors.push(error.message))
    page.on('console', (line) => line.type() === 'error' && errors.push(line.text()))
    await page.addInitScript((chosen) => {
      if (!localStorage.getItem('feltbok-console')) localStorage.setItem('feltbok-console', JSON.stringify(chosen))
    }, { language, theme, singleKeys: true })
    await page.goto(`${url}/#${address}`)
    await page.locator('h1').first().waitFor()
    return { page, errors, close: () => context.close() }
  }

  return { browser, at, close: () => browser.close() }
}

export async function signIn(page, given = { email, password }) {
  await page.getByTestId('email').fill(given.email)
  await page.getByTestId('password').fill(given.password)
  await page.getByTestId('sign-in').click()
  await page.getByTestId('open-settings').waitFor()
}

/** The id of the n-th job of the list that is open. */
export async function jobId(page, nth = 0) {
  const link = page.locator('a[data-row]').nth(nth)
  await link.waitFor()
  return link.getAttribute('data-row')
}

/** What a journey must end with. */
export function assertQuiet(errors) {
  assert.deepEqual(errors, [], 'the page reported errors')
}
