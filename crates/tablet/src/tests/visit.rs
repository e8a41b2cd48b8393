//! A whole visit without network, from the day's list to the sealed PDF, with the app killed on the way.

use feltbok_domain::{
    entitlement::Attribution,
    job_life::JobStatus,
    model::{CloseOut, Diagnosis, MachineState, MeterKind, Outcome, PhotoKind, TimeKind},
    target::{PauseReason, TargetState},
};
use feltbok_protocol::evidence::Evidence;
use feltbok_work_order::{Authenticity, verify};

use super::{
    house::{House, PIN, evidence_key, root},
    records::*,
};
use crate::{
    ErrorCode, Tablet,
    views::{FitPart, NextAction, Phase, PhotoSize, Resolution, SignAndConfirm, Stroke, VisitScreen},
};

fn fit(part: u128, quantity: u32) -> FitPart {
    FitPart {
        part_id: id(part),
        quantity,
        position: "Tray 1".into(),
        serial: None,
        lot: None,
        removed_serial: None,
        compatibility_told: false,
    }
}

fn diagnosis(attribution: Attribution) -> Diagnosis {
    Diagnosis {
        symptom: Some("paper_jam".into()),
        cause: Some("worn_roller".into()),
        remedy: Some("replaced_part".into()),
        actions: "Replaced the pickup roller.".into(),
        attribution: Some(attribution),
        ..Diagnosis::default()
    }
}

/// Drives, arrives and confirms the machine.
pub fn arrive(house: &House, tablet: &Tablet) {
    tablet.accept(id(JOB)).unwrap();
    tablet.drive(id(JOB)).unwrap();
    house.clock.forward_minutes(23);
    tablet.arrive(id(JOB)).unwrap();
    tablet.confirm_machine(id(JOB), id(MACHINE)).unwrap();
}

/// Does everything that signing needs.
pub fn work(house: &House, tablet: &Tablet) {
    tablet.save_diagnosis(id(JOB), diagnosis(Attribution::Wear)).unwrap();
    tablet.fit_part(id(JOB), fit(PART, 1)).unwrap();
    tablet.put_reading(id(JOB), MeterKind::Mono, 104_000, None).unwrap();
    tablet.check_all_ok(id(JOB)).unwrap();
    house.clock.forward_minutes(52);
    let close_out =
        CloseOut { outcome: Some(Outcome::Fixed), machine_state: Some(MachineState::Working), ..CloseOut::default() };
    tablet.save_close_out(id(JOB), close_out).unwrap();
}

pub fn stroke() -> Stroke {
    Stroke {
        aspect: 3.0,
        points: vec![[0.2, 0.5], [0.4, 0.3], [0.6, 0.7], [0.8, 0.4]],
        dynamics: vec![[0.0, 0.2], [16.0, 0.4], [32.0, 0.5], [48.0, 0.1]],
    }
}

