// Types that the tablet's core gives to the window, written from crates/tablet/src/views.

export type About = {
  version: string
  protocol: number
  database_version: number
  sqlite_version: string
  company: string
  tablet_code: string
  server_host: string
  /** Name and licence of what the app is built from. */
  licences: Licence[]
}

export type AgreementState =
  | 'active'
  | 'unsigned'
  | 'suspended'
  | 'not_started'
  | 'ended'
  | 'machine_not_listed'

/** The agreement as a verdict in advance. */
export type AgreementView = {
  agreement_id: string
  number: string
  name: string
  template: string
  from: string
  until: string
  state: AgreementState
  /** True when the job's work type is one of its covered ones. */
  covers_work_type: boolean
  /** Minutes left on a prepaid account (R17), by the last sync. */
  prepaid_minutes_left: number | null
  /** When the balance was last brought up to date. */
  as_of: string | null
}

/** The customer's answer to the quote, with ink or a typed name. */
export type AnswerQuote = {
  accepted: boolean
  name: string
  role: string
  /** Pad width divided by its height. */
  aspect: number
  /** Strokes of `[x, y]`, 0–1. */
  strokes: [number, number][][]
  /** True when the name was typed in place of ink. */
  typed: boolean
  /** Why it was declined. */
  reason: string | null
  /** The total that was on the screen; refused when the quote has changed since. */
  shown_gross: number
}

/** Where the app stands; the first thing the window asks for, and the answer of `unlock` and `enrol`. */
export type AppState = {
  phase: Phase
  company: string | null
  technician: string | null
  technician_id: string | null
  /** The language of the app. */
  lang: Lang
  tablet_code: string | null
  /** The job whose work order lies before the customer: only the signing screen may be shown until the PIN was given. */
  handed_over: string | null
  pin: PinState
  /** Seconds without a touch until the app locks itself. */
  auto_lock_seconds: number
}

/** An operation that the office did not take in, or took in beside another value. */
export type AttentionItem = {
  op_id: string
  job_id: string | null
  job_number: string | null
  outcome: AttentionKind
  /** The server's code, e.g. `visit_sealed`. */
  code: string
  /** The server's sentence in English; the window shows its own by code. */
  message: string
  what: string
  at: string
}

export type AttentionKind =
  | 'conflict'
  | 'rejected'

/** The cause of the work, in the sense of who answers for it. */
export type Attribution =
  | 'equipment_fault'
  | 'wear'
  | 'manufacturing_defect'
  | 'consumable_original'
  | 'network_down'
  | 'no_signal'
  | 'connected_equipment'
  | 'telephony'
  | 'third_party_software'
  | 'third_party_consumable'
  | 'driver_or_app_settings'
  | 'tray_settings'
  | 'network_settings_changed'
  | 'unauthorised_repair'
  | 'accidental_damage'
  | 'force_majeure'
  | 'no_fault_found'
  | 'planned_work'

/** An attribution with its consequence, before it is chosen. */
export type AttributionChoice = {
  attribution: Attribution
  group: AttributionGroup
  covered: boolean
  /** Gross total that the customer would be asked for, in minor units. */
  gross: number
  currency: string
}

/** Whom a group of attributions puts the cost on, before any agreement is looked at. */
export type AttributionGroup =
  | 'equipment'
  | 'third_party'
  | 'user_error'
  | 'external'
  | 'none'

/** Why dispatch should be asked first, and whether it stops the work (R6). */
export type BlockWarning = {
  reason: string
  /** True before the work has begun and without an override. */
  stops: boolean
  override_reason: string | null
}

export type Category =
  | 'printer'
  | 'copier'
  | 'fax'
  | 'scanner'
  | 'mfp'
  | 'shredder'
  | 'projector'
  | 'binder'
  | 'furniture'
  | 'other'

/** What can be changed about a photo. */
export type ChangePhoto = {
  photo_kind: PhotoKind
  caption: string
  on_document: boolean
}

export type ChecklistLine = {
  key: string
  text: LocalText
  required: boolean
  /** `null` while unanswered. */
  ok: boolean | null
  note: string
  photo_id: string | null
}

export type ChecklistView = {
  template_id: string
  version: number
  name: LocalText
  items: ChecklistLine[]
  answered: number
  exceptions: number
}

