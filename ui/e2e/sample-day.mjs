// A technician's day as the core would tell it, for pictures and accessibility checks of single screens.
// `now` is fixed so that two runs show the same; the real core is exercised by the journeys.

const NOW = '2026-11-22T09:20:00Z'
const hours = (count) => new Date(Date.parse(NOW) + count * 3_600_000).toISOString()

const machine = (id, si, make, model, place, confirmed = true) => ({ equipment_id: id, si, make, model, place, confirmed })
const bizhub = machine('m1', 'SI-1048576', 'Konica Minolta', 'bizhub C360i', '2. etasje, kopirom')

function card(id, part) {
  return {
    job_id: id,
    number: `J-2026-0${id.slice(1).padStart(4, '0')}`,
    work_type: 'breakdown_repair',
    priority: 'normal',
    status: 'accepted',
    customer: 'Fjordkommune Helse',
    site: 'Rådhuset',
    street: 'Strandgata 14',
    city: 'Nordvik',
    time_zone: 'Europe/Oslo',
    machine: bizhub,
    symptom: 'Paper jam in the duplex unit after every tenth page; noise from the fuser.',
    slot_start: hours(0.2),
    slot_minutes: 90,
    target: { state: 'running', due_at: hours(4), left_minutes: 220 },
    next: 'drive',
    block: null,
    readiness: { ready: true, missing: [] },
    sync: { kind: 'untouched' },
    remote: false,
    ...part,
  }
}

const cards = [
  card('j1', { status: 'on_site', next: 'finish', target: { state: 'met', due_at: hours(2), at: hours(-1) }, slot_start: hours(-1.5), sync: { kind: 'waiting', items: 3, bytes: 2_100_000 } }),
  card('j2', { customer: 'Університетська лікарня', site: 'Корпус Б', street: 'вул. Шевченка 8', city: 'Львів', time_zone: 'Europe/Kyiv', priority: 'critical', status: 'accepted', next: 'drive', target: { state: 'overdue', due_at: hours(-1), overdue_minutes: 65 }, symptom: 'Не друкує зі сканера, помилка C-2557.', machine: machine('m2', 'SI-2200413', 'Kyocera', 'TASKalfa 3554ci', 'Реєстратура') }),
  card('j3', { customer: 'شرکت کاغذ پارس', site: 'دفتر مرکزی', street: 'خیابان ولیعصر ۲۱۲', city: 'تهران', time_zone: 'Asia/Tehran', status: 'dispatched', next: 'accept', work_type: 'pm_visit', target: { state: 'running', due_at: hours(30), left_minutes: 45 }, symptom: 'سرویس دوره‌ای سه‌ماهه؛ صدای غلتک.', machine: machine('m3', 'SI-3300927', 'Ricoh', 'IM C4500', 'طبقه سوم', false), slot_start: hours(3), readiness: { ready: false, missing: ['passport', 'checklist'] } }),
  card('j4', { customer: '华北印务', site: '一号楼', street: '建设路 5 号', city: '天津', time_zone: 'Asia/Shanghai', status: 'blocked', next: 'blocked', target: null, symptom: '彩色偏色，需要校准。', machine: null, slot_start: hours(5), block: { reason: 'Overdue payment', stops: true, override_reason: null } }),
  card('j5', { customer: 'Nordvik skole', status: 'completed', next: 'document', target: { state: 'missed', due_at: hours(-3), at: hours(-2), overdue_minutes: 20 }, slot_start: hours(-4), sync: { kind: 'received' } }),
]

const day = {
  date: '2026-11-22',
  is_today: true,
  cards,
  waiting: [card('j6', { customer: 'Havn & Los AS', status: 'waiting_customer', next: 'resume', target: { state: 'paused', due_at: hours(9), left_minutes: 300, reason: 'no_escort', since: hours(-20) }, sync: { kind: 'needs_attention', items: 1 } })],
  days: [
    { date: '2026-11-22', jobs: 5 },
    { date: '2026-11-23', jobs: 4 },
    { date: '2026-11-24', jobs: 1 },
    { date: '2026-11-26', jobs: 11 },
  ],
  readiness: { ready: 6, jobs: 7 },
}

