//! What is known of a sealed work order, and how the customer gets it.

use feltbok_domain::{ids::Id, model::SignedWorkOrder};
use feltbok_work_order::page_count;

use crate::{
    error::Result,
    job::Dossier,
    photos::show::transfer,
    tablet::{Open, Tablet},
    views::{DocumentView, FileTransfer, TabletError},
};

impl Tablet {
    /// The last work order of the job.
    ///
    /// Errors: `not_found` before there is one.
    pub fn document(&self, job_id: Id) -> Result<DocumentView> {
        self.open()?.document_view(job_id)
    }
}

impl Open {
    pub(crate) fn document_view(&self, job_id: Id) -> Result<DocumentView> {
        let dossier = self.dossier(job_id)?;
        let sealed = last_sealed(&dossier).ok_or_else(TabletError::not_found)?;
        let pages = match self.store.file(&sealed.pdf_sha256) {
            Ok(pdf) => page_count(&pdf).unwrap_or(0),
            Err(_) => 0,
        };
        let transfer: FileTransfer = self.store.try_read(|reader| transfer(reader, &sealed.pdf_sha256))?;
        let share_url = format!("{}/w/{}", self.enrolment.url, sealed.pdf_sha256);
        Ok(DocumentView {
            job_id,
            number: sealed.number.clone(),
            revision: sealed.revision,
            lang: sealed.lang,
            sealed_at: sealed.sealed_at,
            content_sha256: sealed.content_sha256.clone(),
            pdf_sha256: sealed.pdf_sha256.clone(),
            pdf_bytes: sealed.pdf_bytes,
            pages: u32::try_from(pages).unwrap_or(u32::MAX),
            file_name: file_name(sealed),
            signed_by: sealed.customer.as_ref().map(|customer| customer.name.clone()),
            unsigned: sealed.unsigned,
            transfer,
            share_qr_svg: super::qr::svg(&share_url),
            share_url,
        })
    }

    /// The bytes of the job's last work order.
    pub(super) fn sealed_pdf(&self, job_id: Id) -> Result<(Vec<u8>, String)> {
        let dossier = self.dossier(job_id)?;
        let sealed = last_sealed(&dossier).ok_or_else(TabletError::not_found)?;
        Ok((self.store.file(&sealed.pdf_sha256)?, file_name(sealed)))
    }
}

fn last_sealed(dossier: &Dossier) -> Option<&SignedWorkOrder> {
    dossier.visits.iter().rev().find_map(|visit| visit.work_orders.last())
}

fn file_name(sealed: &SignedWorkOrder) -> String {
    if sealed.revision > 1 {
        format!("{}-{}.pdf", sealed.number, sealed.revision)
    } else {
        format!("{}.pdf", sealed.number)
    }
}
