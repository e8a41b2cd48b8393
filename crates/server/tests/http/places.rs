//! The contract of the places where bytes lie: the same facts hold for a folder and for a bucket.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use data_encoding::HEXLOWER;
use feltbok_domain::ids::Id;
use feltbok_server::{
    FilePlace, Server, StartError,
    files::{Files, FilesError},
};
use sha2::{Digest, Sha256};

use crate::{bucket::Bucket, fixture::id, tablet::House};

const COMPANY: u128 = 1;
const OTHER: u128 = 2;

fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

fn content(bytes: usize, mark: u8) -> Bytes {
    (0..bytes).map(|at| (at % 251) as u8 ^ mark).collect::<Vec<_>>().into()
}

/// Every file below a folder, with its bytes.
fn on_disk(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            found.extend(on_disk(&entry));
        } else {
            found.push((entry.clone(), std::fs::read(&entry).unwrap()));
        }
    }
    found
}

macro_rules! holds_for_both {
    ($($fact:ident),+ $(,)?) => {
        mod folder {$(
            #[tokio::test]
            async fn $fact() {
                let folder = tempfile::tempdir().unwrap();
                let place = feltbok_server::FilePlace::Folder(folder.path().join("files"));
                super::$fact(&super::Files::open(&place).await.unwrap(), folder.path()).await;
            }
        )+}
        mod bucket {$(
            #[tokio::test]
            async fn $fact() {
                let bucket = super::Bucket::start().await;
                super::$fact(&super::Files::open(&bucket.place()).await.unwrap(), bucket.folder.path()).await;
            }
        )+}
    };
}

holds_for_both! {
    a_file_comes_back_as_it_was,
    what_is_not_there_is_missing_and_no_error,
    bytes_that_are_not_their_name_are_not_written,
    bytes_that_changed_where_they_lie_are_not_handed_out,
    a_file_twice_lies_once_within_a_company_and_apart_between_companies,
    pieces_join_in_order_and_a_missing_one_is_said,
    dropped_pieces_are_gone_and_those_of_other_uploads_stay,
    an_interrupted_write_is_whole_or_not_there,
    a_chunk_is_kept_by_its_name,
}

async fn a_file_comes_back_as_it_was(files: &Files, _: &Path) {
    for (bytes, mark) in [(1, 1), (70_000, 2), (9 * 1024 * 1024, 3)] {
        let plain = content(bytes, mark);
        files.write(id(COMPANY), &hex(&plain), plain.clone()).await.unwrap();
        assert_eq!(files.read(id(COMPANY), &hex(&plain)).await.unwrap(), Some(plain));
    }
}

async fn what_is_not_there_is_missing_and_no_error(files: &Files, _: &Path) {
    assert_eq!(files.read(id(COMPANY), &hex(b"nothing")).await.unwrap(), None);
    assert_eq!(files.read_chunk(id(COMPANY), &hex(b"nothing")).await.unwrap(), None);
    files.drop_pieces(id(COMPANY), id(9)).await.unwrap();
}

async fn bytes_that_are_not_their_name_are_not_written(files: &Files, folder: &Path) {
    let refused = files.write(id(COMPANY), &hex(b"one"), Bytes::from_static(b"another")).await;
    assert!(matches!(refused, Err(FilesError::NotItsName { .. })), "{refused:?}");
    assert_eq!(files.read(id(COMPANY), &hex(b"one")).await.unwrap(), None);
    assert!(on_disk(folder).iter().all(|(_, bytes)| bytes != b"another"));
}

async fn bytes_that_changed_where_they_lie_are_not_handed_out(files: &Files, folder: &Path) {
    let plain = content(5_000, 4);
    files.write(id(COMPANY), &hex(&plain), plain.clone()).await.unwrap();
    let (path, mut bytes) = on_disk(folder).into_iter().find(|(_, bytes)| *bytes == plain).unwrap();
    bytes[4_000] ^= 1;
    std::fs::write(path, bytes).unwrap();
    let refused = files.read(id(COMPANY), &hex(&plain)).await;
    assert!(matches!(refused, Err(FilesError::NotItsName { .. })), "{refused:?}");
}

async fn a_file_twice_lies_once_within_a_company_and_apart_between_companies(files: &Files, folder: &Path) {
    let plain = content(5_000, 5);
    let lying = |folder: &Path| on_disk(folder).iter().filter(|(_, bytes)| *bytes == plain).count();
    for _ in 0..2 {
        files.write(id(COMPANY), &hex(&plain), plain.clone()).await.unwrap();
    }
    assert_eq!(lying(folder), 1);
    assert_eq!(files.read(id(OTHER), &hex(&plain)).await.unwrap(), None, "another company's is not there");
    files.write(id(OTHER), &hex(&plain), plain.clone()).await.unwrap();
    assert_eq!(lying(folder), 2);
}

