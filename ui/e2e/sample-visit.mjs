// One visit as the core would tell it, for pictures and accessibility checks of its screens.
import { deflateSync } from 'node:zlib'
import { answers as day } from './sample-day.mjs'

const NOW = '2026-11-22T09:20:00Z'
const hours = (count) => new Date(Date.parse(NOW) + count * 3_600_000).toISOString()
const text = (en, nb, uk, fa, zh) => ({ en, nb, uk, fa, 'zh-Hans': zh })

const code = (name, recent, names) => ({ code: name, name: names, recent })
const symptoms = [
  code('paper_jam', true, text('Paper jam', 'Papirstopp', 'Зминання паперу', 'گیرکردن کاغذ', '卡纸')),
  code('print_quality', true, text('Poor print quality', 'Dårlig utskriftskvalitet', 'Погана якість друку', 'کیفیت چاپ پایین', '打印质量差')),
  code('no_power', false, text('Does not start', 'Starter ikke', 'Не вмикається', 'روشن نمی‌شود', '无法开机')),
  code('error_code', false, text('Error code on the panel', 'Feilkode på panelet', 'Код помилки на панелі', 'کد خطا روی صفحه', '面板显示错误代码')),
  code('noise', false, text('Noise', 'Ulyd', 'Сторонній шум', 'صدای غیرعادی', '异响')),
  code('no_scan', false, text('Does not scan to e-mail', 'Skanner ikke til e-post', 'Не сканує на пошту', 'به رایانامه اسکن نمی‌کند', '无法扫描到邮箱')),
  code('slow', false, text('Slow', 'Treg', 'Працює повільно', 'کند است', '速度慢')),
  code('streaks', false, text('Streaks', 'Striper', 'Смуги', 'خط می‌اندازد', '条纹')),
  code('network', false, text('Not found on the network', 'Finnes ikke på nettet', 'Не видно в мережі', 'در شبکه دیده نمی‌شود', '网络中找不到')),
  code('other', false, text('Something else', 'Noe annet', 'Інше', 'چیز دیگر', '其他')),
]
const causes = [
  code('worn_roller', true, text('Worn pick-up roller', 'Slitt matevalse', 'Зношений ролик подачі', 'غلتک کاغذکش فرسوده', '搓纸轮磨损')),
  code('foreign_object', false, text('Foreign object', 'Fremmedlegeme', 'Сторонній предмет', 'جسم خارجی', '异物')),
  code('wrong_paper', false, text('Unsuitable paper', 'Feil papir', 'Непридатний папір', 'کاغذ نامناسب', '纸张不合适')),
]
const remedies = [
  code('replaced', true, text('Part replaced', 'Del byttet', 'Деталь замінено', 'قطعه عوض شد', '更换零件')),
  code('cleaned', false, text('Cleaned', 'Rengjort', 'Почищено', 'تمیز شد', '清洁')),
]

const choice = (attribution, group, covered, gross) => ({ attribution, group, covered, gross, currency: 'NOK' })
const attributions = [
  ['equipment', true, ['equipment_fault', 'wear', 'manufacturing_defect', 'consumable_original']],
  ['third_party', false, ['network_down', 'no_signal', 'connected_equipment', 'telephony', 'third_party_software', 'third_party_consumable']],
  ['user_error', false, ['driver_or_app_settings', 'tray_settings', 'network_settings_changed', 'unauthorised_repair']],
  ['external', false, ['accidental_damage', 'force_majeure']],
  ['none', true, ['no_fault_found', 'planned_work']],
].flatMap(([group, covered, codes]) => codes.map((name) => choice(name, group, covered, covered ? 0 : 161_250)))

const roller = text('Pick-up roller kit, tray 2', 'Matevalsesett, skuff 2', 'Комплект роликів подачі, лоток 2', 'کیت غلتک کاغذکش، سینی ۲', '搓纸轮套件（纸盒 2）')
const fuser = text('Fuser unit', 'Fikseringsenhet', 'Вузол закріплення', 'یونیت فیوزر', '定影组件')
const toner = text('Toner, black, compatible', 'Toner, svart, kompatibel', 'Тонер чорний, сумісний', 'تونر سیاه، سازگار', '黑色兼容碳粉')

