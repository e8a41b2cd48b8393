//! Malformed, truncated, oversize and bomb-compressed requests: a code each, and nothing changed.

use feltbok_protocol::{BODY_BYTES_MAX, PUSH_OPERATIONS_MAX, wire_error::code};
use reqwest::{Method, StatusCode};

use crate::{
    fixture::{Pen, begin, id},
    tablet::House,
};

/// Name, headers, body, and the status and code it must get.
type Case<'a> = (&'a str, &'a [(&'a str, &'a str)], Vec<u8>, StatusCode, &'a str);

#[tokio::test]
async fn what_is_no_request_has_a_code_and_changes_nothing() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let good = serde_json::to_vec(&tablet.sync_request(vec![], vec![Pen::new(1).visit(id(300), 0, begin(0, 0))]));
    let good = good.unwrap();
    let packed = zstd::bulk::compress(&good, 3).unwrap();
    let bomb = zstd::bulk::compress(&vec![b' '; 64 * BODY_BYTES_MAX], 3).unwrap();
    assert!(bomb.len() < BODY_BYTES_MAX / 4);
    let mut pen = Pen::new(1);
    let many = (0..=PUSH_OPERATIONS_MAX).map(|_| pen.visit(id(300), 0, begin(0, 0))).collect();
    let many = serde_json::to_vec(&tablet.sync_request(vec![], many)).unwrap();
    let zstd = [("content-encoding", "zstd")];
    let brotli = [("content-encoding", "br")];
    let plain: [(&str, &str); 0] = [];
    let cases: [Case<'_>; 9] = [
        ("empty", &plain, vec![], StatusCode::BAD_REQUEST, code::MALFORMED),
        ("no JSON", &plain, b"{\"protocol\":".to_vec(), StatusCode::BAD_REQUEST, code::MALFORMED),
        ("truncated", &plain, good[..good.len() - 9].to_vec(), StatusCode::BAD_REQUEST, code::MALFORMED),
        ("truncated zstd", &zstd, packed[..packed.len() - 9].to_vec(), StatusCode::BAD_REQUEST, code::MALFORMED),
        ("no zstd", &zstd, good.clone(), StatusCode::BAD_REQUEST, code::MALFORMED),
        ("bomb", &zstd, bomb, StatusCode::PAYLOAD_TOO_LARGE, code::TOO_LARGE),
        ("oversize", &plain, vec![b' '; BODY_BYTES_MAX + 1], StatusCode::PAYLOAD_TOO_LARGE, code::TOO_LARGE),
        ("too many", &plain, many, StatusCode::PAYLOAD_TOO_LARGE, code::TOO_LARGE),
        ("brotli", &brotli, good.clone(), StatusCode::UNSUPPORTED_MEDIA_TYPE, code::MALFORMED),
    ];
    for (name, headers, body, status, expected) in cases {
        let reply = tablet.send(Method::POST, "/v1/sync", headers, body).await;
        assert_eq!((reply.status, reply.code().as_str()), (status, expected), "{name}");
    }
    // The connection is still good, and nothing was taken in.
    let answer = tablet.sync(vec![], vec![]).await;
    assert_eq!(answer.last_dev_seq, 0);
}

#[tokio::test]
async fn a_changed_body_or_path_does_not_fit_its_signature() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    let body = serde_json::to_vec(&tablet.sync_request(vec![], vec![])).unwrap();
    let timestamp = tablet.now.to_string();
    let canonical = feltbok_protocol::auth::canonical_request("POST", "/v1/sync", &timestamp, "n", &body);
    let signature = feltbok_protocol::auth::sign(&tablet.key, &canonical);
    let mut changed = body.clone();
    changed.push(b' ');
    for (path, body) in [("/v1/sync", changed), ("/v1/sync?again", body)] {
        let response = tablet
            .http
            .post(format!("{}{path}", tablet.base))
            .bearer_auth(&tablet.token)
            .header("feltbok-timestamp", &timestamp)
            .header("feltbok-nonce", "n")
            .header("feltbok-signature", &signature)
            .body(body)
            .send()
            .await
            .unwrap();
        assert_eq!(response.status(), StatusCode::UNAUTHORIZED, "{path}");
    }
}

