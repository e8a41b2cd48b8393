// Names and codes inside sentences of another direction (Unicode isolates): a sentence never turns them round.

/** Keeps the text's own direction, whatever stands around it. */
export function isolate(text: string): string {
  return `\u2068${text}\u2069`
}

/** Codes and phone numbers: always from left to right. */
export function isolateCode(text: string): string {
  return `\u2066${text}\u2069`
}
