//! `cargo xtask api-fuzz`: schemathesis against the OpenAPI of a running server with the sample company.
//!
//! Beside it runs `api_fuzz/plausible.py`, which knows what a schema does not say: identifiers that are there, and how an
//! enrolled tablet signs.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::TcpStream,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::shell;

#[derive(Args)]
pub struct Options {
    /// Cases for each operation in the phases that guess.
    #[arg(long, default_value_t = 40)]
    cases: u32,
    /// Replays a run.
    #[arg(long)]
    seed: Option<String>,
}

/// The version that the step was written against.
const PACKAGE: &str = "schemathesis==4.32.5";
/// What is not asked of the server: it may refuse what a schema alone cannot rule out (a job that is not there, a
/// customer without the machine); who may see what is held by tests of our own.
const NOT_CHECKED: &str = "positive_data_acceptance,ignored_auth,use_after_free,ensure_resource_availability";
/// The hooks, as schemathesis imports them, with what they import.
const HOOKS: [(&str, &str); 2] = [
    ("plausible.py", include_str!("../api_fuzz/plausible.py")),
    ("ed25519.py", include_str!("../api_fuzz/ed25519.py")),
];
/// Streams have no end, and ending the session ends the run.
const LEFT_OUT: &str = "^(/api/console/live|/v1/poke)$";

impl Options {
    /// As CI asks: the phase that lists what a schema rules out, and a few guesses, by the same seed.
    pub fn short() -> Options {
        Options { cases: 8, seed: Some("1".to_owned()) }
    }
}

pub fn run(options: &Options) -> Result<()> {
    let program = program()?;
    shell::run(shell::cargo().args(["build", "-q", "--locked", "-p", "feltbok-server", "-p", "feltbok-testkit"]))?;
    let data = std::env::temp_dir().join(format!("feltbok-api-fuzz-{}", std::process::id()));
    let done = against(&program, &data, options);
    // What cannot be removed is only left over; the outcome stands.
    let _ = std::fs::remove_dir_all(&data);
    done
}

fn against(program: &PathBuf, data: &PathBuf, options: &Options) -> Result<()> {
    let sample = shell::built("debug", "feltbok-sample");
    shell::run(shell::command(sample).arg("--server-data").arg(data).arg("seed"))?;
    let server = Running::start(data)?;
    let session = sign_in(&server.address)?;
    let mut fuzz = shell::command(program);
    for (name, text) in HOOKS {
        std::fs::write(data.join(name), text)?;
    }
    let url = format!("http://{}", server.address);
    // It keeps a folder of its findings where it is started.
    fuzz.current_dir(data).env("SCHEMATHESIS_HOOKS", "plausible").env("PYTHONPATH", data);
    fuzz.env("FELTBOK_FUZZ_URL", &url)
        .env("FELTBOK_FUZZ_COOKIE", &session.cookie)
        .env("FELTBOK_FUZZ_CSRF", &session.csrf);
    fuzz.args(["run", &format!("{url}/openapi.json")])
        .args(["--header", &format!("Cookie: {}", session.cookie)])
        .args(["--header", &format!("feltbok-csrf: {}", session.csrf)])
        // One worker: with two, CPython's parser loses count of its depth and the run ends with an error of its own.
        .args(["--max-examples", &options.cases.to_string(), "--workers", "1", "--continue-on-failure"])
        .args(["--phases", "coverage,fuzzing", "--exclude-checks", NOT_CHECKED, "--exclude-path-regex", LEFT_OUT])
        .args(["--exclude-operation-id", "sign_out", "--suppress-health-check", "all"]);
    fuzz.args(options.seed.iter().flat_map(|seed| ["--seed", seed.as_str()]));
    shell::run(&mut fuzz)
}

/// `FELTBOK_SCHEMATHESIS`, or one that is installed beside the builds, made the first time.
fn program() -> Result<PathBuf> {
    if let Some(named) = std::env::var_os("FELTBOK_SCHEMATHESIS") {
        return Ok(named.into());
    }
    let folder = shell::target_dir().join("schemathesis");
    let program = folder.join("bin/schemathesis");
    if !program.is_file() {
        shell::run(shell::command("python3").args(["-m", "venv"]).arg(&folder))?;
        shell::run(shell::command(folder.join("bin/pip")).args(["install", "-q", PACKAGE]))?;
    }
    Ok(program)
}

/// A server that ends when this is dropped.
struct Running {
    child: Child,
    address: String,
}

impl Running {
    fn start(data: &PathBuf) -> Result<Running> {
        let mut command: Command = shell::command(shell::built("debug", "feltbok-server"));
        command.args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data).env("RUST_LOG", "error");
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
        let out = child.stdout.take().context("the server's output is piped")?;
        let mut lines = BufReader::new(out).lines().map_while(Result::ok);
        let found = lines.find_map(|line| line.strip_prefix("feltbok-server listens at http://").map(str::to_owned));
        // Read on, so that the server never waits for its reader.
        std::thread::spawn(move || lines.for_each(drop));
        let address = found.context("the server does not say where it listens")?;
        Ok(Running { child, address })
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

struct Session {
    cookie: String,
    csrf: String,
}

/// Signs in as the sample company's admin, who may do everything.
fn sign_in(address: &str) -> Result<Session> {
    let body = r#"{"email":"admin@nordlys.example","password":"nordlys-admin-2026"}"#;
    let mut stream = TcpStream::connect(address)?;
    write!(
        stream,
        "POST /api/console/session HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let between = |start: &str, end: &str| {
        let rest = answer.split_once(start)?.1;
        rest.split_once(end).map(|(found, _)| found.to_owned())
    };
    match (between("set-cookie: ", ";"), between("\"csrf\":\"", "\"")) {
        (Some(cookie), Some(csrf)) => Ok(Session { cookie, csrf }),
        _ => bail!("signing in gave: {answer}"),
    }
}