/** How the visit ends (R8). */
export type CloseOut = {
  outcome: Outcome | null
  reason: string
  machine_state: MachineState | null
  workaround: string
  parts_ordered: string[]
  loaner_offered: boolean
}

export type CloseOutView = {
  close_out: CloseOut
  /** Everything still missing; what has `required` stops signing. */
  missing: Missing[]
  can_sign: boolean
  loaner: LoanerProposal | null
  ordered: PartChoice[]
}

/** A code; those used lately on this kind of machine come first. */
export type CodeChoice = {
  code: string
  name: LocalText
  recent: boolean
}

/** The symbology of a code. */
export type CodeKind =
  | 'qr'
  | 'data_matrix'
  | 'ean13'
  | 'ean8'
  | 'upc_a'
  | 'code128'
  | 'code39'

export type ConsentAnswer = {
  accepted: boolean
  name: string
  at: string
  shown_gross: number
  reason: string | null
}

/** How a verdict stands against the customer's answer to the quote. */
export type ConsentState =
  | 'not_needed'
  | 'given'
  | 'exceeded'
  | 'no_consent'

/** A change of a contact by either side; fields merge one by one, the same field twice is a conflict (R37). */
export type ContactEdit = {
  name: string | null
  phone: string | null
  email: string | null
}

export type ContactRole =
  | 'responsible'
  | 'superuser'
  | 'it'
  | 'signatory'

export type ContactView = {
  contact_id: string
  name: string
  role: ContactRole
  phone: string
  email: string
  lang: Lang
}

export type DayCount = {
  date: string
  jobs: number
}

/** One day's jobs, in the order of their slots. */
export type DayView = {
  date: string
  is_today: boolean
  cards: JobCard[]
  /** Jobs waiting for parts, the customer or access: beside the day, newest first. Only filled for today. */
  waiting: JobCard[]
  /** Days with open jobs, for the day strip, in order. */
  days: DayCount[]
  readiness: ReadinessSummary
}

/** Symptom, cause and remedy (codes and text), and whose fault it was. */
export type Diagnosis = {
  symptom: string | null
  cause: string | null
  remedy: string | null
  note: string
  /** What was done, in the technician's words. */
  actions: string
  attribution: Attribution | null
  recommendations: string
}

export type DiagnosisView = {
  diagnosis: Diagnosis
  symptoms: CodeChoice[]
  /** Causes that the chosen symptom leaves. */
  causes: CodeChoice[]
  /** Remedies that the chosen cause leaves. */
  remedies: CodeChoice[]
  attributions: AttributionChoice[]
  quote: QuoteView | null
}

export type DocumentView = {
  job_id: string
  number: string
  revision: number
  lang: Lang
  sealed_at: string
  content_sha256: string
  pdf_sha256: string
  pdf_bytes: number
  pages: number
  /** A file name for sharing: number and revision. */
  file_name: string
  signed_by: string | null
  unsigned: UnsignedReason | null
  transfer: FileTransfer
  /** The e-mail goes out when the office has received the work order; to this address. */
  email_to: string | null
  /** Where the customer's phone finds the document later. */
  share_url: string
  /** The same as a QR, as SVG. */
  share_qr_svg: string
}

/** What a technician knows of a machine that nobody has entered yet (R3). */
export type DraftMachine = {
  si: string
  category: Category
  make: string
  model: string
  serial: string
  place: string
}

/** A correction by hand: an entry changed, or a new one when `id` is missing. The reason is asked for and kept. */
export type EditTime = {
  id: string | null
  kind: TimeKind
  from: string
  until: string | null
  reason: string
}

/** One machine. `confirmed` is false for a draft made on a tablet from an unknown SI number (R3). */
export type Equipment = {
  id: string
  si: string
  category: Category
  make: string
  model: string
  serial: string
  customer_id: string
  site_id: string
  /** Room, floor, desk. */
  place: string
  /** User or department. */
  user: string
  network: NetworkPlace
  condition: string
  state: MachineState
  functions: Functions
  meters: MeterKind[]
  installed_on: string | null
  factory_warranty_until: string | null
  agreement_id: string | null
  owner: Owner
  confirmed: boolean
}

