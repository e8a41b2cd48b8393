// What a job's card shows by its state.
import { locale } from '@feltbok/shared/i18n'
import { m } from '@feltbok/shared/messages'
import type { JobCard, MissingPiece } from './bindings.js'

/** The colour of the card's edge: what the job wants from its technician. */
export function edgeOf(card: JobCard): 'fjord' | 'red' | 'amber' | 'green' | 'grey' {
  if (card.target?.state === 'overdue') return 'red'
  switch (card.status) {
    case 'travelling':
    case 'on_site':
      return 'fjord'
    case 'completed':
    case 'reviewed':
    case 'closed':
      return 'green'
    case 'blocked':
    case 'dispatched':
      return 'amber'
    default:
      return 'grey'
  }
}

const pieces: Record<MissingPiece, () => string> = {
  customer: m.missing_customer,
  site: m.missing_site,
  contact: m.missing_contact,
  equipment: m.missing_equipment,
  passport: m.missing_passport,
  agreement: m.missing_agreement,
  checklist: m.missing_checklist,
  calendar: m.missing_calendar,
  company: m.missing_company,
  code_lists: m.missing_code_lists,
  catalogue: m.missing_catalogue,
}

/** What is not on the tablet, as a list in words. */
export function missingWords(missing: MissingPiece[]): string {
  return new Intl.ListFormat(locale(), { type: 'unit', style: 'long' }).format(missing.map((piece) => pieces[piece]()))
}
