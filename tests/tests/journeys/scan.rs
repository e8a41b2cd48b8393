//! The scanner in the real window before a camera that moves: its hints, what it offers when it cannot read, and the hit.

use anyhow::Result;
use feltbok_tests::{
    moving_camera::{self, Scene, first_sight_to_screen, pictures_a_second, show},
    stage::Stage,
    visit::FirstJob,
};

const HINTS: [(Scene, &str); 4] =
    [(Scene::Far, "closer"), (Scene::Glare, "tilt"), (Scene::Shaken, "hold_still"), (Scene::Dark, "dark")];

#[tokio::test]
async fn a_moving_sticker_opens_the_job_and_every_hint_is_given_on_the_way() -> Result<()> {
    let stage = Stage::set().await?;
    let job = FirstJob::of_sample()?;
    let mut window = stage.enrolled("scanner", 0).await?;
    window.find("job-card").await?;
    if window.has("state-accept").await? && !window.has("state-drive").await? {
        window.tap("state-accept").await?;
    }
    window.tap("state-drive").await?;
    moving_camera::install(&window, &job.sticker).await?;
    window.tap("state-arrive").await?;

    window.wait_for_attr("scan-hint", "data-hint", "nothing_in_view").await?;
    for (scene, hint) in HINTS {
        show(&window, scene).await?;
        window.wait_for_attr("scan-hint", "data-hint", hint).await?;
        window.shoot(&format!("hint-{hint}")).await?;
    }
    show(&window, Scene::Nothing).await?;
    window.find("not-read").await?;
    window.wait_for_attr("scan-hint", "data-hint", "nothing_in_view").await?;
    window.shoot("not-read").await?;
    let (rate, longest) = pictures_a_second(&window).await?;
    println!("while frames are read: {rate:.0} pictures a second, at most {longest:.0} ms apart");

    show(&window, Scene::Degraded).await?;
    window.find("visit-diagnosis").await?;
    println!("first sight to the job's screen: {:.0} ms", first_sight_to_screen(&window).await?);
    window.shoot("read").await?;
    window.close().await
}

#[tokio::test]
async fn without_a_camera_the_number_is_typed_at_once() -> Result<()> {
    let stage = Stage::set().await?;
    let mut window = stage.enrolled("no-camera", 0).await?;
    let refuse = "Object.defineProperty(navigator, 'mediaDevices', { configurable: true, value: {
        getUserMedia: async () => { throw new DOMException('', window.__refusal) } } }); window.__refusal = 'NotAllowedError'";
    window.run(refuse, vec![]).await?;
    window.tap("nav-scan").await?;
    window.find("camera-denied").await?;
    window.shoot("camera-denied").await?;
    window.run("window.__refusal = 'NotReadableError'", vec![]).await?;
    window.tap("retry-camera").await?;
    window.find("camera-busy").await?;
    window.run("window.__refusal = 'NotFoundError'", vec![]).await?;
    window.tap("retry-camera").await?;
    window.find("camera-missing").await?;
    window.fill("si-number", "SI-12000001").await?;
    window.tap("find-machine").await?;
    window.find("wrong-digit").await?;
    window.close().await
}
