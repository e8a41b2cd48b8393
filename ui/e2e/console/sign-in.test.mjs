// The door: what a wrong password is told, that signing in leads to the queue, and that signing out closes everything.
import assert from 'node:assert/strict'
import test from 'node:test'
import { launch } from '../chromium.mjs'
import { hasServer, login, signIn } from './office.mjs'

test('signing in', { skip: !hasServer && 'no server named' }, async (t) => {
  const browser = await launch()
  t.after(() => browser.close())
  const page = await (await browser.newContext()).newPage()
  await page.goto(login.url)

  await t.test('an empty form says what is missing and asks the server nothing', async () => {
    const asked = []
    page.on('request', (request) => request.method() === 'POST' && asked.push(request.url()))
    await page.getByTestId('sign-in').click()
    await page.getByTestId('sign-in-problem').waitFor()
    assert.deepEqual(asked, [])
  })

  await t.test('a wrong password is refused with what to do', async () => {
    await page.getByTestId('email').fill(login.email)
    await page.getByTestId('password').fill('not the password')
    await page.getByTestId('sign-in').click()
    await page.getByText('The e-mail or the password is not right').waitFor()
  })

  await t.test('the right one leads to the queue, and a reload keeps the session', async () => {
    await signIn(page)
    await page.waitForURL(/#\/jobs\/unassigned/)
    await page.reload()
    await page.getByTestId('open-settings').waitFor()
  })

  await t.test('a change without the CSRF value is refused', async () => {
    const status = await page.evaluate(() => fetch('/api/console/invites', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ technician_id: '00000000-0000-7000-8000-000000000000' }),
    }).then((answer) => answer.status))
    assert.equal(status, 403)
  })

  await t.test('signing out closes the console and the API', async () => {
    await page.getByTestId('open-settings').click()
    await page.getByTestId('sign-out').click()
    await page.getByTestId('sign-in').waitFor()
    assert.equal((await page.request.get(`${login.url}/api/console/jobs?show=all`)).status(), 401)
  })
})
