//! One whole visit as a technician plays it: enrolment, the covered breakdown, signing, and the way back online.

use std::path::Path;

use anyhow::{Context, Result};
use data_encoding::BASE64;
use feltbok_testkit::{
    sample::{Sample, Size, sample},
    seed::PIN,
};
use image::{DynamicImage, ImageFormat};
use serde_json::json;

use crate::window::Window;

/// What the first technician's first job of the sample company is about.
pub struct FirstJob {
    pub job_id: String,
    /// The text in the QR of its machine's sticker.
    pub sticker: String,
    pub customer: String,
    /// A part that fits its machine and is in the van.
    pub part: String,
}

impl FirstJob {
    /// Looks it up in the sample company; all but its times is the same on every day.
    pub fn of_sample() -> Result<FirstJob> {
        let made: Sample = sample(Size::default(), jiff::Timestamp::UNIX_EPOCH);
        let job = made.jobs.first().context("the sample company has jobs")?;
        let machine = made.equipment.iter().find(|machine| Some(machine.id) == job.equipment_id);
        let machine = machine.context("the first job is about a machine")?;
        let customer = made.customers.iter().find(|customer| customer.id == job.customer_id).context("a customer")?;
        let van = made.technicians.first().context("a technician")?.van_id;
        let in_van = |id| made.stock_levels.iter().any(|level| level.location_id == van && level.part_id == id);
        let fits = |part: &&feltbok_domain::model::Part| {
            part.models.contains(&machine.model) && !part.serial_tracked && part.original && in_van(part.id)
        };
        let part = made.parts.iter().find(fits).context("a part in the van that fits")?;
        Ok(FirstJob {
            job_id: job.id.to_string(),
            sticker: format!("HTTPS://{}/S/{}-0123456789", made.company.sticker_host.to_uppercase(), machine.si),
            customer: customer.name.clone(),
            part: part.number.clone(),
        })
    }
}

/// Enrols the tablet by the text of an invite, up to the day's screen.
pub async fn enrol(window: &mut Window, invite: &str) -> Result<()> {
    window.paste("invite-text", invite).await?;
    window.shoot("enrol").await?;
    window.tap("read-invite").await?;
    window.find("invite-company").await?;
    window.shoot("enrol-confirm").await?;
    window.tap("confirm-invite").await?;
    window.fill("pin-new", PIN).await?;
    window.tap("choose-pin").await?;
    window.fill("pin-again", PIN).await?;
    window.tap("confirm-pin").await?;
    window.find("open-today").await?;
    window.shoot("first-fill").await?;
    window.tap("open-today").await?;
    window.find("job-card").await?;
    window.shoot("today").await?;
    Ok(())
}

/// Opens a tablet that was closed or killed.
pub async fn unlock(window: &Window) -> Result<()> {
    window.fill("pin", PIN).await?;
    window.press("unlock").await
}

/// Puts a camera into the page that shows the sticker, as it hangs in the light of a basement.
pub async fn hold_sticker_before_camera(window: &Window, text: &str) -> Result<()> {
    let sticker = feltbok_scan::sticker_image(text, 9)?;
    let mut png = std::io::Cursor::new(Vec::new());
    DynamicImage::ImageLuma8(sticker).write_to(&mut png, ImageFormat::Png)?;
    let script = "const picture = new Image(); picture.src = 'data:image/png;base64,' + arguments[0];
        const canvas = document.createElement('canvas'); canvas.width = 1280; canvas.height = 720;
        const draw = () => { const c = canvas.getContext('2d'); c.fillStyle = '#9a9a96'; c.fillRect(0, 0, 1280, 720);
          c.save(); c.translate(640, 360); c.rotate(0.12); c.drawImage(picture, -picture.width / 2, -picture.height / 2); c.restore(); };
        picture.onload = draw; setInterval(draw, 50); draw();
        const devices = { getUserMedia: async () => canvas.captureStream(25), enumerateDevices: async () => [] };
        Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: devices });";
    window.run(script, vec![json!(BASE64.encode(png.get_ref()))]).await?;
    Ok(())
}

/// Drives to the first job, arrives, and reads the sticker with the camera.
pub async fn go_and_scan(window: &mut Window, job: &FirstJob) -> Result<()> {
    window.find("job-card").await?;
    if window.has("state-accept").await? && !window.has("state-drive").await? {
        window.tap("state-accept").await?;
    }
    window.find("state-drive").await?;
    window.taps = 0;
    window.tap("state-drive").await?;
    hold_sticker_before_camera(window, &job.sticker).await?;
    window.tap("state-arrive").await?;
    window.find("visit-diagnosis").await?;
    window.shoot("job-on-site").await?;
    Ok(())
}

/// Symptom, cause, remedy and attribution.
pub async fn diagnose(window: &mut Window) -> Result<()> {
    window.tap("visit-diagnosis").await?;
    window.tap("symptom-S-JAM").await?;
    window.tap("cause-C-ROLLER").await?;
    window.tap("remedy-R-REPLACE").await?;
    window.tap("attribution-equipment_fault").await?;
    window.fill("field-actions", "Replaced the pickup roller of tray 2, 50 sheets without a jam.").await?;
    window.find("verdict").await?;
    window.shoot("diagnosis").await?;
    window.tap("next-step").await
}

