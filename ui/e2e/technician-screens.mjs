// The technician's screens, with what they are shown on.
import { answers, erasedAndDelivered, givenForLost, locked, notEnrolled, signedOff } from './sample-day.mjs'
import { visitScreens } from './visit-screens.mjs'

/** `act`: what a person does first, with a Playwright page. */
export const screens = [
  { name: 'today', hash: '#/', answers },
  { name: 'job', hash: '#/job/j1', answers },
  { name: 'scan', hash: '#/job/j1/scan', answers },
  {
    name: 'scan-other',
    hash: '#/job/j1/scan',
    answers,
    act: async (page) => {
      await page.getByTestId('si-number').fill('2200413')
      await page.getByTestId('find-machine').click()
      await page.getByTestId('other-machine').waitFor()
    },
  },
  {
    name: 'scan-unknown',
    hash: '#/job/j1/scan',
    answers: { ...answers, resolve_sticker: { kind: 'unknown', si: 'SI-7700129' } },
    act: async (page) => {
      await page.getByTestId('si-number').fill('7700129')
      await page.getByTestId('find-machine').click()
      await page.getByTestId('add-draft').waitFor()
    },
  },
  {
    name: 'pause',
    hash: '#/job/j1',
    answers,
    act: async (page) => {
      await page.getByTestId('pause').click()
      await page.getByTestId('confirm-pause').waitFor()
    },
  },
  { name: 'machines', hash: '#/machines', answers, act: (page) => page.getByTestId('search-machines').fill('biz') },
  { name: 'machine', hash: '#/machines/m1', answers },
  { name: 'sync', hash: '#/sync', answers },
  { name: 'sync-signed-off', hash: '#/sync', answers: signedOff },
  { name: 'enrol-again', hash: '#/sync/enrol', answers: signedOff },
  {
    name: 'enrol-again-confirm',
    hash: '#/sync/enrol',
    answers: signedOff,
    act: async (page) => {
      await page.getByTestId('invite-text').fill('FELTBOK1.x.y')
      await page.getByTestId('read-invite').click()
      await page.getByTestId('confirm-invite').waitFor()
    },
  },
  { name: 'settings', hash: '#/settings', answers },
  { name: 'about', hash: '#/settings/about', answers },
  {
    name: 'unlock-wrong',
    hash: '#/',
    answers: locked,
    act: async (page) => {
      await page.getByTestId('pin').fill('1234')
      await page.getByTestId('unlock').click()
      await page.getByRole('alert').waitFor()
    },
  },
  { name: 'erased', hash: '#/', answers: givenForLost },
  { name: 'erased-delivered', hash: '#/', answers: erasedAndDelivered },
  {
    name: 'erased-enrol',
    hash: '#/',
    answers: erasedAndDelivered,
    act: async (page) => {
      await page.getByTestId('enrol-erased').click()
      await page.getByTestId('invite-text').waitFor()
    },
  },
  { name: 'enrol', hash: '#/', answers: notEnrolled },
  {
    name: 'enrol-confirm',
    hash: '#/',
    answers: notEnrolled,
    act: async (page) => {
      await page.getByTestId('invite-text').fill('FELTBOK1.x.y')
      await page.getByTestId('read-invite').click()
      await page.getByTestId('confirm-invite').waitFor()
    },
  },
  {
    name: 'enrol-fill',
    hash: '#/',
    answers: notEnrolled,
    act: async (page) => {
      await page.getByTestId('invite-text').fill('FELTBOK1.x.y')
      await page.getByTestId('read-invite').click()
      await page.getByTestId('confirm-invite').click()
      await page.getByTestId('pin-new').fill('2468')
      await page.getByTestId('choose-pin').click()
      await page.getByTestId('pin-again').fill('2468')
      await page.getByTestId('confirm-pin').click()
      await page.getByTestId('fill-progress').waitFor()
    },
  },
  ...visitScreens,
]

/** The same answers as a tablet in another language gives them. */
export function inLanguage(table, lang, part = {}) {
  const settings = { ...table.settings.settings, lang, ...part }
  return {
    ...table,
    app_state: { ...table.app_state, lang },
    enrol: { ...table.enrol, lang },
    settings: { ...table.settings, settings },
    save_settings: { ...table.settings, settings },
    // The customer's language follows, so that one run checks the signing screen in all of them.
    ...(table.prepare_signing && { prepare_signing: { ...table.prepare_signing, lang }, rate: { ...table.rate, lang } }),
  }
}
