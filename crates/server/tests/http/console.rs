//! The console's routes: who may do what, that nothing is told to strangers, and that two dispatchers never undo each other.

use feltbok_domain::ids::Id;
use feltbok_server::password;
use feltbok_server_store::{Role, api::NewUser};
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::{
    fixture::{COMPANY, CUSTOMER, EQUIPMENT, JOB, SITE, TECHNICIAN, id, now},
    tablet::House,
};

const PASSWORD: &str = "a long enough password";

/// A signed-in person in a browser.
pub struct Desk {
    http: reqwest::Client,
    base: String,
    cookie: String,
    csrf: String,
}

impl Desk {
    pub async fn open(house: &House, role: Role) -> Desk {
        let email = format!("{}@desk.example.org", role.as_str());
        let user = NewUser {
            id: Id::new_v5(&COMPANY, email.as_bytes()),
            email: email.clone(),
            name: role.as_str().to_owned(),
            role,
            password_hash: password::hash(PASSWORD),
        };
        house.app().store.create_user(COMPANY, user, now()).await.unwrap();
        let (http, base) = (reqwest::Client::new(), house.server.url().to_owned());
        let answer = sign_in(&http, &base, &email, PASSWORD).await;
        assert_eq!(answer.status(), StatusCode::OK);
        let set = answer.headers()["set-cookie"].to_str().unwrap().to_owned();
        assert!(set.contains("HttpOnly") && set.contains("SameSite=Strict"), "{set}");
        let session: Value = answer.json().await.unwrap();
        let cookie = set.split(';').next().unwrap().to_owned();
        Desk { http, base, cookie, csrf: session["csrf"].as_str().unwrap().to_owned() }
    }

    pub async fn ask(&self, method: Method, path: &str, body: Option<Value>) -> (StatusCode, Value) {
        let mut request = self.http.request(method, format!("{}{path}", self.base));
        request = request.header("cookie", &self.cookie).header("feltbok-csrf", &self.csrf);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        (answer.status(), answer.json().await.unwrap_or_default())
    }

    /// Sends a form with a code and a file.
    pub async fn send_form(&self, path: &str, code: &str, file: &[u8]) -> (StatusCode, Value) {
        self.send_form_with(path, "", code, file).await
    }

    /// The same with more fields, as they stand in a form whose edge is `edge`.
    pub async fn send_form_with(&self, path: &str, more: &str, code: &str, file: &[u8]) -> (StatusCode, Value) {
        let head = format!(
            "{more}--edge\r\ncontent-disposition: form-data; name=\"code\"\r\n\r\n{code}\r\n\
             --edge\r\ncontent-disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n"
        );
        let body = [head.as_bytes(), file, b"\r\n--edge--\r\n"].concat();
        let request = self.http.post(format!("{}{path}", self.base)).body(body);
        let request = request.header("cookie", &self.cookie).header("feltbok-csrf", &self.csrf);
        let answer = request.header("content-type", "multipart/form-data; boundary=edge").send().await.unwrap();
        (answer.status(), answer.json().await.unwrap_or_default())
    }

    /// The bytes of a file.
    pub async fn fetch(&self, path: &str) -> Vec<u8> {
        let request = self.http.get(format!("{}{path}", self.base)).header("cookie", &self.cookie);
        let answer = request.send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        answer.bytes().await.unwrap().to_vec()
    }

    pub async fn get(&self, path: &str) -> Value {
        let (status, body) = self.ask(Method::GET, path, None).await;
        assert_eq!(status, StatusCode::OK, "{path}: {body}");
        body
    }
}

async fn sign_in(http: &reqwest::Client, base: &str, email: &str, password: &str) -> reqwest::Response {
    let body = json!({ "email": email, "password": password });
    http.post(format!("{base}/api/console/session")).json(&body).send().await.unwrap()
}

/// Every route that needs a session.
fn routes() -> Vec<(Method, String)> {
    let any = Id::nil();
    vec![
        (Method::GET, "/api/console/session".into()),
        (Method::DELETE, "/api/console/session".into()),
        (Method::GET, "/api/console/jobs?show=all".into()),
        (Method::POST, "/api/console/tablets/bundle".into()),
        (Method::POST, "/api/console/jobs".into()),
        (Method::POST, "/api/console/jobs/assess".into()),
        (Method::GET, format!("/api/console/jobs/{any}")),
        (Method::GET, format!("/api/console/jobs/{any}/candidates")),
        (Method::POST, format!("/api/console/jobs/{any}/assign")),
        (Method::POST, format!("/api/console/jobs/{any}/unassign")),
        (Method::POST, format!("/api/console/attention/{any}")),
        (Method::GET, "/api/console/search?q=ab".into()),
        (Method::GET, format!("/api/console/customers/{any}")),
        (Method::GET, "/api/console/equipment".into()),
        (Method::GET, "/api/console/technicians".into()),
        (Method::GET, "/api/console/tablets".into()),
        (Method::POST, "/api/console/invites".into()),
        (Method::POST, format!("/api/console/tablets/{any}/revoke")),
        (Method::POST, format!("/api/console/tablets/{any}/lost")),
        (Method::POST, format!("/api/console/tablets/{any}/found")),
        (Method::POST, format!("/api/console/tablets/{any}/sealed")),
        (Method::GET, "/api/console/stickers/layouts".into()),
        (Method::POST, "/api/console/stickers".into()),
        (Method::GET, format!("/api/console/files/{}", "a".repeat(64))),
        (Method::GET, format!("/api/console/evidence/{}", "a".repeat(64))),
        (Method::GET, format!("/api/console/evidence/{}/pdf", "a".repeat(64))),
        (Method::GET, "/api/console/signature-dynamics".into()),
        (Method::PUT, "/api/console/signature-dynamics".into()),
        (Method::GET, "/api/console/brand".into()),
        (Method::PUT, "/api/console/brand".into()),
        (Method::GET, "/api/console/live".into()),
    ]
}

