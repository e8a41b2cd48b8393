//! TLS to PostgreSQL, with an authority of the test's own. The cluster is told to speak it and goes on as before for
//! whoever does not ask for it.

use data_encoding::BASE64;
use feltbok_server_store::{IdentityStore, PostgresStore, StoreError};
use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair};
use tokio_postgres::Client;

use crate::place::Database;

struct Authority {
    pem: String,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    fn new(name: &str) -> Authority {
        let mut params = CertificateParams::default();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.distinguished_name.push(DnType::CommonName, name);
        let key = KeyPair::generate().unwrap();
        let pem = params.self_signed(&key).unwrap().pem();
        Authority { pem, issuer: Issuer::new(params, key) }
    }

    /// Certificate and key of a server of that name.
    fn certify(&self, name: &str) -> (String, String) {
        let key = KeyPair::generate().unwrap();
        let params = CertificateParams::new([name.to_owned()]).unwrap();
        (params.signed_by(&key, &self.issuer).unwrap().pem(), key.serialize_pem())
    }
}

/// Lays a file into the cluster's own folder, readable for its owner only, as it demands of a key.
async fn lay(owner: &Client, name: &str, content: &str) {
    let text = BASE64.encode(content.as_bytes());
    let sql = format!("COPY (SELECT '{text}') TO PROGRAM 'umask 077; base64 -d > {name}'");
    owner.batch_execute(&sql).await.unwrap();
}

async fn speak_tls(owner: &Client, authority: &Authority) {
    let (certificate, key) = authority.certify("localhost");
    lay(owner, "tls.crt", &certificate).await;
    lay(owner, "tls.key", &key).await;
    for setting in ["ssl_cert_file = 'tls.crt'", "ssl_key_file = 'tls.key'", "ssl = on"] {
        owner.batch_execute(&format!("ALTER SYSTEM SET {setting}")).await.unwrap();
    }
    owner.batch_execute("SELECT pg_reload_conf()").await.unwrap();
    // The cluster takes new settings in at its own pace.
    while owner.query_one("SHOW ssl", &[]).await.unwrap().get::<_, String>(0) != "on" {
        tokio::task::yield_now().await;
    }
}

async fn refusal(url: String) -> String {
    match PostgresStore::connect(&url).await {
        Err(StoreError::Database(why)) => why,
        Err(other) => panic!("{url}: {other}"),
        Ok(_) => panic!("{url} was connected to"),
    }
}

#[tokio::test]
async fn a_database_is_reached_by_tls_whose_authority_is_checked() {
    let Some(place) = Database::make().await else { return };
    let owner = place.owner().await;
    let (ours, other) = (Authority::new("Nordlys authority"), Authority::new("Somebody else"));
    speak_tls(&owner, &ours).await;
    let folder = tempfile::tempdir().unwrap();
    let [ours, other] = [("ours.pem", &ours), ("other.pem", &other)].map(|(name, authority)| {
        let file = folder.path().join(name);
        std::fs::write(&file, &authority.pem).unwrap();
        file.display().to_string()
    });
    let by_number = place.url.clone();
    let by_name = by_number.replace("127.0.0.1", "localhost");
    let with = |url: &str, mode: &str, root: &str| format!("{url}?sslmode={mode}&sslrootcert={root}");

    let store = PostgresStore::connect(&with(&by_name, "verify-full", &ours)).await.unwrap();
    assert!(store.companies().await.unwrap().is_empty());
    let plain: i64 = owner
        .query_one(
            "SELECT count(*) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid)
             WHERE datname = current_database() AND pid <> pg_backend_pid() AND NOT ssl",
            &[],
        )
        .await
        .unwrap()
        .get(0);
    assert_eq!(plain, 0, "a connection of the store is not encrypted");
    // The certificate is made out to the name, not to the number.
    assert!(refusal(with(&by_number, "verify-full", &ours)).await.contains("certificate"), "another name was taken");
    PostgresStore::connect(&with(&by_number, "require", &ours)).await.unwrap();
    for mode in ["require", "verify-full"] {
        assert!(refusal(with(&by_name, mode, &other)).await.contains("certificate"), "{mode} took another authority");
    }
    // Whoever asks for no TLS on this machine goes on without.
    PostgresStore::connect(&by_number).await.unwrap();
}
