//! A real tablet that a real office gave for lost: its work arrives sealed and is taken in once, nothing of it is left on
//! the tablet, and it joins anew.

use std::{fs, path::Path};

use anyhow::{Context, Result, ensure};
use feltbok_domain::lang::Lang;
use feltbok_tablet::views::{ErasedStage, FillStage, Phase};
use feltbok_testkit::{office::Office, seed::PIN};
use serde_json::{Value, json};

use crate::house::{House, arrived, record_offline, seen, start, technician, until};

async fn listed(office: &Office) -> Result<Value> {
    let all = office.get("/api/console/tablets").await?;
    Ok(all["tablets"][0].clone())
}

fn names(folder: &Path) -> Result<Vec<String>> {
    fs::read_dir(folder)?.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_lost_tablet_hands_in_its_work_sealed_keeps_nothing_and_is_enrolled_anew() -> Result<()> {
    let house = House::build().await?;
    let server = house.serve().await?;
    let (tablet, job) = arrived(house.tablet.path(), &Office::enter(server.url()).await?).await?;
    server.stop().await;
    let expected = record_offline(&tablet, job)?;
    tablet.export_bundle()?;
    tablet.lock()?;

    let server = house.serve().await?;
    let office = Office::enter(server.url()).await?;
    let id = listed(&office).await?["id"].as_str().context("the tablet is listed")?.to_owned();
    office.post(&format!("/api/console/tablets/{id}/lost"), json!({})).await?;
    until("the delivery", || {
        let erased = tablet.app_state()?.erased;
        let _ = tablet.sync_now();
        Ok(erased.is_some_and(|erased| erased.stage == ErasedStage::Delivered))
    })
    .await?;
    let left = names(house.tablet.path())?;
    ensure!(left.is_empty(), "{left:?}");
    let lost = listed(&office).await?["lost"].clone();
    ensure!(lost["parts_missing"] == 0, "{lost}");
    ensure!(lost["parts_to_take_in"].as_u64().is_some_and(|parts| parts >= 2), "{lost}");

    // The office takes it in: everything once, however often somebody asks.
    let path = format!("/api/console/tablets/{id}/sealed");
    let taken = office.post(&path, json!({ "even_lost": true })).await?;
    ensure!(taken["is_whole"] == true && taken["files_refused"] == 0, "{taken}");
    assert_eq!(seen(&server, job).await?, expected);
    let again = office.post(&path, json!({ "even_lost": true })).await?;
    ensure!(again["taken_in"] == 0 && again["known"] == taken["taken_in"], "{again}");
    assert_eq!(seen(&server, job).await?, expected);

    let state = tablet.enrol(&office.invite(technician()).await?, PIN, Lang::English).await?;
    ensure!(state.erased.is_none() && state.phase != Phase::Erased, "{state:?}");
    until("the fill", || Ok(tablet.fill_progress()?.stage == FillStage::Done)).await?;
    drop(tablet);
    let tablet = start(house.tablet.path())?;
    tablet.unlock(PIN)?;
    ensure!(tablet.sync_status()?.waiting_items == 0);
    server.stop().await;
    Ok(())
}
