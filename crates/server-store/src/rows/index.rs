//! Which columns stand beside the body of each aggregate, for searching and for foreign keys.

use feltbok_domain::{
    ids::Id,
    job_life::JobStatus,
    model::{
        Agreement, Calendar, ChecklistTemplate, CodeEntry, Company, Contact, Customer, Equipment, Job, Part, Passport,
        Site, StockLevel, Technician, Visit,
    },
};
use feltbok_protocol::record::Recorded;
use jiff::Timestamp;
use serde::Serialize;

use super::{Column, Columns, RecordRow};
use crate::{StoreError, StoreResult};

/// An aggregate with its columns.
pub(crate) trait Indexed: Recorded {
    fn columns(&self) -> Columns;
}

/// Reads a stored body. Errors: `Corrupt` with the record's kind and id.
pub(crate) fn parse<T: Recorded>(row: &RecordRow) -> StoreResult<T> {
    serde_json::from_str(&row.body).map_err(|error| StoreError::Corrupt {
        what: format!("{} {}", T::KIND.as_str(), row.id),
        why: error.to_string(),
    })
}

/// The word by which a unit variant travels.
pub(crate) fn word<T: Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => unreachable!("only unit variants have a word, not {other:?}"),
    }
}

fn id(id: Id) -> Column {
    Column::Id(Some(id))
}

fn text(text: impl Into<String>) -> Column {
    Column::Text(Some(text.into()))
}

fn int(value: impl Into<i64>) -> Column {
    Column::Int(Some(value.into()))
}

fn time(at: Option<Timestamp>) -> Column {
    Column::Int(at.map(Timestamp::as_millisecond))
}

/// When work on a job last ended: a tablet keeps the job for some days after it.
fn ended_at(job: &Job) -> Option<Timestamp> {
    let ends = |to: JobStatus, from: JobStatus| to == JobStatus::Completed || from == JobStatus::OnSite;
    job.history.iter().rev().find(|change| ends(change.to, change.from)).map(|change| change.at)
}

impl Indexed for Company {
    fn columns(&self) -> Columns {
        vec![("name", text(&self.name))]
    }
}

impl Indexed for Calendar {
    fn columns(&self) -> Columns {
        vec![("name", text(&self.name))]
    }
}

impl Indexed for CodeEntry {
    fn columns(&self) -> Columns {
        vec![("list", text(word(&self.list))), ("code", text(&self.code))]
    }
}

impl Indexed for ChecklistTemplate {
    fn columns(&self) -> Columns {
        vec![("work_type", text(word(&self.work_type))), ("version", int(self.version))]
    }
}

impl Indexed for Technician {
    fn columns(&self) -> Columns {
        vec![("name", text(&self.name)), ("van_id", id(self.van_id)), ("active", int(self.active))]
    }
}

impl Indexed for Customer {
    fn columns(&self) -> Columns {
        vec![("number", text(&self.number)), ("name", text(&self.name)), ("overdue", int(self.overdue))]
    }
}

impl Indexed for Site {
    fn columns(&self) -> Columns {
        vec![("customer_id", id(self.customer_id)), ("name", text(&self.name)), ("city", text(&self.city))]
    }
}

impl Indexed for Contact {
    fn columns(&self) -> Columns {
        vec![("customer_id", id(self.customer_id)), ("site_id", Column::Id(self.site_id)), ("name", text(&self.name))]
    }
}

impl Indexed for Agreement {
    fn columns(&self) -> Columns {
        vec![("number", text(&self.number)), ("customer_id", id(self.customer_id))]
    }
}

impl Indexed for Equipment {
    fn columns(&self) -> Columns {
        vec![
            ("si", text(self.si.as_str())),
            ("serial", text(&self.serial)),
            ("model", text(&self.model)),
            ("customer_id", id(self.customer_id)),
            ("site_id", id(self.site_id)),
            ("agreement_id", Column::Id(self.agreement_id)),
            ("confirmed", int(self.confirmed)),
        ]
    }
}

impl Indexed for Passport {
    fn columns(&self) -> Columns {
        Vec::new()
    }
}

impl Indexed for Part {
    fn columns(&self) -> Columns {
        vec![("number", text(&self.number)), ("gtin", Column::Text(self.gtin.clone()))]
    }
}

impl Indexed for StockLevel {
    fn columns(&self) -> Columns {
        vec![("location_id", id(self.location_id)), ("part_id", id(self.part_id)), ("balance", int(self.balance))]
    }
}

impl Indexed for Job {
    fn columns(&self) -> Columns {
        vec![
            ("number", text(&self.number)),
            ("status", text(word(&self.status))),
            ("customer_id", id(self.customer_id)),
            ("site_id", id(self.site_id)),
            ("equipment_id", Column::Id(self.equipment_id)),
            ("agreement_id", Column::Id(self.agreement_id)),
            ("technician_id", Column::Id(self.technician_id)),
            ("registered_ms", time(Some(self.registered_at))),
            ("due_ms", time(self.targets.on_site_due)),
            ("slot_ms", time(self.slot.map(|slot| slot.start))),
            ("ended_ms", time(ended_at(self))),
        ]
    }
}

impl Indexed for Visit {
    fn columns(&self) -> Columns {
        vec![
            ("job_id", id(self.job_id)),
            ("technician_id", id(self.technician_id)),
            ("equipment_id", Column::Id(self.equipment_id)),
            ("started_ms", time(Some(self.started_at))),
            ("finished_ms", time(self.finished_at)),
        ]
    }
}
