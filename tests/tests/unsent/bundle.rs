//! A bundle: made on a real tablet, taken in at a real server, and the tablet that syncs later.

use anyhow::{Result, ensure};
use feltbok_testkit::office::Office;

use crate::house::{House, arrived, record, record_offline, seen, until};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_a_bundle_brought_counts_once_when_its_tablet_syncs_after_all() -> Result<()> {
    let house = House::build().await?;
    let server = house.serve().await?;
    let (tablet, job) = arrived(house.tablet.path(), &Office::enter(server.url()).await?).await?;
    server.stop().await;

    let mut expected = record_offline(&tablet, job)?;
    let bundle = tablet.export_bundle()?;
    ensure!(bundle.operations >= 3 && bundle.files >= 1 && bundle.files_unreadable == 0, "{bundle:?}");
    ensure!(bundle.operations + bundle.files <= tablet.sync_status()?.waiting_items, "exported is not sent");
    record(&tablet, job, "after the bundle")?;

    // The office's server is back, where this tablet does not find it.
    let server = house.serve_elsewhere().await?;
    let office = Office::enter(server.url()).await?;
    let sealed = std::fs::read(&bundle.path)?;
    let taken = office.take_in_bundle(&sealed, &bundle.code).await?;
    ensure!(taken["taken_in"] == bundle.operations && taken["files"] == bundle.files, "{taken}");
    ensure!(taken["attention"].as_array().is_some_and(Vec::is_empty), "{taken}");
    assert_eq!(seen(&server, job).await?, expected);
    // A second time brings nothing.
    let again = office.take_in_bundle(&sealed, &bundle.code).await?;
    ensure!(again["taken_in"] == 0 && again["known"] == bundle.operations, "{again}");
    ensure!(again["files"] == 0 && again["files_known"] == bundle.files, "{again}");
    assert_eq!(seen(&server, job).await?, expected);
    server.stop().await;

    // And the tablet finds its server after all.
    let server = house.serve().await?;
    until("the last sync", || Ok(tablet.sync_now()?.waiting_items == 0)).await?;
    expected.entries.insert("after the bundle".into(), 1);
    assert_eq!(seen(&server, job).await?, expected);
    assert_eq!(tablet.sync_status()?.attention, 0);
    server.stop().await;
    Ok(())
}