#[tokio::test]
async fn without_a_session_every_route_is_shut() {
    let house = House::open().await;
    let http = reqwest::Client::new();
    for (method, path) in routes() {
        let answer = http.request(method.clone(), format!("{}{path}", house.server.url())).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED, "{method} {path}");
    }
}

#[tokio::test]
async fn the_list_of_routes_is_the_documents() {
    let paths = feltbok_server::console::openapi().paths.paths;
    let documented: usize =
        paths.values().map(|item| [&item.get, &item.post, &item.put, &item.delete].into_iter().flatten().count()).sum();
    // Signing in is the one route without a session.
    assert_eq!(documented, routes().len() + 1);
}

#[tokio::test]
async fn a_change_without_the_sessions_csrf_value_is_refused() {
    let house = House::open().await;
    let mut desk = Desk::open(&house, Role::Dispatcher).await;
    desk.csrf = "another".into();
    let body = json!({ "technician_id": TECHNICIAN[0] });
    let (status, answer) = desk.ask(Method::POST, "/api/console/invites", Some(body)).await;
    assert_eq!((status, answer["code"].as_str()), (StatusCode::FORBIDDEN, Some("csrf")));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let house = House::open().await;
    let desk = Desk::open(&house, Role::Dispatcher).await;
    for email in ["dispatcher@desk.example.org", "nobody@example.org"] {
        let answer = sign_in(&desk.http, &desk.base, email, "wrong").await;
        assert_eq!(answer.status(), StatusCode::UNAUTHORIZED);
        assert_eq!(answer.json::<Value>().await.unwrap()["code"], "sign_in_failed");
    }
}

#[tokio::test]
async fn who_may_only_read_changes_nothing() {
    let house = House::open().await;
    let desk = Desk::open(&house, Role::ReadOnly).await;
    let rev = desk.get(&format!("/api/console/jobs/{}", JOB[0])).await["row"]["rev"].clone();
    let reason = json!({ "reason": "because", "rev": rev });
    let attempts = [
        (format!("/api/console/jobs/{}/unassign", JOB[0]), reason),
        ("/api/console/invites".into(), json!({ "technician_id": TECHNICIAN[0] })),
        ("/api/console/stickers".into(), json!({ "equipment_ids": [EQUIPMENT], "layout": "a4-3x8", "start": 1 })),
    ];
    for (path, body) in attempts {
        let (status, answer) = desk.ask(Method::POST, &path, Some(body)).await;
        assert_eq!((status, answer["code"].as_str()), (StatusCode::FORBIDDEN, Some("role")), "{path}");
    }
}

fn draft(id: Id) -> Value {
    json!({
        "id": id, "customer_id": CUSTOMER, "site_id": SITE, "contact_id": null, "equipment_id": EQUIPMENT,
        "work_type": "breakdown_repair", "priority": "critical", "symptom": "Paper jams", "note": "",
    })
}

#[tokio::test]
async fn a_request_is_registered_once_with_the_targets_it_was_shown() {
    let house = House::open().await;
    let desk = Desk::open(&house, Role::Dispatcher).await;
    let job = id(900);
    let (status, shown) = desk.ask(Method::POST, "/api/console/jobs/assess", Some(draft(job))).await;
    assert_eq!(status, StatusCode::OK, "{shown}");
    assert_eq!(shown["remote_first"], true);
    let (status, first) = desk.ask(Method::POST, "/api/console/jobs", Some(draft(job))).await;
    assert_eq!(status, StatusCode::CREATED, "{first}");
    let (_, again) = desk.ask(Method::POST, "/api/console/jobs", Some(draft(job))).await;
    assert_eq!(first, again);
    let row = desk.get(&format!("/api/console/jobs/{job}")).await["row"].clone();
    assert_eq!(row["target"]["due_at"], shown["on_site_due"]);
    let queue = desk.get("/api/console/jobs?show=unassigned").await;
    assert!(queue["rows"].as_array().unwrap().iter().any(|row| row["id"] == json!(job)));
}

