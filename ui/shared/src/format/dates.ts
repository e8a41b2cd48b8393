// Dates and times for people. Persian shows the Solar Hijri date with the Gregorian one beside it (R33).
import { CalendarDate, parseDate, type DateValue } from '@internationalized/date'

/** English is read in many countries: day before month, as all of them understand it. */
const INTERNATIONAL = 'en-GB'

const formats = new Map<string, Intl.DateTimeFormat>()

function dateFormat(locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = locale + JSON.stringify(options)
  let format = formats.get(key)
  if (!format) formats.set(key, (format = new Intl.DateTimeFormat(locale === 'en' ? INTERNATIONAL : locale, options)))
  return format
}

const dateStyle: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year: 'numeric' }
const timeStyle: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }

/** A civil date `2026-11-22`; in Persian `۱ آذر ۱۴۰۵ (۲۲ نوامبر ۲۰۲۶)`. */
export function formatDate(date: string, locale: string): string {
  return styledDate(noonUtc(date), locale, { ...dateStyle, timeZone: 'UTC' })
}

/** The day's name with day and month, for headings: `Sunday 22 November`. */
export function formatDay(date: string, locale: string): string {
  const options: Intl.DateTimeFormatOptions = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }
  return styledDate(noonUtc(date), locale, options, { day: 'numeric', month: 'long' })
}

/** The shortest name of a day for a strip of days: `Sun 22`. */
export function formatDayShort(date: string, locale: string): { weekday: string; day: string } {
  const at = noonUtc(date)
  return {
    weekday: dateFormat(locale, { weekday: 'short', timeZone: 'UTC' }).format(at),
    day: dateFormat(locale, { day: 'numeric', timeZone: 'UTC' }).format(at),
  }
}

/** An instant (RFC 3339) as date and time in `timeZone`; the device's zone when none is given. */
export function formatDateTime(instant: string, locale: string, timeZone?: string): string {
  const at = new Date(instant)
  return `${styledDate(at, locale, { ...dateStyle, timeZone })} ${formatTime(instant, locale, timeZone)}`
}

/** `14:05`, always of 24 hours, in the language's digits. */
export function formatTime(instant: string, locale: string, timeZone?: string): string {
  return dateFormat(locale, { ...timeStyle, timeZone }).format(new Date(instant))
}

function styledDate(
  at: Date,
  locale: string,
  options: Intl.DateTimeFormatOptions,
  gregorian: Intl.DateTimeFormatOptions = options,
): string {
  if (locale !== 'fa') return dateFormat(locale, options).format(at)
  const solarHijri = dateFormat('fa-u-ca-persian', { ...options, ...(options.year ? { year: 'numeric' } : {}) })
  const beside = dateFormat('fa-u-ca-gregory', { ...gregorian, timeZone: options.timeZone })
  return `${withoutEra(solarHijri, at)} (${withoutEra(beside, at)})`
}

/** Persian formats append the era's name; people leave it out. */
function withoutEra(format: Intl.DateTimeFormat, at: Date): string {
  return format
    .formatToParts(at)
    .map((part) => (part.type === 'era' ? '' : part.value))
    .join('')
    .replace(/\s*[(ه][\s.‍]*ش\.?\)?\s*$/u, '')
    .replace(/[\s،]+$/u, '')
    .trim()
}

function noonUtc(date: string): Date {
  return new Date(`${date}T12:00:00Z`)
}

/** The civil date of an instant in a zone, `2026-11-22`. */
export function civilDate(instant: Date, timeZone?: string): string {
  const parts = dateFormat('en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone }).formatToParts(instant)
  const of = (type: string) => parts.find((part) => part.type === type)?.value ?? ''
  return `${of('year')}-${of('month')}-${of('day')}`
}

/** `days` after a civil date. */
export function addDays(date: string, days: number): string {
  return parseDate(date).add({ days }).toString()
}

/** For the date pickers of bits-ui. */
export function toDateValue(date: string): DateValue {
  return parseDate(date)
}

/** The civil date of a picker's value, converted to Gregorian. */
export function fromDateValue(value: DateValue): string {
  return new CalendarDate(value.year, value.month, value.day).toString()
}
