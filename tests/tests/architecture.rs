//! The arrows of ARCHITECTURE.md hold: who may depend on whom, and which library lives where.

use std::{
    collections::{BTreeMap, BTreeSet},
    process::Command,
};

use serde_json::Value;

/// Every member, and the members it may use.
const ARROWS: &[(&str, &[&str])] = &[
    ("feltbok-domain", &[]),
    ("feltbok-protocol", &["feltbok-domain"]),
    ("feltbok-sync", &["feltbok-domain", "feltbok-protocol"]),
    ("feltbok-scan", &["feltbok-domain"]),
    ("feltbok-work-order", &["feltbok-domain"]),
    ("feltbok-tablet-store", &["feltbok-domain", "feltbok-protocol", "feltbok-sync"]),
    (
        "feltbok-tablet",
        &[
            "feltbok-domain",
            "feltbok-protocol",
            "feltbok-sync",
            "feltbok-scan",
            "feltbok-work-order",
            "feltbok-tablet-store",
        ],
    ),
    ("feltbok-memory", &[]),
    ("feltbok-app", &["feltbok-tablet", "feltbok-memory"]),
    ("feltbok-server-store", &["feltbok-domain", "feltbok-protocol"]),
    (
        "feltbok-server",
        &[
            "feltbok-domain",
            "feltbok-memory",
            "feltbok-protocol",
            "feltbok-server-store",
            "feltbok-work-order",
            "feltbok-scan",
        ],
    ),
];

/// Libraries that only these members may use.
const HOMES: &[(&str, &[&str])] = &[
    ("tauri", &["feltbok-app"]),
    ("axum", &["feltbok-server"]),
    ("rusqlite", &["feltbok-tablet-store", "feltbok-server-store"]),
    ("refinery", &["feltbok-tablet-store", "feltbok-server-store"]),
    ("tokio-postgres", &["feltbok-server-store"]),
    ("printpdf", &["feltbok-work-order"]),
    ("rqrr", &["feltbok-scan"]),
    ("rxing", &["feltbok-scan"]),
];

/// May use everything and hold no part of the product.
const TOOLS: &[&str] =
    &["feltbok-faults", "feltbok-power-loss", "feltbok-sync-sim", "feltbok-testkit", "feltbok-tests", "xtask"];

/// Licences that a dependency may come under.
const LICENCES: &[&str] = &[
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MPL-2.0",
    "MIT-0",
    "NCSA",
    "OpenSSL",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "0BSD",
    "CDLA-Permissive-2.0",
    "bzip2-1.0.6",
    "WTFPL",
    // SQLite's own: public domain with a blessing.
    "blessing",
];

fn metadata(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .args(arguments)
        .output()
        .expect("cargo runs this very test");
    serde_json::from_slice(&output.stdout).expect("cargo metadata speaks JSON")
}

/// Each member's normal dependencies, by package name.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = metadata(&["--no-deps"]);
    let packages = metadata["packages"].as_array().expect("there are packages").iter();
    packages
        .map(|package| {
            let used = package["dependencies"].as_array().expect("a list").iter();
            let normal = used.filter(|dependency| dependency["kind"].is_null());
            (text(&package["name"]), normal.map(|dependency| text(&dependency["name"])).collect())
        })
        .collect()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a string").to_owned()
}

#[test]
fn arrows_point_down_only() {
    for (member, used) in dependencies() {
        if TOOLS.contains(&member.as_str()) {
            continue;
        }
        let allowed = ARROWS.iter().find(|(name, _)| *name == member).map(|(_, allowed)| *allowed);
        let allowed = allowed
            .unwrap_or_else(|| panic!("{member} has no place in the house: add it to ARROWS and ARCHITECTURE.md"));
        for other in used.iter().filter(|name| name.starts_with("feltbok-")) {
            assert!(allowed.contains(&other.as_str()), "{member} must not depend on {other}");
        }
    }
}

#[test]
fn each_library_stays_in_its_home() {
    for (member, used) in dependencies() {
        for (library, homes) in HOMES {
            let is_at_home = homes.contains(&member.as_str()) || TOOLS.contains(&member.as_str());
            assert!(is_at_home || !used.contains(*library), "{member} must not use {library}");
        }
    }
}

#[test]
fn no_second_sqlite_library_comes_in() {
    let metadata = metadata(&[]);
    let packages = metadata["packages"].as_array().expect("there are packages");
    let named = |name: &str| packages.iter().filter(|package| package["name"] == name).count();
    assert_eq!(named("libsqlite3-sys"), 1, "two SQLite libraries do not link into one program");
    for banned in ["sqlx", "sqlx-core", "diesel", "sea-orm"] {
        assert_eq!(named(banned), 0, "{banned} pins another libsqlite3-sys than rusqlite (DESIGN §2)");
    }
}

#[test]
fn every_dependency_is_under_a_permissive_licence() {
    let metadata = metadata(&[]);
    for package in metadata["packages"].as_array().expect("there are packages") {
        let Some(licence) = package["license"].as_str() else { continue };
        let choices = licence.replace(['(', ')'], "").replace('/', " OR ");
        let is_allowed =
            choices.split(" OR ").any(|choice| choice.split(" AND ").all(|part| LICENCES.contains(&part.trim())));
        assert!(is_allowed, "{} is under {licence}", package["name"]);
    }
}

/// A command without `(async)` would be run by the window's own thread, and hold up every tap while it works.
#[test]
fn no_command_runs_on_the_windows_thread() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../src-tauri/src/commands");
    let mut count = 0;
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let source = std::fs::read_to_string(&path).unwrap();
        for (_, rest) in source.match_indices("#[tauri::command").map(|(at, head)| (at, &source[at + head.len()..])) {
            let function = rest.lines().map(str::trim).find(|line| line.contains("fn ")).unwrap();
            let is_off = rest.starts_with("(async)") || function.contains("async fn ");
            assert!(is_off, "{}: {function}", path.display());
            count += 1;
        }
    }
    assert!(count > 50, "{count} commands were found");
}
