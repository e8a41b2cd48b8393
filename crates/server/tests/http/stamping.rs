//! Time stamps from a local authority: `openssl ts` behind a small HTTP responder.

use std::{path::Path, process::Command};

use feltbok_server::{
    Config, Limits,
    authority::{Reach, StampingAuthority},
};
use feltbok_server_store::{Role, api::Finding};
use feltbok_work_order::{Authenticity, verify};
use reqwest::{Method, StatusCode};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::{
    console::Desk,
    fixture::{COMPANY, Pen, now},
    receipts::{received, seal, signed},
    tablet::House,
};

const LIMITS: Limits = Limits { enrol_per_minute: 1_000, sign_in_per_minute: 1_000, public_per_minute: 1_000 };

const CONFIG: &str = "
[tsa]
default_tsa = a
[a]
serial = serial
crypto_device = builtin
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ordering = no
tsa_name = yes
ess_cert_id_chain = no
ess_cert_id_alg = sha256
";

fn openssl(folder: &Path, arguments: &[&str]) -> bool {
    let run = Command::new("openssl").args(arguments).current_dir(folder).output();
    run.is_ok_and(|output| output.status.success())
}

/// An authority in `folder`; false when there is no openssl to make one.
fn make_authority(folder: &Path, key: &[&str]) -> bool {
    std::fs::write(folder.join("tsa.cnf"), CONFIG).unwrap();
    std::fs::write(folder.join("serial"), "01\n").unwrap();
    let request = ["req", "-x509", "-nodes", "-keyout", "tsa.key", "-out", "tsa.pem", "-days", "3650"];
    let names = ["-subj", "/CN=Local time", "-addext", "extendedKeyUsage=critical,timeStamping"];
    openssl(folder, &[&request[..], key, &names[..]].concat())
}

async fn answer(mut stream: TcpStream, folder: &Path) {
    let mut request = Vec::new();
    let mut piece = [0; 4096];
    let (head, length) = loop {
        let count = stream.read(&mut piece).await.unwrap();
        request.extend_from_slice(&piece[..count]);
        let Some(end) = request.windows(4).position(|bytes| bytes == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&request[..end]).to_lowercase();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
        break (end + 4, length.unwrap().trim().parse::<usize>().unwrap());
    };
    while request.len() < head + length {
        let count = stream.read(&mut piece).await.unwrap();
        request.extend_from_slice(&piece[..count]);
    }
    std::fs::write(folder.join("query.tsq"), &request[head..]).unwrap();
    assert!(openssl(folder, &["ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query.tsq", "-out", "reply.tsr"]));
    let reply = std::fs::read(folder.join("reply.tsr")).unwrap();
    let head = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/timestamp-reply\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
        reply.len()
    );
    stream.write_all(&[head.as_bytes(), &reply].concat()).await.unwrap();
}

/// The address of an authority that answers; `None` when there is no openssl to make one.
async fn authority(folder: &Path, key: &[&str]) -> Option<String> {
    if !make_authority(folder, key) {
        eprintln!("SKIPPED: openssl is not installed; no time stamping authority can be made");
        return None;
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let place = folder.to_owned();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            answer(stream, &place).await;
        }
    });
    Some(url)
}

async fn stamped_by(key: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let Some(url) = authority(folder.path(), key).await else { return };
    StampingAuthority::new(&url, Reach::Anywhere).unwrap().stamp([7; 32]).await.unwrap();
    stamps_the_receipt(&House::open_stamping(LIMITS, Some(url)).await).await;
}

/// A work order gets a receipt with the stamp of the local authority.
async fn stamps_the_receipt(house: &House) {
    let tablet = house.tablet(0).await;
    let pdf = signed(&tablet, &tablet.document_key, now());
    seal(&tablet, &mut Pen::new(1), 1, &pdf).await;
    let known = received(house, &pdf).await;
    assert_eq!(known.receipt.finding, Finding::Genuine);
    let at = known.receipt.stamped_at.expect("there is a time stamp");
    let copy = house.app().files.read(COMPANY, &known.receipt.copy_sha256.unwrap()).await.unwrap().unwrap();
    assert!(copy.starts_with(&pdf));
    let Authenticity::Genuine { signed } = verify(&copy, &tablet.chain[1..]) else { panic!("it is not genuine") };
    let stamp = signed[1].stamp.as_ref().unwrap();
    assert_eq!((stamp.at, stamp.by.as_str()), (at, "CN=Local time"));
    assert_eq!(signed[0].stamp, None);
    // A digit inside the token, which the signature itself does not cover.
    let mut changed = copy.to_vec();
    let hole = copy.windows(11).rposition(|bytes| bytes == b"/Contents <").unwrap();
    let zeros = copy[hole..].windows(64).position(|bytes| bytes.iter().all(|byte| *byte == b'0')).unwrap();
    let place = hole + zeros - 40;
    changed[place] = if changed[place] == b'0' { b'1' } else { b'0' };
    assert!(matches!(verify(&changed, &tablet.chain[1..]), Authenticity::Altered { .. }));
}

