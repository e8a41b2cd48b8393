//! The dispatcher's console in Chromium, against a real server with the sample company.

use std::{path::Path, process::Command};

use anyhow::{Result, ensure};
use feltbok_testkit::seed::DISPATCHER;
use feltbok_tests::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn the_console_holds_its_journeys() -> Result<()> {
    let stage = Stage::set().await?;
    let ui = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui");
    let mut node = Command::new("node");
    node.args(["--test", "--test-concurrency=1"]);
    for entry in std::fs::read_dir(ui.join("e2e/console"))? {
        let path = entry?.path();
        // What everybody can reach is judged screen by screen with the other screens: `npm run e2e:console`.
        let name = path.to_string_lossy().into_owned();
        if name.ends_with(".test.mjs") && !name.ends_with("access.test.mjs") {
            node.arg(path);
        }
    }
    let status = node
        .current_dir(&ui)
        .env("FELTBOK_CONSOLE_URL", stage.cable.url())
        .env("FELTBOK_CONSOLE_USER", DISPATCHER.0)
        .env("FELTBOK_CONSOLE_PASSWORD", DISPATCHER.1)
        .status()?;
    ensure!(status.success(), "a journey through the console failed; its output stands above");
    Ok(())
}
