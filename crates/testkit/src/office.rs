//! The office's side of a journey, through the console's own routes: sign in, invite a tablet, look at what came in.

use anyhow::{Context, Result, bail};
use feltbok_domain::ids::Id;
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};

use crate::seed::DISPATCHER;

/// A signed-in dispatcher.
pub struct Office {
    client: Client,
    url: String,
    cookie: String,
    csrf: String,
}

impl Office {
    /// Signs in as the sample company's dispatcher.
    pub async fn enter(url: &str) -> Result<Office> {
        let client = Client::new();
        let url = url.trim_end_matches('/').to_owned();
        let login = json!({ "email": DISPATCHER.0, "password": DISPATCHER.1 });
        let answer = client
            .post(format!("{url}/api/console/session"))
            .header("content-type", "application/json")
            .body(login.to_string())
            .send()
            .await?;
        if answer.status() != StatusCode::OK {
            bail!("signing in gave {}: {}", answer.status(), answer.text().await?);
        }
        let cookie = answer.headers().get("set-cookie").context("a session comes as a cookie")?.to_str()?;
        let cookie = cookie.split(';').next().unwrap_or_default().to_owned();
        let session: Value = serde_json::from_str(&answer.text().await?)?;
        let csrf = session["csrf"].as_str().context("a session has its CSRF value")?.to_owned();
        Ok(Office { client, url, cookie, csrf })
    }

    /// The text of an invite for this technician's tablet, good for ten minutes.
    pub async fn invite(&self, technician_id: Id) -> Result<String> {
        let made =
            self.send(Method::POST, "/api/console/invites", Some(json!({ "technician_id": technician_id }))).await?;
        Ok(made["text"].as_str().context("an invite has a text")?.to_owned())
    }

    /// What a route of the console answers.
    pub async fn get(&self, path: &str) -> Result<Value> {
        self.send(Method::GET, path, None).await
    }

    /// What a route of the console answers to a request with a body.
    pub async fn post(&self, path: &str, body: Value) -> Result<Value> {
        self.send(Method::POST, path, Some(body)).await
    }

    /// A file of the company by its route: its bytes.
    pub async fn bytes(&self, path: &str) -> Result<Vec<u8>> {
        let answer = self.request(Method::GET, path).send().await?;
        if !answer.status().is_success() {
            bail!("GET {path} gave {}", answer.status());
        }
        Ok(answer.bytes().await?.to_vec())
    }

    /// Takes a tablet's bundle in.
    pub async fn take_in_bundle(&self, sealed: &[u8], code: &str) -> Result<Value> {
        const EDGE: &str = "feltbok-form-edge";
        let part = |name: &str| format!("--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"");
        let head = format!("{}\r\n\r\n{code}\r\n{}; filename=\"a.feltbok\"\r\n\r\n", part("code"), part("file"));
        let body = [head.as_bytes(), sealed, format!("\r\n--{EDGE}--\r\n").as_bytes()].concat();
        let request = self.request(Method::POST, "/api/console/tablets/bundle");
        let form = format!("multipart/form-data; boundary={EDGE}");
        let answer = request.header("content-type", form).body(body).send().await?;
        let (status, text) = (answer.status(), answer.text().await?);
        if !status.is_success() {
            bail!("taking a bundle in gave {status}: {text}");
        }
        Ok(serde_json::from_str(&text)?)
    }

    fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        let request = self.client.request(method, format!("{}{path}", self.url));
        request.header("cookie", &self.cookie).header("feltbok-csrf", &self.csrf)
    }

    async fn send(&self, method: Method, path: &str, body: Option<Value>) -> Result<Value> {
        let mut request = self.request(method.clone(), path);
        if let Some(body) = body {
            request = request.header("content-type", "application/json").body(body.to_string());
        }
        let answer = request.send().await?;
        let status = answer.status();
        let text = answer.text().await?;
        if !status.is_success() {
            bail!("{method} {path} gave {status}: {text}");
        }
        Ok(serde_json::from_str(&text)?)
    }
}
