// The screens of a visit in the states that matter: filled, empty, refused, and with a sheet open.
import { allThere, billable, consentAnswer, diagnosisView, error, nothingFound, signing, visitAnswers as answers, waiting } from './sample-visit.mjs'

const visit = (screen) => `#/job/j1/visit/${screen}`
const tap = (...testids) => async (page) => {
  for (const testid of testids) await page.getByTestId(testid).click()
}
const pages = (testid) => async (page) => page.getByTestId(`${testid}-2`).waitFor()
const lower = error('reading_lower', { last: '204331' })

export const visitScreens = [
  { name: 'diagnosis', hash: visit('diagnosis'), answers },
  { name: 'diagnosis-empty', hash: visit('diagnosis'), answers: { ...answers, diagnosis: { ...diagnosisView, diagnosis: nothingFound, causes: [], remedies: [], quote: null } } },
  { name: 'quote', hash: visit('quote'), answers },
  { name: 'quote-accepted', hash: visit('quote'), answers: { ...answers, quote: { ...billable, consent: 'given', answer: consentAnswer } } },
  { name: 'quote-declined', hash: visit('quote'), answers: { ...answers, quote: { ...billable, answer: { ...consentAnswer, accepted: false, reason: 'Too dear' } } } },
  { name: 'quote-exceeded', hash: visit('quote'), answers: { ...answers, quote: { ...billable, consent: 'exceeded', answer: consentAnswer } } },
  { name: 'parts', hash: visit('parts'), answers },
  {
    name: 'parts-search',
    hash: visit('parts'),
    answers,
    act: async (page) => {
      await page.getByTestId('search-parts').fill('roller')
      await page.getByTestId('part-hit-A0EDR71611').waitFor()
    },
  },
  { name: 'parts-fit', hash: visit('parts'), answers, act: tap('part-favourite-A0EDR71600') },
  {
    name: 'parts-compatible',
    hash: visit('parts'),
    answers: { ...answers, fit_part: error('serial_used', { serial: 'FU-88213' }) },
    act: async (page) => {
      await page.getByTestId('search-parts').fill('toner')
      await tap('part-hit-TN324K-C', 'fit-part')(page)
      await page.getByTestId('failure-serial_used').waitFor()
    },
  },
  { name: 'parts-empty', hash: visit('parts'), answers: { ...answers, parts: { fitted: [], ordered: [], favourites: [] }, search_parts: { parts: [], more: false } }, act: (page) => page.getByTestId('search-parts').fill('zzz') },
  { name: 'readings', hash: visit('readings'), answers },
  {
    name: 'readings-lower',
    hash: visit('readings'),
    answers: { ...answers, put_reading: lower },
    act: async (page) => {
      await page.getByTestId('reading-mono').fill('1200')
      await page.getByTestId('reading-lower-mono').waitFor()
    },
  },
  { name: 'readings-empty', hash: visit('readings'), answers: { ...answers, readings: [] } },
  { name: 'checklist', hash: visit('checklist'), answers },
  { name: 'checklist-none', hash: visit('checklist'), answers: { ...answers, checklist: null } },
  { name: 'photos', hash: visit('photos'), answers },
  { name: 'photos-empty', hash: visit('photos'), answers: { ...answers, photos: [] }, act: async (page) => {
    await page.getByTestId('open-camera').click()
    await page.getByTestId(/^camera-/).waitFor()
  } },
  { name: 'photos-mark', hash: visit('photos'), answers, act: async (page) => {
    await page.getByTestId('photo-1-mark').click()
    await page.locator('[data-testid=mark-canvas][data-ready=true]').waitFor()
  } },
  { name: 'times', hash: visit('times'), answers },
  { name: 'times-edit', hash: visit('times'), answers, act: (page) => page.getByTestId('edit-time').first().click() },
  { name: 'close-out', hash: visit('close-out'), answers },
  { name: 'close-out-ready', hash: visit('close-out'), answers: { ...answers, close_out: allThere } },
  { name: 'close-out-waiting', hash: visit('close-out'), answers: { ...answers, close_out: waiting } },
  { name: 'sign', hash: visit('sign'), answers, act: pages('page') },
  { name: 'sign-failed', hash: visit('sign'), answers: { ...answers, sign_and_confirm: error('content_changed'), signing_page: error('document_failed') }, act: tap('sign-confirm') },
  { name: 'sign-typed', hash: visit('sign'), answers: { ...answers, prepare_signing: { ...signing, satisfaction: null, quote: billable } }, act: tap('sign-typed') },
  { name: 'unsigned', hash: visit('sign'), answers, act: tap('unsigned', 'unsigned-absent') },
  { name: 'sign-done', hash: visit('sign'), answers, act: async (page) => {
    await tap('sign-confirm')(page)
    await page.getByTestId('signed-title').waitFor()
  } },
  { name: 'take-back-wrong', hash: visit('sign'), answers: { ...answers, take_back: error('wrong_pin', { tries_left: '4' }) }, act: async (page) => {
    await tap('give-back')(page)
    await page.getByTestId('take-back-pin').fill('1111')
    await tap('take-back')(page)
    await page.getByRole('alert').waitFor()
  } },
  { name: 'document', hash: visit('document'), answers, act: pages('document-page') },
  { name: 'document-missing', hash: visit('document'), answers: { ...answers, document: error('not_found') } },
  { name: 'van', hash: '#/van', answers },
  { name: 'van-empty', hash: '#/van', answers: { ...answers, van_stock: { lines: [], more: false, below_min: 0, negative: 0 } } },
]
