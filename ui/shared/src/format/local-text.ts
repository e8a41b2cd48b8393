// Names that the company keeps in several languages: code lists, parts, checklists.

/** Language tag → text, as `LocalText` of the domain writes it. */
export type LocalText = { [tag in string]?: string }

/** The text in `locale`, else in English, else in any language; empty when there is none. */
export function localText(text: LocalText | null | undefined, locale: string): string {
  if (!text) return ''
  return text[locale] ?? text.en ?? Object.values(text)[0] ?? ''
}
