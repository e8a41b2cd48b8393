// Money is an integer of minor units and an ISO 4217 code; shown with the decimals that CLDR gives the currency.
import { numberFormat } from './digits.js'

const withoutMinor = new Set(['JPY', 'KRW', 'VND', 'CLP', 'ISK', 'XAF', 'XOF', 'PYG', 'UGX'])
const withThreeDigits = new Set(['BHD', 'KWD', 'OMR', 'TND', 'JOD'])

/** Digits of the minor unit by ISO 4217, the same table as `Currency::minor_digits` in the domain. */
export function minorDigits(currency: string): number {
  if (withoutMinor.has(currency)) return 0
  return withThreeDigits.has(currency) ? 3 : 2
}

/** Digits shown: as many as the minor unit has, none for the rial, whose subunit is out of use. */
function shownDigits(currency: string): number {
  return currency === 'IRR' ? 0 : minorDigits(currency)
}

/** `129000`, `NOK`, `nb` → `1 290,00 kr`. Exact: the amount is never a floating point number. */
export function formatMoney(minor: number, currency: string, locale: string): string {
  const digits = shownDigits(currency)
  const format = numberFormat(locale, {
    style: 'currency',
    currency,
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
  return format.format(decimalText(minor, minorDigits(currency)))
}

function decimalText(minor: number, digits: number): Intl.StringNumericLiteral {
  const sign = minor < 0 ? '-' : ''
  const figures = String(Math.abs(minor)).padStart(digits + 1, '0')
  if (digits === 0) return `${sign}${figures}` as Intl.StringNumericLiteral
  return `${sign}${figures.slice(0, -digits)}.${figures.slice(-digits)}` as Intl.StringNumericLiteral
}