const line = (kind, part) => ({ kind, fitted_id: null, name: null, number: null, quantity: 1, minutes: null, billed_minutes: null, prepaid_minutes: null, covered: true, code: 'agreement', rule: 'R16', unit_price: 0, net: 0, vat: 0, ...part })
const sums = { net: 0, vat: 0, gross: 0, decimals: 2, minor_digits: 2, vat_basis_points: 2500, currency: 'NOK', needs_consent: false, consent: 'not_needed', answer: null, step_minutes: 15, estimated: false, prepaid_minutes_left: null, as_of: hours(-1), attribution: 'wear' }
export const covered = {
  ...sums,
  lines: [
    line('labour', { minutes: 54 }),
    line('travel', { minutes: 23 }),
    line('part', { name: roller, number: 'A0EDR71611', fitted_id: 'f1' }),
  ],
}
export const billable = {
  ...sums,
  net: 201_250,
  vat: 50_313,
  gross: 251_563,
  needs_consent: true,
  consent: 'no_consent',
  estimated: true,
  prepaid_minutes_left: 435,
  attribution: 'tray_settings',
  lines: [
    line('labour', { minutes: 54, billed_minutes: 60, covered: false, code: 'user_error', rule: 'R13', net: 129_000, vat: 32_250 }),
    line('travel', { minutes: 23, billed_minutes: 30, covered: false, code: 'user_error', rule: 'R13', net: 39_000, vat: 9750 }),
    line('part', { name: roller, number: 'A0EDR71611', covered: false, code: 'user_error', rule: 'R13', net: 33_250, vat: 8313 }),
  ],
}
export const consentAnswer = { accepted: true, name: 'Kari Nordmann', at: hours(-0.2), shown_gross: 251_563, reason: null }

const diagnosis = { symptom: 'paper_jam', cause: 'worn_roller', remedy: 'replaced', note: 'Duplex guide bent a little.', actions: 'Pick-up rollers of tray 2 replaced, guides cleaned, 200 test prints.', attribution: 'wear', recommendations: '' }
export const nothingFound = { symptom: null, cause: null, remedy: null, note: '', actions: '', attribution: null, recommendations: '' }
export const diagnosisView = { diagnosis, symptoms, causes, remedies, attributions, quote: covered }

const part = (id, number, name, rest) => ({ part_id: id, number, name, part_kind: 'spare', unit: 'pcs', price: 33_250, currency: 'NOK', original: true, serial_tracked: false, warranty_months: 6, fits: true, in_van: 2, serials: [], positions: ['Tray 1', 'Tray 2'], compatibility_note: {}, ...rest })
const parts = [
  part('p1', 'A0EDR71611', roller),
  part('p2', 'A0EDR71600', fuser, { price: 412_000, serial_tracked: true, serials: ['FU-88213', 'FU-88219'], in_van: 2, positions: ['Fuser'], warranty_months: 12 }),
  part('p3', 'TN324K-C', toner, { part_kind: 'consumable', original: false, fits: false, in_van: 0, price: 64_900, positions: [], warranty_months: 1, compatibility_note: text('May shed more toner; the maker’s warranty on the drum ends.', 'Kan slippe mer toner; produsentens garanti på trommelen faller bort.', 'Може сильніше сипатися; гарантія виробника на барабан втрачається.', 'ممکن است بیشتر پودر بریزد؛ گارانتی سازندهٔ درام باطل می‌شود.', '可能漏粉较多；硒鼓的厂家保修失效。') }),
]
const fittedPart = { id: 'f1', part_id: 'p1', number: 'A0EDR71611', name: roller, kind: 'spare', quantity: 1, unit_price: 33_250, position: 'Tray 2', serial: null, lot: null, removed_serial: null, warranty_until: '2027-05-22', replaces_warranty_until: '2026-12-01', compatibility_told: false, from_location: 'van', fitted_at: hours(-0.3) }
const fitted = [
  { part: fittedPart, in_van: 1, count_requested: false, replaced: { number: 'A0EDR71611', name: roller, serial: null, fitted_on: '2026-06-01', warranty_until: '2026-12-01', under_warranty: true }, covered: true, code: 'part_warranty', rule: 'R14', net: 0, currency: 'NOK' },
  { part: { ...fittedPart, id: 'f2', part_id: 'p3', number: 'TN324K-C', name: toner, kind: 'consumable', position: '', quantity: 2 }, in_van: -2, count_requested: true, replaced: null, covered: false, code: 'not_included', rule: 'R19', net: 129_800, currency: 'NOK' },
]
export const partsView = { fitted, ordered: [parts[1]], favourites: parts.slice(0, 2) }

const meters = [
  { meter: 'mono', last: { at: hours(-900), value: 204_331, source: 'technician', reset_reason: null }, expected: { low: 209_000, high: 214_000 }, reading: { id: 'r1', value: 211_480, at: hours(-0.1), reset_reason: null, since_last: 7149, unusual: false } },
  { meter: 'colour', last: { at: hours(-900), value: 81_207, source: 'customer', reset_reason: null }, expected: { low: 82_000, high: 86_000 }, reading: { id: 'r2', value: 98_100, at: hours(-0.1), reset_reason: null, since_last: 16_893, unusual: true } },
  { meter: 'scans', last: null, expected: null, reading: null },
]