#[tokio::test]
async fn a_visit_is_done_signed_and_kept_without_any_network() {
    let house = House::new();
    let tablet = house.open();
    let day = tablet.day(None).unwrap();
    assert_eq!((day.cards.len(), day.readiness.ready, day.readiness.jobs), (1, 1, 1));
    let card = &day.cards[0];
    assert_eq!((card.next, card.customer.as_str()), (NextAction::Accept, "Fjordbank"));
    assert!(matches!(card.target, Some(TargetState::Running { .. })));

    arrive(&house, &tablet);
    let job = tablet.open_job(id(JOB)).unwrap();
    assert_eq!(job.card.status, JobStatus::OnSite);
    assert!(matches!(job.card.target, Some(TargetState::Met { .. })));
    assert!(job.foreseen.unwrap().covered);
    work(&house, &tablet);

    let times = tablet.times(id(JOB)).unwrap();
    let total = |kind| times.totals.iter().find(|total| total.kind == kind).unwrap().clone();
    assert_eq!((total(TimeKind::Travel).minutes, total(TimeKind::Travel).rounded_minutes), (23, 30));
    assert_eq!((total(TimeKind::Work).minutes, total(TimeKind::Work).rounded_minutes), (52, 60));

    let signing = tablet.prepare_signing(id(JOB), None).unwrap();
    assert!(signing.pages >= 1);
    assert_eq!(tablet.save_diagnosis(id(JOB), Diagnosis::default()).unwrap_err().code, ErrorCode::HandedOver);
    assert!(tablet.signing_page(id(JOB), 1, 600).unwrap().starts_with(b"\x89PNG"));
    tablet.save_stroke(id(JOB), stroke()).unwrap();
    house.kill(tablet).await;

    // The app is killed while the customer signs: the ink is there, and so is the hash.
    let tablet = house.open();
    let state = tablet.app_state().unwrap();
    assert_eq!((state.phase, state.handed_over), (Phase::Ready, Some(id(JOB))));
    let again = tablet.prepare_signing(id(JOB), None).unwrap();
    assert_eq!(again.content_sha256, signing.content_sha256);
    assert!(again.ink.enough);
    let rated = tablet.rate(id(JOB), 5, "Quick").unwrap();
    let sign = SignAndConfirm {
        content_sha256: rated.content_sha256.clone(),
        name: "Ola Vik".into(),
        role: "responsible".into(),
        typed: false,
    };
    let document = tablet.sign_and_confirm(id(JOB), sign).unwrap();
    assert_eq!(document.number, "WO-2026-T07-0001");
    assert_eq!(document.content_sha256, rated.content_sha256);
    let pdf = tablet.document_pdf(id(JOB)).unwrap();
    assert!(pdf.starts_with(b"%PDF-"));
    assert_eq!(pdf.len(), document.pdf_bytes as usize);
    let Authenticity::Genuine { signed } = verify(&pdf, &[root()]) else { panic!("{:?}", verify(&pdf, &[root()])) };
    assert_eq!((signed.len(), signed[0].name.as_str(), signed[0].at), (1, "Tablet T07", Some(document.sealed_at)));
    check_evidence(&tablet, &document.content_sha256);
    house.kill(tablet).await;
    let tablet = house.open();
    assert_eq!(tablet.document_pdf(id(JOB)).unwrap(), pdf, "the sealed bytes never change");
    tablet.take_back(PIN).unwrap();
    assert_eq!(tablet.app_state().unwrap().handed_over, None);
    assert_eq!(tablet.open_job(id(JOB)).unwrap().card.status, JobStatus::Completed);
    let error = tablet.save_diagnosis(id(JOB), Diagnosis::default()).unwrap_err();
    assert_eq!((error.code, error.details["number"].as_str()), (ErrorCode::Sealed, "WO-2026-T07-0001"));
}

/// Only the company's key opens it; it holds what the pen did and the hash that was shown before.
fn check_evidence(tablet: &Tablet, content_sha256: &str) {
    let open = tablet.open().unwrap();
    let visits = open.store.read(|reader| reader.visits_of_job(id(JOB))).unwrap();
    let sealed = visits.last().and_then(|visit| visit.work_orders.last()).unwrap();
    let file = open.store.file(sealed.evidence_sha256.as_ref().unwrap()).unwrap();
    let evidence = Evidence::open(&file, &evidence_key()).unwrap();
    assert_eq!((evidence.content_sha256.as_str(), evidence.number.as_str()), (content_sha256, sealed.number.as_str()));
    assert_eq!(evidence.strokes[0].points, stroke().points);
    assert_eq!(evidence.strokes[0].dynamics, stroke().dynamics);
    assert!(evidence.shown_at <= evidence.signed_at);
}

#[tokio::test]
async fn the_machine_is_found_by_its_sticker_whatever_way_it_is_typed() {
    let house = House::new();
    let tablet = house.open();
    let digits = si("10001").as_str().trim_start_matches("SI-").to_owned();
    let sticker = format!("HTTPS://SERVICE.NORDLYS.EXAMPLE/S/{}-0123456789", si("10001"));
    for text in [sticker.as_str(), &digits, &format!(" si {digits} ")] {
        let found = tablet.resolve_sticker(text, Some(id(JOB))).unwrap();
        assert!(matches!(found, Resolution::Expected { machine } if machine.equipment_id == id(MACHINE)), "{text}");
    }
    let other = tablet.resolve_sticker(si("10002").as_str(), Some(id(JOB))).unwrap();
    assert!(matches!(other, Resolution::OtherMachine { same_customer: true, .. }));
    assert!(matches!(tablet.resolve_sticker(si("77777").as_str(), None).unwrap(), Resolution::Unknown { .. }));
    assert_eq!(tablet.recent_scans().unwrap().len(), 2);
}