export type EquipmentHit = {
  machine: MachineLine
  serial: string
  customer: string
  site: string
}

export type EquipmentHits = {
  machines: EquipmentHit[]
  more: boolean
}

export type EquipmentView = {
  equipment: Equipment
  customer: string
  site: string
  passport: PassportView | null
  /** Jobs on this tablet about this machine, with their numbers. */
  jobs: JobLink[]
}

/** Codes; the names in brackets are the keys of `details`. */
export type ErrorCode =
  | 'not_an_invite'
  | 'invite_changed'
  | 'invite_expired'
  | 'invite_used'
  | 'invite_foreign'
  | 'invite_unsafe'
  | 'already_enrolled'
  | 'wrong_pin'
  | 'pin_wait'
  | 'pin_form'
  | 'locked'
  | 'not_enrolled'
  | 'handed_over'
  | 'unreachable'
  | 'wrong_server'
  | 'timeout'
  | 'revoked'
  | 'server_refused'
  | 'update_needed'
  | 'not_a_sticker'
  | 'wrong_digit'
  | 'not_found'
  | 'wrong_state'
  | 'job_blocked'
  | 'reason_missing'
  | 'sealed'
  | 'unknown_meter'
  | 'reading_lower'
  | 'time_order'
  | 'unknown_part'
  | 'serial_used'
  | 'serial_missing'
  | 'quantity_zero'
  | 'quote_changed'
  | 'not_an_image'
  | 'image_too_large'
  | 'image_truncated'
  | 'file_too_large'
  | 'signature_blank'
  | 'signer_missing'
  | 'content_changed'
  | 'still_missing'
  | 'not_prepared'
  | 'document_failed'
  | 'disk_full'
  | 'database_newer'
  | 'database_damaged'
  | 'file_missing'
  | 'key_store'
  | 'unsent_work'
  | 'invalid_input'
  | 'internal'

export type ExpectedRange = {
  low: number
  high: number
}

export type FeedView = {
  feed: string
  seq: number
  complete: boolean
}

/** Where a file is on its way to the office. */
export type FileTransfer =
  | 'waiting'
  | 'sending'
  | 'received'

export type FileView = {
  sha256: string
  /** `signature`, `document`, `thumbnail` or `photo`. */
  role: string
  bytes: number
  sent_bytes: number
}

/** How far the first fill, or a refill, has come. */
export type FillProgress = {
  stage: FillStage
  /** Records written so far. */
  rows: number
  /** Records to come in all, once the manifests are known. */
  rows_total: number | null
  /** Seconds left by the speed so far. */
  seconds_left: number | null
  /** After the end: how many of the open jobs are complete on this tablet. */
  ready_jobs: number
  open_jobs: number
}

export type FillStage =
  | 'waiting'
  | 'fetching'
  | 'done'

/** Ending the visit without a signature (R32). */
export type FinishUnsigned = {
  reason: UnsignedReason
  note: string
}

/** What is needed to fit a part. */
export type FitPart = {
  part_id: string
  quantity: number
  position: string
  serial: string | null
  lot: string | null
  removed_serial: string | null
  compatibility_told: boolean
}

/** A part put in, with the one it replaced (R20). */
export type FittedPart = {
  id: string
  part_id: string
  number: string
  name: LocalText
  kind: PartKind
  quantity: number
  unit_price: number
  position: string
  serial: string | null
  lot: string | null
  removed_serial: string | null
  warranty_until: string
  /** Warranty end of the part it replaced at that position, if any (R14). */
  replaces_warranty_until: string | null
  /** The customer was told about a compatible consumable. */
  compatibility_told: boolean
  /** The stock location it came from. */
  from_location: string
  fitted_at: string
}

/** A fitted part with what it means. */
export type FittedView = {
  part: FittedPart
  /** The van's balance after it. */
  in_van: number
  /** True when the books went below zero: dispatch gets a count request (R22). */
  count_requested: boolean
  /** What is known of the part it replaced. */
  replaced: ReplacedPart | null
  covered: boolean
  code: string
  rule: string
  net: number
  currency: string
}