#[tokio::test]
async fn the_second_of_two_dispatchers_is_told_that_the_job_has_moved_on() {
    let house = House::open().await;
    let desk = Desk::open(&house, Role::Dispatcher).await;
    let job = id(901);
    desk.ask(Method::POST, "/api/console/jobs", Some(draft(job))).await;
    let row = desk.get(&format!("/api/console/jobs/{job}")).await["row"].clone();
    let day = desk.get(&format!("/api/console/jobs/{job}/candidates")).await;
    let best = &day["technicians"][0];
    let wanted = json!({ "technician_id": best["id"], "start": best["free_from"], "minutes": 60, "rev": row["rev"] });
    let path = format!("/api/console/jobs/{job}/assign");
    let (status, answer) = desk.ask(Method::POST, &path, Some(wanted.clone())).await;
    assert_eq!(status, StatusCode::OK, "{answer}");
    let (status, answer) = desk.ask(Method::POST, &path, Some(wanted.clone())).await;
    assert_eq!((status, answer["code"].as_str()), (StatusCode::CONFLICT, Some("reason_missing")));
    let mut late = wanted;
    late["reason"] = json!("nearer");
    let (status, answer) = desk.ask(Method::POST, &path, Some(late)).await;
    assert_eq!((status, answer["code"].as_str()), (StatusCode::CONFLICT, Some("stale")));
}

#[tokio::test]
async fn a_visit_starts_on_a_quarter_of_an_hour() {
    let house = House::open().await;
    let desk = Desk::open(&house, Role::Dispatcher).await;
    let wanted = json!({ "technician_id": TECHNICIAN[0], "start": "2026-11-23T09:07:00Z", "minutes": 60, "rev": 1 });
    let (status, _) = desk.ask(Method::POST, &format!("/api/console/jobs/{}/assign", JOB[0]), Some(wanted)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_tablet_with_work_waiting_is_revoked_only_when_that_was_said() {
    let house = House::open().await;
    let desk = Desk::open(&house, Role::Dispatcher).await;
    let tablet = house.tablet(0).await;
    let mut told = tablet.sync_request(vec![], vec![]);
    told.backlog = 3;
    let body = serde_json::to_vec(&told).unwrap();
    tablet.send(Method::POST, "/v1/sync", &[("content-type", "application/json")], body).await;
    assert_eq!(desk.get("/api/console/tablets").await["tablets"][0]["backlog"], 3);
    let path = format!("/api/console/tablets/{}/revoke", tablet.id);
    let (status, answer) = desk.ask(Method::POST, &path, Some(json!({ "even_unsynced": false }))).await;
    assert_eq!((status, answer["code"].as_str()), (StatusCode::CONFLICT, Some("unsynced_work")));
    let (status, _) = desk.ask(Method::POST, &path, Some(json!({ "even_unsynced": true }))).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn a_machine_keeps_its_token_from_sheet_to_sheet() {
    let house = House::open().await;
    let desk = Desk::open(&house, Role::Clerk).await;
    let request = json!({ "equipment_ids": [EQUIPMENT], "layout": "label-50x30", "start": 1, "lang": "en" });
    let mut sheets = Vec::new();
    for _ in 0..2 {
        let post = desk.http.post(format!("{}/api/console/stickers", desk.base)).json(&request);
        let answer = post.header("cookie", &desk.cookie).header("feltbok-csrf", &desk.csrf).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK);
        assert_eq!(answer.headers()["content-type"], "application/pdf");
        sheets.push(answer.bytes().await.unwrap());
    }
    assert!(sheets[0].starts_with(b"%PDF-"));
    assert_eq!(sheets[0], sheets[1]);
}

#[tokio::test]
async fn a_label_printer_gets_single_labels_in_its_own_language() {
    let house = House::open().await;
    let desk = Desk::open(&house, Role::Clerk).await;
    let starts: [(&str, &str, &[u8]); 3] = [
        ("zpl203", "label-50x30", b"^XA^PW400^LL240"),
        ("zpl300", "roll-62", b"^XA^PW744"),
        ("esc_pos203", "roll-62", b"\x1b@\x1dv0"),
    ];
    for (print_for, layout, start) in starts {
        let request =
            json!({ "equipment_ids": [EQUIPMENT], "layout": layout, "start": 1, "lang": "fa", "print_for": print_for });
        let post = desk.http.post(format!("{}/api/console/stickers", desk.base)).json(&request);
        let answer = post.header("cookie", &desk.cookie).header("feltbok-csrf", &desk.csrf).send().await.unwrap();
        assert_eq!(answer.status(), StatusCode::OK, "{print_for}");
        assert_eq!(answer.headers()["content-type"], "application/octet-stream");
        let job = answer.bytes().await.unwrap();
        assert!(job.starts_with(start), "{print_for}: {:?}", &job[..24]);
    }
    let sheet = json!({ "equipment_ids": [EQUIPMENT], "layout": "a4-3x8", "start": 1, "print_for": "zpl203" });
    let (status, _) = desk.ask(Method::POST, "/api/console/stickers", Some(sheet)).await;
    assert_eq!(status, StatusCode::BAD_REQUEST);
}
