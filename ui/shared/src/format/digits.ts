// Digits of any script come in, ASCII is stored (UX "Languages").

const zeros = [0x0660, 0x06f0, 0x0966, 0xff10] // Arabic-Indic, Persian, Devanagari, full-width

/** Replaces digits of other scripts by ASCII; everything else stays. */
export function foldDigits(text: string): string {
  return [...text].map((character) => foldDigit(character)).join('')
}

function foldDigit(character: string): string {
  const code = character.codePointAt(0) ?? 0
  const zero = zeros.find((first) => code >= first && code < first + 10)
  return zero === undefined ? character : String(code - zero)
}

/** A typed whole number without grouping, or `null` when it is none: `"۱۲٬۳۴۵"` → 12345. */
export function parseWhole(text: string): number | null {
  const plain = foldDigits(text).replace(/[\s\u00a0\u202f.,'’٬،]/g, '')
  if (!/^-?\d{1,15}$/.test(plain)) return null
  return Number(plain)
}

/** A typed decimal number; comma, point and the Arabic decimal mark all part the decimals. */
export function parseDecimal(text: string): number | null {
  const plain = foldDigits(text)
    .replace(/[\s\u00a0\u202f٬]/g, '')
    .replace(/[,٫]/, '.')
  if (!/^-?\d{1,12}(\.\d{1,6})?$/.test(plain)) return null
  return Number(plain)
}

/** A whole number as the language writes it: `1 204 331` in Bokmål, `۱٬۲۰۴٬۳۳۱` in Persian. */
export function formatNumber(value: number, locale: string, options: Intl.NumberFormatOptions = {}): string {
  return numberFormat(locale, options).format(value)
}

/** Keeps an inserted value in one piece inside a sentence of the other direction (FSI … PDI). */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`
}

const formats = new Map<string, Intl.NumberFormat>()

/** `Intl.NumberFormat` objects are slow to make and are kept. */
export function numberFormat(locale: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  const key = locale + JSON.stringify(options)
  let format = formats.get(key)
  if (!format) formats.set(key, (format = new Intl.NumberFormat(locale, options)))
  return format
}
