//! How a PostgreSQL URL says by which TLS its server is reached, in the words that PostgreSQL's own tools use.
//!
//! | `sslmode` | what is checked |
//! | --- | --- |
//! | none, `disable` | nothing; this very machine only |
//! | `require`, `verify-ca` | that an authority of `sslrootcert` has signed the server's certificate |
//! | `verify-full` | its name too; without `sslrootcert` the machine's own authorities are trusted |
//!
//! Encryption to somebody who may be anybody is not offered: `require` alone, and `prefer`, are refused.

use std::{fmt::Write, net::IpAddr, path::Path, sync::Arc};

use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
    client::{
        WebPkiServerVerifier,
        danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier},
    },
    crypto::aws_lc_rs,
    pki_types::{CertificateDer, ServerName, UnixTime, pem::PemObject},
};
use tokio_postgres::{
    Config,
    config::{Host, SslMode},
};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::failed;
use crate::{StoreError, StoreResult};

/// What is checked of the server's certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Check {
    Nothing,
    Authority,
    AuthorityAndName,
}

/// The connection that a URL names, and its TLS.
///
/// Errors: `Database` for what is no URL, for another machine without checked TLS, for certificates that cannot be read.
pub(super) fn read(url: &str) -> StoreResult<(Config, MakeRustlsConnect)> {
    let (url, wish) = Wish::split_off(url);
    let check = wish.check()?;
    let mut config: Config = url.parse().map_err(failed)?;
    if check == Check::Nothing
        && let Some(far) = config.get_hosts().iter().find(|host| !is_near(host))
    {
        return Err(refused(format!(
            "{far:?} is another machine: say sslmode=verify-full, and sslrootcert=FILE for your own authority"
        )));
    }
    config.ssl_mode(if check == Check::Nothing { SslMode::Disable } else { SslMode::Require });
    let roots = match (check, &wish.root) {
        (Check::Nothing, _) => RootCertStore::empty(),
        (_, Some(file)) => roots_of(Path::new(file))?,
        (_, None) => roots_of_machine()?,
    };
    Ok((config, MakeRustlsConnect::new(client(check, roots)?)))
}

/// The parts of a URL that `tokio-postgres` does not know.
#[derive(Debug, Default, PartialEq)]
struct Wish {
    mode: Option<String>,
    root: Option<String>,
}

impl Wish {
    /// The URL without them, in either of its forms: `postgres://…?a=b&c=d`, or words `a=b c=d`.
    fn split_off(url: &str) -> (String, Wish) {
        let mut wish = Wish::default();
        let mut is_other = |word: &&str| match word.split_once('=') {
            Some(("sslmode", mode)) => {
                wish.mode = Some(mode.to_owned());
                false
            }
            Some(("sslrootcert", file)) => {
                wish.root = Some(file.to_owned());
                false
            }
            _ => true,
        };
        let mut rest = String::new();
        if url.contains("://") {
            let (address, query) = url.split_once('?').unwrap_or((url, ""));
            rest.push_str(address);
            for (index, word) in query.split('&').filter(|word| !word.is_empty()).filter(&mut is_other).enumerate() {
                let sign = if index == 0 { '?' } else { '&' };
                write!(rest, "{sign}{word}").expect("a string takes everything");
            }
        } else {
            let words: Vec<&str> = url.split_whitespace().filter(&mut is_other).collect();
            rest = words.join(" ");
        }
        (rest, wish)
    }

    fn check(&self) -> StoreResult<Check> {
        match (self.mode.as_deref(), &self.root) {
            (None | Some("disable"), None) => Ok(Check::Nothing),
            (Some("require" | "verify-ca"), Some(_)) => Ok(Check::Authority),
            (Some("verify-full"), _) => Ok(Check::AuthorityAndName),
            (Some("require" | "verify-ca"), None) => {
                Err(refused("sslmode=require needs sslrootcert=FILE: whom else would it trust?"))
            }
            (Some("disable") | None, Some(_)) => {
                Err(refused("sslrootcert is given, and sslmode does not ask for TLS: say sslmode=verify-full"))
            }
            (Some(other), _) => {
                Err(refused(format!("sslmode={other} is not offered: disable, require, verify-ca, verify-full")))
            }
        }
    }
}

