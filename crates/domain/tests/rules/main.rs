//! Runs every worked case of the rules: the shipped ones in `tests/fixtures/rules`, and those of any folder that the
//! environment variable `FELTBOK_RULE_CASES` names. Prints the first difference of each file with the case's index.

mod entitlement;
mod part_warranty;
mod response_target;
mod si;

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use serde::Deserialize;
use serde_json::Value;

const FOLDER_VARIABLE: &str = "FELTBOK_RULE_CASES";

/// One file of cases of one kind.
#[derive(Deserialize)]
struct CaseFile {
    kind: String,
    cases: Vec<Value>,
}

/// What the case expects and what the rules say, in the same shape; an error when the case cannot be read.
type Answers = Result<(Value, Value), String>;

fn runner(kind: &str) -> Option<fn(&Value) -> Answers> {
    match kind {
        "si" => Some(si::answers),
        "part_warranty" => Some(part_warranty::answers),
        "response_target" => Some(response_target::answers),
        "entitlement" => Some(entitlement::answers),
        _ => None,
    }
}

/// The first place at which two values differ, as a path and both sides; what is not expected is not compared.
fn difference(path: &str, expected: &Value, actual: &Value) -> Option<String> {
    match (expected, actual) {
        (Value::Object(expected), Value::Object(actual)) => expected.iter().find_map(|(key, value)| {
            difference(&format!("{path}.{key}"), value, actual.get(key).unwrap_or(&Value::Null))
        }),
        (Value::Array(expected), Value::Array(actual)) if expected.len() == actual.len() => {
            let mut pairs = expected.iter().zip(actual).enumerate();
            pairs.find_map(|(index, (expected, actual))| difference(&format!("{path}[{index}]"), expected, actual))
        }
        _ => (expected != actual).then(|| format!("{path}: expected {expected}, got {actual}")),
    }
}

/// Runs one file; returns its kind and number of cases, or what is wrong with it.
fn run_file(path: &Path) -> Result<(String, usize), String> {
    let shown = path.display();
    let text = fs::read_to_string(path).map_err(|error| format!("{shown}: {error}"))?;
    let file: CaseFile = serde_json::from_str(&text).map_err(|error| format!("{shown}: {error}"))?;
    let answers = runner(&file.kind).ok_or_else(|| format!("{shown}: no rules of kind {:?}", file.kind))?;
    if file.cases.is_empty() {
        return Err(format!("{shown}: no cases"));
    }
    let differences: Vec<(usize, String)> = file
        .cases
        .iter()
        .enumerate()
        .filter_map(|(index, case)| match answers(case) {
            Ok((expected, actual)) => difference("", &expected, &actual).map(|found| (index, found)),
            Err(error) => Some((index, format!("unreadable: {error}"))),
        })
        .collect();
    match differences.first() {
        None => Ok((file.kind, file.cases.len())),
        Some((index, found)) => {
            let case = &file.cases[*index];
            let (wrong, all) = (differences.len(), file.cases.len());
            Err(format!("{shown}: {wrong} of {all} cases differ, the first is case {index}: {found}\n{case}"))
        }
    }
}

/// Every `*.json` in a folder and the folders in it.
fn case_files(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let entries = fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let mut files = Vec::new();
    for path in entries.filter_map(|entry| Some(entry.ok()?.path())) {
        if path.is_dir() {
            files.extend(case_files(&path)?);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// Runs every case file of a folder and counts the cases of each kind.
fn run_folder(folder: &Path) -> Result<BTreeMap<String, usize>, String> {
    let files = case_files(folder)?;
    if files.is_empty() {
        return Err(format!("{}: no case files (*.json)", folder.display()));
    }
    let mut counts = BTreeMap::new();
    let mut wrong = Vec::new();
    for file in &files {
        match run_file(file) {
            Ok((kind, cases)) => *counts.entry(kind).or_insert(0) += cases,
            Err(difference) => wrong.push(difference),
        }
    }
    println!("{}: {counts:?} agree", folder.display());
    if wrong.is_empty() { Ok(counts) } else { Err(wrong.join("\n")) }
}

fn assert_folder_agrees(folder: &Path) -> BTreeMap<String, usize> {
    run_folder(folder).unwrap_or_else(|differences| panic!("\n{differences}"))
}

#[test]
fn the_shipped_cases_of_every_kind_agree() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/rules");
    let counts = assert_folder_agrees(&folder);
    let kinds: Vec<&str> = counts.keys().map(String::as_str).collect();
    assert_eq!(kinds, ["entitlement", "part_warranty", "response_target", "si"]);
}

#[test]
fn the_cases_of_the_named_folder_agree() {
    let Some(named) = std::env::var_os(FOLDER_VARIABLE) else { return };
    // Cargo runs tests in the package's folder; a relative path is meant from where the command was typed.
    let from_workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").join(&named);
    assert_folder_agrees(if from_workspace.is_dir() { &from_workspace } else { Path::new(&named) });
}

#[test]
fn a_folder_without_cases_fails() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    assert!(run_folder(&folder).is_err_and(|error| error.contains("no case files")));
}

#[test]
fn a_wrong_answer_is_named_by_its_path() {
    let (expected, actual) = (serde_json::json!({"a": [1, {"b": 2}]}), serde_json::json!({"a": [1, {"b": 3}], "c": 0}));
    assert_eq!(difference("", &expected, &actual).as_deref(), Some(".a[1].b: expected 2, got 3"));
    assert_eq!(difference("", &actual, &actual), None);
}
