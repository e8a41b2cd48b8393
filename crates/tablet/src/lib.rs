//! Use cases of the technician's day, one file per verb, over one [`Tablet`].
//!
//! The window calls these through commands of the same name (`src-tauri/src/commands/`); arguments are camelCase in
//! TypeScript, everything inside results is snake_case. Every use case fails with a [`TabletError`]. A call that
//! changes something saves it and queues it for the office in one transaction, then returns the fresh view.
//!
//! | command | arguments | result |
//! | --- | --- | --- |
//! | **Before the work** | | |
//! | `app_state` | | `AppState`: which door the app stands at |
//! | `read_invite` | `text` | `InviteView`: nothing is sent yet |
//! | `enrol` | `invite, pin, lang` | `AppState`; the first fill starts by itself |
//! | `fill_progress` | | `FillProgress`; the event `fill_progressed` says when to ask |
//! | `unlock` | `pin` | `AppState` |
//! | `lock` | | `AppState` |
//! | `change_pin` | `old, new` | `AppState` |
//! | **The day** | | |
//! | `day` | `date?` | `DayView`; without a date: today |
//! | `search_jobs` | `text` | `JobHits` |
//! | `open_job` | `job_id` | `JobView` |
//! | `edit_contact` | `contact_id, edit: ContactEdit` | `ContactView` |
//! | **States** (time entries run from them) | | all give the fresh `JobView` |
//! | `accept` / `drive` / `arrive` / `resume` | `job_id` | `drive` begins the visit |
//! | `decline` | `job_id, reason` | |
//! | `pause` | `job_id, reason: PauseReason, note` | to waiting_customer or no_access |
//! | **Scan** | | |
//! | `scan_frame` | raw body: 8-bit grey pixels; headers `width`, `height`, `aim`, `looking-for` | `FrameReport` |
//! | `scan_picture` | raw body: an image file; header `looking-for` | `FrameReport` |
//! | `resolve_sticker` | `text, job_id?` | `Resolution`; remembers a known machine as scanned |
//! | `recent_scans` | | `RecentScan[]` |
//! | `likely_machines` | | `MachineLine[]`: what the sticker before the camera may be; the technician decides |
//! | `confirm_machine` | `job_id, equipment_id` | `JobView`; switches the job when it is another one |
//! | `add_draft_machine` | `job_id, draft: DraftMachine` | `JobView` |
//! | **Diagnosis and money** | | |
//! | `diagnosis` | `job_id` | `DiagnosisView` |
//! | `save_diagnosis` | `job_id, diagnosis: Diagnosis` | `DiagnosisView` |
//! | `quote` | `job_id` | `QuoteView` |
//! | `answer_quote` | `job_id, answer: AnswerQuote` | `QuoteView` |
//! | **Times** | | |
//! | `times` | `job_id` | `TimesView` |
//! | `edit_time` | `job_id, edit: EditTime` | `TimesView` |
//! | `remove_time` | `job_id, id` | `TimesView` |
//! | **Parts** | | |
//! | `parts` | `job_id` | `PartsView` |
//! | `search_parts` | `text, job_id?` | `PartHits`, at most 50, in the technician's language |
//! | `part_by_label` | `text, job_id?` | `LabelHit` |
//! | `part_by_codes` | `codes, job_id?` | `LabelHit`: what the codes of one box say together |
//! | `fit_part` | `job_id, fit: FitPart` | `PartsView` |
//! | `change_part` | `job_id, id, fit: FitPart` | `PartsView` |
//! | `remove_part` | `job_id, id` | `PartsView`; undo = `restore_part` |
//! | `restore_part` | `job_id, id` | `PartsView` |
//! | `order_part` | `job_id, part_id` | `PartsView` |
//! | `cancel_order` | `job_id, part_id` | `PartsView` |
//! | `van_stock` | `text` | `VanStockView` |
//! | **Readings, checklist** | | |
//! | `readings` | `job_id` | `MeterView[]` |
//! | `put_reading` | `job_id, meter, value, reset_reason?` | `MeterView[]` |
//! | `remove_reading` | `job_id, id` | `MeterView[]` |
//! | `checklist` | `job_id` | `ChecklistView?` |
//! | `check_all_ok` | `job_id` | `ChecklistView` |
//! | `set_check` | `job_id, key, ok?, note, photo_id?` | `ChecklistView` |
//! | **Photos** | | |
//! | `photos` | `job_id` | `PhotoView[]` |
//! | `add_photo` | raw body: the file; headers `job-id`, `photo-kind` | `PhotoView` |
//! | `photo_bytes` | `sha256, size: PhotoSize` | raw JPEG |
//! | `change_photo` | `job_id, id, change: ChangePhoto` | `PhotoView[]` |
//! | `remove_photo` / `restore_photo` | `job_id, id` | `PhotoView[]` |
//! | **The end of the visit** | | |
//! | `close_out` | `job_id` | `CloseOutView` |
//! | `save_close_out` | `job_id, close_out: CloseOut` | `CloseOutView` |
//! | `prepare_signing` | `job_id, lang?` | `SigningView`; fixes the content hash and locks all else (hand-over) |
//! | `signing_page` | `job_id, page, width` | raw PNG of a page (from 1) of what is going to be signed |
//! | `rate` | `job_id, mark, comment` | `SigningView` with its new hash: the mark is part of what is signed |
//! | `save_stroke` | `job_id, stroke: Stroke` | `InkView`, after every stroke |
//! | `undo_stroke` / `clear_ink` | `job_id` | `InkView` |
//! | `sign_and_confirm` | `job_id, sign: SignAndConfirm` | `DocumentView` |
//! | `finish_unsigned` | `job_id, finish: FinishUnsigned` | `DocumentView` |
//! | `take_back` | `pin` | `AppState`; ends the hand-over |
//! | `document` | `job_id` | `DocumentView` |
//! | `document_pdf` | `job_id` | raw PDF |
//! | `document_page` | `job_id, page, width` | raw PNG of a page, from 1 |
//! | `save_document` | `job_id` | `SavedFile` in the downloads folder, for sharing and printing |
//! | **Sync** | | |
//! | `sync_status` | | `SyncStatus`, also as event `sync_status_changed` |
//! | `sync_now` | | `SyncStatus` at once; the sync goes on behind |
//! | `sync_centre` | | `SyncCentre` |
//! | `retry_operation` | `op_id` | `SyncCentre` |
//! | `discard_operation` | `op_id` | `SyncCentre`; kept as a note for dispatch |
//! | `export_diagnostics` | | `SavedFile` without personal data |
//! | `export_bundle` | | `BundleExport`: what waits, encrypted, for the console to take in |
//! | **The rest** | | |
//! | `search_equipment` | `text` | `EquipmentHits` |
//! | `open_equipment` | `equipment_id` | `EquipmentView` |
//! | `settings` / `save_settings` | `settings: Settings` | `SettingsView` |
//! | `about` | | `About` |
//!
//! Events: `sync_status_changed` (`SyncStatus`), `records_changed` (`RecordsChanged`: ask again for what is shown),
//! `fill_progressed` (`FillStage`), `locked` (the app locked itself), `erased` (the tablet was given for lost, or more of what
//! it had sealed arrived: `app_state` says what to show).

mod checklist;
mod close_out;
mod diagnosis;
mod document;
mod driver;
mod enrol;
mod equipment;
mod error;
mod error_texts;
mod events;
pub mod inputs;
mod job;
mod keys;
mod lock;
mod lost;
mod money;
mod net;
mod parts;
mod photos;
mod readings;
mod scan;
mod settings;
mod sign;
mod steps;
mod sync_centre;
mod tablet;
#[cfg(test)]
mod tests;
mod times;
mod today;
pub mod views;
mod visit;

pub use error::Result;
pub use events::TabletEvent;
pub use tablet::{Options, Tablet};
pub use views::{ErrorCode, TabletError};
