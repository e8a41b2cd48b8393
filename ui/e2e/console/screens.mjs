// Every screen of the console with its dialogs, as the look and access checks visit them.

const firstJob = async (page) => page.locator('a[data-row]').first().waitFor()

/** Three tablets: one in use, one that has not heard that it is lost, and one that is erased and whose work is here. */
async function withLostTablets(page) {
  const at = '2026-11-20T09:00:00Z'
  const tablet = {
    ...{ id: '00000000-0000-4000-8000-000000000000', code: 'T01', name: 'Tablet', app_version: '0.1.0' },
    ...{ technician: { id: '00000000-0000-4000-8000-000000000009', name: 'Nora Haugen' }, enrolled_at: at, last_seen: at },
    ...{ backlog: 14, clock_skew_minutes: null, follows_code: null, revoked_at: null, lost: null },
  }
  const counts = { entries: 0, files: 0, unreadable: 0, parts_missing: 0, parts_to_take_in: 0 }
  const unheard = { ...counts, at, by: 'Kari Lunde', heard_at: null, erased_at: null, taken_in_at: null }
  const erased = { ...unheard, heard_at: at, erased_at: at, entries: 12, files: 3, unreadable: 1, parts_missing: 1, parts_to_take_in: 3 }
  const lost = [erased, unheard].map((lost, index) => {
    return { ...tablet, id: tablet.id.slice(0, -1) + (index + 1), code: `T0${index + 2}`, revoked_at: at, lost }
  })
  const list = { server_time: at, tablets: [tablet, ...lost] }
  await page.route('**/api/console/tablets', (route) => route.fulfill({ json: list }))
  await page.route('**/api/console/tablets/*/sealed', (route) =>
    route.fulfill({
      json: {
        ...{ tablet_code: 'T01', technician: 'Nora Haugen', made_at: at, taken_in: 0, known: 0, attention: [] },
        ...{ files: 0, files_known: 0, files_refused: 0, is_whole: false },
        question: { revoked_at: at, revoked_by: 'Kari Lunde', entries: 12, entries_after: 2, last_entry_at: at, files: 3 },
      },
    }),
  )
  await page.reload()
}

export const screens = [
  { name: 'queue', address: '/jobs/unassigned', act: firstJob },
  { name: 'planned', address: '/jobs/planned', act: async (page) => page.locator('a[data-row], [data-testid=jobs], h1').first().waitFor() },
  {
    name: 'filter-empty',
    address: '/jobs/unassigned',
    act: async (page) => {
      await firstJob(page)
      await page.getByTestId('filter').fill('zzzz no such job')
      await page.getByTestId('job-row').first().waitFor({ state: 'detached' })
    },
  },
  {
    name: 'assign',
    address: '/jobs/unassigned',
    act: async (page) => {
      await firstJob(page)
      await page.getByTestId('assign').first().click()
      await page.getByTestId('candidate').first().waitFor()
    },
  },
  ...['overview', 'report', 'machine', 'timeline'].map((tab) => ({
    name: `drawer-${tab}`,
    address: '/jobs/all',
    act: async (page) => {
      await firstJob(page)
      await page.locator('a[data-row]').first().click()
      await page.getByTestId(`tab-${tab}`).click()
      await page.getByTestId('drawer').locator('[role=tabpanel]').waitFor()
    },
  })),
  {
    name: 'new-job',
    address: '/new',
    act: async (page) => {
      const { equipment } = await page.evaluate(() => fetch('/api/console/equipment').then((response) => response.json()))
      await page.getByTestId('find').fill(equipment[0].si)
      await page.locator('[data-hit=machine]').first().click()
      await page.getByTestId('assessment').locator('dl').waitFor()
    },
  },
  { name: 'tablets', address: '/tablets', act: async (page) => page.getByTestId('invite').waitFor() },
  {
    name: 'invite',
    address: '/tablets',
    act: async (page) => {
      await page.getByTestId('invite').click()
      await page.getByTestId('invite-technician').click()
      await page.getByRole('option').first().click()
      await page.getByTestId('invite-make').click()
      await page.getByTestId('invite-qr').waitFor()
    },
  },
  {
    name: 'bundle',
    address: '/tablets',
    act: async (page) => {
      await page.getByTestId('take-in-bundle').click()
      await page.getByTestId('bundle-take-in').waitFor()
    },
  },
  {
    name: 'lost',
    address: '/tablets',
    act: async (page) => {
      await withLostTablets(page)
      await page.getByTestId('lost').first().click()
      await page.getByTestId('lost-confirm').waitFor()
    },
  },
  {
    name: 'lost-states',
    address: '/tablets',
    act: async (page) => {
      await withLostTablets(page)
      await page.getByTestId('lost-state').nth(1).waitFor()
    },
  },
  {
    name: 'lost-sealed',
    address: '/tablets',
    act: async (page) => {
      await withLostTablets(page)
      await page.getByTestId('take-in-sealed').first().click()
      await page.getByTestId('sealed-even-so').waitFor()
    },
  },
  {
    name: 'stickers',
    address: '/stickers',
    act: async (page) => {
      await page.getByTestId('machine-row').first().getByRole('checkbox').check()
      await page.getByTestId('print').waitFor()
    },
  },
  {
    name: 'stickers-label-printer',
    address: '/stickers',
    act: async (page) => {
      await page.getByTestId('machine-row').first().getByRole('checkbox').check()
      await page.getByTestId('layout').click()
      await page.getByRole('option').last().click()
      await page.getByTestId('print-for').click()
      await page.getByRole('option').nth(1).click()
    },
  },
  {
    name: 'palette',
    address: '/jobs/unassigned',
    act: async (page) => {
      await page.keyboard.press('Control+k')
      await page.getByTestId('palette').waitFor()
    },
  },
  {
    name: 'shortcuts',
    address: '/jobs/unassigned',
    act: async (page) => {
      await page.getByTestId('open-shortcuts').click()
      await page.getByTestId('shortcuts').waitFor()
    },
  },
  {
    name: 'settings',
    address: '/jobs/unassigned',
    act: async (page) => {
      await page.getByTestId('open-settings').click()
      await page.getByTestId('settings').waitFor()
    },
  },
  { name: 'documents', address: '/documents', act: async (page) => page.getByTestId('brand').waitFor() },
  { name: 'nowhere', address: '/no/such/page', act: async () => {} },
]
