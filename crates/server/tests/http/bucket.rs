//! A server that speaks S3, in this process and on a port of its own: what the contract of the files is held against.

use std::{collections::BTreeMap, net::SocketAddr};

use feltbok_server::FilePlace;
use hyper_util::{
    rt::{TokioExecutor, TokioIo},
    server::conn::auto,
};
use s3s::{auth::SimpleAuth, service::S3ServiceBuilder};
use s3s_fs::FileSystem;
use tokio::net::TcpListener;

const BUCKET: &str = "feltbok";
const ACCESS_KEY: &str = "AKIDFELTBOK";
const SECRET_KEY: &str = "of the test alone";

/// The server and its folder; it ends with the test's runtime.
pub struct Bucket {
    pub folder: tempfile::TempDir,
    address: SocketAddr,
}

impl Bucket {
    pub async fn start() -> Bucket {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join(BUCKET)).unwrap();
        let mut service = S3ServiceBuilder::new(FileSystem::new(folder.path()).unwrap());
        service.set_auth(SimpleAuth::from_single(ACCESS_KEY, SECRET_KEY));
        let service = service.build();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                let service = service.clone();
                tokio::spawn(async move {
                    let server = auto::Builder::new(TokioExecutor::new());
                    // A client that hangs up is the client's affair.
                    let _ = server.serve_connection(TokioIo::new(socket), service).await;
                });
            }
        });
        Bucket { folder, address }
    }

    /// The bucket as an operator names it.
    pub fn place(&self) -> FilePlace {
        self.place_with(SECRET_KEY)
    }

    pub fn place_with(&self, secret: &str) -> FilePlace {
        let settings = [
            ("AWS_ENDPOINT", format!("http://{}", self.address)),
            ("AWS_REGION", "us-east-1".to_owned()),
            ("AWS_ACCESS_KEY_ID", ACCESS_KEY.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", secret.to_owned()),
        ];
        let settings: BTreeMap<String, String> = settings.into_iter().map(|(k, v)| (k.to_owned(), v)).collect();
        FilePlace::Bucket { url: format!("s3://{BUCKET}/files"), settings }
    }
}
