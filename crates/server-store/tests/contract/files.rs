//! Uploads and files: whose they are, when they count as there.

use feltbok_protocol::file::FileRole;
use feltbok_server_store::{
    Store, StoreError, TabletActor,
    api::{NewUpload, StoredFile, Upload},
};

use crate::{
    desk::Desk,
    fixture::{Pen, id, minutes, now},
};

fn sha256() -> String {
    format!("{:064x}", 1)
}

async fn begun(store: &dyn Store, tablet: &TabletActor) -> Upload {
    let upload =
        NewUpload { id: id(400), sha256: sha256(), role: FileRole::Document, length: 10, expires_at: minutes(60) };
    store.begin_upload(tablet, upload, now()).await.unwrap()
}

fn stored() -> StoredFile {
    StoredFile { sha256: sha256(), bytes: 10, media_type: "application/pdf".into() }
}

pub async fn a_file_is_missing_until_it_is_stored(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    desk.push(&tablet, Pen::new(1).whole_visit(id(300), 0, 0)).await;
    assert_eq!(store.pull(&tablet, vec![]).await.unwrap().missing_files, [sha256()]);
    let upload = begun(store, &tablet).await;
    store.advance_upload(&tablet, upload.id, 0, 10).await.unwrap();
    store.finish_upload(&tablet, upload.id, stored(), now()).await.unwrap();
    assert!(store.pull(&tablet, vec![]).await.unwrap().missing_files.is_empty());
    assert_eq!(store.file_for_tablet(&tablet, &sha256()).await.unwrap(), stored());
    assert_eq!(store.file_for_user(&desk.admin, &sha256()).await.unwrap(), stored());
    assert!(matches!(store.upload(&tablet, upload.id, now()).await, Err(StoreError::NotFound)));
    let detail = store.job(&desk.admin, crate::fixture::JOB[0]).await.unwrap();
    assert!(detail.files.iter().all(|file| file.stored));
}

pub async fn an_upload_is_its_tablets_only(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let (tablet, other) = (desk.tablet(0).await, desk.tablet(1).await);
    let upload = begun(store, &tablet).await;
    assert_eq!(begun(store, &tablet).await, upload, "the same file goes on where it was");
    assert!(matches!(store.upload(&other, upload.id, now()).await, Err(StoreError::NotFound)));
    assert!(store.advance_upload(&other, upload.id, 0, 5).await.is_err());
    store.drop_upload(&other, upload.id).await.unwrap();
    assert_eq!(store.upload(&tablet, upload.id, now()).await.unwrap().position, 0);
    store.advance_upload(&tablet, upload.id, 0, 5).await.unwrap();
    let late = store.advance_upload(&tablet, upload.id, 0, 5).await;
    assert!(matches!(late, Err(StoreError::Stale { .. })), "{late:?}");
    assert!(store.advance_upload(&tablet, upload.id, 5, 11).await.is_err(), "beyond its end");
}

pub async fn an_upload_expires(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let upload = begun(store, &tablet).await;
    assert!(matches!(store.upload(&tablet, upload.id, minutes(60)).await, Err(StoreError::NotFound)));
    assert_eq!(store.expire_uploads(minutes(60)).await.unwrap(), [(crate::fixture::COMPANY, upload.id)]);
}

pub async fn a_stranger_gets_no_file(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let (tablet, other) = (desk.tablet(0).await, desk.tablet(1).await);
    desk.push(&tablet, Pen::new(1).whole_visit(id(300), 0, 0)).await;
    let upload = begun(store, &tablet).await;
    store.finish_upload(&tablet, upload.id, stored(), now()).await.unwrap();
    assert!(matches!(store.file_for_tablet(&other, &sha256()).await, Err(StoreError::NotFound)));
}
