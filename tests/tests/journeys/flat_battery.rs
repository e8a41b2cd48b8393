//! The app is killed where it stands, at five points of the visit, and started again with nothing lost.

use anyhow::{Result, ensure};
use feltbok_testkit::seed::PIN;
use feltbok_tests::{
    stage::Stage,
    visit::{self, FirstJob},
    window::Window,
};

/// Kills the app, opens it again, unlocks it, and puts the sticker back before the camera.
async fn battery_dies(stage: &Stage, window: Window, job: &FirstJob) -> Result<Window> {
    window.kill().await?;
    let window = stage.open("flat-battery").await?;
    visit::unlock(&window).await?;
    window.find("job-card").await?;
    visit::hold_sticker_before_camera(&window, &job.sticker).await?;
    Ok(window)
}

#[tokio::test]
async fn a_killed_app_loses_nothing_at_five_points() -> Result<()> {
    let stage = Stage::set().await?;
    let job = FirstJob::of_sample()?;
    let at = |screen: &str| format!("/job/{}/visit/{screen}", job.job_id);
    let mut window = stage.enrolled("flat-battery", 0).await?;
    stage.cable.pull();
    visit::go_and_scan(&mut window, &job).await?;

    // 1. With the diagnosis chosen and words typed.
    window.tap("visit-diagnosis").await?;
    window.tap("symptom-S-JAM").await?;
    window.tap("cause-C-ROLLER").await?;
    window.tap("attribution-equipment_fault").await?;
    window.fill("field-actions", "Rollers replaced").await?;
    window.wait_for_attr("field-actions", "data-state", "saved").await?;
    let mut window = battery_dies(&stage, window, &job).await?;
    visit::go_to(&window, &at("diagnosis")).await?;
    window.wait_for_attr("symptom-S-JAM", "aria-pressed", "true").await?;
    window.wait_for_attr("cause-C-ROLLER", "aria-pressed", "true").await?;
    ensure!(window.value("field-actions").await? == "Rollers replaced", "the typed words are gone");
    window.tap("remedy-R-REPLACE").await?;
    window.wait_for_attr("remedy-R-REPLACE", "aria-pressed", "true").await?;

    // 2. With a part fitted.
    visit::go_to(&window, &at("parts")).await?;
    visit::fit_part(&mut window, &job).await?;
    let mut window = battery_dies(&stage, window, &job).await?;
    visit::go_to(&window, &at("parts")).await?;
    window.find(&format!("fitted-{}", job.part)).await?;

    // 3. With readings and a photo.
    visit::go_to(&window, &at("readings")).await?;
    visit::read_meters(&mut window, &job).await?;
    visit::check(&mut window).await?;
    visit::photograph(&mut window, &job).await?;
    let mut window = battery_dies(&stage, window, &job).await?;
    visit::go_to(&window, &at("photos")).await?;
    window.find("photo-1").await?;
    visit::go_to(&window, &at("readings")).await?;
    window.find("reading-saved-total").await?;

    // 4. In the customer's hands, with strokes drawn: it comes back to the customer's screen with the ink.
    visit::go_to(&window, &at("close-out")).await?;
    visit::close_out(&mut window).await?;
    visit::ink(&window).await?;
    window.kill().await?;
    let mut window = stage.open("flat-battery").await?;
    visit::unlock(&window).await?;
    window.wait_for_attr("sign-canvas", "data-strokes", "3").await?;

    // 5. Signed, with everything still unsent.
    window.tap("sign-confirm").await?;
    window.find("signed-title").await?;
    window.kill().await?;
    let window = stage.open("flat-battery").await?;
    visit::unlock(&window).await?;
    window.find("signed-title").await?;
    window.fill("take-back-pin", PIN).await?;
    window.press("take-back").await?;
    window.find("document-page-1").await?;
    stage.cable.plug();
    window.wait_for_attr("document-transfer", "data-state", "received").await?;
    window.close().await
}
