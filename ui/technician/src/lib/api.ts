// The tablet's core as the window sees it: one function a use case, named and ordered as in crates/tablet/src/lib.rs.
// Raw bytes (frames, photos, PDFs) travel as they are; everything else is JSON.
import { invoke } from '@tauri-apps/api/core'
import { listen, type UnlistenFn } from '@tauri-apps/api/event'
import type * as t from './bindings.js'
import { asFailure } from './failure.js'

type Headers = Record<string, string>

async function call<Result>(command: string, args: Record<string, unknown> = {}): Promise<Result> {
  try {
    return await invoke<Result>(command, args)
  } catch (thrown) {
    throw asFailure(thrown)
  }
}

async function send<Result>(command: string, body: Uint8Array, headers: Headers = {}): Promise<Result> {
  try {
    return await invoke<Result>(command, body, { headers })
  } catch (thrown) {
    throw asFailure(thrown)
  }
}

async function bytes(command: string, args: Record<string, unknown>): Promise<Uint8Array> {
  return new Uint8Array(await call<ArrayBuffer>(command, args))
}

export const api = {
  // Before the work
  appState: () => call<t.AppState>('app_state'),
  readInvite: (text: string) => call<t.InviteView>('read_invite', { text }),
  enrol: (invite: string, pin: string, lang: t.Lang) => call<t.AppState>('enrol', { invite, pin, lang }),
  enrolAgain: (invite: string) => call<t.AppState>('enrol_again', { invite }),
  fillProgress: () => call<t.FillProgress>('fill_progress'),
  unlock: (pin: string) => call<t.AppState>('unlock', { pin }),
  lock: () => call<t.AppState>('lock'),
  changePin: (old: string, next: string) => call<t.AppState>('change_pin', { old, new: next }),

  // The day
  day: (date: string | null) => call<t.DayView>('day', { date }),
  searchJobs: (text: string) => call<t.JobHits>('search_jobs', { text }),
  openJob: (jobId: string) => call<t.JobView>('open_job', { jobId }),
  editContact: (contactId: string, edit: t.ContactEdit) => call<t.ContactView>('edit_contact', { contactId, edit }),

  // States
  accept: (jobId: string) => call<t.JobView>('accept', { jobId }),
  drive: (jobId: string) => call<t.JobView>('drive', { jobId }),
  arrive: (jobId: string) => call<t.JobView>('arrive', { jobId }),
  resume: (jobId: string) => call<t.JobView>('resume', { jobId }),
  decline: (jobId: string, reason: string) => call<t.JobView>('decline', { jobId, reason }),
  pause: (jobId: string, reason: t.PauseReason, note: string) => call<t.JobView>('pause', { jobId, reason, note }),

  // Scan
  scanFrame: (gray: Uint8Array, width: number, height: number, aim: number, lookingFor: t.LookingFor) =>
    send<t.FrameReport>('scan_frame', gray, {
      width: String(width),
      height: String(height),
      aim: String(aim),
      'looking-for': lookingFor,
    }),
  scanPicture: (file: Uint8Array, lookingFor: t.LookingFor) =>
    send<t.FrameReport>('scan_picture', file, { 'looking-for': lookingFor }),
  resolveSticker: (text: string, jobId: string | null) => call<t.Resolution>('resolve_sticker', { text, jobId }),
  recentScans: () => call<t.RecentScan[]>('recent_scans'),
  likelyMachines: () => call<t.MachineLine[]>('likely_machines'),
  confirmMachine: (jobId: string, equipmentId: string) => call<t.JobView>('confirm_machine', { jobId, equipmentId }),
  addDraftMachine: (jobId: string, draft: t.DraftMachine) => call<t.JobView>('add_draft_machine', { jobId, draft }),

  // Diagnosis and money
  diagnosis: (jobId: string) => call<t.DiagnosisView>('diagnosis', { jobId }),
  saveDiagnosis: (jobId: string, diagnosis: t.Diagnosis) =>
    call<t.DiagnosisView>('save_diagnosis', { jobId, diagnosis }),
  quote: (jobId: string) => call<t.QuoteView>('quote', { jobId }),
  answerQuote: (jobId: string, answer: t.AnswerQuote) => call<t.QuoteView>('answer_quote', { jobId, answer }),

  // Times
  times: (jobId: string) => call<t.TimesView>('times', { jobId }),
  editTime: (jobId: string, edit: t.EditTime) => call<t.TimesView>('edit_time', { jobId, edit }),
  removeTime: (jobId: string, id: string) => call<t.TimesView>('remove_time', { jobId, id }),

  // Parts
  parts: (jobId: string) => call<t.PartsView>('parts', { jobId }),
  searchParts: (text: string, jobId: string | null) => call<t.PartHits>('search_parts', { text, jobId }),
  partByLabel: (text: string, jobId: string | null) => call<t.LabelHit>('part_by_label', { text, jobId }),
  partByCodes: (codes: t.SeenCode[], jobId: string | null) => call<t.LabelHit>('part_by_codes', { codes, jobId }),
  fitPart: (jobId: string, fit: t.FitPart) => call<t.PartsView>('fit_part', { jobId, fit }),
  changePart: (jobId: string, id: string, fit: t.FitPart) => call<t.PartsView>('change_part', { jobId, id, fit }),
  removePart: (jobId: string, id: string) => call<t.PartsView>('remove_part', { jobId, id }),
  restorePart: (jobId: string, id: string) => call<t.PartsView>('restore_part', { jobId, id }),
  orderPart: (jobId: string, partId: string) => call<t.PartsView>('order_part', { jobId, partId }),
  cancelOrder: (jobId: string, partId: string) => call<t.PartsView>('cancel_order', { jobId, partId }),
  vanStock: (text: string) => call<t.VanStockView>('van_stock', { text }),

  // Readings, checklist
  readings: (jobId: string) => call<t.MeterView[]>('readings', { jobId }),
  putReading: (jobId: string, meter: t.MeterKind, value: number, resetReason: string | null) =>
    call<t.MeterView[]>('put_reading', { jobId, meter, value, resetReason }),
  removeReading: (jobId: string, id: string) => call<t.MeterView[]>('remove_reading', { jobId, id }),
  checklist: (jobId: string) => call<t.ChecklistView | null>('checklist', { jobId }),
  checkAllOk: (jobId: string) => call<t.ChecklistView>('check_all_ok', { jobId }),
  setCheck: (jobId: string, key: string, ok: boolean | null, note: string, photoId: string | null) =>
    call<t.ChecklistView>('set_check', { jobId, key, ok, note, photoId }),

  // Photos
  photos: (jobId: string) => call<t.PhotoView[]>('photos', { jobId }),
  addPhoto: (jobId: string, kind: t.PhotoKind, file: Uint8Array) =>
    send<t.PhotoView>('add_photo', file, { 'job-id': jobId, 'photo-kind': kind }),
  photoBytes: (sha256: string, size: t.PhotoSize) => bytes('photo_bytes', { sha256, size }),
  changePhoto: (jobId: string, id: string, change: t.ChangePhoto) =>
    call<t.PhotoView[]>('change_photo', { jobId, id, change }),
  removePhoto: (jobId: string, id: string) => call<t.PhotoView[]>('remove_photo', { jobId, id }),
  restorePhoto: (jobId: string, id: string) => call<t.PhotoView[]>('restore_photo', { jobId, id }),

  // The end of the visit
  closeOut: (jobId: string) => call<t.CloseOutView>('close_out', { jobId }),
  saveCloseOut: (jobId: string, closeOut: t.CloseOut) =>
    call<t.CloseOutView>('save_close_out', { jobId, closeOut }),
  prepareSigning: (jobId: string, lang: t.Lang | null) => call<t.SigningView>('prepare_signing', { jobId, lang }),
  signingPage: (jobId: string, page: number, width: number) => bytes('signing_page', { jobId, page, width }),
  rate: (jobId: string, mark: number, comment: string) => call<t.SigningView>('rate', { jobId, mark, comment }),
  saveStroke: (jobId: string, stroke: t.Stroke) => call<t.InkView>('save_stroke', { jobId, stroke }),
  undoStroke: (jobId: string) => call<t.InkView>('undo_stroke', { jobId }),
  clearInk: (jobId: string) => call<t.InkView>('clear_ink', { jobId }),
  signAndConfirm: (jobId: string, sign: t.SignAndConfirm) => call<t.DocumentView>('sign_and_confirm', { jobId, sign }),
  finishUnsigned: (jobId: string, finish: t.FinishUnsigned) =>
    call<t.DocumentView>('finish_unsigned', { jobId, finish }),
  takeBack: (pin: string) => call<t.AppState>('take_back', { pin }),
  document: (jobId: string) => call<t.DocumentView>('document', { jobId }),
  documentPdf: (jobId: string) => bytes('document_pdf', { jobId }),
  documentPage: (jobId: string, page: number, width: number) => bytes('document_page', { jobId, page, width }),
  saveDocument: (jobId: string) => call<t.SavedFile>('save_document', { jobId }),

  // Sync
  syncStatus: () => call<t.SyncStatus>('sync_status'),
  syncNow: () => call<t.SyncStatus>('sync_now'),
  syncCentre: () => call<t.SyncCentre>('sync_centre'),
  retryOperation: (opId: string) => call<t.SyncCentre>('retry_operation', { opId }),
  discardOperation: (opId: string) => call<t.SyncCentre>('discard_operation', { opId }),
  exportDiagnostics: () => call<t.SavedFile>('export_diagnostics'),
  exportBundle: () => call<t.BundleExport>('export_bundle'),

  // The rest
  searchEquipment: (text: string) => call<t.EquipmentHits>('search_equipment', { text }),
  openEquipment: (equipmentId: string) => call<t.EquipmentView>('open_equipment', { equipmentId }),
  settings: () => call<t.SettingsView>('settings'),
  saveSettings: (settings: t.Settings) => call<t.SettingsView>('save_settings', { settings }),
  about: () => call<t.About>('about'),
  /** Hands an address (tel, mailto, geo, https) to the system's own program for it. */
  openOutside: (url: string) => call<void>('plugin:opener|open_url', { url }),
}

/** What the core tells by itself. */
export interface Events {
  sync_status_changed: t.SyncStatus
  records_changed: unknown
  fill_progressed: t.FillStage
  locked: unknown
  erased: unknown
}

/** Listens until the returned function is called. */
export function on<Name extends keyof Events>(name: Name, take: (payload: Events[Name]) => void): Promise<UnlistenFn> {
  return listen<Events[Name]>(name, (event) => take(event.payload))
}
