// Ids made here sort by when they were made (UUIDv7, RFC 9562), like those of the tablets.

export function uuidv7(now: number = Date.now()): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  const hex = now.toString(16).padStart(12, '0')
  const random = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
  const variant = (8 + ((bytes[9] ?? 0) & 3)).toString(16)
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${random.slice(0, 3)}-${variant}${random.slice(3, 6)}-${random.slice(6, 18)}`
}
