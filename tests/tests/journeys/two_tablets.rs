//! Two technicians' tablets side by side never see each other's jobs.

use anyhow::{Result, ensure};
use feltbok_tests::{stage::Stage, window::Window};
use serde_json::Value;

/// The numbers of all jobs that the tablet shows when it is asked for every number.
async fn jobs_on(window: &Window) -> Result<Vec<String>> {
    let script = "const done = arguments[arguments.length - 1];
        window.__TAURI_INTERNALS__.invoke('search_jobs', { text: 'J' }).then((hits) => done(hits.cards.map((card) => card.number)), (e) => done([JSON.stringify(e)]))";
    let Value::Array(numbers) = window.run_async(script, vec![]).await? else { return Ok(Vec::new()) };
    Ok(numbers.iter().filter_map(|number| number.as_str().map(str::to_owned)).collect())
}

#[tokio::test]
async fn two_technicians_never_see_each_others_jobs() -> Result<()> {
    let stage = Stage::set().await?;
    let first = stage.enrolled("tablet-one", 0).await?;
    let second = stage.enrolled("tablet-two", 1).await?;
    let (ones, twos) = (jobs_on(&first).await?, jobs_on(&second).await?);
    ensure!(!ones.is_empty() && !twos.is_empty(), "both have jobs: {ones:?}, {twos:?}");
    let shared: Vec<&String> = ones.iter().filter(|number| twos.contains(number)).collect();
    ensure!(shared.is_empty(), "both tablets hold {shared:?}");
    first.close().await?;
    second.close().await
}
