// A dispatcher's work: the queue by time left, assigning by few clicks or keys, the drawer, taking back, registering.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import test from 'node:test'
import { assertQuiet, hasServer, jobId, openOffice } from './office.mjs'

const CLICKS_MAX = 2
const KEYS_MAX = 5

test('dispatching', { skip: !hasServer && 'no server named' }, async (t) => {
  const office = await openOffice()
  t.after(() => office.close())

  await t.test('the queue stands in the order of its due times, overdue first', async () => {
    const { page, errors, close } = await office.at('/jobs/unassigned')
    await page.getByTestId('job-row').first().waitFor()
    const answer = await page.evaluate(() => fetch('/api/console/jobs?show=unassigned').then((response) => response.json()))
    const rank = (row) => (['running', 'paused', 'overdue'].includes(row.target.state) && row.target.due_at ? Date.parse(row.target.due_at) : Infinity)
    const due = new Map(answer.rows.map((row) => [row.id, rank(row)]))
    const shown = await page.locator('a[data-row]').evaluateAll((links) => links.map((link) => link.dataset.row))
    const order = shown.map((id) => due.get(id))
    assert.deepEqual(order, [...order].sort((a, b) => a - b))
    assert.ok(shown.length > 3, 'the sample company has a queue')
    assertQuiet(errors)
    await close()
  })

  await t.test(`a job is assigned by ${CLICKS_MAX} clicks`, async () => {
    const { page, errors, close } = await office.at('/jobs/unassigned')
    const row = page.getByTestId('job-row').filter({ hasNotText: 'Blocked' }).first()
    const id = await row.locator('a[data-row]').getAttribute('data-row')
    let clicks = 0
    const click = async (locator) => {
      clicks += 1
      await locator.click()
    }
    await click(row.getByTestId('assign'))
    await page.getByTestId('candidate').first().waitFor()
    await click(page.getByTestId('assign-confirm'))
    await page.getByTestId('assign-dialog').waitFor({ state: 'detached' })
    assert.ok(clicks <= CLICKS_MAX)
    await page.locator(`a[data-row="${id}"]`).waitFor({ state: 'detached' })
    const job = await page.evaluate((id) => fetch(`/api/console/jobs/${id}`).then((response) => response.json()), id)
    assert.equal(job.row.status, 'dispatched')
    assert.equal(Date.parse(job.row.slot.start) % (15 * 60_000), 0)
    assertQuiet(errors)
    await close()
  })

  await t.test(`a job is assigned to the second technician a quarter later by ${KEYS_MAX} keys`, async () => {
    const { page, errors, close } = await office.at('/jobs/unassigned')
    const free = await page.locator('[data-testid=job-row]:not(:has-text("Blocked")) a[data-row]').evaluateAll((links) => links.map((link) => link.dataset.row))
    // Standing on a row costs no key here: the journey begins where a dispatcher reads.
    await page.locator(`a[data-row="${free[0]}"]`).focus()
    let keys = 0
    const press = async (key) => {
      keys += 1
      await page.keyboard.press(key)
    }
    await press('a')
    await page.locator('[data-testid=candidate] input:checked').waitFor()
    await page.waitForFunction(() => document.activeElement?.matches('[data-testid=candidate] input'))
    await press('ArrowDown')
    await press('ArrowRight')
    await press('Enter')
    await page.getByTestId('assign-dialog').waitFor({ state: 'detached' })
    assert.ok(keys <= KEYS_MAX)
    const job = await page.evaluate((id) => fetch(`/api/console/jobs/${id}`).then((response) => response.json()), free[0])
    assert.equal(job.row.status, 'dispatched')
    assertQuiet(errors)
    await close()
  })

  await t.test('the drawer opens by Enter, has an address, and gives the focus back', async () => {
    const { page, errors, close } = await office.at('/jobs/planned')
    const id = await jobId(page)
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('Enter')
    await page.getByTestId('drawer').waitFor()
    assert.match(page.url(), new RegExp(`#/jobs/planned/${id}$`))
    await page.getByTestId('tab-timeline').click()
    await page.getByTestId('timeline').getByText('Registered', { exact: true }).waitFor()
    assert.match(page.url(), /tab=timeline$/)
    const second = await office.at(page.url().split('#')[1])
    await second.page.getByTestId('timeline').waitFor()
    await second.close()
    await page.keyboard.press('Escape')
    await page.getByTestId('drawer').waitFor({ state: 'detached' })
    await page.waitForFunction((id) => document.activeElement?.dataset.row === id, id)
    assertQuiet(errors)
    await close()
  })

  await t.test('a job is taken back only with a reason, which the timeline keeps', async () => {
    const { page, errors, close } = await office.at('/jobs/planned')
    const id = await jobId(page)
    await page.goto(`${page.url().split('#')[0]}#/jobs/planned/${id}`)
    await page.getByTestId('unassign').click()
    await page.getByTestId('unassign-confirm').click()
    await page.getByText('Give a reason').waitFor()
    await page.getByTestId('unassign-reason').fill('The van is in the workshop')
    await page.getByTestId('unassign-confirm').click()
    await page.getByTestId('unassign-dialog').waitFor({ state: 'detached' })
    await page.getByTestId('tab-timeline').click()
    await page.getByText('The van is in the workshop').first().waitFor()
    assertQuiet(errors)
    await close()
  })

  await t.test('two dispatchers never undo each other: the second is told', async () => {
    const one = await office.at('/jobs/unassigned')
    const other = await office.at('/jobs/unassigned')
    const row = (page) => page.getByTestId('job-row').filter({ hasNotText: 'Blocked' }).first()
    await row(one.page).getByTestId('assign').click()
    await row(other.page).getByTestId('assign').click()
    await one.page.getByTestId('candidate').first().waitFor()
    await other.page.getByTestId('candidate').first().waitFor()
    await one.page.getByTestId('assign-confirm').click()
    await one.page.getByTestId('assign-dialog').waitFor({ state: 'detached' })
    await other.page.getByTestId('assign-confirm').click()
    await other.page.getByTestId('assign-problem').waitFor()
    await one.close()
    await other.close()
  })

  await t.test('a request by phone becomes a job with targets', async () => {
    const { page, errors, close } = await office.at('/new')
    const equipment = await page.evaluate(() => fetch('/api/console/equipment').then((response) => response.json()))
    await page.getByTestId('find').fill(equipment.equipment[0].si.replace('SI-', 'si '))
    await page.locator('[data-hit=machine]').first().click()
    await page.getByTestId('assessment').getByText('On site by').waitFor()
    await page.getByTestId('register').click()
    await page.getByTestId('register-problem').waitFor()
    await page.getByTestId('symptom').fill('Paper jams in tray 2')
    await page.getByTestId('register').click()
    await page.getByTestId('drawer').getByText('Paper jams in tray 2').first().waitFor()
    assertQuiet(errors)
    await close()
  })

  await t.test('the palette finds a job by its number, and the list exports what it shows', async () => {
    const { page, errors, close } = await office.at('/jobs/all')
    const number = await page.locator('a[data-row]').first().innerText()
    await page.keyboard.press('Control+k')
    await page.getByTestId('palette').waitFor()
    await page.keyboard.type(number)
    await page.getByTestId('palette').locator('[data-command-item]', { hasText: number }).first().waitFor()
    await page.keyboard.press('Escape')
    await page.getByTestId('filter').fill(number)
    const download = page.waitForEvent('download')
    await page.getByTestId('csv').click()
    const csv = await readFile(await (await download).path(), 'utf8')
    assert.equal(csv.trim().split('\r\n').length, 2)
    assert.ok(csv.includes(number))
    assertQuiet(errors)
    await close()
  })
})
