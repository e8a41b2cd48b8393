//! The sync engine's transport over HTTP: each request of the engine as one exchange.

use feltbok_sync::{Answer, Deadlines, Failure, Request, Transport, read_chunk};
use reqwest::Method;
use serde::de::DeserializeOwned;

use super::{Client, client::Ask, tus};

/// Carries the engine's requests to one server.
#[derive(Clone)]
pub struct HttpTransport {
    client: Client,
}

impl HttpTransport {
    pub fn new(client: Client) -> Self {
        HttpTransport { client }
    }

    async fn answer(&self, request: Request) -> Result<Answer, Failure> {
        let deadlines = request.deadlines();
        match request {
            Request::Sync(request) => {
                let body = serde_json::to_vec(&request).map_err(|error| Failure::Unreadable(error.to_string()))?;
                Ok(Answer::Sync(Box::new(self.json(Method::POST, "/v1/sync", body, deadlines).await?)))
            }
            Request::Manifest { feed } => {
                let path = format!("/v1/snapshot/{feed}");
                Ok(Answer::Manifest(self.json(Method::GET, &path, Vec::new(), deadlines).await?))
            }
            Request::Chunk { feed, chunk } => {
                let path = format!("/v1/snapshot/{feed}/{}", chunk.sha256);
                let ask = Ask {
                    method: Method::GET,
                    path: &path,
                    headers: Vec::new(),
                    body: Vec::new(),
                    packed: false,
                    deadlines,
                };
                let bytes = self.client.exchange(ask).await?.body;
                let read = tokio::task::spawn_blocking(move || read_chunk(&feed, &chunk, &bytes)).await;
                read.map_err(|error| Failure::Unreadable(error.to_string()))?.map(Answer::Chunk)
            }
            Request::FileCreate(file) => tus::create(&self.client, &file, deadlines).await,
            Request::FileOffset { location } => tus::offset(&self.client, &location, deadlines).await,
            Request::FilePatch { location, offset, bytes } => {
                tus::patch(&self.client, &location, offset, bytes, deadlines).await
            }
        }
    }

    async fn json<T: DeserializeOwned>(
        &self,
        method: Method,
        path: &str,
        body: Vec<u8>,
        deadlines: Deadlines,
    ) -> Result<T, Failure> {
        let headers = vec![("content-type", "application/json".to_owned())];
        let reply = self.client.exchange(Ask { method, path, headers, body, packed: true, deadlines }).await?;
        serde_json::from_slice(&reply.body).map_err(|error| Failure::Unreadable(error.to_string()))
    }
}

impl Transport for HttpTransport {
    async fn exchange(&self, request: Request) -> Answer {
        self.answer(request).await.unwrap_or_else(Answer::Failed)
    }
}
