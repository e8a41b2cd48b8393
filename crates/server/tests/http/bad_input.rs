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
    let bomb = zstd::bulk::compress(&vec![b' '; 200 * BODY_BYTES_MAX], 3).unwrap();
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
