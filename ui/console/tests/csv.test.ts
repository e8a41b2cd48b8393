import { expect, it } from 'vitest'
import { toCsv } from '../src/lib/csv.js'

interface Row {
  text: string
  number: number | null
}
const columns = [
  { title: 'Text', value: (row: Row) => row.text },
  { title: 'Number', value: (row: Row) => row.number },
]

it('cells with commas, quotes and line breaks survive a spreadsheet', () => {
  expect(toCsv(columns, [{ text: 'a "b", c\nd', number: 3 }])).toBe('\ufeffText,Number\r\n"a ""b"", c\nd",3\r\n')
})

it('a text that a spreadsheet would run as a formula is disarmed; a number stays one', () => {
  expect(toCsv(columns, [{ text: '=HYPERLINK("x")', number: -4 }])).toContain(`"'=HYPERLINK(""x"")",-4`)
})

it('a missing value is an empty cell', () => {
  expect(toCsv(columns, [{ text: 'a', number: null }])).toBe('\ufeffText,Number\r\na,\r\n')
})
