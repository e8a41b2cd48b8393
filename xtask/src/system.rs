//! The system packages that building and testing need on Debian and Ubuntu.

use std::process::Stdio;

use anyhow::{Result, bail};

use crate::shell;

/// What the app's window needs to build and run.
const BUILD: &[&str] = &[
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libgtk-3-dev",
    "librsvg2-dev",
    "libssl-dev",
    "libdbus-1-dev",
    "gstreamer1.0-plugins-base",
    "gstreamer1.0-plugins-good",
    "gstreamer1.0-plugins-bad",
];

/// What plays a visit where no one looks on: a display, a driver for the window, a session bus.
const HEADLESS: &[&str] = &["xvfb", "webkit2gtk-driver", "imagemagick", "dbus", "dbus-x11"];

/// What the tests check the documents and the console with.
const CHECKS: &[&str] = &["chromium", "poppler-utils", "mupdf-tools", "qpdf", "openssl", "xauth"];

/// The second database; tests start a cluster of their own with it.
const DATABASE: &[&str] = &["postgresql"];

/// PDFBox Preflight, which judges PDF/A-1b.
const PREFLIGHT: &[&str] = &[
    "default-jre-headless",
    "libpdfbox2-java",
    "libfontbox2-java",
    "libcommons-io-java",
    "libactivation-java",
    "libjaxb-api-java",
];

/// Which of the sets a command needs.
#[derive(Clone, Copy)]
pub enum Need {
    Demo { headless: bool },
    Test,
}

/// Installs what is missing as root or through sudo; else prints the one command that does.
pub fn ensure(need: Need) -> Result<()> {
    if !shell::is_on_path("npm") {
        bail!("Node.js 20 or newer with npm is needed: install it from https://nodejs.org or your distribution");
    }
    if !shell::is_on_path("dpkg-query") {
        eprintln!("This is no Debian or Ubuntu. Needed are the equivalents of: {}", wanted(need).join(" "));
        return Ok(());
    }
    let missing: Vec<&str> = wanted(need).into_iter().filter(|package| !is_installed(package)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("Missing system packages: {}", missing.join(" "));
    install(&missing)
}

fn wanted(need: Need) -> Vec<&'static str> {
    let sets: &[&[&str]] = match need {
        Need::Demo { headless: false } => &[BUILD],
        Need::Demo { headless: true } => &[BUILD, HEADLESS, CHECKS],
        Need::Test => &[BUILD, HEADLESS, CHECKS, DATABASE, PREFLIGHT],
    };
    sets.concat()
}

fn is_installed(package: &str) -> bool {
    shell::command("dpkg-query")
        .args(["-W", "-f", "${Status}", package])
        .stderr(Stdio::null())
        .output()
        .is_ok_and(|answer| answer.stdout.starts_with(b"install ok installed"))
}

fn install(missing: &[&str]) -> Result<()> {
    let is_root = shell::output(shell::command("id").arg("-u"))?.trim() == "0";
    let by_hand =
        format!("sudo apt-get update && sudo apt-get install -y --no-install-recommends {}", missing.join(" "));
    let prefix: &[&str] = match (is_root, shell::is_on_path("sudo")) {
        (true, _) => &[],
        (false, true) => &["sudo"],
        (false, false) => bail!("run this once, then start again:\n  {by_hand}"),
    };
    let apt = |arguments: &[&str]| {
        let line: Vec<&str> = prefix.iter().copied().chain(["apt-get"]).chain(arguments.iter().copied()).collect();
        let mut command = shell::command(line[0]);
        command.args(&line[1..]).env("DEBIAN_FRONTEND", "noninteractive");
        shell::run(&mut command)
    };
    apt(&["update", "-q"])?;
    apt(&[&["install", "-y", "-q", "--no-install-recommends"], missing].concat())
}
