//! What is said when nothing could be read.

use crate::{patient_aim, photo::Photo};
use feltbok_scan::Hint;

/// The hint after a few frames of the same view that cannot be read.
fn hint_of(photo: &Photo) -> Option<Hint> {
    let (mut aim, frame) = (patient_aim(), photo.take());
    let reports: Vec<_> = (0..4).map(|_| aim.frame(&frame)).collect();
    assert!(reports.iter().all(|report| report.codes.is_empty()), "this photo is read");
    reports.last().and_then(|report| report.hint)
}

#[test]
fn a_dark_frame_asks_for_light() {
    assert_eq!(hint_of(&Photo { white: 9.0, noise: 6.0, ..Photo::default() }), Some(Hint::Dark));
}

#[test]
fn a_blurred_sticker_asks_to_hold_still() {
    assert_eq!(hint_of(&Photo { side: 260.0, blur: 7.6, noise: 2.0, ..Photo::default() }), Some(Hint::HoldStill));
}

#[test]
fn a_reflection_across_the_code_asks_to_tilt() {
    assert_eq!(hint_of(&Photo { glare: Some((52.0, (0.62, 0.62))), ..Photo::default() }), Some(Hint::Tilt));
}

#[test]
fn a_bare_wall_shows_nothing() {
    let wall = Photo { centre: (-900.0, -900.0), ..Photo::default() };
    assert_eq!(hint_of(&wall), Some(Hint::NothingInView));
    assert_eq!(patient_aim().frame(&wall.take()).guide, None);
}
