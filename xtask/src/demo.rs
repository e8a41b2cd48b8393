//! `cargo xtask demo`: the sample company on this machine, server and tablet, with one command.

use std::{
    env, fs,
    io::{Read, Write},
    net::TcpStream,
    path::{Path, PathBuf},
    process::{Child, Command},
};

use anyhow::{Context, Result, bail};
use clap::Args;

use crate::{shell, system, ui};

/// Where tablets and the console find the demo's server.
const ADDRESS: &str = "127.0.0.1:8430";
/// Where it listens itself when a visit is played, so that the cable between the two can be pulled.
const BEHIND_CABLE: &str = "127.0.0.1:8431";

#[derive(Args)]
pub struct Options {
    /// Start again with an untouched sample company.
    #[arg(long)]
    fresh: bool,
    /// Play a visit without a window to look at, even where there is a display.
    #[arg(long)]
    headless: bool,
}

pub fn run(options: &Options) -> Result<()> {
    let headless = options.headless || (env::var_os("DISPLAY").is_none() && env::var_os("WAYLAND_DISPLAY").is_none());
    system::ensure(system::Need::Demo { headless })?;
    ui::install()?;
    ui::build()?;
    shell::run(shell::cargo().args(["build", "--workspace", "--locked"]))?;

    let home = shell::target_dir().join("demo");
    if options.fresh && home.exists() {
        fs::remove_dir_all(&home).context("the old demo cannot be removed")?;
    }
    fs::create_dir_all(&home)?;
    seed(&home)?;
    let mut server = Server::start(&home, if headless { BEHIND_CABLE } else { ADDRESS })?;
    print_console(&home)?;
    if headless {
        play_visit(&home)?
    } else {
        open_window(&home)?
    }
    server.stop()
}

/// Makes the sample company unless it is there; what was done in an earlier demo stays.
fn seed(home: &Path) -> Result<()> {
    if home.join("server").exists() {
        println!("The sample company is there already; --fresh starts again.");
        return Ok(());
    }
    println!("Making the sample company …");
    shell::run(sample(home).arg("seed"))
}

fn sample(home: &Path) -> Command {
    let mut command = shell::command(shell::built("debug", "feltbok-sample"));
    command.arg("--server-data").arg(home.join("server")).arg("--url").arg(format!("http://{ADDRESS}"));
    command
}

fn print_console(home: &Path) -> Result<()> {
    let login = fs::read_to_string(home.join("server/demo-login.txt")).context("the demo's login is not there")?;
    println!("\nConsole:  http://{ADDRESS}/\n{login}");
    Ok(())
}

fn open_window(home: &Path) -> Result<()> {
    let tablet = home.join("tablet");
    if !tablet.exists() {
        shell::run(sample(home).arg("enrol").arg("--tablet-data").arg(&tablet))?;
    }
    println!("The app's window opens; its PIN is 2580. Close the window to end the demo.");
    shell::run(shell::command(shell::built("debug", "feltbok-app")).env("FELTBOK_DATA_DIR", &tablet))
}

fn play_visit(home: &Path) -> Result<()> {
    println!("There is no display: one whole visit is played in the app's real window under Xvfb.");
    let mut play = shell::command(shell::built("debug", "play-visit"));
    play.arg("--home").arg(home).args(["--tablet-end", ADDRESS, "--server-end", BEHIND_CABLE]);
    shell::run(&mut play)?;
    println!("Screenshots and the signed work order: {}", home.display());
    Ok(())
}

/// The server as a child process, ended with the demo.
struct Server {
    child: Child,
    log: PathBuf,
    address: &'static str,
}

impl Server {
    fn start(home: &Path, address: &'static str) -> Result<Server> {
        let log = home.join("server.log");
        let file = fs::File::create(&log)?;
        let mut command = shell::command(shell::built("debug", "feltbok-server"));
        command.arg("serve").arg("--data").arg(home.join("server")).args(["--listen", address]);
        command.args(["--public-url", &format!("http://{ADDRESS}")]);
        let child = command.stdout(file.try_clone()?).stderr(file).spawn().context("the server does not start")?;
        let mut server = Server { child, log, address };
        server.wait_until_ready()?;
        Ok(server)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        loop {
            if is_ready(self.address) {
                return Ok(());
            }
            if let Some(status) = self.child.try_wait()? {
                bail!("the server ended with {status}; see {}", self.log.display());
            }
            std::thread::park_timeout(std::time::Duration::from_millis(50));
        }
    }

    /// Asks the server to finish what it is doing and waits for it.
    fn stop(&mut self) -> Result<()> {
        shell::run(shell::command("kill").arg("-TERM").arg(self.child.id().to_string()))?;
        self.child.wait()?;
        Ok(())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Only after an error: a demo that ends well has stopped the server itself.
        if let Ok(None) = self.child.try_wait() {
            self.child.kill().ok();
        }
    }
}

fn is_ready(address: &str) -> bool {
    let answer = TcpStream::connect(address).and_then(|mut stream| {
        write!(stream, "GET /readyz HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n")?;
        let mut text = String::new();
        stream.read_to_string(&mut text)?;
        Ok(text)
    });
    answer.is_ok_and(|text| text.starts_with("HTTP/1.1 200"))
}