/** What one frame showed. */
export type FrameReport = {
  /** The codes that were read, the one nearest the frame's centre first. */
  codes: SeenCode[]
  /** What to do when nothing was read. */
  hint: Hint | null
  /** Where something that looks like a code is, read or not, in pixels of the frame. */
  guide: Quad | null
}

/** What a machine can do; a loaner must do the same or better (R9). */
export type Functions = {
  colour: boolean
  a3: boolean
  /** Pages a minute, A4. */
  pages_per_minute: number
}

export type Hand =
  | 'right'
  | 'left'

/** One piece of advice; the user interface shows it beside the preview and speaks it. */
export type Hint =
  | 'closer'
  | 'tilt'
  | 'dark'
  | 'hold_still'
  | 'nothing_in_view'

export type HistoryLine = {
  from: JobStatus
  to: JobStatus
  at: string
  by_name: string
  reason: string | null
}

/** The ink saved so far; it survives a killed app. */
export type InkView = {
  /** Pad width divided by its height. */
  aspect: number
  /** Strokes of `[x, y]`, 0–1. */
  strokes: [number, number][][]
  /** True once the ink is more than a dot. */
  enough: boolean
}

/** What an invite says, for the person to confirm before anything is sent. */
export type InviteView = {
  /** Host and port that the tablet would talk to. */
  host: string
  company: string
  technician: string
  expires_at: string
  /** False for plain http to this very machine (demo and tests). */
  secure: boolean
}

/** One job as a card. */
export type JobCard = {
  job_id: string
  number: string
  work_type: WorkType
  priority: Priority
  status: JobStatus
  customer: string
  site: string
  street: string
  city: string
  /** IANA zone of the site; slot and targets are shown in it. */
  time_zone: string
  machine: MachineLine | null
  symptom: string
  slot_start: string | null
  slot_minutes: number | null
  /** The on-site target; missing when nothing was promised. */
  target: TargetState | null
  /** The one big button. */
  next: NextAction
  block: BlockWarning | null
  readiness: Readiness
  sync: JobSync
  remote: boolean
}

/** Jobs found by a text. */
export type JobHits = {
  cards: JobCard[]
  /** True when more matched than are shown. */
  more: boolean
}

export type JobLink = {
  job_id: string
  number: string
  status: JobStatus
}

/** A job's state (DOMAIN §5). */
export type JobStatus =
  | 'registered'
  | 'triaged'
  | 'remote'
  | 'scheduled'
  | 'dispatched'
  | 'accepted'
  | 'travelling'
  | 'on_site'
  | 'waiting_parts'
  | 'waiting_customer'
  | 'no_access'
  | 'blocked'
  | 'declined'
  | 'cancelled'
  | 'completed'
  | 'reviewed'
  | 'closed'

/** Where a job's own changes are on their way to the office. */
export type JobSync =
  | { kind: 'untouched' }
  | { kind: 'saved'; items: number; bytes: number }
  | { kind: 'waiting'; items: number; bytes: number }
  | { kind: 'sending'; sent: number; items: number }
  | { kind: 'received' }
  | { kind: 'needs_attention'; items: number }

/** The job screen. */
export type JobView = {
  card: JobCard
  registered_at: string
  dispatch_note: string
  contact: ContactView | null
  /** Everybody else at the customer whom this tablet knows. */
  contacts: ContactView[]
  site: Site | null
  map: MapLinks | null
  equipment: Equipment | null
  agreement: AgreementView | null
  /** Who would pay for an equipment fault, before anything was diagnosed; missing without a machine or company data. */
  foreseen: VerdictView | null
  passport: PassportView | null
  loaner: LoanerProposal | null
  visit: VisitProgress | null
  /** Every change of state, newest first. */
  history: HistoryLine[]
  /** Times in which the response clock stood still (R12). */
  pauses: PauseView[]
}

/** Where the tablet's keys are. */
export type KeyStore =
  | 'os'
  | 'file'

/** What a label scan found. */
export type LabelHit =
  | { kind: 'part'; part: PartChoice }
  | { kind: 'serial'; part: PartChoice; serial: string }
  | { kind: 'unknown'; text: string }

/** What waits for one job; `None` holds what belongs to no job. */
export type Lane = {
  job_id: string | null
  job_number: string | null
  customer: string | null
  sync: JobSync
  operations: number
  files: FileView[]
}

