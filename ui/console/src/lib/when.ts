// Times as a dispatcher reads them: the shortest form that is still clear, in the site's zone.
import { civilDate, formatDate, formatTime, addDays } from '@feltbok/shared/format'
import { locale } from '@feltbok/shared/i18n'
import { m } from '@feltbok/shared/messages'
import { clock } from './clock.svelte.js'

/** "14:05" today, "tomorrow 08:00", else with weekday and day; the year only where it is another one. */
export function shortDateTime(instant: string, timeZone?: string): string {
  return `${shortDate(instant, timeZone)} ${formatTime(instant, locale(), timeZone)}`.trim()
}

function shortDate(instant: string, timeZone?: string): string {
  const today = civilDate(new Date(clock.now), timeZone)
  const day = civilDate(new Date(instant), timeZone)
  if (day === today) return m.console_today()
  if (day === addDays(today, 1)) return m.console_tomorrow()
  if (day === addDays(today, -1)) return m.console_yesterday()
  return dayMonth(day, day.slice(0, 4) !== today.slice(0, 4))
}

/** A civil date with its weekday: `Tue 24 Nov`; in Persian by the Solar Hijri calendar. */
export function dayMonth(date: string, withYear = false): string {
  if (withYear) return formatDate(date, locale())
  const calendar = locale() === 'fa' ? 'fa-u-ca-persian' : locale()
  const options = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const
  return new Intl.DateTimeFormat(calendar, options).format(new Date(`${date}T12:00:00Z`))
}

/** The city of an IANA zone, when it is not the browser's own: "Europe/Kyiv" → "Kyiv". */
export function zoneNote(timeZone: string): string {
  if (timeZone === Intl.DateTimeFormat().resolvedOptions().timeZone) return ''
  return timeZone.split('/').at(-1)?.replaceAll('_', ' ') ?? timeZone
}
