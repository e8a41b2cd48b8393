// @vitest-environment happy-dom
import { mockIPC } from '@tauri-apps/api/mocks'
import { fireEvent, render, screen, waitFor } from '@testing-library/svelte'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { answers, erasedAndDelivered, givenForLost } from '../../e2e/sample-day.mjs'
import type { AppState, SettingsView } from '../src/lib/bindings.js'
import { session } from '../src/lib/session.svelte.js'
import App from '../src/App.svelte'
import ChoosePin from '../src/screens/enrol/ChoosePin.svelte'
import Scan from '../src/screens/scan/Scan.svelte'
import EnrolAgain from '../src/screens/sync/EnrolAgain.svelte'
import Settings from '../src/screens/settings/Settings.svelte'
import Today from '../src/screens/today/Today.svelte'
import Unlock from '../src/screens/unlock/Unlock.svelte'

type Table = Record<string, unknown>

const calls: { command: string; args: unknown }[] = []

/** Answers commands from a table; what stands under `$error` is thrown. */
function core(part: Table = {}): void {
  const table: Table = { ...answers, ...part }
  const answer = (command: string, args: unknown) => {
    calls.push({ command, args })
    const found = table[command]
    if (found && typeof found === 'object' && '$error' in found) throw found.$error
    return found
  }
  mockIPC(answer, { shouldMockEvents: true })
}

const error = (code: string, details: Record<string, string> = {}) => ({
  $error: { code, what_happened: '', what_is_safe: '', what_to_do: '', details },
})
const asked = (command: string) => calls.filter((call) => call.command === command)
const type = async (testid: string, value: string) => {
  const input = screen.getByTestId<HTMLInputElement>(testid)
  await fireEvent.input(input, { target: { value } })
}
const tap = (testid: string) => fireEvent.click(screen.getByTestId(testid))

beforeEach(() => {
  calls.length = 0
  session.state = { ...(answers.app_state as AppState), phase: 'locked' }
  session.settings = (answers.settings as SettingsView).settings
})
afterEach(() => {
  vi.useRealTimers()
  location.hash = ''
})

it('a wrong PIN is cleared, and the words say that the work is safe', async () => {
  core()
  render(Unlock)
  await type('pin', '۱۲۳۴')
  await tap('unlock')
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('safe on this tablet'))
  expect(asked('unlock')).toEqual([{ command: 'unlock', args: { pin: '1234' } }])
  expect(screen.getByTestId<HTMLInputElement>('pin').value).toBe('')
})

it('after too many wrong PINs no PIN is taken before the time has passed', async () => {
  core({ unlock: error('pin_wait', { wait_until: new Date(Date.now() + 30_000).toISOString() }) })
  render(Unlock)
  await type('pin', '1234')
  await tap('unlock')
  await waitFor(() => expect(screen.getByRole('alert').textContent).toMatch(/30 sec|29 sec/))
  expect(screen.getByTestId<HTMLInputElement>('pin').disabled).toBe(true)
  expect(screen.getByTestId<HTMLButtonElement>('unlock').disabled).toBe(true)
})

it('two different PINs are never sent', async () => {
  const chosen = vi.fn()
  render(ChoosePin, { busy: false, failure: null, host: 'h', limits: { min_length: 4, max_length: 12 }, onchosen: chosen, onreject: () => {} })
  await type('pin-new', '2468')
  await tap('choose-pin')
  await type('pin-again', '2467')
  await tap('confirm-pin')
  expect(chosen).not.toHaveBeenCalled()
  expect(screen.getByRole('alert').textContent).toContain('differ')
  await type('pin-new', '2468')
  await tap('choose-pin')
  await type('pin-again', '2468')
  await tap('confirm-pin')
  expect(chosen).toHaveBeenCalledWith('2468')
})

it('the right machine is confirmed without another tap, and the job opens', async () => {
  core({ resolve_sticker: { kind: 'expected', machine: answers.recent_scans[0]?.machine } })
  render(Scan, { params: { id: 'j1' } })
  await type('si-number', '1048576')
  await tap('find-machine')
  await waitFor(() => expect(location.hash).toBe('#/job/j1'))
  expect(asked('confirm_machine')).toEqual([{ command: 'confirm_machine', args: { jobId: 'j1', equipmentId: 'm1' } }])
})

it('another machine is not taken before the technician says so', async () => {
  core()
  render(Scan, { params: { id: 'j1' } })
  await type('si-number', '2200413')
  await tap('find-machine')
  await screen.findByTestId('other-machine')
  expect(asked('confirm_machine')).toEqual([])
  await tap('switch-machine')
  await waitFor(() => expect(asked('confirm_machine')).toHaveLength(1))
})