/** A language of people and documents (R33); the tag is BCP 47. */
export type Lang =
  | 'en'
  | 'nb'
  | 'uk'
  | 'fa'
  | 'zh-Hans'

export type Licence = {
  name: string
  licence: string
}

/** How the office can be reached. Offline is normal. */
export type LinkState =
  | 'unknown'
  | 'online'
  | 'syncing'
  | 'offline'
  | 'stopped'

export type LoanLine = {
  loaner_si: string
  from: string
  until: string | null
}

export type LoanerMachine = {
  equipment_id: string
  si: string
  make: string
  model: string
  place: string
}

/** R9: the machine will not be back in time; these would do its work. */
export type LoanerProposal = {
  /** Why it is proposed: days out of service so far or foreseen. */
  working_days: number
  machines: LoanerMachine[]
}

/** A text in several languages, with English as what everybody falls back to. */
export type LocalText = { [key in string]?: string }

/** A machine in one line. */
export type MachineLine = {
  equipment_id: string
  si: string
  make: string
  model: string
  place: string
  /** False for a draft that dispatch has not confirmed (R3). */
  confirmed: boolean
}

/** What the machine can be used for when the technician leaves (R8). */
export type MachineState =
  | 'working'
  | 'limited'
  | 'down'

/** Links for the system's map program and for a browser. */
export type MapLinks = {
  /** `geo:` address. */
  geo: string
  web: string
}

export type MeterHistory = {
  meter: MeterKind
  values: MeterPoint[]
}

/** A counter of a machine. */
export type MeterKind =
  | 'mono'
  | 'colour'
  | 'total'
  | 'scans'
  | 'a3'

export type MeterPoint = {
  at: string
  value: number
  source: string
  reset_reason: string | null
}

export type MeterView = {
  meter: MeterKind
  last: MeterPoint | null
  /** What history lets expect today; missing with fewer than two values. */
  expected: ExpectedRange | null
  reading: ReadingView | null
}

/** One missing thing with the screen that mends it. */
export type Missing = {
  what: MissingItem
  link: VisitScreen
  required: boolean
  /** Which checklist item or meter, where it is one of several. */
  key: string | null
  entry_id: string | null
}

export type MissingItem =
  | 'machine'
  | 'attribution'
  | 'symptom'
  | 'cause'
  | 'remedy'
  | 'actions'
  | 'reading'
  | 'checklist_item'
  | 'consent'
  | 'outcome'
  | 'machine_state'
  | 'workaround'
  | 'waiting_reason'
  | 'ordered_parts'

export type MissingPiece =
  | 'customer'
  | 'site'
  | 'contact'
  | 'equipment'
  | 'passport'
  | 'agreement'
  | 'checklist'
  | 'calendar'
  | 'company'
  | 'code_lists'
  | 'catalogue'

/** Host, address and hardware address in the customer's network, as known. */
export type NetworkPlace = {
  host: string
  ip: string
  mac: string
}

/** What the state button does. */
export type NextAction =
  | 'accept'
  | 'drive'
  | 'arrive'
  | 'finish'
  | 'resume'
  | 'document'
  | 'blocked'
  | 'nothing'

export type Outcome =
  | 'fixed'
  | 'waiting_parts'
  | 'waiting_customer'
  | 'follow_up'

export type Owner =
  | 'customer'
  | 'loaner_pool'

/** A part that can be chosen. */
export type PartChoice = {
  part_id: string
  number: string
  name: LocalText
  /** `spare`, `wear` or `consumable`. */
  part_kind: PartKind
  unit: string
  price: number
  currency: string
  original: boolean
  serial_tracked: boolean
  warranty_months: number
  /** True when it fits the model of the job's machine (or any). */
  fits: boolean
  /** What the van holds by the books; may be negative (R22). */
  in_van: number
  serials: string[]
  positions: string[]
  /** Note on a compatible consumable, to be told to the customer. */
  compatibility_note: LocalText
}

export type PartHits = {
  parts: PartChoice[]
  more: boolean
}

export type PartKind =
  | 'spare'
  | 'wear'
  | 'consumable'

/** The parts of the visit. */
export type PartsView = {
  fitted: FittedView[]
  /** Parts ordered because the van did not hold them (R8). */
  ordered: PartChoice[]
  /** Used most by this technician and fitting the machine. */
  favourites: PartChoice[]
}

