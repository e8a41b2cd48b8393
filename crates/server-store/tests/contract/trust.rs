//! What an admin changes of the company, its certificates, and the receipt of its work orders.

use feltbok_protocol::file::FileRole;
use feltbok_server_store::{
    Role, Store,
    api::{Authority, CompanyEdit, Doubt, Finding, NewUpload, Receipt, StoredFile, TabletCertificate},
};
use jiff::{SignedDuration, Timestamp};

use crate::{
    desk::{Desk, sign_in},
    fixture::{COMPANY, JOB, Pen, id, minutes, now},
};

fn brand(footer: &str) -> CompanyEdit {
    CompanyEdit::Brand {
        logo: None,
        colour: Some("#7a1fa2".into()),
        legal_footer: footer.into(),
        timestamp_url: Some("https://tsa.example".into()),
    }
}

pub async fn what_one_admin_changes_of_the_company_undoes_nothing_of_another(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let other = sign_in(store, COMPANY, Role::Admin, 2).await;
    let name = store.company(&desk.admin).await.unwrap().name;
    let dynamics = CompanyEdit::SignatureDynamics(false);
    let (looks, records) = tokio::join!(
        store.edit_company(&desk.admin, brand("Felt AS"), now()),
        store.edit_company(&other, dynamics.clone(), now())
    );
    assert!(looks.unwrap().is_some() && records.unwrap().is_some());
    let company = store.company(&desk.admin).await.unwrap();
    assert_eq!((company.legal_footer.as_str(), company.signature_dynamics), ("Felt AS", false));
    assert_eq!((company.brand_colour.as_deref(), company.name), (Some("#7a1fa2"), name));
    assert_eq!(store.timestamp_url(COMPANY).await.unwrap().as_deref(), Some("https://tsa.example"));
    let held: feltbok_domain::model::Company = desk.held(&tablet, COMPANY).await.unwrap();
    assert_eq!((held.legal_footer.as_str(), held.signature_dynamics), ("Felt AS", false));
    assert!(store.edit_company(&other, dynamics, now()).await.unwrap().is_none(), "nothing was changed");
    let clerk = sign_in(store, COMPANY, Role::Dispatcher, 3).await;
    assert!(store.edit_company(&clerk, brand("Mine"), now()).await.is_err());
}

pub async fn certificates_are_made_once_and_revoked_with_their_tablet(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    let made = |byte: u8| Authority { root: vec![byte; 3], receipt: vec![byte; 4] };
    assert_eq!(store.authority(COMPANY).await.unwrap(), None);
    assert_eq!(store.keep_authority(COMPANY, made(1), now()).await.unwrap(), made(1));
    assert_eq!(store.keep_authority(COMPANY, made(2), now()).await.unwrap(), made(1), "the first ones stay");
    let until = now() + SignedDuration::from_hours(24);
    let tablet_id = tablet.tablet_id;
    let own = TabletCertificate { serial: "0a".into(), tablet_id, der: vec![9; 8], issued_at: now(), until };
    store.keep_certificate(COMPANY, own.clone()).await.unwrap();
    assert_eq!(store.tablet_certificate(&tablet).await.unwrap(), Some(own));
    assert_eq!(store.document_key(COMPANY, tablet_id).await.unwrap().certified_at, Some(now()));
    assert!(store.revoked_certificates(COMPANY).await.unwrap().is_empty());
    store.revoke_tablet(&desk.admin, tablet_id, now()).await.unwrap();
    assert_eq!(store.revoked_certificates(COMPANY).await.unwrap()[0].serial, "0a");
}

pub async fn a_work_order_gets_one_receipt_and_one_copy(store: &dyn Store) {
    let desk = Desk::open(store).await;
    let tablet = desk.tablet(0).await;
    desk.push(&tablet, Pen::new(1).whole_visit(id(300), 0, 0)).await;
    let waiting = || store.unreceived_documents(COMPANY, Timestamp::MIN, 10);
    assert!(waiting().await.unwrap().is_empty(), "its bytes are not here yet");
    let file = |sha256: String| StoredFile { sha256, bytes: 5, media_type: "application/pdf".into() };
    let sha256 = format!("{:064x}", 1);
    let upload =
        NewUpload { id: id(400), sha256: sha256.clone(), role: FileRole::Document, length: 5, expires_at: minutes(60) };
    let upload = store.begin_upload(&tablet, upload, now()).await.unwrap();
    store.advance_upload(&tablet, upload.id, 0, 5).await.unwrap();
    store.finish_upload(&tablet, upload.id, file(sha256), now()).await.unwrap();
    let found = waiting().await.unwrap();
    assert_eq!((found.len(), found[0].job_id, found[0].number.as_str()), (1, JOB[0], "WO-2026-T01-0001"));
    let receipt = Receipt {
        sha256: found[0].sha256.clone(),
        visit_id: found[0].visit_id,
        tablet_id: found[0].tablet_id,
        number: found[0].number.clone(),
        revision: found[0].revision,
        content_sha256: found[0].content_sha256.clone(),
        sealed_at: found[0].sealed_at,
        received_at: found[0].stored_at,
        finding: Finding::OtherKey,
        why: "another key".into(),
        copy_sha256: None,
        stamped_at: None,
    };
    for _ in 0..2 {
        let doubt = Doubt { job_id: JOB[0], technician: "Kari Nordmann".into() };
        store.keep_receipt(COMPANY, receipt.clone(), Some(doubt), now()).await.unwrap();
    }
    assert_eq!(desk.notices().await.len(), 1, "dispatch is told once");
    assert!(waiting().await.unwrap().is_empty());
    let open = store.receipts_to_countersign(COMPANY, Timestamp::MIN, 10).await.unwrap();
    assert_eq!(open, std::slice::from_ref(&receipt));
    let copy = file(format!("{:064x}", 2));
    store.keep_copy(COMPANY, &receipt.sha256, copy.clone(), Some(now()), now()).await.unwrap();
    assert!(store.receipts_to_countersign(COMPANY, Timestamp::MIN, 10).await.unwrap().is_empty());
    for hash in [&receipt.sha256, &copy.sha256, &receipt.content_sha256] {
        let known = store.known_document(COMPANY, hash).await.unwrap().unwrap();
        assert_eq!((known.newest_revision, known.receipt.stamped_at), (1, Some(now())));
    }
    assert_eq!(store.receipts(&desk.admin, JOB[0]).await.unwrap().len(), 1);
}
