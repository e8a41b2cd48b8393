//! The two address forms of a sticker, taken apart strictly: scheme, host, number and token, and nothing besides.

use super::StickerToken;
use crate::si::SiFormat;

const SCHEME: &str = "HTTPS://";
const HTTPS_PORT: &str = ":443";
const HOST_LENGTH_MAX: usize = 253;
/// Tokens of the longer form are opaque to the app; this is the longest one that is believed.
const OPAQUE_TOKEN_LENGTH_MAX: usize = 128;

/// A well-formed sticker address; the text it came from was folded to capitals.
pub(super) struct Address<'a> {
    pub host: &'a str,
    /// In the format's canonical form, its length and check digit not looked at yet.
    pub number: &'a str,
}

impl Address<'_> {
    pub(super) fn names_host(&self, host: &str) -> bool {
        without_default_port(self.host).eq_ignore_ascii_case(without_default_port(host))
    }
}

/// Takes `HTTPS://HOST/S/NUMBER-TOKEN` or `HTTPS://HOST/SI/NUMBER?K=TOKEN` apart; `None` for any other text.
pub(super) fn parse<'a>(folded: &'a str, format: &SiFormat) -> Option<Address<'a>> {
    let (host, path) = folded.strip_prefix(SCHEME)?.split_once('/')?;
    let number = short_form(path).or_else(|| long_form(path))?;
    (is_host(host) && format.has_canonical_form(number)).then_some(Address { host, number })
}

fn short_form(path: &str) -> Option<&str> {
    let (number, token) = path.strip_prefix("S/")?.rsplit_once('-')?;
    token.parse::<StickerToken>().ok().map(|_| number)
}

fn long_form(path: &str) -> Option<&str> {
    let (number, token) = path.strip_prefix("SI/")?.split_once("?K=")?;
    let is_opaque = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~' | b'=');
    let fits = !token.is_empty() && token.len() <= OPAQUE_TOKEN_LENGTH_MAX;
    (fits && token.bytes().all(is_opaque)).then_some(number)
}

/// A host name or address with an optional port; no user name, no spaces, nothing that hides another host.
fn is_host(authority: &str) -> bool {
    let (host, port) = authority.split_once(':').unwrap_or((authority, "443"));
    let is_port = (1..=5).contains(&port.len()) && port.bytes().all(|byte| byte.is_ascii_digit());
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    is_port && host.len() <= HOST_LENGTH_MAX && host.split('.').all(is_label)
}

fn without_default_port(host: &str) -> &str {
    host.strip_suffix(HTTPS_PORT).unwrap_or(host)
}
