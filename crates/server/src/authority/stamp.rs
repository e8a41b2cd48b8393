//! Asking a time stamping authority (RFC 3161 over HTTP).

use std::time::Duration;

use feltbok_work_order::{read_stamp_answer, stamp_request};
use jiff::Timestamp;
use rand::RngCore;

/// An authority answers within a second or is out of order.
const DEADLINE: Duration = Duration::from_secs(15);
/// A token with its certificates at most.
const ANSWER_MAX: u64 = 64 * 1024;

/// Why there is no time stamp.
#[derive(Debug, thiserror::Error)]
pub enum StampError {
    #[error("the authority cannot be reached: {0}")]
    Network(#[from] reqwest::Error),
    #[error("{0}")]
    Answer(&'static str),
}

/// The authority that the company or else the operator configured.
pub struct StampingAuthority {
    url: String,
    client: reqwest::Client,
}

impl StampingAuthority {
    pub fn new(url: &str) -> Result<Self, StampError> {
        let client = reqwest::Client::builder().timeout(DEADLINE).build()?;
        Ok(StampingAuthority { url: url.to_owned(), client })
    }

    /// A token over `imprint` (SHA-256), and the time it says.
    pub async fn stamp(&self, imprint: [u8; 32]) -> Result<(Vec<u8>, Timestamp), StampError> {
        let mut nonce = [0; 8];
        rand::rng().fill_bytes(&mut nonce);
        let question = stamp_request(imprint, nonce).ok_or(StampError::Answer("the question could not be written"))?;
        let asked = self.client.post(&self.url).header("content-type", "application/timestamp-query");
        let answer = asked.body(question.body.clone()).send().await?.error_for_status()?;
        if answer.content_length().is_some_and(|length| length > ANSWER_MAX) {
            return Err(StampError::Answer("the authority's answer is too long"));
        }
        let answer = answer.bytes().await?;
        read_stamp_answer(&question, &answer).map_err(StampError::Answer)
    }
}
