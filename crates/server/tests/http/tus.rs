//! Somebody else's tus client, npm `tus-js-client`, uploads to this server: by pieces, after an abort, after a kill of
//! either side, and gives up. `cargo xtask test` installs it; without it these tests say SKIPPED.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use data_encoding::HEXLOWER;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::tablet::{House, Tablet};

/// Small enough that every file has several pieces.
const CHUNK: usize = 64 * 1024;

/// The folder of the peers' programs; `None`, and said so, where they are not installed.
fn peers() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/peers/tus");
    if folder.join("node_modules/tus-js-client").is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: `npm ci` in {} installs the other side", folder.display());
    None
}

/// A file of the tablet's and what the client needs to upload it.
struct Errand {
    folder: tempfile::TempDir,
    sha256: String,
    bytes: Vec<u8>,
    task: Value,
}

impl Errand {
    fn new(tablet: &Tablet, bytes: Vec<u8>) -> Errand {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("photo.jpg");
        std::fs::write(&file, &bytes).unwrap();
        let sha256 = HEXLOWER.encode(&Sha256::digest(&bytes));
        let task = json!({
            "url": format!("{}/v1/files", tablet.base),
            "identity": { "token": tablet.token, "key": HEXLOWER.encode(&tablet.key.to_bytes()) },
            "file": file,
            "metadata": { "sha256": sha256, "role": "photo" },
            "chunk": CHUNK,
            "urls": folder.path().join("uploads.json"),
            "checksum": "sha256",
        });
        Errand { folder, sha256, bytes, task }
    }

    /// Runs the client to its end, with these fields of the task changed, and gives the events it told.
    async fn run(&self, changes: Value) -> Vec<Value> {
        let peers = peers().expect("looked for before");
        let mut task = self.task.clone();
        task.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        let run = move || {
            let mut node = Command::new("node");
            node.arg(peers.join("client.mjs")).stdin(Stdio::piped()).stdout(Stdio::piped());
            let mut child = node.spawn().unwrap();
            child.stdin.take().unwrap().write_all(task.to_string().as_bytes()).unwrap();
            String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
        };
        let told = tokio::task::spawn_blocking(run).await.unwrap();
        told.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// Whether the server has the file, to the byte.
    async fn is_there(&self, house: &House) -> bool {
        let read = house.app().files.read(house.admin.company_id, &self.sha256).await.unwrap();
        read.is_some_and(|bytes| bytes == self.bytes)
    }
}

fn photo(bytes: u32) -> Vec<u8> {
    let body = (0..bytes).map(|number| u8::try_from(number.wrapping_mul(2_654_435_761) >> 24).unwrap());
    [0xff, 0xd8, 0xff, 0xe0].into_iter().chain(body).collect()
}

fn event<'a>(told: &'a [Value], name: &str) -> &'a Value {
    told.iter().find(|event| event["event"] == name).unwrap_or_else(|| panic!("no {name} in {told:?}"))
}

fn methods(told: &[Value], name: &str) -> Vec<String> {
    serde_json::from_value(event(told, name)["methods"].clone()).unwrap()
}

fn count(methods: &[String], wanted: &str) -> usize {
    methods.iter().filter(|method| method.as_str() == wanted).count()
}

#[tokio::test]
async fn another_client_uploads_in_pieces_with_either_checksum_and_hears_when_they_expire() {
    if peers().is_none() {
        return;
    }
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    for (checksum, bytes) in [("sha256", 300_000), ("sha1", 200_000)] {
        let errand = Errand::new(&tablet, photo(bytes));
        let told = errand.run(json!({ "checksum": checksum })).await;
        let methods = methods(&told, "done");
        assert_eq!(
            (count(&methods, "POST 201"), count(&methods, "PATCH 204")),
            (1, errand.bytes.len().div_ceil(CHUNK))
        );
        let expires = event(&told, "expires")["expires"].as_str().unwrap();
        assert!(jiff::fmt::rfc2822::parse(expires).is_ok(), "{expires}");
        assert!(errand.is_there(&house).await, "{checksum}");
    }
}

