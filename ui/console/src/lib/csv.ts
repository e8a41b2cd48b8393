// Lists as CSV for spreadsheets: UTF-8 with a mark, commas, CRLF (RFC 4180).

export interface Column<Row> {
  title: string
  value: (row: Row) => string | number | null | undefined
}

/** The text of a CSV file. A cell that a spreadsheet would run as a formula is disarmed with an apostrophe. */
export function toCsv<Row>(columns: Column<Row>[], rows: readonly Row[]): string {
  const lines = [columns.map((column) => cell(column.title)), ...rows.map((row) => columns.map((c) => cell(c.value(row))))]
  return `\ufeff${lines.map((line) => line.join(',')).join('\r\n')}\r\n`
}

function cell(value: string | number | null | undefined): string {
  if (typeof value === 'number') return String(value)
  const text = value ?? ''
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/** Hands a file to the browser's downloads. */
export function download(name: string, content: Blob): void {
  const url = URL.createObjectURL(content)
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 10_000)
}

export function downloadCsv<Row>(name: string, columns: Column<Row>[], rows: readonly Row[]): void {
  download(`${name}.csv`, new Blob([toCsv(columns, rows)], { type: 'text/csv;charset=utf-8' }))
}
