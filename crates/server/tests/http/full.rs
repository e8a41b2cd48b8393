//! A server whose disk is full, through its routes: it refuses in words with a time to come again, and goes on when there
//! is room.

use feltbok_domain::model::VisitEdit;
use feltbok_protocol::{operation::Operation, wire_error::WireError};
use feltbok_server::{Config, Limits};
use reqwest::{Method, StatusCode};

use crate::{
    files::{begin_upload, hex, named_photo, photo, send_piece},
    fixture::{FUSER, JOB, Pen, begin, fitted, id},
    small_disk::SmallDisk,
    tablet::{House, Reply, Tablet},
};

const MEGABYTES: u32 = 24;
/// Parts in one push.
const AT_ONCE: u128 = 20;

async fn on(disk: &SmallDisk) -> House {
    let folder = tempfile::tempdir_in(disk.path()).unwrap();
    let limits = Limits { enrol_per_minute: 1_000, sign_in_per_minute: 1_000, public_per_minute: 1_000 };
    let config = Config { limits, ..Config::local(folder.path()) };
    House::open_as(folder, config).await
}

async fn push(tablet: &Tablet, operations: &[Operation]) -> Reply {
    let body = serde_json::to_vec(&tablet.sync_request(vec![], operations.to_vec())).unwrap();
    tablet.send(Method::POST, "/v1/sync", &[("content-type", "application/json")], body).await
}

/// In words, and with a time to come again.
fn assert_refused(reply: &Reply) {
    let error: WireError = serde_json::from_slice(&reply.body).unwrap();
    assert_eq!((reply.status, error.code.as_str()), (StatusCode::SERVICE_UNAVAILABLE, "server_full"), "{error:?}");
    assert!(error.message.contains("disk is full") && error.message.contains("is safe"), "{error:?}");
    assert!(reply.header("retry-after").parse::<u32>().is_ok_and(|seconds| seconds > 0), "{:?}", reply.headers);
}

#[tokio::test]
async fn a_full_server_says_so_keeps_nothing_by_halves_and_takes_all_once_when_there_is_room() {
    let Some(disk) = SmallDisk::mount(MEGABYTES) else { return };
    let house = on(&disk).await;
    let tablet = house.tablet(0).await;
    let (mut pen, photo) = (Pen::new(1), photo());
    let sha256 = hex(&photo);
    assert_eq!(push(&tablet, &[pen.visit(id(300), 0, begin(0, 0))]).await.status, StatusCode::OK);
    let location = begin_upload(&tablet, &sha256, photo.len()).await.header("location").to_owned();

    disk.fill_but(0).unwrap();
    // The log of the database has room of its own until it is used up.
    let mut taken = 0;
    let (pushed, refused) = loop {
        let parts = (taken * AT_ONCE..(taken + 1) * AT_ONCE).map(|number| fitted(id(2_000 + number), FUSER, 0, None));
        let mut pushed: Vec<Operation> = parts.map(|part| pen.visit(id(300), 0, VisitEdit::PutPart(part))).collect();
        pushed.push(pen.visit(id(300), 0, named_photo(&sha256, photo.len())));
        let reply = push(&tablet, &pushed).await;
        if reply.status != StatusCode::OK {
            break (pushed, reply);
        }
        taken += 1;
    };
    assert_refused(&refused);
    assert_refused(&push(&tablet, &pushed).await);
    assert_refused(&send_piece(&tablet, &location, 0, &photo, &photo).await);
    // Asking is answered all the while, and nothing of what was refused is there.
    let there = async || {
        let detail = house.app().store.job(&house.admin, JOB[0]).await.unwrap();
        (detail.visits[0].parts.len(), detail.visits[0].photos.len(), detail.files)
    };
    let parts = |pushes: u128| usize::try_from(pushes * AT_ONCE).unwrap();
    assert_eq!(there().await.0, parts(taken));

    disk.make_room().unwrap();
    for _ in 0..2 {
        let taken = push(&tablet, &pushed).await;
        assert_eq!(taken.status, StatusCode::OK, "{taken:?}");
    }
    let begun = begin_upload(&tablet, &sha256, photo.len()).await;
    let (location, offset) = (begun.header("location").to_owned(), begun.header("upload-offset").parse().unwrap());
    let rest = &photo[offset..];
    assert_eq!(send_piece(&tablet, &location, offset, rest, rest).await.status, StatusCode::NO_CONTENT);
    let (fitted, photos, files) = there().await;
    assert_eq!((fitted, photos), (parts(taken + 1), 1));
    assert!(files.iter().all(|file| file.stored), "{files:?}");
    assert!(tablet.sync(vec![], vec![]).await.missing_files.is_empty());
}