const check = (key, names, ok, note = '') => ({ key, text: names, required: key !== 'firmware', ok, note, photo_id: null })
const checklist = {
  template_id: 'k1', version: 3,
  name: text('Breakdown, multifunction', 'Feilretting, multifunksjon', 'Ремонт, БФП', 'تعمیر، چندکاره', '故障维修（复合机）'),
  items: [
    check('print', text('Test print A4 and A3', 'Testutskrift A4 og A3', 'Тестовий друк A4 і A3', 'چاپ آزمایشی A4 و A3', '测试打印 A4 和 A3'), true),
    check('rollers', text('Rollers and guides cleaned', 'Valser og føringer rengjort', 'Ролики й напрямні очищено', 'غلتک‌ها و راهنماها تمیز شد', '清洁搓纸轮和导板'), false, 'Guide of the duplex unit is bent.'),
    check('firmware', text('Firmware is current', 'Fastvare er oppdatert', 'Прошивка актуальна', 'میان‌افزار به‌روز است', '固件为最新版本'), null),
  ],
  answered: 2, exceptions: 1,
}

const photo = (id, photo_kind, transfer, caption = '') => ({ id, photo_kind, caption, taken_at: hours(-0.3), sha256: `${id}`.repeat(8), bytes: 412_000, width: 1600, height: 1200, on_document: true, transfer })
const photos = [photo('h1', 'before', 'received', 'Jam behind the duplex guide'), photo('h2', 'after', 'sending'), photo('h3', 'detail', 'waiting')]

const times = {
  entries: [
    { id: 't1', kind: 'travel', from: hours(-1.4), until: hours(-0.9), minutes: 23, edit_reason: null },
    { id: 't2', kind: 'waiting', from: hours(-0.9), until: hours(-0.8), minutes: 6, edit_reason: 'The key was at the reception' },
    { id: 't3', kind: 'work', from: hours(-0.8), until: null, minutes: 54, edit_reason: null },
  ],
  totals: [
    { kind: 'travel', minutes: 23, rounded_minutes: 30 },
    { kind: 'work', minutes: 54, rounded_minutes: 60 },
    { kind: 'waiting', minutes: 6, rounded_minutes: 15 },
  ],
  step_minutes: 15, time_zone: 'Europe/Oslo',
}

const missing = (what, link, required, key = null) => ({ what, link, required, key, entry_id: null })
const closeOut = { outcome: null, reason: '', machine_state: null, workaround: '', parts_ordered: [], loaner_offered: false }
export const closeOutView = {
  close_out: closeOut,
  missing: [missing('cause', 'diagnosis', true), missing('checklist_item', 'checklist', true, 'firmware'), missing('outcome', 'close_out', true), missing('machine_state', 'close_out', true), missing('reading', 'readings', false, 'colour'), missing('consent', 'quote', false)],
  can_sign: false, loaner: null, ordered: [],
}
export const allThere = { ...closeOutView, close_out: { ...closeOut, outcome: 'fixed', machine_state: 'working' }, missing: [], can_sign: true }
export const waiting = {
  ...closeOutView,
  close_out: { ...closeOut, outcome: 'waiting_parts', machine_state: 'limited', reason: 'Fuser unit ordered.' },
  missing: [missing('workaround', 'close_out', true), missing('ordered_parts', 'parts', true)],
  loaner: { working_days: 6, machines: [{ equipment_id: 'l1', si: 'SI-9000118', make: 'Konica Minolta', model: 'bizhub C300i', place: 'Depot' }] },
  ordered: [parts[1]],
}

const hash = '9f2c4b1e77a0d3c5b8e6f1a2d4c3b5a69788796a5b4c3d2e1f00112233445566'
const stroke = Array.from({ length: 30 }, (_, at) => [0.2 + at * 0.02, 0.5 + 0.25 * Math.sin(at / 2)])
export const signing = {
  job_id: 'j1', lang: 'en', content_sha256: hash, pages: 2, company: 'Nordvik Kontorservice', customer: 'Fjordkommune Helse', machine: 'Konica Minolta bizhub C360i · SI-1048576', work_done: diagnosis.actions, quote: covered, consent_version: 2,
  consent_text: text('I have read this work order. It says what was done and what it costs. I confirm it with my signature.', 'Jeg har lest arbeidsordren. Den sier hva som er gjort og hva det koster. Jeg bekrefter den med min underskrift.', 'Я прочитав(ла) цей наряд. У ньому вказано, що зроблено і скільки це коштує. Підтверджую підписом.', 'این برگهٔ کار را خوانده‌ام. در آن آمده چه کاری انجام شده و هزینه‌اش چیست. با امضای خود تأیید می‌کنم.', '我已阅读本工单，了解所做的工作及费用，并签字确认。'),
  proposed_name: 'Kari Nordmann', proposed_role: 'responsible', satisfaction: { mark: 4, comment: '' },
  ink: { aspect: 3, strokes: [stroke], enough: true },
}
const document = { job_id: 'j1', number: 'WO-2026-T07-0042', revision: 1, lang: 'nb', sealed_at: hours(-0.01), content_sha256: hash, pdf_sha256: hash, pdf_bytes: 84_000, pages: 2, file_name: 'WO-2026-T07-0042.pdf', signed_by: 'Kari Nordmann', unsigned: null, transfer: 'waiting', share_url: 'https://feltbok.example.org/d/abc', share_qr_svg: '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h3v3H1zM5 1h3v3H5zM1 5h3v3H1zM5 5h1v1H5zM7 7h1v1H7zM6 6h1v1H6z"/></svg>' }

