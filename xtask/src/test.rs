//! `cargo xtask test`: everything that CI checks, cheapest first, each step by name.

use anyhow::{Result, bail};
use clap::Args;

use crate::{api_fuzz, bindings, faults, postgres, shell, system, ui};

#[derive(Args)]
pub struct Options {
    /// Run only the steps whose name contains one of these words.
    #[arg(long, value_delimiter = ',')]
    only: Vec<String>,
    /// Print the steps and do nothing.
    #[arg(long)]
    list: bool,
}

struct Step {
    name: &'static str,
    what: &'static str,
    run: fn() -> Result<()>,
}

const STEPS: &[Step] = &[
    Step { name: "packages", what: "system packages are there", run: || system::ensure(system::Need::Test) },
    Step { name: "format", what: "rustfmt", run: || shell::run(shell::cargo().args(["fmt", "--all", "--check"])) },
    Step { name: "ui-install", what: "npm packages by the lock file", run: ui::install },
    Step { name: "ui-build", what: "technician, console, customer page", run: ui::build },
    Step { name: "peers", what: "other people's tus client and server, by the lock file", run: tus_peers },
    Step { name: "clippy", what: "lints are errors", run: clippy },
    Step { name: "rust", what: "unit, property, contract, simulation and architecture tests", run: rust_tests },
    Step {
        name: "faults",
        what: "server and tablet killed behind a bad network, a short round",
        run: || faults::run(&faults::Options::short()),
    },
    Step {
        name: "api-fuzz",
        what: "schemathesis against the server's own description, a short round",
        run: || api_fuzz::run(&api_fuzz::Options::short()),
    },
    Step {
        name: "bindings",
        what: "generated TypeScript is up to date",
        run: || bindings::run(&bindings::Options::checking()),
    },
    Step { name: "ui-check", what: "types of the screens", run: || npm(&["run", "check"]) },
    Step { name: "ui-test", what: "vitest", run: || npm(&["test"]) },
    Step { name: "ui-size", what: "first-load budgets", run: || npm(&["run", "size"]) },
    Step {
        name: "ui-screens",
        what: "every screen in Chromium: access, sizes, languages, themes",
        run: || npm(&["run", "e2e"]),
    },
    Step { name: "journeys", what: "whole visits through the real window, the console in Chromium", run: journeys },
];

pub fn run(options: &Options) -> Result<()> {
    let chosen =
        |step: &&Step| options.only.is_empty() || options.only.iter().any(|word| step.name.contains(word.as_str()));
    let mut failed = Vec::new();
    for step in STEPS.iter().filter(chosen) {
        println!("\n== {}: {}", step.name, step.what);
        if options.list {
            continue;
        }
        if let Err(error) = (step.run)() {
            eprintln!("== {} failed: {error:#}", step.name);
            failed.push(step.name);
        }
    }
    if failed.is_empty() {
        println!("\n== all steps passed");
        return Ok(());
    }
    bail!("failed: {}", failed.join(", "))
}

fn npm(arguments: &[&str]) -> Result<()> {
    shell::run(shell::npm().args(arguments))
}

/// Twice: what ships may not unwrap, tests may.
fn clippy() -> Result<()> {
    let clippy = ["clippy", "--workspace", "--locked"];
    shell::run(shell::cargo().args(clippy).args(["--", "-D", "warnings"]))?;
    shell::run(shell::cargo().args(clippy).args(["--all-targets", "--", "-D", "warnings", "-A", "clippy::unwrap_used"]))
}

/// A package of its own, so that no build of ours has it; the tests of uploads look for it there.
fn tus_peers() -> Result<()> {
    let folder = shell::root().join("tests/peers/tus");
    shell::run(shell::npm().current_dir(folder).args(["ci", "--no-audit", "--no-fund"]))
}

fn rust_tests() -> Result<()> {
    let cluster = postgres::Cluster::start(false)?;
    let mut test = shell::cargo();
    shell::run(test.args(["test", "--workspace", "--locked", "--no-fail-fast"]).env(postgres::VARIABLE, cluster.url()))
}

fn journeys() -> Result<()> {
    shell::run(shell::cargo().args(["build", "--workspace", "--locked"]))?;
    let mut test = shell::cargo();
    test.args(["test", "--locked", "--workspace", "--features", "feltbok-tests/journeys", "--test", "journeys"]);
    shell::run(test.args(["--", "--test-threads=1"]))
}
