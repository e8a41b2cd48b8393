//! Time stamps from a local authority: `openssl ts` behind a small HTTP responder.

use std::{path::Path, process::Command};

use feltbok_server::{Limits, authority::StampingAuthority};
use feltbok_server_store::api::Finding;
use feltbok_work_order::{Authenticity, verify};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

use crate::{
    fixture::{COMPANY, Pen, now},
    receipts::{received, seal, signed},
    tablet::House,
};

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

async fn stamped_by(key: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    if !make_authority(folder.path(), key) {
        eprintln!("SKIPPED: openssl is not installed; no time stamping authority can be made");
        return;
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let place = folder.path().to_owned();
    tokio::spawn(async move {
        loop {
            let (stream, _) = listener.accept().await.unwrap();
            answer(stream, &place).await;
        }
    });
    StampingAuthority::new(&url).unwrap().stamp([7; 32]).await.unwrap();
    let limits = Limits { enrol_per_minute: 1_000, sign_in_per_minute: 1_000, public_per_minute: 1_000 };
    let house = House::open_stamping(limits, Some(url)).await;
    let tablet = house.tablet(0).await;
    let pdf = signed(&tablet, &tablet.document_key, now());
    seal(&tablet, &mut Pen::new(1), 1, &pdf).await;
    let known = received(&house, &pdf).await;
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
    let limits = Limits { enrol_per_minute: 1_000, sign_in_per_minute: 1_000, public_per_minute: 1_000 };
    // Nobody listens on the discard port.
    let house = House::open_stamping(limits, Some("http://127.0.0.1:9".into())).await;
    let tablet = house.tablet(0).await;
    let pdf = signed(&tablet, &tablet.document_key, now());
    seal(&tablet, &mut Pen::new(1), 1, &pdf).await;
    let known = received(&house, &pdf).await;
    assert_eq!((known.receipt.finding, known.receipt.copy_sha256), (Finding::Genuine, None));
    house.clock.advance(jiff::SignedDuration::from_hours(25));
    let known = received(&house, &pdf).await;
    assert!(known.receipt.copy_sha256.is_some() && known.receipt.stamped_at.is_none());
}