#[tokio::test]
async fn user_error_asks_for_consent_and_shows_the_sum_before_it_is_chosen() {
    let house = House::new();
    let tablet = house.open();
    arrive(&house, &tablet);
    let view = tablet.diagnosis(id(JOB)).unwrap();
    assert_eq!(view.symptoms.iter().map(|code| code.code.as_str()).collect::<Vec<_>>(), ["paper_jam"]);
    let user_error = view.attributions.iter().find(|one| one.attribution == Attribution::TraySettings).unwrap();
    // One hour of labour, 23 minutes of travel in steps of 15, and 25 % VAT on each line.
    assert_eq!((user_error.covered, user_error.gross), (false, 217_188));
    let chosen = tablet.save_diagnosis(id(JOB), diagnosis(Attribution::TraySettings)).unwrap();
    assert!(chosen.quote.unwrap().needs_consent);
    assert_eq!(chosen.causes.len(), 1);
}

#[tokio::test]
async fn a_part_that_the_van_does_not_hold_is_used_and_dispatch_is_asked_to_count() {
    let house = House::new();
    let tablet = house.open();
    arrive(&house, &tablet);
    let parts = tablet.fit_part(id(JOB), fit(PART, 3)).unwrap();
    assert_eq!((parts.fitted[0].in_van, parts.fitted[0].count_requested), (-2, true));
    let fitted_id = parts.fitted[0].part.id;
    assert!(tablet.remove_part(id(JOB), fitted_id).unwrap().fitted.is_empty());
    assert_eq!(tablet.van_stock("").unwrap().negative, 0);
    assert_eq!(tablet.restore_part(id(JOB), fitted_id).unwrap().fitted[0].in_van, -2);
}

#[tokio::test]
async fn a_pause_stops_the_clock_and_waiting_time_runs_until_the_work_goes_on() {
    let house = House::new();
    let tablet = house.open();
    arrive(&house, &tablet);
    house.clock.forward_minutes(10);
    tablet.pause(id(JOB), PauseReason::AirRaidAlarm, "").unwrap();
    house.clock.forward_minutes(40);
    let job = tablet.resume(id(JOB)).unwrap();
    assert_eq!(job.card.status, JobStatus::OnSite);
    assert!(job.pauses[0].until.is_some());
    let times = tablet.times(id(JOB)).unwrap();
    let minutes = |kind| times.totals.iter().find(|total| total.kind == kind).unwrap().minutes;
    assert_eq!((minutes(TimeKind::Work), minutes(TimeKind::Waiting)), (10, 40));
}

#[tokio::test]
async fn a_photo_is_kept_small_and_comes_back_with_its_thumbnail() {
    let house = House::new();
    let tablet = house.open();
    arrive(&house, &tablet);
    let mut png = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(640, 480).write_to(&mut png, image::ImageFormat::Png).unwrap();
    let photo = tablet.add_photo(id(JOB), PhotoKind::Before, png.get_ref()).unwrap();
    assert_eq!((photo.width, photo.height), (640, 480));
    assert!(tablet.photo_bytes(&photo.sha256, PhotoSize::Thumbnail).unwrap().starts_with(&[0xff, 0xd8]));
    assert!(tablet.remove_photo(id(JOB), photo.id).unwrap().is_empty());
    assert_eq!(tablet.restore_photo(id(JOB), photo.id).unwrap().len(), 1);
}

#[tokio::test]
async fn close_out_names_everything_that_is_missing_with_its_screen() {
    let house = House::new();
    let tablet = house.open();
    arrive(&house, &tablet);
    let view = tablet.close_out(id(JOB)).unwrap();
    assert!(!view.can_sign);
    let required: Vec<VisitScreen> =
        view.missing.iter().filter(|entry| entry.required).map(|entry| entry.link).collect();
    for screen in [VisitScreen::Diagnosis, VisitScreen::Checklist, VisitScreen::CloseOut] {
        assert!(required.contains(&screen), "{screen:?}");
    }
    work(&house, &tablet);
    assert!(tablet.close_out(id(JOB)).unwrap().can_sign);
}
