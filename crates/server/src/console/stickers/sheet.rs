//! `POST /api/console/stickers`: the PDF or the print job for chosen machines; a machine's token is made the first time it is printed.

use axum::{
    extract::State,
    http::{HeaderValue, StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
};
use feltbok_domain::{
    lang::Lang,
    model::Company,
    sticker::{StickerForm, StickerToken},
};
use feltbok_server_store::{UserActor, api::Sticker as Known};
use feltbok_work_order::{
    DocumentError, PrinterDots, PrinterLanguage, Sticker, StickerLayout, sticker_print_job, sticker_sheet,
};
use jiff::Timestamp;

use super::layouts::layout;
use crate::{
    App, AppState,
    console::views::{
        Problem,
        stickers::{PrintFor, SheetRequest},
    },
    error::{ApiError, ApiResult},
    identity::User,
    input::Given,
    secret,
};

/// Machines on one PDF at most.
const MACHINES_MAX: usize = 500;

/// Sticker sheets as PDF, or single labels as a label printer takes them.
#[utoipa::path(
    post,
    path = "/api/console/stickers",
    tag = "stickers",
    request_body = SheetRequest,
    responses(
        (status = OK, content((Vec<u8> = "application/pdf"), (Vec<u8> = "application/octet-stream"))),
        (status = BAD_REQUEST, body = Problem)
    )
)]
pub async fn sheet(
    State(app): State<AppState>,
    user: User,
    Given(request): Given<SheetRequest>,
) -> ApiResult<Response> {
    if request.equipment_ids.is_empty() || request.equipment_ids.len() > MACHINES_MAX {
        return Err(ApiError::malformed(format!("Choose 1 to {MACHINES_MAX} machines.")));
    }
    let used = request.start.checked_sub(1).and_then(|used| u16::try_from(used).ok());
    let paper = used
        .and_then(|used| layout(&request.layout, used))
        .ok_or_else(|| ApiError::malformed("There is no such paper or label."))?;
    let print_for = request.print_for;
    if print_for != PrintFor::Pdf && matches!(paper, StickerLayout::Grid { .. }) {
        return Err(ApiError::malformed("Label printers take single labels: choose the roll or the single label."));
    }
    let now = app.now();
    let company = app.store.company(&user).await?;
    let fresh = request.equipment_ids.iter().map(|_| secret::sticker_token()).collect();
    let known = app.store.stickers(&user, &request.equipment_ids, fresh, now).await?;
    let mut stickers = Vec::with_capacity(known.len());
    for known in known {
        let lang = match request.lang {
            Some(lang) => lang,
            None => customers_language(&app, &user, &known).await?,
        };
        stickers.push(sticker(&company, known, lang)?);
    }
    let printed = tokio::task::spawn_blocking(move || print(&stickers, paper, print_for, now)).await;
    let bytes = printed
        .map_err(|error| ApiError::internal(&error))?
        .map_err(|error| ApiError::new(StatusCode::UNPROCESSABLE_ENTITY, "sticker_does_not_fit", error.to_string()))?;
    let kind = if print_for == PrintFor::Pdf { "application/pdf" } else { "application/octet-stream" };
    Ok(([(CONTENT_TYPE, HeaderValue::from_static(kind))], bytes).into_response())
}

fn print(
    stickers: &[Sticker],
    paper: StickerLayout,
    print_for: PrintFor,
    now: Timestamp,
) -> Result<Vec<u8>, DocumentError> {
    let (language, dots) = match print_for {
        PrintFor::Pdf => return Ok(sticker_sheet(stickers, paper, now)?.pdf),
        PrintFor::Zpl203 => (PrinterLanguage::Zpl, PrinterDots::Eight),
        PrintFor::Zpl300 => (PrinterLanguage::Zpl, PrinterDots::Twelve),
        PrintFor::EscPos203 => (PrinterLanguage::EscPos, PrinterDots::Eight),
        PrintFor::EscPos300 => (PrinterLanguage::EscPos, PrinterDots::Twelve),
    };
    sticker_print_job(stickers, paper, language, dots, now)
}

async fn customers_language(app: &App, user: &UserActor, known: &Known) -> ApiResult<Lang> {
    Ok(app.store.customer(user, known.equipment.customer_id).await?.customer.lang)
}

fn sticker(company: &Company, known: Known, lang: Lang) -> ApiResult<Sticker> {
    let form =
        StickerForm { host: company.sticker_host.clone(), format: company.si_format.clone(), patterns: Vec::new() };
    let token: StickerToken = known.token.parse().map_err(|error| ApiError::internal(&error))?;
    Ok(Sticker {
        address: form.address(&known.equipment.si, &token),
        si: known.equipment.si.to_string(),
        company: company.name.clone(),
        phones: vec![company.phone.clone()],
        mail: company.email.clone(),
        lang,
    })
}