const passport = {
  equipment_id: 'm1',
  visits: [
    { visit_id: 'v1', job_number: 'J-2026-00002', work_type: 'breakdown_repair', at: hours(-900), technician: 'Ingrid Dahl', symptom: 'Paper jam', cause: 'Worn pick-up roller', remedy: 'Roller replaced', note: 'Duplex guide bent a little, watch it.', outcome: 'fixed', state: 'working', work_order: 'WO-2026-T07-0041' },
    { visit_id: 'v2', job_number: 'J-2026-00001', work_type: 'pm_visit', at: hours(-3000), technician: 'Ola Berg', symptom: '', cause: '', remedy: 'Cleaned, firmware 4.2', note: '', outcome: 'fixed', state: 'limited', work_order: null },
  ],
  readings: [
    { meter: 'mono', values: [{ at: hours(-900), value: 204331, source: 'technician', reset_reason: null }, { at: hours(-3000), value: 180210, source: 'monitoring', reset_reason: null }] },
    { meter: 'colour', values: [{ at: hours(-900), value: 81207, source: 'customer', reset_reason: null }] },
  ],
  parts_under_warranty: [{ part_id: 'p1', number: 'A0EDR71600', name: { en: 'Fuser unit', nb: 'Fikseringsenhet', uk: 'Вузол закріплення', fa: 'یونیت فیوزر', 'zh-Hans': '定影组件' }, position: 'Fuser', serial: 'FU-88213', fitted_on: '2026-07-01', warranty_until: '2027-01-01', fitted_by: 'Ingrid Dahl', removed_on: null }],
  parts_other: [],
  loans: [{ loaner_si: 'SI-9000118', from: '2026-03-01', until: '2026-03-09' }],
}

const equipment = {
  id: 'm1', si: 'SI-1048576', category: 'mfp', make: 'Konica Minolta', model: 'bizhub C360i', serial: 'AA2J021004711', customer_id: 'c1', site_id: 's1', place: '2. etasje, kopirom', user: 'Hjemmetjenesten', network: { host: 'kopi-2', ip: '10.20.3.17', mac: '00:20:6B:AA:01:02' }, condition: 'Good', state: 'limited', functions: { colour: true, a3: true, pages_per_minute: 36 }, meters: ['mono', 'colour'], installed_on: '2024-02-01', factory_warranty_until: '2026-02-01', agreement_id: 'a1', owner: 'customer', confirmed: true,
}

const contact = { contact_id: 'k1', name: 'Kari Nordmann', role: 'responsible', phone: '+47 71 22 33 44', email: 'kari@example.org', lang: 'nb' }

const job = {
  card: cards[0],
  registered_at: hours(-20),
  dispatch_note: 'Ask for the key at the reception.',
  contact,
  contacts: [{ ...contact, contact_id: 'k2', name: 'Per IT', role: 'it' }],
  site: { id: 's1', customer_id: 'c1', name: 'Rådhuset', street: 'Strandgata 14', postcode: '6100', city: 'Nordvik', country: 'NO', floor: '2', access_notes: 'Ring at the back door. Lift to the left.', opening_hours: 'Mon–Fri 08–16', time_zone: 'Europe/Oslo', latitude: 62.1, longitude: 6.1 },
  map: { geo: 'geo:62.1,6.1', web: 'https://example.org/map' },
  equipment,
  agreement: { agreement_id: 'a1', number: 'AG-104', name: 'Full service', template: 'full_service', from: '2024-02-01', until: '2027-01-31', state: 'active', covers_work_type: true, prepaid_minutes_left: 435, as_of: hours(-1) },
  foreseen: { covered: true, code: 'agreement', rule: 'R16' },
  passport,
  loaner: null,
  visit: { visit_id: 'w1', started_at: hours(-1.4), finished_at: null, running_since: hours(-0.9), running_kind: 'work', machine_confirmed: true, diagnosed: true, parts: 1, readings: 0, checklist_answered: 4, checklist_items: 9, photos: 2, consent: 'no_consent', outcome: null, machine_state: null, work_order: null },
  history: [
    { from: 'travelling', to: 'on_site', at: hours(-0.9), by_name: 'Ingrid Dahl', reason: null },
    { from: 'accepted', to: 'travelling', at: hours(-1.4), by_name: 'Ingrid Dahl', reason: null },
  ],
  pauses: [],
}

const status = { link: 'offline', waiting_items: 3, waiting_bytes: 2_100_000, attention: 0, last_contact: hours(-2), next_try_at: hours(0.1), trouble: null, clock_skew_minutes: null }

