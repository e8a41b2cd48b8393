//! A contact's name, phone or mail, corrected on site (R37).

use feltbok_domain::{
    ids::Id,
    model::{Contact, ContactEdit},
};

use super::open::contact_view;
use crate::{error::Result, tablet::Tablet, views::ContactView};

impl Tablet {
    /// Changes the fields that the edit names; dispatch confirms.
    ///
    /// Errors: `not_found`.
    pub fn edit_contact(&self, contact_id: Id, edit: ContactEdit) -> Result<ContactView> {
        let open = self.open()?;
        let contact: Contact = open.write(|work| Ok(work.contact(contact_id, None, edit)?))?;
        Ok(contact_view(&contact))
    }
}
