//! Checklist templates.

use feltbok_domain::{ids::Id, model::ChecklistTemplate, work_type::WorkType};

use super::Reader;
use crate::error::StoreError;

impl Reader<'_> {
    /// A template by id: the version that a started visit keeps.
    pub fn checklist(&self, id: Id) -> Result<Option<ChecklistTemplate>, StoreError> {
        self.get(id)
    }

    /// The newest template for a kind of work.
    pub fn checklist_for(&self, work_type: WorkType) -> Result<Option<ChecklistTemplate>, StoreError> {
        let all: Vec<ChecklistTemplate> = self.list("", [])?;
        Ok(all.into_iter().filter(|template| template.work_type == work_type).max_by_key(|template| template.version))
    }
}