/** A part in the machine with its own warranty (R20). */
export type PassportPart = {
  part_id: string
  number: string
  name: LocalText
  position: string
  serial: string | null
  fitted_on: string
  warranty_until: string
  fitted_by: string
  removed_on: string | null
}

/** A machine's history. */
export type PassportView = {
  equipment_id: string
  visits: PassportVisit[]
  /** Per meter, newest first. */
  readings: MeterHistory[]
  parts_under_warranty: PassportPart[]
  parts_other: PassportPart[]
  loans: LoanLine[]
}

export type PassportVisit = {
  visit_id: string
  job_number: string
  work_type: WorkType
  at: string
  technician: string
  symptom: string
  cause: string
  remedy: string
  note: string
  outcome: Outcome | null
  state: MachineState
  work_order: string | null
}

/** Why the response clock stands still. */
export type PauseReason =
  | 'waiting_customer'
  | 'site_closed'
  | 'air_raid_alarm'
  | 'no_escort'

export type PauseView = {
  reason: PauseReason
  from: string
  until: string | null
  note: string
}

/** Which door the app stands at. */
export type Phase =
  | 'not_enrolled'
  | 'locked'
  | 'filling'
  | 'ready'

export type PhotoKind =
  | 'before'
  | 'after'
  | 'detail'
  | 'meter'
  | 'absent'

export type PhotoSize =
  | 'thumbnail'
  | 'full'

export type PhotoView = {
  id: string
  /** `before`, `after`, `detail`, `meter` or `absent`. */
  photo_kind: PhotoKind
  caption: string
  taken_at: string
  sha256: string
  bytes: number
  width: number
  height: number
  on_document: boolean
  transfer: FileTransfer
}

/** How the PIN's back-off stands. */
export type PinState = {
  /** No PIN is looked at before this time. */
  wait_until: string | null
  min_length: number
  max_length: number
}

/** A place in the frame, in pixels from the top left corner; pixel centres lie at halves. */
export type Point = {
  x: number
  y: number
}

/** How soon a job must be reached; each has its own target (R12). */
export type Priority =
  | 'critical'
  | 'normal'
  | 'low'

/** The outline of a code: its own top left, top right, bottom right, bottom left corner. */
export type Quad = {
  corners: [Point, Point, Point, Point]
}

export type QuoteLine = {
  kind: QuoteLineKind
  /** The fitted part's entry, for a part. */
  fitted_id: string | null
  name: LocalText | null
  number: string | null
  quantity: number
  /** Minutes as recorded, and after rounding up (labour and travel). */
  minutes: number | null
  billed_minutes: number | null
  prepaid_minutes: number | null
  covered: boolean
  /** Who covers it or why it is billed: see [`VerdictView::code`]. */
  code: string
  rule: string
  /** Net price of one unit or of an hour. */
  unit_price: number
  net: number
  vat: number
}

export type QuoteLineKind =
  | 'labour'
  | 'travel'
  | 'part'

/** The quote: every line of the invoice to be, with who pays and why. */
export type QuoteView = {
  lines: QuoteLine[]
  net: number
  vat: number
  gross: number
  /** Decimals to show, by CLDR. */
  decimals: number
  /** Digits of the minor unit: amount = minor units / 10^minor_digits. */
  minor_digits: number
  vat_basis_points: number
  currency: string
  needs_consent: boolean
  consent: ConsentState
  /** The answer given so far. */
  answer: ConsentAnswer | null
  step_minutes: number
  /** True while the work is not done: at least an hour of labour is foreseen. */
  estimated: boolean
  prepaid_minutes_left: number | null
  /** When prepaid balance and agreement were last brought up to date. */
  as_of: string | null
  attribution: Attribution | null
}

/** Whether everything needed for the job is on the tablet. */
export type Readiness = {
  ready: boolean
  missing: MissingPiece[]
}

/** "7 of 7 jobs complete offline". */
export type ReadinessSummary = {
  ready: number
  jobs: number
}

export type ReadingView = {
  id: string
  value: number
  at: string
  reset_reason: string | null
  /** Pages since the last reading. */
  since_last: number | null
  /** Outside of what was expected: looks like a slip, is taken all the same. */
  unusual: boolean
}

