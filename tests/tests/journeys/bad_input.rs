//! What goes wrong is said in the window: what happened, what is safe, what to do; and nothing is changed by it.

use anyhow::Result;
use feltbok_tests::{
    stage::Stage,
    visit::{self, FirstJob},
};

#[tokio::test]
async fn a_used_invite_and_a_wrong_pin_are_told() -> Result<()> {
    let stage = Stage::set().await?;
    let invite = stage.invite(0).await?;
    let mut window = stage.open("bad-first").await?;
    window.paste("invite-text", "FELTBOK1.nonsense.signature").await?;
    window.tap("read-invite").await?;
    window.find("failure-not_an_invite").await?;
    window.close().await?;

    let mut window = stage.open("bad-first").await?;
    visit::enrol(&mut window, &invite).await?;
    window.close().await?;
    let mut window = stage.open("bad-first").await?;
    window.fill("pin", "0000").await?;
    window.press("unlock").await?;
    window.find("wrong-pin").await?;
    window.shoot("wrong-pin").await?;
    visit::unlock(&window).await?;
    window.find("job-card").await?;
    window.tap("nav-settings").await?;
    window.find("lock").await?;
    window.close().await?;

    let mut window = stage.open("bad-second").await?;
    window.paste("invite-text", &invite).await?;
    window.tap("read-invite").await?;
    window.tap("confirm-invite").await?;
    window.fill("pin-new", "1470").await?;
    window.tap("choose-pin").await?;
    window.fill("pin-again", "1470").await?;
    window.tap("confirm-pin").await?;
    window.find("failure-invite_used").await?;
    window.shoot("invite-used").await?;
    window.close().await
}

#[tokio::test]
async fn wrong_numbers_are_told_at_the_scanner_and_the_counter() -> Result<()> {
    let stage = Stage::set().await?;
    let job = FirstJob::of_sample()?;
    let mut window = stage.enrolled("bad-numbers", 0).await?;
    window.tap("nav-scan").await?;
    window.fill("si-number", "SI-12000001").await?;
    window.tap("find-machine").await?;
    window.find("wrong-digit").await?;
    window.shoot("wrong-digit").await?;
    window.tap("scan-again").await?;
    window.fill("si-number", "WIFI:S:net;P:x;;").await?;
    window.tap("find-machine").await?;
    window.find("no-sticker").await?;
    visit::go_to(&window, "/").await?;
    visit::go_and_scan(&mut window, &job).await?;
    visit::go_to(&window, &format!("/job/{}/visit/readings", job.job_id)).await?;
    window.fill("reading-total", "1").await?;
    window.find("reading-lower-total").await?;
    window.shoot("reading-lower").await?;
    window.close().await
}
