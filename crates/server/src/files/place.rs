//! Where bytes may lie: a folder of this machine, or a bucket that speaks S3.

use std::{collections::BTreeMap, path::PathBuf, sync::Arc, time::Duration};

use object_store::{
    BackoffConfig, ClientOptions, Error, ObjectStore, ObjectStoreExt, RetryConfig,
    aws::{AmazonS3Builder, AmazonS3ConfigKey},
    local::LocalFileSystem,
    path::Path,
    prefix::PrefixStore,
};

/// A tablet waits this long for its piece to be stored; then it tries again by itself.
const RETRY_TIME: Duration = Duration::from_secs(20);
const REQUEST_TIME: Duration = Duration::from_secs(60);
const RETRIES_MAX: usize = 5;
/// Asked for at the start, to see that the bucket answers to these keys; nothing ever lies there.
const NOBODY: &str = "feltbok-is-there";

/// What an operator chose for photos, documents and snapshot chunks.
#[derive(Clone, PartialEq, Eq)]
pub enum FilePlace {
    /// Made when missing.
    Folder(PathBuf),
    /// `s3://bucket[/prefix]`, with settings by the names that S3 tools use (`AWS_ENDPOINT`, `AWS_ACCESS_KEY_ID`, …).
    Bucket { url: String, settings: BTreeMap<String, String> },
}

/// Settings hold keys: only their names are shown.
impl std::fmt::Debug for FilePlace {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            FilePlace::Folder(folder) => out.debug_tuple("Folder").field(folder).finish(),
            FilePlace::Bucket { url, settings } => {
                out.debug_struct("Bucket").field("url", url).field("settings", &settings.keys()).finish()
            }
        }
    }
}

impl FilePlace {
    /// The bucket at `url`, with those of the process's variables that S3 tools know.
    pub fn bucket(url: impl Into<String>, variables: impl Iterator<Item = (String, String)>) -> FilePlace {
        let settings = variables.filter(|(name, _)| key(name).is_some()).collect();
        FilePlace::Bucket { url: url.into(), settings }
    }

    /// Opens the place. Errors: of the folder, or of a bucket that does not answer to these settings.
    pub(super) async fn open(&self) -> Result<Arc<dyn ObjectStore>, Error> {
        match self {
            FilePlace::Folder(folder) => {
                std::fs::create_dir_all(folder)
                    .map_err(|source| Error::Generic { store: "LocalFileSystem", source: Box::new(source) })?;
                let local = LocalFileSystem::new_with_prefix(folder)?.with_automatic_cleanup(true).with_fsync(true);
                Ok(Arc::new(local))
            }
            FilePlace::Bucket { url, settings } => {
                let store = bucket(url, settings)?;
                match store.head(&Path::from(NOBODY)).await {
                    Ok(_) | Err(Error::NotFound { .. }) => Ok(store),
                    Err(error) => Err(error),
                }
            }
        }
    }
}

fn bucket(url: &str, settings: &BTreeMap<String, String>) -> Result<Arc<dyn ObjectStore>, Error> {
    let unusable = || Error::Generic { store: "S3", source: format!("{url:?} is no s3://bucket[/prefix]").into() };
    let rest = url.strip_prefix("s3://").ok_or_else(unusable)?;
    let (name, prefix) = rest.split_once('/').unwrap_or((rest, ""));
    if name.is_empty() {
        return Err(unusable());
    }
    let retry = RetryConfig {
        max_retries: RETRIES_MAX,
        retry_timeout: RETRY_TIME,
        backoff: BackoffConfig { max_backoff: Duration::from_secs(2), ..BackoffConfig::default() },
    };
    let is_plain = settings
        .iter()
        .any(|(name, value)| matches!(key(name), Some(AmazonS3ConfigKey::Endpoint)) && value.starts_with("http://"));
    let options = ClientOptions::new().with_timeout(REQUEST_TIME).with_allow_http(is_plain);
    let mut builder = AmazonS3Builder::new().with_client_options(options).with_retry(retry);
    for (name, value) in settings {
        if let Some(key) = key(name) {
            builder = builder.with_config(key, value);
        }
    }
    let store = builder.with_bucket_name(name).build()?;
    let prefix = prefix.trim_end_matches('/');
    if prefix.is_empty() { Ok(Arc::new(store)) } else { Ok(Arc::new(PrefixStore::new(store, prefix))) }
}

/// The setting of a variable, e.g. `AWS_ENDPOINT`.
fn key(name: &str) -> Option<AmazonS3ConfigKey> {
    name.starts_with("AWS_").then(|| name.to_ascii_lowercase().parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_settings_of_s3_are_taken_from_the_process_and_none_is_shown() {
        let variables = [("AWS_SECRET_ACCESS_KEY", "hidden"), ("AWS_ENDPOINT", "http://127.0.0.1:1"), ("PATH", "/bin")];
        let place = FilePlace::bucket("s3://files", variables.map(|(a, b)| (a.to_owned(), b.to_owned())).into_iter());
        let shown = format!("{place:?}");
        assert!(shown.contains("AWS_ENDPOINT") && !shown.contains("hidden") && !shown.contains("PATH"), "{shown}");
    }

    #[tokio::test]
    async fn what_is_no_bucket_is_refused() {
        for url in ["https://files.example", "s3://", "files"] {
            let place = FilePlace::Bucket { url: url.into(), settings: BTreeMap::new() };
            assert!(place.open().await.is_err(), "{url}");
        }
    }
}