/** A machine scanned lately on this tablet, newest first. */
export type RecentScan = {
  machine: MachineLine
  at: string
}

/** Event: records were changed by the office or by this tablet; screens that show one of them ask again. */
export type RecordsChanged = {
  /** Kinds of records, e.g. `job`, `visit`. */
  kinds: string[]
  /** Jobs concerned; empty when it is not about jobs, or about many. */
  jobs: string[]
}

/** The part that sat there before, and whether it is still under its own warranty (R14). */
export type ReplacedPart = {
  number: string
  name: LocalText
  serial: string | null
  fitted_on: string
  warranty_until: string
  under_warranty: boolean
}

/** What a sticker stands for. Nothing is opened, whatever the code says (R2). */
export type Resolution =
  | { kind: 'expected'; machine: MachineLine }
  | { kind: 'other_machine'; machine: MachineLine; same_customer: boolean; open_job_id: string | null }
  | { kind: 'unknown'; si: string }
  | { kind: 'wrong_digit'; typed: string; suggestions: MachineLine[] }
  | { kind: 'wrong_length'; typed: string; min: number; max: number }
  | { kind: 'foreign_host'; host: string }
  | { kind: 'not_a_sticker'; text: string }

/** 1 (poor) to 5 (excellent). */
export type Satisfaction = {
  mark: number
  comment: string
}

/** A file that was written for sharing or printing. */
export type SavedFile = {
  path: string
  file_name: string
}

/** One code that was read. */
export type SeenCode = {
  /** Its content; GS1 separators are U+001D. */
  text: string
  /** Where it is, in pixels of the frame. */
  corners: Quad
  kind: CodeKind
}

/** Everything that a technician can set; saved as soon as one field changes. */
export type Settings = {
  lang: Lang
  /** Base text size in px: 16, 18 (default), 21, 24. */
  text_px: number
  /** Targets of 96 px. */
  gloves: boolean
  hand: Hand
  theme: Theme
  /** Seconds without a touch until the app locks itself; 60–3600. */
  auto_lock_seconds: number
}

/** The settings screen. */
export type SettingsView = {
  settings: Settings
  key_store: KeyStore
}

/** The customer's confirmation. */
export type SignAndConfirm = {
  /** The hash that was on the screen; refused when the content has changed since. */
  content_sha256: string
  name: string
  role: string
  /** True when the name was typed in place of ink. */
  typed: boolean
}

/** Everything the signing screen needs. The pages come through `signing_page`. */
export type SigningView = {
  job_id: string
  lang: Lang
  /** Fixed from here on: what the customer signs (R31). */
  content_sha256: string
  pages: number
  company: string
  customer: string
  machine: string
  work_done: string
  quote: QuoteView | null
  consent_version: number
  consent_text: LocalText
  /** Name and role proposed from the contact on site. */
  proposed_name: string
  proposed_role: string
  /** What the customer has rated so far; part of what is signed. */
  satisfaction: Satisfaction | null
  ink: InkView
}

/** One address of a customer. */
export type Site = {
  id: string
  customer_id: string
  name: string
  street: string
  postcode: string
  city: string
  /** ISO 3166 alpha-2. */
  country: string
  floor: string
  /** How to get in: key, escort, alarm, loading bay. */
  access_notes: string
  opening_hours: string
  /** IANA zone; times on documents are local to the site. */
  time_zone: string
  latitude: number | null
  longitude: number | null
}

export type StorageView = {
  database_bytes: number
  file_bytes: number
  files: number
  jobs: number
  machines: number
  parts: number
}

/** A finished stroke. */
export type Stroke = {
  aspect: number
  points: [number, number][]
}

/** The sync centre. */
export type SyncCentre = {
  status: SyncStatus
  lanes: Lane[]
  attention: AttentionItem[]
  storage: StorageView
  key_store: KeyStore
  server_host: string
  tablet_code: string
  protocol: number
  feeds: FeedView[]
}

