//! The real program killed in the middle of a push: what it acknowledged is there, and nothing is half there.

use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

use feltbok_domain::model::VisitEdit;
use feltbok_server::{Config, Server};
use reqwest::Method;

use crate::{
    fixture::{FUSER, JOB, Pen, begin, fitted, id},
    tablet::House,
};

fn serve(data: &std::path::Path) -> (Child, String) {
    let mut program = Command::new(env!("CARGO_BIN_EXE_feltbok-server"))
        .args(["serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .env("FELTBOK_LOG", "off")
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let lines = BufReader::new(program.stdout.take().unwrap()).lines();
    let address = lines
        .map_while(Result::ok)
        .find_map(|line| line.strip_prefix("feltbok-server listens at ").map(str::to_owned))
        .expect("the server says where it listens");
    (program, address)
}

#[tokio::test]
async fn a_killed_server_has_all_or_nothing_of_a_push() {
    let house = House::open().await;
    let mut tablet = house.tablet(0).await;
    let admin = house.admin.clone();
    house.server.stop().await;
    let mut pen = Pen::new(1);
    let mut batches = vec![vec![pen.visit(id(300), 0, begin(0, 0))]];
    for batch in 0..4 {
        let parts = (0..50_u128).map(|number| fitted(id(2_000 + batch * 50 + number), FUSER, 0, None));
        batches.push(parts.map(|part| pen.visit(id(300), 0, VisitEdit::PutPart(part))).collect());
    }
    let mut acknowledged = 0;
    // How often the test lets others run before it kills: from before the request arrives to after its answer.
    let turns = [0, 50, 500, 5_000, 50_000];
    for (batch, turns) in batches.into_iter().zip(turns) {
        let (mut program, address) = serve(house.folder.path());
        tablet.base = address;
        let last = batch.last().unwrap().dev_seq;
        let body = serde_json::to_vec(&tablet.sync_request(vec![], batch.clone())).unwrap();
        let nonce = tablet.fresh_nonce();
        let headers = [("content-type", "application/json")];
        // Killed while the request is on its way, at whatever point that is.
        let killed = tokio::join!(
            async {
                tokio::time::timeout(std::time::Duration::from_secs(20), send(&tablet, &nonce, &headers, body)).await
            },
            async {
                for _ in 0..turns {
                    tokio::task::yield_now().await;
                }
                program.kill().unwrap();
            }
        );
        program.wait().unwrap();
        if let Ok(Some(true)) = killed.0 {
            acknowledged = last;
        }
        // What was not acknowledged is sent again to the program that was started anew.
        let (mut program, address) = serve(house.folder.path());
        tablet.base = address;
        let known = tablet.sync(vec![], vec![]).await.last_dev_seq;
        assert!(known >= acknowledged, "{acknowledged} was acknowledged, {known} is known");
        assert!(known == last || known + batch.len() as u64 == last, "{known} is in the middle of a push");
        assert_eq!(tablet.sync(vec![], batch).await.last_dev_seq, last);
        acknowledged = last;
        program.kill().unwrap();
        program.wait().unwrap();
    }
    let store = Server::store(&Config::local(house.folder.path())).await.unwrap();
    let visits = store.job(&admin, JOB[0]).await.unwrap().visits;
    assert_eq!(visits[0].parts.len(), 200);
}

/// Whether an answer came at all.
async fn send(tablet: &crate::tablet::Tablet, nonce: &str, headers: &[(&str, &str)], body: Vec<u8>) -> Option<bool> {
    let timestamp = tablet.now.to_string();
    let canonical = feltbok_protocol::auth::canonical_request("POST", "/v1/sync", &timestamp, nonce, &body);
    let mut request = tablet
        .http
        .request(Method::POST, format!("{}/v1/sync", tablet.base))
        .bearer_auth(&tablet.token)
        .header("feltbok-timestamp", timestamp)
        .header("feltbok-nonce", nonce)
        .header("feltbok-signature", feltbok_protocol::auth::sign(&tablet.key, &canonical));
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = request.body(body).send().await.ok()?;
    let is_success = answer.status().is_success();
    answer.bytes().await.ok().map(|_| is_success)
}
