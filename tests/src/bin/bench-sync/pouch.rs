//! The peer: PouchDB 9 with express-pouchdb, which hold the same records as documents.

use std::{
    io::Write,
    net::SocketAddr,
    path::{Path, PathBuf},
    process::Stdio,
};

use anyhow::{Context, Result, ensure};
use feltbok_tests::programs;
use serde_json::json;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    net::TcpListener,
    process::{Child, ChildStdin, ChildStdout, Command},
};

use super::{Load, client::Client, line};

pub struct Pouch {
    folder: PathBuf,
    peers: PathBuf,
    url: String,
    server: Child,
    tell: ChildStdin,
    said: Lines<BufReader<ChildStdout>>,
    clients: usize,
}

impl Pouch {
    pub async fn start(folder: PathBuf, peers: &Path, load: Load, over_a_line: bool) -> Result<Pouch> {
        let stored = folder.join("server");
        std::fs::create_dir_all(&stored)?;
        let address: SocketAddr = programs::free_address()?;
        let mut url = format!("http://{address}");
        if over_a_line {
            let listener = TcpListener::bind("127.0.0.1:0").await?;
            url = format!("http://{}", listener.local_addr()?);
            line::lay(listener, address);
        }
        let mut node = Command::new("node");
        node.arg(peers.join("pouch-server.mjs")).arg(&stored).arg(address.port().to_string());
        let mut server = node.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let tell = server.stdin.take().context("it was piped")?;
        let said = BufReader::new(server.stdout.take().context("it was piped")?).lines();
        let mut pouch = Pouch { folder, peers: peers.to_owned(), url, server, tell, said, clients: 0 };
        pouch.hear("ready").await?;
        let docs = pouch.folder.join("docs.ndjson");
        write_docs(load, &docs)?;
        pouch.order(&format!("load {}", docs.display())).await?;
        Ok(pouch)
    }

    pub fn server_pid(&self) -> Option<u32> {
        self.server.id()
    }

    pub fn client(&mut self) -> Result<Client> {
        self.clients += 1;
        let folder = self.folder.join(format!("client-{}", self.clients));
        std::fs::create_dir_all(&folder)?;
        let program = self.peers.join("pouch-client.mjs");
        let arguments = [program.to_str(), folder.to_str(), Some(self.url.as_str())];
        let arguments: Vec<&str> = arguments.into_iter().collect::<Option<_>>().context("folders' names are text")?;
        Client::start("node", &arguments, "fill".to_owned())
    }

    /// So many documents of jobs change at the server.
    pub async fn change(&mut self, count: usize) -> Result<()> {
        self.order(&format!("change {count}")).await
    }

    async fn order(&mut self, order: &str) -> Result<()> {
        self.tell.write_all(format!("{order}\n").as_bytes()).await?;
        self.hear("done").await
    }

    async fn hear(&mut self, word: &str) -> Result<()> {
        let said = self.said.next_line().await?;
        ensure!(said.as_deref() == Some(word), "PouchDB's server said {said:?} instead of {word:?}");
        Ok(())
    }
}

/// The sample company's records, as a tablet of the first technician holds them, a document a line.
fn write_docs(load: Load, path: &Path) -> Result<()> {
    let made = load.sample();
    let kinds = [
        ("job", serde_json::to_value(&made.jobs)?),
        ("part", serde_json::to_value(&made.parts)?),
        ("customer", serde_json::to_value(&made.customers)?),
        ("site", serde_json::to_value(&made.sites)?),
        ("contact", serde_json::to_value(&made.contacts)?),
        ("equipment", serde_json::to_value(&made.equipment)?),
        ("passport", serde_json::to_value(&made.passports)?),
        ("agreement", serde_json::to_value(&made.agreements)?),
        ("code", serde_json::to_value(&made.codes)?),
    ];
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    for (kind, records) in kinds {
        for (number, record) in records.as_array().into_iter().flatten().enumerate() {
            writeln!(file, "{}", json!({ "_id": format!("{kind}-{number:06}"), "kind": kind, "body": record }))?;
        }
    }
    Ok(file.flush()?)
}