#[tokio::test]
async fn an_authority_with_an_rsa_key_stamps_the_receipt() {
    stamped_by(&["-newkey", "rsa:2048"]).await;
}

#[tokio::test]
async fn an_authority_with_a_p384_key_stamps_the_receipt() {
    stamped_by(&["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-384"]).await;
}

#[tokio::test]
async fn an_authority_that_is_not_there_holds_up_no_finding() {
    // Nobody listens on the discard port.
    let house = House::open_stamping(LIMITS, Some("http://127.0.0.1:9".into())).await;
    let tablet = house.tablet(0).await;
    let pdf = signed(&tablet, &tablet.document_key, now());
    seal(&tablet, &mut Pen::new(1), 1, &pdf).await;
    let known = received(&house, &pdf).await;
    assert_eq!((known.receipt.finding, known.receipt.copy_sha256), (Finding::Genuine, None));
    house.clock.advance(jiff::SignedDuration::from_hours(25));
    let known = received(&house, &pdf).await;
    assert!(known.receipt.copy_sha256.is_some() && known.receipt.stamped_at.is_none());
}

fn brand(url: &str) -> serde_json::Value {
    serde_json::json!({ "logo": null, "colour": null, "legal_footer": "", "timestamp_url": url })
}

#[tokio::test]
async fn the_authority_that_an_admin_names_stamps_in_a_private_network_where_the_operator_allows_it() {
    let folder = tempfile::tempdir().unwrap();
    let Some(url) = authority(folder.path(), &["-newkey", "rsa:2048"]).await else { return };
    let data = tempfile::tempdir().unwrap();
    let config = Config { limits: LIMITS, private_stamping: true, ..Config::local(data.path()) };
    let house = House::open_as(data, config).await;
    let admin = Desk::open(&house, Role::Admin).await;
    assert_eq!(admin.ask(Method::PUT, "/api/console/brand", Some(brand(&url))).await.0, StatusCode::OK);
    stamps_the_receipt(&house).await;
}

#[tokio::test]
async fn an_admin_cannot_make_the_server_ask_its_own_network() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let house = House::open().await;
    let admin = Desk::open(&house, Role::Admin).await;
    for host in ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "10.0.0.7", "2130706433"] {
        let wanted = brand(&format!("http://{host}:{port}/"));
        let (status, problem) = admin.ask(Method::PUT, "/api/console/brand", Some(wanted)).await;
        assert_eq!((status, &problem["code"]), (StatusCode::UNPROCESSABLE_ENTITY, &"brand_timestamp".into()), "{host}");
    }
    // What was kept before, or resolves to the own network only when it is asked for.
    for host in ["127.0.0.1", "localhost", "127.0.0.1.nip.invalid"] {
        let authority = StampingAuthority::new(&format!("http://{host}:{port}/"), Reach::Public).unwrap();
        assert!(authority.stamp([7; 32]).await.is_err(), "{host}");
    }
    let was_asked = tokio::time::timeout(std::time::Duration::from_millis(50), listener.accept()).await;
    assert!(was_asked.is_err(), "the server connected to its own network");
}

#[tokio::test]
async fn an_authority_that_sends_elsewhere_is_not_followed() {
    let target = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap());
    let to = target.local_addr().unwrap();
    tokio::spawn(async move {
        let (mut stream, _) = listener.accept().await.unwrap();
        let _ = stream.read(&mut [0; 4096]).await.unwrap();
        let head = format!("HTTP/1.1 307 Elsewhere\r\nlocation: http://{to}/\r\ncontent-length: 0\r\n\r\n");
        stream.write_all(head.as_bytes()).await.unwrap();
    });
    let answer = StampingAuthority::new(&url, Reach::Anywhere).unwrap().stamp([7; 32]).await;
    assert!(answer.unwrap_err().to_string().contains("redirect"));
    let was_asked = tokio::time::timeout(std::time::Duration::from_millis(50), target.accept()).await;
    assert!(was_asked.is_err(), "the redirect was followed");
}