async fn pieces_join_in_order_and_a_missing_one_is_said(files: &Files, _: &Path) {
    let plain = content(300_000, 6);
    // Written out of order, and one of them twice, as a retry does.
    for from in [100_000, 0, 0, 200_000] {
        files.write_piece(id(COMPANY), id(7), from as u64, plain.slice(from..from + 100_000)).await.unwrap();
    }
    assert_eq!(files.join_pieces(id(COMPANY), id(7), 300_000).await.unwrap(), plain);
    assert!(files.join_pieces(id(COMPANY), id(7), 400_000).await.is_err(), "the fourth never came");
    assert!(files.join_pieces(id(OTHER), id(7), 300_000).await.is_err(), "another company has none");
}

async fn dropped_pieces_are_gone_and_those_of_other_uploads_stay(files: &Files, folder: &Path) {
    for (company, upload) in [(COMPANY, 7), (COMPANY, 70), (OTHER, 7)] {
        for from in [0, 10] {
            files.write_piece(id(company), id(upload), from, content(10, 7)).await.unwrap();
        }
    }
    files.drop_pieces(id(COMPANY), id(7)).await.unwrap();
    assert!(files.join_pieces(id(COMPANY), id(7), 10).await.is_err());
    assert!(files.join_pieces(id(COMPANY), id(70), 20).await.is_ok());
    assert!(files.join_pieces(id(OTHER), id(7), 20).await.is_ok());
    assert_eq!(on_disk(folder).iter().filter(|(_, bytes)| *bytes == content(10, 7)).count(), 4);
}

/// A request that is given up at any moment: its task is dropped where it stands.
async fn an_interrupted_write_is_whole_or_not_there(files: &Files, _: &Path) {
    let mut whole = 0;
    for turns in [0, 1, 5, 50, 500, 5_000, 50_000] {
        let plain = content(3_000_000, 8 + u8::try_from(turns % 200).unwrap());
        let name = hex(&plain);
        let writing = tokio::spawn({
            let (files, name, plain) = (files.clone(), name.clone(), plain.clone());
            async move { files.write(id(COMPANY), &name, plain).await }
        });
        for _ in 0..turns {
            tokio::task::yield_now().await;
        }
        writing.abort();
        let is_written = writing.await.is_ok_and(|written| written.is_ok());
        // Never an error here: half a file under its name would be one.
        let found = files.read(id(COMPANY), &name).await.unwrap();
        assert!(found.is_some() || !is_written, "what was acknowledged is there");
        whole += usize::from(found.is_some());
        files.write(id(COMPANY), &name, plain.clone()).await.unwrap();
        assert_eq!(files.read(id(COMPANY), &name).await.unwrap(), Some(plain), "the next try succeeds");
    }
    assert!(whole < 7, "no write was interrupted");
}

async fn a_chunk_is_kept_by_its_name(files: &Files, _: &Path) {
    let plain = content(50_000, 9);
    for _ in 0..2 {
        files.write_chunk(id(COMPANY), &hex(&plain), plain.clone()).await.unwrap();
    }
    assert_eq!(files.read_chunk(id(COMPANY), &hex(&plain)).await.unwrap(), Some(plain));
}

#[tokio::test]
async fn a_bucket_that_does_not_take_the_keys_stops_the_start() {
    let (bucket, data) = (Bucket::start().await, tempfile::tempdir().unwrap());
    let config =
        |place: FilePlace| feltbok_server::Config { files: Some(place), ..feltbok_server::Config::local(data.path()) };
    let refused = Server::start(config(bucket.place_with("another key"))).await.err();
    assert!(matches!(refused, Some(StartError::Files(_))), "{refused:?}");
    Server::start(config(bucket.place())).await.unwrap().stop().await;
}

/// A whole upload and the photo back, with nothing of it in the data folder.
#[tokio::test]
async fn a_server_keeps_its_files_in_the_bucket() {
    let bucket = Bucket::start().await;
    let house = House::open_in(bucket.place()).await;
    let tablet = house.tablet(0).await;
    let photo = crate::files::photo();
    let sha256 = crate::files::upload(&tablet, &photo, 120_000).await;
    let company: Id = house.admin.company_id;
    assert_eq!(house.app().files.read(company, &sha256).await.unwrap().as_deref(), Some(photo.as_slice()));
    assert!(!house.folder.path().join("files").exists());
    let left: Vec<_> = on_disk(bucket.folder.path()).into_iter().map(|(path, _)| path).collect();
    assert!(left.iter().all(|path| !path.to_string_lossy().contains("uploads")), "no piece stays: {left:?}");
}
