//! Asking a time stamping authority (RFC 3161 over HTTP).

use std::{sync::Arc, time::Duration};

use feltbok_work_order::{read_stamp_answer, stamp_request};
use jiff::Timestamp;
use rand::RngCore;
use reqwest::{Url, redirect::Policy};

use super::reach::{PublicOnly, names_private};

/// An authority answers within a second or is out of order.
const DEADLINE: Duration = Duration::from_secs(15);
/// A token with its certificates at most.
const ANSWER_MAX: usize = 64 * 1024;

/// Why there is no time stamp.
#[derive(Debug, thiserror::Error)]
pub enum StampError {
    #[error("the authority cannot be reached: {0}")]
    Network(#[from] reqwest::Error),
    #[error("{0}")]
    Answer(&'static str),
}

/// Where an authority may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reach {
    /// Outside private networks only: an admin named it.
    Public,
    /// Anywhere: the operator named it, or allows it.
    Anywhere,
}

/// The authority that the company or else the operator configured.
pub struct StampingAuthority {
    url: String,
    client: reqwest::Client,
    is_refused: bool,
}

impl StampingAuthority {
    /// Follows no redirects, and with [`Reach::Public`] connects to the addresses it has looked at, by no proxy.
    pub fn new(url: &str, reach: Reach) -> Result<Self, StampError> {
        let mut client = reqwest::Client::builder().timeout(DEADLINE).redirect(Policy::none());
        if reach == Reach::Public {
            client = client.no_proxy().dns_resolver(Arc::new(PublicOnly));
        }
        let client = client.build()?;
        // A resolver is not asked for an address that is written out.
        let is_refused = reach == Reach::Public && url.parse::<Url>().is_ok_and(|url| names_private(&url));
        Ok(StampingAuthority { url: url.to_owned(), client, is_refused })
    }

    /// A token over `imprint` (SHA-256), and the time it says.
    pub async fn stamp(&self, imprint: [u8; 32]) -> Result<(Vec<u8>, Timestamp), StampError> {
        if self.is_refused {
            return Err(StampError::Answer("the authority's address is in a private network"));
        }
        let mut nonce = [0; 8];
        rand::rng().fill_bytes(&mut nonce);
        let question = stamp_request(imprint, nonce).ok_or(StampError::Answer("the question could not be written"))?;
        let asked = self.client.post(&self.url).header("content-type", "application/timestamp-query");
        let answer = asked.body(question.body.clone()).send().await?.error_for_status()?;
        if answer.status().is_redirection() {
            return Err(StampError::Answer("the authority sends elsewhere, and no redirect is followed"));
        }
        let answer = whole(answer).await?;
        read_stamp_answer(&question, &answer).map_err(StampError::Answer)
    }
}

/// The answer's bytes, as long as they come in a size that a token has.
async fn whole(mut answer: reqwest::Response) -> Result<Vec<u8>, StampError> {
    let mut bytes = Vec::new();
    while let Some(piece) = answer.chunk().await? {
        if bytes.len() + piece.len() > ANSWER_MAX {
            return Err(StampError::Answer("the authority's answer is too long"));
        }
        bytes.extend(piece);
    }
    Ok(bytes)
}