/** The one sync chip. */
export type SyncStatus = {
  link: LinkState
  /** Operations and files that wait. */
  waiting_items: number
  waiting_bytes: number
  attention: number
  last_contact: string | null
  next_try_at: string | null
  /** What keeps the office from being reached or from taking work in; missing when nothing does. */
  trouble: SyncTrouble | null
  /** Minutes the tablet's clock is off, when more than 5. */
  clock_skew_minutes: number | null
}

/** What is wrong, beyond being offline. */
export type SyncTrouble =
  | 'captive'
  | 'wrong_server'
  | 'revoked'
  | 'cloned'
  | 'needs_update'
  | 'server_too_old'
  | 'push_refused'
  | 'store_failed'

/** What went wrong, as the window gets it. The window branches on `code` and shows its own words for it, filled from `details`; the three English sentences are what is shown for a code it does not know. */
export type TabletError = {
  code: ErrorCode
  what_happened: string
  what_is_safe: string
  what_to_do: string
  /** Parameters for the window's own words, by name: see each code. */
  details: { [key in string]?: string }
}

/** How a target stands. Minutes are working minutes of its calendar: begun ones count as left, not as overdue. */
export type TargetState =
  | { state: 'running'; due_at: string; left_minutes: number }
  | { state: 'paused'; due_at: string; left_minutes: number; reason: PauseReason; since: string }
  | { state: 'overdue'; due_at: string; overdue_minutes: number }
  | { state: 'met'; due_at: string; at: string }
  | { state: 'missed'; due_at: string; at: string; overdue_minutes: number }

export type Theme =
  | 'light'
  | 'dark'
  | 'outdoors'
  | 'system'

export type TimeKind =
  | 'travel'
  | 'work'
  | 'waiting'

export type TimeLine = {
  id: string
  kind: TimeKind
  from: string
  until: string | null
  /** Whole minutes so far. */
  minutes: number
  edit_reason: string | null
}

/** "1:23 → 1:30, steps of 15 min". */
export type TimeTotal = {
  kind: TimeKind
  minutes: number
  rounded_minutes: number
}

export type TimesView = {
  entries: TimeLine[]
  totals: TimeTotal[]
  step_minutes: number
  /** IANA zone of the site. */
  time_zone: string
}

export type UnsignedReason =
  | 'refused'
  | 'absent'
  | 'not_authorised'
  | 'remote_work'

export type VanLine = {
  part: PartChoice
  min: number
  max: number
  /** How many to order to be back at the maximum (R23); 0 when nothing is needed. */
  proposed: number
}

/** The van by the books. */
export type VanStockView = {
  lines: VanLine[]
  more: boolean
  /** Lines below their minimum. */
  below_min: number
  /** Lines below zero. */
  negative: number
}

/** Who pays, in one line. */
export type VerdictView = {
  /** True when no line is billable. */
  covered: boolean
  /** `agreement`, `factory_warranty`, `part_warranty`, `free_support`, `prepaid`, or a reason such as `user_error`. */
  code: string
  /** The rule that decided, e.g. `R16`. */
  rule: string
}

/** How far the visit has come, for the steps of the job screen. */
export type VisitProgress = {
  visit_id: string
  started_at: string
  finished_at: string | null
  /** The entry that runs now. */
  running_since: string | null
  running_kind: TimeKind | null
  machine_confirmed: boolean
  diagnosed: boolean
  parts: number
  readings: number
  checklist_answered: number
  checklist_items: number
  photos: number
  consent: ConsentState
  outcome: Outcome | null
  machine_state: MachineState | null
  work_order: string | null
}

/** The screens of a visit that a link can lead to. */
export type VisitScreen =
  | 'scan'
  | 'diagnosis'
  | 'times'
  | 'parts'
  | 'readings'
  | 'checklist'
  | 'photos'
  | 'quote'
  | 'close_out'

/** What kind of work a job asks for. */
export type WorkType =
  | 'delivery'
  | 'placement'
  | 'installation'
  | 'user_training'
  | 'breakdown_repair'
  | 'pm_visit'
  | 'meter_reading'
  | 'consumable_delivery'
  | 'toner_stock_check'
  | 'remote_assistance'
  | 'send_in_repair'
  | 'warranty_exchange'
  | 'loaner_delivery'
  | 'loaner_return'
  | 'relocation'
  | 'de_installation'
  | 'follow_up'
  | 'satisfaction_call'

