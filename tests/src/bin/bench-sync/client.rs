//! A client of either product as a process: told by lines, watched from outside.

use std::{path::Path, process::Stdio, time::Duration};

use anyhow::{Context, Result, bail};
use serde_json::Value;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader, Lines},
    process::{Child, ChildStdin, ChildStdout, Command},
};

/// Killed when dropped.
pub struct Client {
    child: Child,
    tell: ChildStdin,
    said: Lines<BufReader<ChildStdout>>,
    /// What its first command is, as the product wants it.
    pub fill: String,
}

impl Client {
    pub fn start(program: impl AsRef<Path>, arguments: &[&str], fill: String) -> Result<Client> {
        let mut command = Command::new(program.as_ref());
        command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true);
        let mut child = command.spawn().with_context(|| format!("starting {}", program.as_ref().display()))?;
        let tell = child.stdin.take().context("it was piped")?;
        let said = BufReader::new(child.stdout.take().context("it was piped")?).lines();
        Ok(Client { child, tell, said, fill })
    }

    /// Does what the line says; `None` when it takes longer than the limit, after which the client is of no more use.
    pub async fn ask(&mut self, line: &str, limit: Duration) -> Result<Option<Vec<f64>>> {
        self.tell(line).await?;
        self.answer(line, limit).await
    }

    pub async fn tell(&mut self, line: &str) -> Result<()> {
        Ok(self.tell.write_all(format!("{line}\n").as_bytes()).await?)
    }

    pub async fn answer(&mut self, asked: &str, limit: Duration) -> Result<Option<Vec<f64>>> {
        let Ok(said) = tokio::time::timeout(limit, self.said.next_line()).await else {
            self.child.kill().await.ok();
            return Ok(None);
        };
        let word = asked.split(' ').next().unwrap_or_default();
        let Some(said) = said? else { bail!("a client ended during {word:?}") };
        let said: Value = serde_json::from_str(&said)?;
        let took = said["ms"].as_array().with_context(|| format!("{word:?} gave {said}"))?;
        Ok(Some(took.iter().filter_map(Value::as_f64).collect()))
    }

    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Halts the process, so that nothing reaches it before its time is measured; or lets it go on.
    pub async fn halt(&self, halted: bool) -> Result<()> {
        let pid = self.pid().context("it runs")?.to_string();
        let signal = if halted { "-STOP" } else { "-CONT" };
        let status = Command::new("kill").args([signal, &pid]).status().await?;
        if status.success() { Ok(()) } else { bail!("kill {signal} gave {status}") }
    }
}