it('an unknown number becomes a draft machine with what is seen', async () => {
  core({ resolve_sticker: { kind: 'unknown', si: 'SI-7700129' }, add_draft_machine: answers.open_job })
  render(Scan, { params: { id: 'j1' } })
  await type('si-number', '7700129')
  await tap('find-machine')
  await screen.findByTestId('add-draft')
  await type('draft-make', 'Ricoh')
  await tap('add-draft')
  await waitFor(() => expect(asked('add_draft_machine')).toHaveLength(1))
  expect(asked('add_draft_machine')[0]?.args).toMatchObject({ jobId: 'j1', draft: { si: 'SI-7700129', make: 'Ricoh' } })
})

it('a code that is no sticker is shown as text and opens nothing', async () => {
  core({ resolve_sticker: { kind: 'not_a_sticker', text: 'https://evil.example/x' } })
  render(Scan, { params: {} })
  await type('si-number', 'https://evil.example/x')
  await tap('find-machine')
  await screen.findByTestId('no-sticker')
  expect(screen.getByText('https://evil.example/x').closest('a')).toBeNull()
})

it('without a camera the words say so and the number can be typed at once', async () => {
  core()
  render(Scan, { params: {} })
  await screen.findByTestId('camera-missing')
  expect(screen.getByTestId<HTMLInputElement>('si-number').disabled).toBe(false)
})

it('a state button puts the fresh card in the old one’s place', async () => {
  const fresh = { ...answers.day.cards[2], status: 'accepted', next: 'drive' }
  core({ accept: { ...answers.open_job, card: fresh } })
  render(Today, { params: {} })
  await fireEvent.click(await screen.findByTestId('state-accept'))
  await waitFor(() => expect(document.querySelector(`[data-job="${fresh.number}"]`)?.getAttribute('data-status')).toBe('accepted'))
})

it('a refused step is told in words and changes no card', async () => {
  core({ accept: error('wrong_state', { status: 'cancelled' }) })
  render(Today, { params: {} })
  await fireEvent.click(await screen.findByTestId('state-accept'))
  await screen.findByTestId('failure-wrong_state')
  expect(screen.getAllByTestId('job-card')).toHaveLength(6)
})

it('arriving opens the scanner by itself', async () => {
  const card = { ...answers.day.cards[1], status: 'travelling', next: 'arrive' }
  core({ day: { ...answers.day, cards: [card], waiting: [] } })
  render(Today, { params: {} })
  await fireEvent.click(await screen.findByTestId('state-arrive'))
  await waitFor(() => expect(location.hash).toBe('#/job/j2/scan'))
})

it('a setting that cannot be stored is taken back and told', async () => {
  session.state = answers.app_state as AppState
  core({ save_settings: error('disk_full') })
  render(Settings)
  await fireEvent.click(screen.getByTestId('theme-dark'))
  await screen.findByTestId('failure-disk_full')
  expect(session.settings?.theme).toBe('light')
  expect(document.documentElement.dataset.theme).toBe('light')
})

it('a tablet that was signed off joins again by a new invite, and a refused one leaves room for another', async () => {
  core({ enrol_again: error('invite_other_technician') })
  render(EnrolAgain)
  const invite = async () => {
    await type('invite-text', 'FELTBOK1.x.y')
    await tap('read-invite')
    await fireEvent.click(await screen.findByTestId('confirm-invite'))
  }
  await invite()
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain('another technician'))
  core()
  await invite()
  await waitFor(() => expect(location.hash).toBe('#/sync'))
  expect(asked('enrol_again')[1]).toEqual({ command: 'enrol_again', args: { invite: 'FELTBOK1.x.y' } })
  expect(session.state?.tablet_code).toBe('T08')
})

it('a tablet that was given for lost says what is sealed, and is connected again from there', async () => {
  core(givenForLost)
  render(App)
  expect((await screen.findByTestId('erased-why')).textContent).toContain('Nordvik Kontorservice')
  expect(screen.getByTestId('erased-counts').textContent).toMatch(/Entries\s*12.*Photos\s*3.*could not be read\s*1/)
  expect(screen.getByTestId('erased-delivered').textContent).toContain('2')
  core(erasedAndDelivered)
  await session.refresh()
  await waitFor(() => expect(screen.queryByText(/The office has everything/)).not.toBeNull())
  await tap('enrol-erased')
  await screen.findByTestId('invite-text')
})

it('nothing can be connected while the tablet is still being erased', async () => {
  const erased = { ...givenForLost.app_state.erased, stage: 'erasing' }
  core({ app_state: { ...givenForLost.app_state, erased } })
  render(App)
  await screen.findByTestId('erased-why')
  expect(screen.queryByTestId('enrol-erased')).toBeNull()
})
