import { describe, expect, it } from 'vitest'
import {
  addDays, civilDate, foldDigits, formatBytes, formatClock, formatDate, formatDay, formatDuration,
  formatMoney, formatNumber, formatSeconds, formatTime, localText, parseDecimal, parseWhole,
} from '../src/format/index.js'

/** Spaces of all kinds read the same to a person; the tests compare with plain ones. */
const plain = (text: string) => text.replace(/[\u00a0\u202f\u2009]/g, ' ').replace(/[\u200e\u200f\u061c]/g, '')

describe('digits', () => {
  it('of every script are stored as ASCII', () => {
    expect(foldDigits('SI-۰۰۱۲٣٤５６')).toBe('SI-00123456')
  })
  it.each([
    ['12 345', 12345], ['۱۲٬۳۴۵', 12345], ['12.345', 12345], ['', null], ['12a', null], ['-7', -7],
  ])('a typed whole number %s reads as %s', (text, value) => {
    expect(parseWhole(text)).toBe(value)
  })
  it.each([['2,5', 2.5], ['۲٫۵', 2.5], ['2.5', 2.5], ['1,2,3', null], ['abc', null]])('a typed decimal %s reads as %s', (text, value) => {
    expect(parseDecimal(text)).toBe(value)
  })
  it('are grouped as the language groups them', () => {
    expect(plain(formatNumber(1204331, 'nb'))).toBe('1 204 331')
    expect(formatNumber(1204331, 'fa')).toBe('۱٬۲۰۴٬۳۳۱')
  })
})

describe('money', () => {
  it.each([
    [129000, 'NOK', 'nb', '1 290,00 kr'],
    [129050, 'UAH', 'uk', '1 290,50 ₴'],
    [50, 'EUR', 'en', '€0.50'],
    [-5, 'EUR', 'en', '-€0.05'],
    [1290, 'JPY', 'en', '¥1,290'],
    [12345, 'CNY', 'zh-Hans', '¥123.45'],
  ])('%i %s in %s is %s', (minor, currency, locale, text) => {
    expect(plain(formatMoney(minor, currency, locale))).toBe(text)
  })
  it('shows the rial without its unused subunit', () => {
    expect(plain(formatMoney(129000000, 'IRR', 'fa'))).toContain('۱٬۲۹۰٬۰۰۰')
  })
  it('keeps every unit of an amount beyond floating point decimals', () => {
    expect(plain(formatMoney(900719925474099, 'NOK', 'en'))).toContain('9,007,199,254,740.99')
  })
})

describe('dates', () => {
  it('in Persian show Solar Hijri with Gregorian beside it, without eras', () => {
    const text = plain(formatDate('2026-11-22', 'fa'))
    expect(text).toBe('۱ آذر ۱۴۰۵ (۲۲ نوامبر ۲۰۲۶)')
  })
  it('in the other languages are Gregorian', () => {
    expect(plain(formatDate('2026-11-22', 'nb'))).toBe('22. nov. 2026')
    expect(formatDate('2026-11-22', 'zh-Hans')).toBe('2026年11月22日')
  })
  it('headings name the weekday', () => {
    expect(formatDay('2026-11-22', 'en')).toContain('Sunday')
    expect(formatDay('2026-11-22', 'fa')).toContain('یکشنبه')
  })
  it('times have 24 hours and the language’s digits', () => {
    expect(formatTime('2026-11-22T14:05:00Z', 'en', 'UTC')).toBe('14:05')
    expect(formatTime('2026-11-22T00:05:00Z', 'en', 'UTC')).toBe('00:05')
    expect(formatTime('2026-11-22T14:05:00Z', 'fa', 'UTC')).toBe('۱۴:۰۵')
  })
  it('the civil date of an instant depends on the zone', () => {
    const late = new Date('2026-11-22T23:30:00Z')
    expect(civilDate(late, 'UTC')).toBe('2026-11-22')
    expect(civilDate(late, 'Europe/Oslo')).toBe('2026-11-23')
    expect(addDays('2026-12-31', 1)).toBe('2027-01-01')
  })
})

describe('lengths of time and sizes', () => {
  it('work reads as on a time sheet', () => {
    expect(formatClock(83, 'en')).toBe('1:23')
    expect(formatClock(5, 'fa')).toBe('۰:۰۵')
    expect(formatClock(-61, 'en')).toBe('−1:01')
  })
  it('targets read in words, two units at most', () => {
    expect(plain(formatDuration(83, 'en'))).toBe('1 hr 23 min')
    expect(plain(formatDuration(3007, 'en'))).toBe('2 days 2 hr')
    expect(plain(formatDuration(0, 'en'))).toBe('0 min')
    expect(plain(formatSeconds(12.2, 'en'))).toBe('13 sec')
  })
  it('a size with Latin units keeps together in a Persian sentence', () => {
    expect(formatBytes(2_100_000, 'fa')).toMatch(/^\u2068۲٫۱.+\u2069$/)
  })
  it('sizes have one decimal under ten', () => {
    expect(plain(formatBytes(2_100_000, 'en'))).toBe('2.1 MB')
    expect(plain(formatBytes(921_600, 'en'))).toBe('922 kB')
  })
})

it('a name falls back to English, then to any language', () => {
  expect(localText({ en: 'Fuser', nb: 'Fikseringsenhet' }, 'nb')).toBe('Fikseringsenhet')
  expect(localText({ en: 'Fuser' }, 'fa')).toBe('Fuser')
  expect(localText({ uk: 'Піч' }, 'fa')).toBe('Піч')
  expect(localText(null, 'fa')).toBe('')
})