#[tokio::test]
async fn another_client_goes_on_after_an_abort() {
    if peers().is_none() {
        return;
    }
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let errand = Errand::new(&tablet, photo(500_000));
    let told = errand.run(json!({ "then": "abort", "after": 2 * CHUNK })).await;
    assert_eq!(event(&told, "abort")["accepted"], 2 * CHUNK);
    let methods = methods(&told, "done");
    assert_eq!((count(&methods, "POST 201"), count(&methods, "HEAD 200")), (1, 1), "it asks where it was: {methods:?}");
    assert!(errand.is_there(&house).await);
}

#[tokio::test]
async fn a_killed_client_goes_on_where_it_was_though_the_server_was_started_anew() {
    if peers().is_none() {
        return;
    }
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let errand = Errand::new(&tablet, photo(500_000));
    let told = errand.run(json!({ "then": "kill", "after": 3 * CHUNK })).await;
    assert!(told.iter().all(|event| event["event"] != "done"), "{told:?}");
    let House { server, clock, admin, folder } = house;
    let address = server.addr();
    server.stop().await;
    let config = feltbok_server::Config { listen: address, ..feltbok_server::Config::local(folder.path()) };
    let server = feltbok_server::Server::start_with_clock(config, clock.clone()).await.unwrap();
    let house = House { server, clock, admin, folder };
    let told = errand.run(json!({})).await;
    assert!(event(&told, "resumes")["url"].as_str().unwrap().contains("/v1/files/"));
    let methods = methods(&told, "done");
    let left = errand.bytes.len().div_ceil(CHUNK) - 3;
    assert_eq!((count(&methods, "HEAD 200"), count(&methods, "POST 201")), (1, 0), "{methods:?}");
    assert_eq!(count(&methods, "PATCH 204"), left, "what was there is not sent again: {methods:?}");
    assert!(errand.is_there(&house).await);
}

#[tokio::test]
async fn another_client_gives_an_upload_up_and_nothing_stays() {
    if peers().is_none() {
        return;
    }
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let errand = Errand::new(&tablet, photo(500_000));
    let told = errand.run(json!({ "then": "terminate", "after": CHUNK })).await;
    assert_eq!(count(&methods(&told, "ended"), "DELETE 204"), 1, "{told:?}");
    let url = event(&told, "terminate")["url"].as_str().unwrap();
    let path = url.strip_prefix(&tablet.base).unwrap();
    let gone = tablet.send(Method::HEAD, path, &[("tus-resumable", "1.0.0")], vec![]).await;
    assert_eq!(gone.status, StatusCode::NOT_FOUND);
    assert!(!errand.is_there(&house).await);
    // It begins again from the start.
    std::fs::remove_file(errand.folder.path().join("uploads.json")).unwrap_or_default();
    event(&errand.run(json!({})).await, "done");
    assert!(errand.is_there(&house).await);
}

#[tokio::test]
async fn another_client_needs_not_know_that_a_file_is_there_already() {
    if peers().is_none() {
        return;
    }
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let errand = Errand::new(&tablet, photo(200_000));
    let mut pen = crate::fixture::Pen::new(1);
    let photo = crate::files::named_photo(&errand.sha256, errand.bytes.len());
    let visit = crate::fixture::id(300);
    let operations = vec![pen.visit(visit, 0, crate::fixture::begin(0, 0)), pen.visit(visit, 0, photo)];
    tablet.sync(vec![], operations).await;
    event(&errand.run(json!({})).await, "done");
    let again = errand.run(json!({})).await;
    let methods = methods(&again, "done");
    assert_eq!(count(&methods, "PATCH 204"), 0, "no byte goes twice: {methods:?}");
}

#[tokio::test]
async fn every_answer_names_the_version_and_another_version_is_told_ours() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let refused = tablet.send(Method::POST, "/v1/files", &[("tus-resumable", "0.2.2")], vec![]).await;
    assert_eq!((refused.status, refused.header("tus-version")), (StatusCode::PRECONDITION_FAILED, "1.0.0"));
    assert_eq!(refused.header("tus-resumable"), "1.0.0");
    let stranger = tablet.http.request(Method::OPTIONS, format!("{}/v1/files", tablet.base)).send().await.unwrap();
    assert_eq!(stranger.headers()["tus-version"], "1.0.0");
    assert_eq!(stranger.headers()["tus-extension"], "creation,checksum,expiration,termination");
    assert_eq!(stranger.headers()["tus-checksum-algorithm"], "sha256,sha1");
}
