// Amounts of data in the units people know.
import { isolate, numberFormat } from './digits.js'

const steps = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const

/** `2_100_000` → `2.1 MB`; powers of 1000, one decimal under ten. */
export function formatBytes(bytes: number, locale: string): string {
  let value = bytes
  let step = 0
  while (value >= 1000 && step < steps.length - 1) {
    value /= 1000
    step += 1
  }
  const digits = step > 0 && value < 10 ? 1 : 0
  const options: Intl.NumberFormatOptions = { style: 'unit', unit: steps[step], unitDisplay: 'short' }
  const text = numberFormat(locale, { ...options, maximumFractionDigits: digits }).format(value)
  return locale === 'fa' ? isolate(text) : text
}