const vanLine = (of, min, max, proposed) => ({ part: of, min, max, proposed })
const van = { lines: [vanLine({ ...parts[2], in_van: -2 }, 2, 6, 8), vanLine({ ...parts[1], in_van: 1 }, 2, 4, 3), vanLine(parts[0], 1, 4, 0)], more: true, below_min: 2, negative: 1 }

/** A grey picture with lines like a page of text, as PNG: what a page or a photo is in these checks. */
function picture(width, height) {
  const rows = []
  for (let y = 0; y < height; y += 1) {
    const row = Buffer.alloc(width + 1, 255)
    row[0] = 0
    const inLine = y % 24 > 4 && y % 24 < 14 && y > height * 0.05 && y < height * 0.9
    if (inLine) row.fill(150, 1 + Math.round(width * 0.08), Math.round(width * (0.6 + 0.3 * ((y - (y % 24)) % 7) / 7)))
    rows.push(row)
  }
  const chunk = (type, data) => {
    const body = Buffer.concat([Buffer.from(type), data])
    const frame = Buffer.alloc(8)
    frame.writeUInt32BE(data.length)
    frame.writeUInt32BE(crc32(body), 4)
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)])
  }
  const head = Buffer.alloc(13)
  head.writeUInt32BE(width)
  head.writeUInt32BE(height, 4)
  head.set([8, 0, 0, 0, 0], 8)
  const png = [Buffer.from([137, 80, 78, 71, 13, 10, 26, 10]), chunk('IHDR', head), chunk('IDAT', deflateSync(Buffer.concat(rows))), chunk('IEND', Buffer.alloc(0))]
  return { $bytes: Buffer.concat(png).toString('base64') }
}

function crc32(bytes) {
  let crc = -1
  for (const byte of bytes) {
    crc ^= byte
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ (0xedb88320 & -(crc & 1))
  }
  return (crc ^ -1) >>> 0
}

const page = picture(600, 849)
export const error = (code, details = {}) => ({ $error: { code, what_happened: '', what_is_safe: '', what_to_do: '', details } })

/** Command → answer, on top of the day's. */
export const visitAnswers = {
  ...day,
  diagnosis: diagnosisView, save_diagnosis: diagnosisView,
  quote: billable, answer_quote: { ...billable, consent: 'given', answer: consentAnswer },
  parts: partsView, search_parts: { parts, more: true }, part_by_label: { kind: 'part', part: parts[0], lot: null }, part_by_codes: { kind: 'part', part: parts[0], lot: 'L-77' }, fit_part: partsView, change_part: partsView, remove_part: { ...partsView, fitted: fitted.slice(1) }, restore_part: partsView, order_part: partsView, cancel_order: { ...partsView, ordered: [] },
  van_stock: van,
  readings: meters, put_reading: meters, remove_reading: meters,
  checklist, check_all_ok: checklist, set_check: checklist,
  photos, add_photo: photos[0], photo_bytes: picture(640, 480), change_photo: photos, remove_photo: photos.slice(1), restore_photo: photos,
  times, edit_time: times, remove_time: times,
  close_out: closeOutView, save_close_out: closeOutView,
  prepare_signing: signing, rate: signing, signing_page: page, save_stroke: signing.ink, undo_stroke: { ...signing.ink, strokes: [], enough: false }, clear_ink: { ...signing.ink, strokes: [], enough: false }, sign_and_confirm: document, finish_unsigned: { ...document, signed_by: null, unsigned: 'absent' },
  take_back: day.app_state,
  document, document_pdf: page, document_page: page, save_document: { path: '/home/ingrid/Downloads/WO-2026-T07-0042.pdf', file_name: 'WO-2026-T07-0042.pdf' },
}
