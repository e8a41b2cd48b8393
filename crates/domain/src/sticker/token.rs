//! The token on a sticker: what makes the customer page's address unguessable (R35).

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// Crockford's base 32: no I, L, O or U.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 10;
const BITS_A_CHARACTER: usize = 5;

/// Ten Crockford base32 characters: 50 random bits. Serialises as that string.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
#[cfg_attr(feature = "bindings", derive(specta::Type))]
#[cfg_attr(feature = "bindings", specta(type = String))]
pub struct StickerToken(String);

/// A text that is no sticker token.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a sticker token is ten characters of Crockford base32")]
pub struct NoToken;

impl StickerToken {
    /// The token of seven random bytes: the first 50 of their 56 bits.
    pub fn from_bytes(random: [u8; 7]) -> StickerToken {
        let bits =
            random.iter().fold(0_u64, |bits, byte| bits << 8 | u64::from(*byte)) >> (7 * 8 - LENGTH * BITS_A_CHARACTER);
        let character = |place: usize| {
            let shift = (LENGTH - 1 - place) * BITS_A_CHARACTER;
            char::from(ALPHABET[usize::try_from(bits >> shift & 31).expect("five bits fit any index")])
        };
        StickerToken((0..LENGTH).map(character).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for StickerToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl FromStr for StickerToken {
    type Err = NoToken;
    /// Reads a token in either case. Characters that Crockford's alphabet leaves out are refused, not guessed.
    fn from_str(text: &str) -> Result<Self, NoToken> {
        let token = text.to_ascii_uppercase();
        let is_token = token.len() == LENGTH && token.bytes().all(|byte| ALPHABET.contains(&byte));
        if is_token { Ok(StickerToken(token)) } else { Err(NoToken) }
    }
}

impl TryFrom<String> for StickerToken {
    type Error = NoToken;
    fn try_from(text: String) -> Result<Self, NoToken> {
        text.parse()
    }
}

impl From<StickerToken> for String {
    fn from(token: StickerToken) -> String {
        token.0
    }
}
