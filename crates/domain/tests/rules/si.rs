//! R1 and R2: typed or scanned text to a canonical number, or why not.

use feltbok_domain::{si::SiFormat, sticker::StickerForm};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Answers;

#[derive(Deserialize)]
struct Case {
    r#in: String,
    out: Option<String>,
    error: Option<String>,
}

pub fn answers(case: &Value) -> Answers {
    let case = Case::deserialize(case).map_err(|error| error.to_string())?;
    let form = StickerForm { host: "service.example".into(), format: SiFormat::default(), patterns: Vec::new() };
    let actual = match form.read(&case.r#in) {
        Ok(number) => json!({ "out": number, "error": null }),
        Err(error) => json!({ "out": null, "error": error.code() }),
    };
    Ok((json!({ "out": case.out, "error": case.error }), actual))
}
