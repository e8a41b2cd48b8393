//! Uploads in pieces over HTTP, and the file that comes out.

use data_encoding::{BASE64, HEXLOWER};
use feltbok_domain::model::{Photo, PhotoKind, VisitEdit};
use reqwest::{Method, StatusCode};
use sha2::{Digest, Sha256};

use crate::{
    fixture::{Pen, begin, id, now},
    tablet::{House, Reply, Tablet},
};

pub fn hex(bytes: &[u8]) -> String {
    HEXLOWER.encode(&Sha256::digest(bytes))
}

pub fn photo() -> Vec<u8> {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0];
    bytes.extend((0..200_000_u32).map(|number| u8::try_from(number % 251).unwrap()));
    bytes
}

/// The edit by which a visit names a photo.
pub fn named_photo(sha256: &str, bytes: usize) -> VisitEdit {
    VisitEdit::PutPhoto(Photo {
        id: id(950),
        kind: PhotoKind::Before,
        caption: String::new(),
        taken_at: now(),
        sha256: sha256.to_owned(),
        bytes: u32::try_from(bytes).unwrap(),
        width: 10,
        height: 10,
        on_document: false,
    })
}

pub async fn begin_upload(tablet: &Tablet, sha256: &str, length: usize) -> Reply {
    let metadata = format!("sha256 {},role {}", BASE64.encode(sha256.as_bytes()), BASE64.encode(b"photo"));
    let length = length.to_string();
    let headers =
        [("tus-resumable", "1.0.0"), ("upload-length", length.as_str()), ("upload-metadata", metadata.as_str())];
    tablet.send(Method::POST, "/v1/files", &headers, vec![]).await
}

pub async fn send_piece(tablet: &Tablet, location: &str, offset: usize, piece: &[u8], summed: &[u8]) -> Reply {
    let sum = format!("sha256 {}", BASE64.encode(&Sha256::digest(summed)));
    let offset = offset.to_string();
    let headers = [
        ("tus-resumable", "1.0.0"),
        ("content-type", "application/offset+octet-stream"),
        ("upload-offset", offset.as_str()),
        ("upload-checksum", sum.as_str()),
    ];
    tablet.send(Method::PATCH, location, &headers, piece.to_vec()).await
}

/// Uploads a file in two pieces, cut at `cut`, and gives its name.
pub async fn upload(tablet: &Tablet, bytes: &[u8], cut: usize) -> String {
    let sha256 = hex(bytes);
    let location = begin_upload(tablet, &sha256, bytes.len()).await.header("location").to_owned();
    let (first, second) = bytes.split_at(cut);
    for (offset, piece) in [(0, first), (cut, second)] {
        let sent = send_piece(tablet, &location, offset, piece, piece).await;
        assert_eq!(sent.status, StatusCode::NO_CONTENT, "{sent:?}");
    }
    sha256
}

#[tokio::test]
async fn a_photo_goes_up_in_pieces_and_is_there_for_those_who_may_see_it() {
    let house = House::open().await;
    let (tablet, other) = (house.tablet(0).await, house.tablet(1).await);
    let photo = photo();
    let sha256 = hex(&photo);
    let mut pen = Pen::new(1);
    let edit = named_photo(&sha256, photo.len());
    let operations = vec![pen.visit(id(300), 0, begin(0, 0)), pen.visit(id(300), 0, edit)];
    assert_eq!(tablet.sync(vec![], operations).await.missing_files, std::slice::from_ref(&sha256));

    let location = begin_upload(&tablet, &sha256, photo.len()).await.header("location").to_owned();
    let (first, second) = photo.split_at(120_000);
    let sent = send_piece(&tablet, &location, 0, first, first).await;
    assert_eq!((sent.status, sent.header("upload-offset")), (StatusCode::NO_CONTENT, "120000"));
    // The tablet starts again and asks where it was.
    let again = begin_upload(&tablet, &sha256, photo.len()).await;
    assert_eq!((again.header("location"), again.header("upload-offset")), (location.as_str(), "120000"));
    let damaged = send_piece(&tablet, &location, 120_000, second, b"something else").await;
    assert_eq!((damaged.status.as_u16(), damaged.code().as_str()), (460, "checksum_mismatch"));
    let elsewhere = send_piece(&tablet, &location, 5, second, second).await;
    assert_eq!((elsewhere.status, elsewhere.code().as_str()), (StatusCode::CONFLICT, "upload_offset"));
    let done = send_piece(&tablet, &location, 120_000, second, second).await;
    assert_eq!(done.status, StatusCode::NO_CONTENT, "{done:?}");

    assert!(tablet.sync(vec![], vec![]).await.missing_files.is_empty());
    let read = tablet.send(Method::GET, &format!("/v1/files/{sha256}"), &[], vec![]).await;
    assert_eq!((read.header("content-type"), &read.body), ("image/jpeg", &photo));
    let foreign = other.send(Method::GET, &format!("/v1/files/{sha256}"), &[], vec![]).await;
    assert_eq!(foreign.status, StatusCode::NOT_FOUND);
    let twice = begin_upload(&tablet, &sha256, photo.len()).await;
    assert_eq!(twice.header("upload-offset"), photo.len().to_string(), "it is not sent again");
}

#[tokio::test]
async fn what_is_no_photo_or_not_the_promised_one_is_not_kept() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let script = b"<script>alert(1)</script>";
    let location = begin_upload(&tablet, &hex(script), script.len()).await.header("location").to_owned();
    let refused = send_piece(&tablet, &location, 0, script, script).await;
    assert_eq!((refused.status, refused.code().as_str()), (StatusCode::UNSUPPORTED_MEDIA_TYPE, "file_type"));

    let photo = photo();
    let location = begin_upload(&tablet, &"c".repeat(64), photo.len()).await.header("location").to_owned();
    let refused = send_piece(&tablet, &location, 0, &photo, &photo).await;
    assert_eq!(refused.code(), "checksum_mismatch");
    let gone = tablet.send(Method::HEAD, &location, &[("tus-resumable", "1.0.0")], vec![]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);

    for length in [0, 65 * 1024 * 1024] {
        assert_eq!(begin_upload(&tablet, &hex(b"x"), length).await.status, StatusCode::PAYLOAD_TOO_LARGE);
    }
    assert_eq!(begin_upload(&tablet, "../../etc/passwd", 10).await.status, StatusCode::BAD_REQUEST);
}
