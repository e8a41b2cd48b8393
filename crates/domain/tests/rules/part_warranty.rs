//! R20: the day of fitting and months to the last day of the warranty.

use feltbok_domain::part_warranty::warranty_until;
use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::Answers;

#[derive(Deserialize)]
struct Case {
    fitted_on: Date,
    months: u32,
    warranty_until: Date,
}

pub fn answers(case: &Value) -> Answers {
    let case = Case::deserialize(case).map_err(|error| error.to_string())?;
    Ok((json!(case.warranty_until), json!(warranty_until(case.fitted_on, case.months))))
}