/// Fits a part out of the van.
pub async fn fit_part(window: &mut Window, job: &FirstJob) -> Result<()> {
    window.fill("search-parts", &job.part).await?;
    window.tap(&format!("part-hit-{}", job.part)).await?;
    window.shoot("part-sheet").await?;
    window.tap("fit-part").await?;
    window.find(&format!("fitted-{}", job.part)).await?;
    window.shoot("parts").await?;
    window.tap("next-step").await?;
    window.find("reading-total").await?;
    Ok(())
}

/// Types into every counter what its history lets expect.
pub async fn read_meters(window: &mut Window, job: &FirstJob) -> Result<()> {
    window.find("reading-total").await?;
    let script = "const [id, done] = [arguments[0], arguments[arguments.length - 1]];
        window.__TAURI_INTERNALS__.invoke('readings', { jobId: id }).then((meters) =>
          done(meters.map((m) => [m.meter, String(Math.round((m.expected.low + m.expected.high) / 2))])))";
    let expected = window.run_async(script, vec![json!(job.job_id)]).await?;
    for pair in expected.as_array().context("the machine has counters")? {
        let (meter, value) = (pair[0].as_str().context("a meter")?, pair[1].as_str().context("a number")?);
        window.fill(&format!("reading-{meter}"), value).await?;
        window.find(&format!("reading-saved-{meter}")).await?;
    }
    window.shoot("readings").await?;
    window.tap("next-step").await?;
    window.find("check-all-ok").await?;
    Ok(())
}

/// All OK.
pub async fn check(window: &mut Window) -> Result<()> {
    window.tap("check-all-ok").await?;
    window.find("next-step").await?;
    window.shoot("checklist").await?;
    window.tap("next-step").await?;
    window.find("hand-over").await?;
    Ok(())
}

/// Takes a photo with the page's camera; not part of the counted path.
pub async fn photograph(window: &mut Window, job: &FirstJob) -> Result<()> {
    let taps = window.taps;
    go_to(window, &format!("/job/{}/visit/photos", job.job_id)).await?;
    window.tap("open-camera").await?;
    window.tap("take-photo").await?;
    window.find("photo-1").await?;
    window.shoot("photos").await?;
    go_to(window, &format!("/job/{}/visit/close-out", job.job_id)).await?;
    window.taps = taps;
    Ok(())
}

/// Opens a screen by its address.
pub async fn go_to(window: &Window, address: &str) -> Result<()> {
    window.run("location.hash = arguments[0]", vec![json!(format!("#{address}"))]).await?;
    Ok(())
}

/// Outcome and hand-over to the customer.
pub async fn close_out(window: &mut Window) -> Result<()> {
    window.tap("outcome-fixed").await?;
    window.wait_for_attr("machine-state-working", "data-state", "checked").await?;
    window.shoot("close-out").await?;
    window.tap("hand-over").await?;
    window.find("sign-canvas").await?;
    window.find("page-1").await?;
    window.shoot("customer-reads").await?;
    Ok(())
}

/// The customer signs, and the technician takes the tablet back by PIN.
pub async fn sign(window: &mut Window) -> Result<()> {
    ink(window).await?;
    window.shoot("customer-signs").await?;
    window.tap("sign-confirm").await?;
    window.find("signed-title").await?;
    window.shoot("signed").await?;
    window.fill("take-back-pin", PIN).await?;
    window.tap("take-back").await?;
    window.find("document-number").await?;
    window.find("document-page-1").await?;
    window.shoot("document").await?;
    Ok(())
}

/// Three strokes on the pad, each saved as it ends.
pub async fn ink(window: &Window) -> Result<()> {
    let strokes: [&[(f64, f64)]; 3] = [
        &[(0.2, 0.7), (0.24, 0.3), (0.28, 0.65), (0.32, 0.35), (0.36, 0.7)],
        &[(0.4, 0.5), (0.45, 0.35), (0.5, 0.6), (0.55, 0.4), (0.62, 0.62)],
        &[(0.3, 0.8), (0.5, 0.76), (0.7, 0.82)],
    ];
    for (count, stroke) in strokes.iter().enumerate() {
        window.draw("sign-canvas", stroke).await?;
        window.wait_for_attr("sign-canvas", "data-strokes", &(count + 1).to_string()).await?;
    }
    Ok(())
}

/// Writes the bytes of the signed work order as the tablet has it.
pub async fn save_pdf(window: &Window, job_id: &str, to: &Path) -> Result<()> {
    let script = "const [id, done] = [arguments[0], arguments[arguments.length - 1]];
        window.__TAURI_INTERNALS__.invoke('document_pdf', { jobId: id }).then((bytes) => {
          let text = ''; for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte); done(btoa(text)); }, (e) => done('error ' + JSON.stringify(e)))";
    let text = window.run_async(script, vec![json!(job_id)]).await?;
    let text = text.as_str().context("the PDF comes as base64")?;
    std::fs::write(to, BASE64.decode(text.as_bytes()).with_context(|| text.to_owned())?)?;
    Ok(())
}
