//! ZBar and OpenCV through a Python helper: the very same gray pixels in, texts and CPU time out.

use super::{Decoder, Run};
use anyhow::{Context, Result, bail};
use feltbok_scan::GrayFrame;
use serde::Deserialize;
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    time::Duration,
};

pub struct Helper {
    name: &'static str,
    process: Child,
    frames: ChildStdin,
    answers: BufReader<ChildStdout>,
}

#[derive(Deserialize)]
struct Answer {
    texts: Vec<String>,
    cpu_ms: f64,
}

impl Helper {
    /// Starts `peers.py` with the Python of FELTBOK_BENCH_PYTHON or `python3`.
    pub fn start(name: &'static str) -> Result<Self> {
        let python = std::env::var("FELTBOK_BENCH_PYTHON").unwrap_or_else(|_| "python3".into());
        let mut process = Command::new(python)
            .args([concat!(env!("CARGO_MANIFEST_DIR"), "/peers.py"), name])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("python3 does not start")?;
        let frames = process.stdin.take().context("the helper has an input")?;
        let answers = BufReader::new(process.stdout.take().context("the helper has an output")?);
        let mut helper = Self { name, process, frames, answers };
        if helper.line()?.trim() != "ready" {
            bail!("not installed");
        }
        Ok(helper)
    }

    fn line(&mut self) -> Result<String> {
        let mut line = String::new();
        self.answers.read_line(&mut line)?;
        Ok(line)
    }
}

impl Decoder for Helper {
    fn name(&self) -> &'static str {
        self.name
    }

    fn read(&mut self, frame: &GrayFrame) -> Result<Run> {
        writeln!(self.frames, "{} {}", frame.width(), frame.height())?;
        self.frames.write_all(frame.pixels())?;
        self.frames.flush()?;
        let line = self.line()?;
        let answer: Answer = serde_json::from_str(&line).with_context(|| format!("{} ended: {line}", self.name))?;
        Ok(Run {
            texts: answer.texts,
            costs: vec![Duration::from_secs_f64(answer.cpu_ms / 1e3)],
            panicked: false,
        })
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        // It may have ended by itself; either way nobody waits for it any more.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
