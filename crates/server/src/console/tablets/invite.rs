//! `POST /api/console/invites`: an invite for a technician's tablet, as QR and as text.

use axum::{Json, extract::State, http::StatusCode};
use qrcode::{EcLevel, QrCode, render::svg};

use crate::{
    AppState,
    console::views::{
        Problem,
        tablets::{InviteRequest, InviteView},
    },
    error::{ApiError, ApiResult},
    identity::User,
    input::Given,
    invite,
};

/// Pixels a module; the browser scales the drawing.
const MODULE: u32 = 4;

/// An invite that enrols one tablet within ten minutes.
#[utoipa::path(
    post,
    path = "/api/console/invites",
    tag = "tablets",
    request_body = InviteRequest,
    responses((status = CREATED, body = InviteView), (status = FORBIDDEN, body = Problem))
)]
pub async fn invite(
    State(app): State<AppState>,
    user: User,
    Given(request): Given<InviteRequest>,
) -> ApiResult<(StatusCode, Json<InviteView>)> {
    let made = invite::make(&app, &user, request.technician_id).await?;
    // The text is long and read off a bright screen: the lowest level keeps the modules large.
    let code =
        QrCode::with_error_correction_level(&made.text, EcLevel::L).map_err(|error| ApiError::internal(&error))?;
    let qr_svg = code.render::<svg::Color<'_>>().module_dimensions(MODULE, MODULE).build();
    let view = InviteView {
        text: made.text,
        qr_svg,
        server_time: app.now(),
        expires_at: made.expires_at,
        technician: made.technician,
    };
    Ok((StatusCode::CREATED, Json(view)))
}