const centre = {
  status,
  lanes: [
    { job_id: 'j1', job_number: 'J-2026-00001', customer: 'Fjordkommune Helse', sync: { kind: 'waiting', items: 3, bytes: 2_100_000 }, operations: 2, files: [{ sha256: 'aa', role: 'photo', bytes: 2_100_000, sent_bytes: 800_000 }] },
    { job_id: null, job_number: null, customer: null, sync: { kind: 'saved', items: 1, bytes: 0 }, operations: 1, files: [] },
  ],
  attention: [{ op_id: 'o1', job_id: 'j6', job_number: 'J-2026-00006', outcome: 'conflict', code: 'contact_changed', message: 'The phone number was changed at the office too.', what: 'Phone of Kari Nordmann', at: hours(-3) }],
  storage: { database_bytes: 48_000_000, file_bytes: 12_400_000, files: 31, jobs: 7, machines: 212, parts: 20000 },
  key_store: 'file',
  server_host: 'feltbok.example.org',
  tablet_code: 'T07',
  protocol: 1,
  feeds: [],
}

export const settings = { lang: 'en', text_px: 18, gloves: false, hand: 'right', theme: 'light', auto_lock_seconds: 600 }

const pin = { wait_until: null, min_length: 4, max_length: 12 }
const state = { phase: 'ready', company: 'Nordvik Kontorservice', technician: 'Ingrid Dahl', technician_id: 't1', lang: 'en', tablet_code: 'T07', handed_over: null, pin, auto_lock_seconds: 600, erased: null }

/** Command → answer; `$error` is thrown. */
export const answers = {
  app_state: state,
  settings: { settings, key_store: 'file' },
  save_settings: { settings, key_store: 'file' },
  day,
  search_jobs: { cards: cards.slice(0, 2), more: false },
  open_job: job,
  accept: job, drive: job, arrive: job, resume: job,
  recent_scans: [{ machine: bizhub, at: hours(-30) }],
  resolve_sticker: { kind: 'other_machine', machine: machine('m2', 'SI-2200413', 'Kyocera', 'TASKalfa 3554ci', 'Reception'), same_customer: true, open_job_id: null },
  likely_machines: [bizhub],
  scan_frame: { codes: [], hint: 'closer', guide: null },
  search_equipment: { machines: [{ machine: bizhub, serial: 'AA2J021004711', customer: 'Fjordkommune Helse', site: 'Rådhuset' }], more: true },
  open_equipment: { equipment, customer: 'Fjordkommune Helse', site: 'Rådhuset', passport, jobs: [{ job_id: 'j1', number: 'J-2026-00001', status: 'on_site' }] },
  sync_status: status,
  sync_now: status,
  sync_centre: centre,
  about: { version: '0.1.0', protocol: 1, database_version: 1, sqlite_version: '3.53.4', company: 'Nordvik Kontorservice', tablet_code: 'T07', server_host: 'feltbok.example.org', licences: [{ name: 'svelte', licence: 'MIT' }, { name: 'rusqlite', licence: 'MIT' }] },
  lock: { ...state, phase: 'locked' },
  read_invite: { host: '127.0.0.1:8480', company: 'Nordvik Kontorservice', technician: 'Ingrid Dahl', expires_at: hours(0.1), secure: false },
  enrol: { ...state, phase: 'filling' },
  enrol_again: { ...state, tablet_code: 'T08' },
  fill_progress: { stage: 'fetching', rows: 8120, rows_total: 20950, seconds_left: 4, ready_jobs: 0, open_jobs: 7 },
  unlock: { $error: { code: 'wrong_pin', what_happened: '', what_is_safe: '', what_to_do: '', details: { tries_left: '4' } } },
}

export const notEnrolled = { ...answers, app_state: { ...state, phase: 'not_enrolled', company: null, technician: null } }
const shutOut = { ...status, link: 'stopped', trouble: 'revoked' }
export const signedOff = { ...answers, sync_status: shutOut, sync_now: shutOut, sync_centre: { ...centre, status: shutOut } }
const erasedState = { ...state, phase: 'erased', technician: null, technician_id: null }
const erased = { stage: 'delivering', lost_at: hours(-3), entries: 12, photos: 3, unreadable: 1, parts: 5, delivered: 2 }
export const givenForLost = { ...answers, app_state: { ...erasedState, erased } }
export const erasedAndDelivered = { ...answers, app_state: { ...erasedState, erased: { ...erased, stage: 'delivered', unreadable: 0, delivered: 5 } } }
export const locked = { ...answers, app_state: { ...state, phase: 'locked' } }