fn refused(why: impl Into<String>) -> StoreError {
    StoreError::Database(why.into())
}

fn is_near(host: &Host) -> bool {
    match host {
        Host::Tcp(name) => name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()),
        #[cfg(unix)]
        Host::Unix(_) => true,
    }
}

fn roots_of(file: &Path) -> StoreResult<RootCertStore> {
    let unreadable = |why: &dyn std::fmt::Display| refused(format!("sslrootcert {}: {why}", file.display()));
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(file).map_err(|error| unreadable(&error))? {
        let certificate = certificate.map_err(|error| unreadable(&error))?;
        roots.add(certificate).map_err(|error| unreadable(&error))?;
    }
    if roots.is_empty() { Err(unreadable(&"it holds no certificate")) } else { Ok(roots) }
}

fn roots_of_machine() -> StoreResult<RootCertStore> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if roots.is_empty() { Err(refused("this machine trusts no authority; say sslrootcert=FILE")) } else { Ok(roots) }
}

fn client(check: Check, roots: RootCertStore) -> StoreResult<ClientConfig> {
    let provider = Arc::new(aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider)).with_safe_default_protocol_versions();
    let builder = builder.map_err(failed)?;
    if check != Check::Authority {
        return Ok(builder.with_root_certificates(roots).with_no_client_auth());
    }
    let verifier = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider).build().map_err(failed)?;
    Ok(builder.dangerous().with_custom_certificate_verifier(Arc::new(AnyName(verifier))).with_no_client_auth())
}

/// Asks who signed the certificate, and not whose it is: the private authority signs databases only.
#[derive(Debug)]
struct AnyName(Arc<WebPkiServerVerifier>);

impl ServerCertVerifier for AnyName {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        match self.0.verify_server_cert(end_entity, intermediates, server_name, ocsp_response, now) {
            // The name is looked at last: everything else was right.
            Err(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => Ok(ServerCertVerified::assertion()),
            checked => checked,
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.0.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.supported_verify_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refusal(url: &str) -> String {
        read(url).err().unwrap_or_else(|| panic!("{url} was taken")).to_string()
    }

    #[test]
    fn this_machine_needs_no_tls_and_another_one_does() {
        for near in ["postgres://owner@localhost/feltbok", "postgres://owner@127.0.0.1:5/f", "host=/run user=owner"] {
            assert!(read(near).is_ok(), "{near}");
        }
        for far in ["postgres://owner@db.example/feltbok", "host=10.0.0.7 user=owner sslmode=disable"] {
            assert!(refusal(far).contains("verify-full"), "{far}");
        }
    }

    #[test]
    fn what_would_trust_anybody_is_refused() {
        for mode in ["require", "verify-ca", "prefer", "allow"] {
            refusal(&format!("postgres://owner@db.example/feltbok?sslmode={mode}"));
        }
        refusal("postgres://owner@localhost/feltbok?sslrootcert=/etc/ca.pem");
        assert!(refusal("host=db.example sslmode=verify-full sslrootcert=/nowhere.pem").contains("/nowhere.pem"));
    }

    #[test]
    fn the_other_words_of_a_url_stay() {
        let (rest, wish) =
            Wish::split_off("postgres://a@b/c?sslmode=verify-full&application_name=x&sslrootcert=/r.pem");
        assert_eq!(rest, "postgres://a@b/c?application_name=x");
        assert_eq!((wish.mode.as_deref(), wish.root.as_deref()), (Some("verify-full"), Some("/r.pem")));
        assert_eq!(Wish::split_off("host=b user=a sslmode=disable").0, "host=b user=a");
    }
}
