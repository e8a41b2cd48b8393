//! tus 1.0: an upload is opened, asked for its offset, and sent in pieces that bear their checksum.

use data_encoding::BASE64;
use feltbok_protocol::tus::TUS;
use feltbok_sync::{Answer, Deadlines, Failure, FileToSend};
use reqwest::{Method, header::HeaderMap};
use sha2::{Digest, Sha256};

use super::{
    Client,
    client::{Ask, text},
};

const PATH: &str = "/v1/files";

/// Opens an upload; a file that the server has already answers with its whole length as offset.
pub async fn create(client: &Client, file: &FileToSend, deadlines: Deadlines) -> Result<Answer, Failure> {
    let mut metadata =
        vec![("sha256", file.sha256.clone()), ("role", file.role.as_str().to_owned()), ("filetype", file.mime.clone())];
    if let Some(job) = file.job {
        metadata.push(("job", job.to_string()));
    }
    let metadata: Vec<String> =
        metadata.into_iter().map(|(key, value)| format!("{key} {}", BASE64.encode(value.as_bytes()))).collect();
    let headers = vec![
        ("tus-resumable", TUS.to_owned()),
        ("upload-length", file.bytes.to_string()),
        ("upload-metadata", metadata.join(",")),
    ];
    let ask = Ask { method: Method::POST, path: PATH, headers, body: Vec::new(), packed: false, deadlines };
    let reply = client.exchange(ask).await?;
    let location = text(&reply.headers, "location").ok_or_else(|| missing("location"))?;
    let location = path_of(location)?;
    Ok(Answer::FileCreated { location, offset: upload_offset(&reply.headers).unwrap_or(0) })
}

/// Asks how many bytes of an upload are there.
pub async fn offset(client: &Client, location: &str, deadlines: Deadlines) -> Result<Answer, Failure> {
    let headers = vec![("tus-resumable", TUS.to_owned())];
    let ask = Ask { method: Method::HEAD, path: location, headers, body: Vec::new(), packed: false, deadlines };
    let reply = client.exchange(ask).await?;
    Ok(Answer::FileOffset { offset: upload_offset(&reply.headers).ok_or_else(|| missing("upload-offset"))? })
}

/// Sends a piece.
pub async fn patch(
    client: &Client,
    location: &str,
    offset: u64,
    bytes: Vec<u8>,
    deadlines: Deadlines,
) -> Result<Answer, Failure> {
    let headers = vec![
        ("tus-resumable", TUS.to_owned()),
        ("upload-offset", offset.to_string()),
        ("upload-checksum", format!("sha256 {}", BASE64.encode(&Sha256::digest(&bytes)))),
        ("content-type", "application/offset+octet-stream".to_owned()),
    ];
    let ask = Ask { method: Method::PATCH, path: location, headers, body: bytes, packed: false, deadlines };
    let reply = client.exchange(ask).await?;
    Ok(Answer::FileOffset { offset: upload_offset(&reply.headers).ok_or_else(|| missing("upload-offset"))? })
}

fn upload_offset(headers: &HeaderMap) -> Option<u64> {
    text(headers, "upload-offset")?.parse().ok()
}

fn missing(header: &str) -> Failure {
    Failure::Unreadable(format!("the answer has no {header}"))
}

/// The path of a location, relative or absolute; an upload never leads to another server.
fn path_of(location: &str) -> Result<String, Failure> {
    let path = match location.split_once("://") {
        Some((_, rest)) => rest.find('/').map(|at| rest[at..].to_owned()),
        None => location.starts_with('/').then(|| location.to_owned()),
    };
    path.ok_or_else(|| missing("usable location"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_path_of_a_location_is_followed() {
        assert_eq!(path_of("/v1/files/7").unwrap(), "/v1/files/7");
        assert_eq!(path_of("http://elsewhere.example/v1/files/7").unwrap(), "/v1/files/7");
        assert!(path_of("https://elsewhere.example").is_err());
    }
}
