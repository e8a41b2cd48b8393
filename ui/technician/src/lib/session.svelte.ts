// Which door the app stands at, who works with it, and how it looks: the one state that all screens share.
import { nearestLanguage, setLanguage } from '@feltbok/shared/i18n'
import { applyLook } from '@feltbok/shared/look'
import { api, on } from './api.js'
import type { AppState, Settings } from './bindings.js'
import { asFailure, type Failure } from './failure.js'

class Session {
  state = $state.raw<AppState | null>(null)
  settings = $state.raw<Settings | null>(null)
  /** Why the app could not even start. */
  failure = $state.raw<Failure | null>(null)

  /** Asks the core where the app stands; the first call of all. */
  async start(): Promise<void> {
    setLanguage(nearestLanguage(navigator.languages))
    applyLook(rememberedLook())
    try {
      await this.enter(await api.appState())
      await on('locked', () => void this.refresh())
      await on('erased', () => void this.refresh())
      // The fill ends with what was received; no event of its own says so.
      const endOfFill = () => void (this.state?.phase === 'filling' && this.refresh())
      await on('records_changed', endOfFill)
      await on('sync_status_changed', endOfFill)
    } catch (thrown) {
      this.failure = asFailure(thrown)
    }
  }

  /** Takes the state that enrolment, unlocking or hand-over returned. */
  async enter(state: AppState): Promise<void> {
    this.state = state
    // Nothing of the day is worn any more; the next enrolment asks for its own.
    if (state.phase === 'erased') this.settings = null
    if (state.phase !== 'not_enrolled') setLanguage(state.lang)
    const open = state.phase === 'ready' || state.phase === 'filling'
    if (open && !this.settings) this.#wear((await api.settings()).settings)
  }

  async lock(): Promise<void> {
    await this.enter(await api.lock())
  }

  /** Changes one setting: it shows at once and is stored. */
  async change(part: Partial<Settings>): Promise<void> {
    if (!this.settings) return
    const before = this.settings
    this.#wear({ ...before, ...part })
    try {
      this.#wear((await api.saveSettings({ ...before, ...part })).settings)
    } catch (thrown) {
      this.#wear(before)
      throw thrown
    }
  }

  /** Asks the core again where the app stands. */
  async refresh(): Promise<void> {
    await this.enter(await api.appState())
  }

  #wear(settings: Settings): void {
    this.settings = settings
    setLanguage(settings.lang)
    applyLook(settings)
    localStorage.setItem(LOOK_KEY, JSON.stringify(settings))
    if (this.state) this.state = { ...this.state, lang: settings.lang, auto_lock_seconds: settings.auto_lock_seconds }
  }
}

export const session = new Session()

/** The look is remembered outside of the encrypted store so that the lock screen already wears it. */
const LOOK_KEY = 'feltbok-look'

function rememberedLook(): Pick<Settings, 'theme' | 'text_px' | 'gloves' | 'hand'> {
  const standard = { theme: 'light', text_px: 18, gloves: false, hand: 'right' } as const
  try {
    return { ...standard, ...JSON.parse(localStorage.getItem(LOOK_KEY) ?? '{}') }
  } catch {
    return standard
  }
}