#[tokio::test]
async fn programs_get_an_answer_they_can_read_where_nothing_is() {
    let house = House::open().await;
    let tablet = house.tablet(0).await;
    for path in ["/v1/nothing", "/api/nothing"] {
        let response = tablet.http.get(format!("{}{path}", tablet.base)).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::NOT_FOUND, "{path}");
        assert!(response.headers().contains_key("x-request-id"));
        assert_eq!(response.headers()["x-content-type-options"], "nosniff");
        let body: feltbok_protocol::wire_error::WireError = response.json().await.unwrap();
        assert_eq!(body.code, code::NOT_FOUND);
    }
    for path in ["/healthz", "/readyz", "/openapi.json", "/", "/jobs"] {
        let response = tablet.http.get(format!("{}{path}", tablet.base)).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK, "{path}");
        assert!(response.headers().contains_key("content-security-policy"));
    }
}

/// The paths of every `.route("…"` in the server's source, as they are written there.
fn routes_in_source(folder: &std::path::Path, found: &mut Vec<String>) {
    for entry in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            routes_in_source(&entry, found);
            continue;
        }
        let text = std::fs::read_to_string(&entry).unwrap();
        for rest in text.split(".route(").skip(1) {
            let path = rest.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
            found.extend(path.map(str::to_owned));
        }
    }
}

#[tokio::test]
async fn every_route_stands_in_the_servers_own_description() {
    let house = House::open().await;
    let described: serde_json::Value =
        reqwest::get(format!("{}/openapi.json", house.server.url())).await.unwrap().json().await.unwrap();
    let mut routes = Vec::new();
    routes_in_source(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut routes);
    assert!(routes.len() > 20, "{routes:?}");
    for route in routes {
        // The console's page and its files; what is nowhere.
        let is_page = route == "/" || route.starts_with("/{*") || route.ends_with("/{*rest}");
        assert!(is_page || described["paths"][&route].is_object(), "{route} is not described");
    }
    for (path, operations) in described["paths"].as_object().unwrap() {
        for (method, operation) in operations.as_object().unwrap() {
            assert!(operation["responses"]["default"].is_object(), "{method} {path} says no refusal");
        }
    }
}

#[tokio::test]
async fn a_wrong_version_a_replay_a_future_date_and_disorder_change_nothing_they_should_not() {
    let house = House::open().await;
    let mut tablet = house.tablet(0).await;
    let mut pen = Pen::new(1);
    let operations = [pen.visit(id(300), 0, begin(0, 0)), pen.visit(id(301), 0, begin(0, 0))];
    // Wrong versions.
    for (protocol, expected) in [(0, code::PROTOCOL_TOO_OLD), (99, code::PROTOCOL_TOO_NEW)] {
        let mut request = tablet.sync_request(vec![], operations.to_vec());
        request.protocol = protocol;
        let reply = tablet.send(Method::POST, "/v1/sync", &[], serde_json::to_vec(&request).unwrap()).await;
        assert_eq!((reply.status, reply.code().as_str()), (StatusCode::UPGRADE_REQUIRED, expected));
    }
    assert_eq!(tablet.sync(vec![], vec![]).await.last_dev_seq, 0);
    // Out of order: what stands behind a gap waits.
    let reversed: Vec<_> = operations.iter().rev().cloned().collect();
    assert!(tablet.sync(vec![], reversed).await.results.is_empty());
    // A recorded request sent once more, to the byte.
    let body = serde_json::to_vec(&tablet.sync_request(vec![], operations[..1].to_vec())).unwrap();
    let first = tablet.send_with("recorded", Method::POST, "/v1/sync", &[], body.clone()).await;
    assert_eq!(first.status, StatusCode::OK);
    let replay = tablet.send_with("recorded", Method::POST, "/v1/sync", &[], body).await;
    assert_eq!((replay.status, replay.code().as_str()), (StatusCode::UNAUTHORIZED, code::BAD_SIGNATURE));
    // From the year 9000, with an operation to match: it is the tablet's clock, and the entry is kept.
    tablet.now = "9000-01-01T00:00:00Z".parse().unwrap();
    let mut late = operations[1].clone();
    late.at = tablet.now;
    late.clock_offset_ms = i64::MAX;
    let answer = tablet.sync(vec![], vec![late]).await;
    assert_eq!((answer.last_dev_seq, answer.results.len()), (2, 1));
    // A version of an operation that nobody has shipped is refused alone.
    let mut newer = pen.visit(id(301), 0, begin(0, 0));
    newer.v = 9;
    let refused = tablet.sync(vec![], vec![newer]).await;
    assert_eq!(refused.results[0].code.as_deref(), Some("operation_too_new"));
}
