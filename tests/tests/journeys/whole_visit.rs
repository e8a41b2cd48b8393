//! The covered breakdown from dispatch to the signed PDF and back, with the network off.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use feltbok_tests::{
    stage::{self, Stage},
    visit::{self, FirstJob},
};
use serde_json::Value;

/// Taps beside typing and ink that the visit may cost (UX, "What is measured").
const TAPS_MAX: u32 = 18;

#[tokio::test]
async fn a_covered_breakdown_reaches_the_office_signed() -> Result<()> {
    let stage = Stage::set().await?;
    let job = FirstJob::of_sample()?;
    let mut window = stage.enrolled("whole-visit", 0).await?;
    stage.cable.pull();
    stage::play(&mut window, &job).await?;
    println!("the visit cost {} taps", window.taps);
    ensure!(window.taps <= TAPS_MAX, "the visit costs {} taps, {TAPS_MAX} are allowed", window.taps);
    let pdf = stage.folder.path().join("tablet.pdf");
    visit::save_pdf(&window, &job.job_id, &pdf).await?;
    stage.cable.plug();
    window.wait_for_attr("document-transfer", "data-state", "received").await?;
    window.shoot("received").await?;
    let number = window.text("document-number").await?;
    window.close().await?;

    let office = stage.office().await?;
    let detail = office.get(&format!("/api/console/jobs/{}", job.job_id)).await?;
    let visits = find(&detail, "visits").and_then(Value::as_array).context("the job has visits")?.clone();
    ensure!(visits.len() == 1, "one visit was made, {} came in", visits.len());
    let orders = visits[0]["work_orders"].as_array().context("a visit has work orders")?;
    ensure!(orders.len() == 1 && orders[0]["number"] == number, "the office holds {orders:?}, the tablet {number}");
    ensure!(visits[0]["parts"].as_array().is_some_and(|parts| parts.len() == 1), "the part came in once");
    ensure!(visits[0]["photos"].as_array().is_some_and(|photos| photos.len() == 1), "the photo came in once");
    let hash = orders[0]["pdf_sha256"].as_str().context("the work order names its PDF")?;
    let stored = office.bytes(&format!("/api/console/files/{hash}")).await?;
    ensure!(stored == std::fs::read(&pdf)?, "the office's PDF is not the tablet's, byte for byte");
    opens_everywhere(&pdf, &job)
}

/// The first value under this key, wherever it stands.
fn find<'a>(value: &'a Value, key: &str) -> Option<&'a Value> {
    match value {
        Value::Object(map) => map.get(key).or_else(|| map.values().find_map(|inner| find(inner, key))),
        Value::Array(list) => list.iter().find_map(|inner| find(inner, key)),
        _ => None,
    }
}

fn opens_everywhere(pdf: &std::path::Path, job: &FirstJob) -> Result<()> {
    let run = |program: &str, arguments: &[&str]| -> Result<String> {
        let output = Command::new(program).args(arguments).arg(pdf).output().with_context(|| program.to_owned())?;
        let error = String::from_utf8_lossy(&output.stderr).into_owned();
        ensure!(output.status.success(), "{program}: {error}");
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    };
    run("qpdf", &["--check"])?;
    run("mutool", &["info"])?;
    let text = Command::new("pdftotext").arg("-layout").arg(pdf).arg("-").output()?;
    let text = String::from_utf8(text.stdout)?;
    for part in [job.customer.as_str(), job.part.as_str()] {
        ensure!(text.contains(part), "{part:?} does not stand in the document:\n{text}");
    }
    Ok(())
}
