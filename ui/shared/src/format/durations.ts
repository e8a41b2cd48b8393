// Lengths of time: exact for work (`1:23`), in words for targets and estimates (`2 h 10 min`).
import { numberFormat } from './digits.js'

/** Minutes as `h:mm`, the way time sheets write them: 83 → `1:23`. */
export function formatClock(minutes: number, locale: string): string {
  const whole = Math.trunc(Math.abs(minutes))
  const hours = numberFormat(locale, { useGrouping: false }).format(Math.trunc(whole / 60))
  const rest = numberFormat(locale, { minimumIntegerDigits: 2 }).format(whole % 60)
  return `${minutes < 0 ? '−' : ''}${hours}:${rest}`
}

/** Minutes in words, the two largest units only: 83 → `1 hr 23 min`, 3000 → `2 days 2 hr`. */
export function formatDuration(minutes: number, locale: string): string {
  const whole = Math.max(0, Math.round(Math.abs(minutes)))
  const parts: [number, 'day' | 'hour' | 'minute'][] = [
    [Math.trunc(whole / 1440), 'day'],
    [Math.trunc(whole / 60) % 24, 'hour'],
    [whole % 60, 'minute'],
  ]
  const first = parts.findIndex(([value]) => value > 0)
  if (first === -1) return unit(0, 'minute', locale)
  return parts
    .slice(first, first + 2)
    .filter(([value]) => value > 0)
    .map(([value, name]) => unit(value, name, locale))
    .join(' ')
}

/** Seconds for waits and estimates: under a minute in seconds, else in words. */
export function formatSeconds(seconds: number, locale: string): string {
  return seconds < 60 ? unit(Math.ceil(seconds), 'second', locale) : formatDuration(seconds / 60, locale)
}

function unit(value: number, name: 'day' | 'hour' | 'minute' | 'second', locale: string): string {
  return numberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value)
}
