//! The window's commands, one file per subject: acquire, call, and nothing else.

pub(crate) mod checklist;
pub(crate) mod diagnosis;
pub(crate) mod equipment;
pub(crate) mod jobs;
pub(crate) mod parts;
pub(crate) mod photos;
pub(crate) mod raw;
pub(crate) mod readings;
pub(crate) mod scan;
pub(crate) mod session;
pub(crate) mod settings;
pub(crate) mod signing;
pub(crate) mod steps;
pub(crate) mod sync;
pub(crate) mod times;

use tauri::{Runtime, ipc::Invoke};

/// Answers every command of the window.
pub(crate) fn handler<R: Runtime>() -> impl Fn(Invoke<R>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        session::app_state,
        session::read_invite,
        session::enrol,
        session::enrol_again,
        session::fill_progress,
        session::unlock,
        session::lock,
        session::change_pin,
        session::take_back,
        jobs::day,
        jobs::search_jobs,
        jobs::open_job,
        jobs::edit_contact,
        steps::accept,
        steps::decline,
        steps::drive,
        steps::arrive,
        steps::pause,
        steps::resume,
        scan::resolve_sticker,
        scan::recent_scans,
        scan::likely_machines,
        scan::confirm_machine,
        scan::add_draft_machine,
        diagnosis::diagnosis,
        diagnosis::save_diagnosis,
        diagnosis::quote,
        diagnosis::answer_quote,
        times::times,
        times::edit_time,
        times::remove_time,
        parts::parts,
        parts::search_parts,
        parts::part_by_label,
        parts::part_by_codes,
        parts::fit_part,
        parts::change_part,
        parts::remove_part,
        parts::restore_part,
        parts::order_part,
        parts::cancel_order,
        parts::van_stock,
        readings::readings,
        readings::put_reading,
        readings::remove_reading,
        checklist::checklist,
        checklist::check_all_ok,
        checklist::set_check,
        photos::photos,
        photos::change_photo,
        photos::remove_photo,
        photos::restore_photo,
        signing::close_out,
        signing::save_close_out,
        signing::prepare_signing,
        signing::rate,
        signing::save_stroke,
        signing::undo_stroke,
        signing::clear_ink,
        signing::sign_and_confirm,
        signing::finish_unsigned,
        signing::document,
        signing::save_document,
        sync::sync_status,
        sync::sync_now,
        sync::sync_centre,
        sync::retry_operation,
        sync::discard_operation,
        sync::export_diagnostics,
        sync::export_bundle,
        equipment::search_equipment,
        equipment::open_equipment,
        settings::settings,
        settings::save_settings,
        settings::about,
        raw::scan_frame,
        raw::scan_picture,
        raw::add_photo,
        raw::photo_bytes,
        raw::signing_page,
        raw::document_page,
        raw::document_pdf,
    ]
}
