//! Stickers that must be read.

use crate::{
    patient_aim,
    photo::{ADDRESS, Photo},
};
use feltbok_scan::{GrayFrame, LookingFor, read_picture, sticker_image};

/// A sticker that is read within this many frames of the same view.
fn assert_read_within(frames: usize, photo: &Photo) {
    let mut aim = patient_aim();
    let frame = photo.take();
    let read = (0..frames).any(|_| aim.frame(&frame).codes.iter().any(|code| code.text == photo.text));
    assert!(read, "not read within {frames} frames");
}

#[test]
fn a_plain_sticker_is_read_in_one_frame_with_its_outline() {
    let report = patient_aim().frame(&Photo::default().take());
    assert_eq!(report.codes[0].text, ADDRESS);
    // 29 of the 37 modules with the quiet zone, 200 px wide around (320, 240).
    let half = 100.0 * 29.0 / 37.0;
    let corners = report.codes[0].corners.corners;
    for (corner, (x, y)) in corners.iter().zip([(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)]) {
        let distance = (corner.x - 320.0 - x * half).hypot(corner.y - 240.0 - y * half);
        assert!(distance < 4.0, "{corners:?}");
    }
    assert_eq!(report.guide, Some(report.codes[0].corners));
    assert_eq!(report.hint, None);
}

#[test]
fn a_turned_and_tilted_sticker_is_read() {
    for (turn, tilt) in [(0.5, 0.3), (1.7, -0.4), (3.0, 0.5), (4.4, 0.2)] {
        assert_read_within(2, &Photo { turn, tilt, ..Photo::default() });
    }
}

#[test]
fn modules_of_two_and_a_half_pixels_are_read() {
    assert_read_within(2, &Photo { side: 92.0, turn: 0.2, ..Photo::default() });
}

#[test]
fn blur_of_two_thirds_of_a_module_is_read() {
    let module = 200.0 / 37.0;
    assert_read_within(2, &Photo { blur: 0.65 * module, turn: 0.1, ..Photo::default() });
}

#[test]
fn a_sticker_in_the_dark_is_read() {
    assert_read_within(3, &Photo { white: 26.0, noise: 3.0, ..Photo::default() });
}

#[test]
fn a_reflection_on_one_corner_square_is_survived() {
    for place in [(0.2, 0.2), (0.8, 0.2), (0.2, 0.8)] {
        assert_read_within(2, &Photo { glare: Some((28.0, place)), ..Photo::default() });
    }
}

#[test]
fn of_several_codes_the_one_nearest_the_centre_comes_first() {
    let code = |text: &str| sticker_image(text, 4).unwrap();
    let (near, far) = (code("NEAR THE CENTRE"), code("IN THE CORNER"));
    let mut scene = image::GrayImage::from_pixel(900, 600, image::Luma([255]));
    image::imageops::overlay(&mut scene, &far, 20, 20);
    image::imageops::overlay(&mut scene, &near, 380, 230);
    let report = patient_aim().frame(&scene.into());
    let texts: Vec<&str> = report.codes.iter().map(|code| code.text.as_str()).collect();
    assert_eq!(texts, ["NEAR THE CENTRE", "IN THE CORNER"]);
}

#[test]
fn a_picture_of_twelve_megapixels_is_read_in_its_own_coordinates() {
    let mut scene = image::GrayImage::from_pixel(4000, 3000, image::Luma([230]));
    image::imageops::overlay(&mut scene, &sticker_image(ADDRESS, 7).unwrap(), 3000, 2000);
    let frame = GrayFrame::from(scene);
    for report in [read_picture(&frame, LookingFor::Sticker), patient_aim().frame(&frame)] {
        assert_eq!(report.codes[0].text, ADDRESS);
        let centre = report.codes[0].corners.centre();
        let expected = (3000.0 + 37.0 * 3.5, 2000.0 + 37.0 * 3.5);
        assert!((centre.x - expected.0).abs() < 6.0 && (centre.y - expected.1).abs() < 6.0, "{centre:?}");
    }
}

#[test]
fn white_on_black_is_read_from_a_picture() {
    let mut scene = sticker_image(ADDRESS, 6).unwrap();
    image::imageops::invert(&mut scene);
    assert_eq!(patient_aim().still(&scene.into()).codes[0].text, ADDRESS);
}
