//! Frames that mean harm: an answer every time, within the budget, and never a text that is not there.

use crate::{
    chance::Chance,
    hostile_frames::{MaySay, hostile_frame},
    patient_aim,
};
use feltbok_scan::{Aim, GrayFrame, ScanSettings, SeenCode, Stopwatch, sticker_image};
use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

fn frame(width: u32, height: u32, pixel: impl FnMut(usize) -> u8) -> GrayFrame {
    let pixels = (0..width as usize * height as usize).map(pixel).collect();
    GrayFrame::new(width, height, pixels).expect("as many pixels as the size says")
}

/// Time stands still, so that every stage of the rotation sees the frame.
fn assert_survived_and_empty(name: &str, frame: &GrayFrame) {
    let mut aim = patient_aim();
    // The second frame looks for other versions of code.
    for _ in 0..2 {
        assert!(aim.frame(frame).codes.is_empty(), "{name}: a text that is not there");
    }
    assert!(aim.still(frame).codes.is_empty(), "{name}: a text that is not there");
}

#[test]
fn frames_too_small_for_any_code_are_answered() {
    for (width, height) in [(1, 1), (1, 4000), (4000, 1), (2, 2), (20, 20), (21, 21), (47, 900)] {
        assert_survived_and_empty("small", &frame(width, height, |i| (i * 31) as u8));
    }
}

#[test]
fn patterns_are_not_codes() {
    let (width, height) = (360_u32, 240_u32);
    let at = |i: usize| (i % width as usize, i / width as usize);
    for step in [2, 3, 5, 8] {
        let checks =
            frame(width, height, |i| if (at(i).0 / step + at(i).1 / step).is_multiple_of(2) { 20 } else { 230 });
        assert_survived_and_empty("checks", &checks);
        let stripes = frame(width, height, |i| if (at(i).0 / step).is_multiple_of(2) { 0 } else { 255 });
        assert_survived_and_empty("stripes", &stripes);
        let moire = frame(width, height, |i| {
            let (x, y) = (at(i).0 as f32, at(i).1 as f32);
            let rings = ((x - 99.0).hypot(y - 70.0) / step as f32).sin() * ((x + y) / (step as f32 * 1.1)).sin();
            (127.0 + 120.0 * rings) as u8
        });
        assert_survived_and_empty("moiré", &moire);
    }
}

#[test]
fn noise_and_blocks_are_not_codes() {
    for seed in 0..8 {
        let mut chance = Chance::new(seed);
        let noise = frame(160, 120, |_| chance.bits() as u8);
        assert_survived_and_empty("noise", &noise);
        let side = 3 + (seed % 6) as usize;
        let blocks: Vec<u8> = (0..4000).map(|_| if chance.part() < 0.5 { 10 } else { 240 }).collect();
        let grid = frame(240, 200, |i| blocks[(i % 240 / side) + (i / 240 / side) * 60 % 3900]);
        assert_survived_and_empty("blocks", &grid);
    }
}

#[test]
fn loose_corner_squares_are_not_codes() {
    let mut chance = Chance::new(5);
    for _ in 0..3 {
        let mut scene = image::GrayImage::from_pixel(400, 300, image::Luma([240]));
        for _ in 0..40 {
            let (left, top) = ((chance.part() * 370.0) as i64, (chance.part() * 270.0) as i64);
            let module = 1.5 + chance.part() * 3.0;
            let square = image::GrayImage::from_fn((9.0 * module) as u32, (9.0 * module) as u32, |x, y| {
                let ring = |v: u32| (v as f32 / module - 4.0).abs();
                let ring = ring(x).max(ring(y)).round() as u32;
                image::Luma([if ring == 2 || ring == 4 { 240 } else { 15 }])
            });
            image::imageops::overlay(&mut scene, &square, left, top);
        }
        assert_survived_and_empty("corner squares", &scene.into());
    }
}

#[test]
fn a_sheet_of_140_codes_gives_four_right_ones() {
    let mut sheet = image::GrayImage::from_pixel(14 * 90, 10 * 90, image::Luma([255]));
    let mut texts = Vec::new();
    for i in 0..140 {
        let text = format!("CODE {i:03}");
        image::imageops::overlay(&mut sheet, &sticker_image(&text, 2).unwrap(), i % 14 * 90, i / 14 * 90);
        texts.push(text);
    }
    let report = patient_aim().frame(&sheet.into());
    assert_eq!(report.codes.len(), 4);
    assert!(report.codes.iter().all(|code| texts.contains(&code.text)), "{:?}", report.codes);
}

type Fill<'a> = &'a dyn Fn(&mut qrcode::bits::Bits);

#[test]
fn hostile_bit_streams_are_read_or_left_alone() {
    use qrcode::{
        EcLevel, QrCode, Version,
        bits::{Bits, ExtendedMode},
    };
    let build = |fill: Fill<'_>| {
        let mut bits = Bits::new(Version::Normal(3));
        fill(&mut bits);
        bits.push_terminator(EcLevel::Q).unwrap();
        let code = QrCode::with_bits(bits, EcLevel::Q).unwrap();
        let modules = code.width();
        let colors = code.to_colors();
        let side = (modules + 8) * 5;
        let dark = |x: usize, y: usize| {
            let place = |v: usize| (v / 5).checked_sub(4).filter(|v| *v < modules);
            matches!((place(x), place(y)), (Some(x), Some(y)) if colors[y * modules + x] == qrcode::Color::Dark)
        };
        frame(side as u32, side as u32, |i| if dark(i % side, i / side) { 0 } else { 255 })
    };
    let streams: [(&str, Fill<'_>); 6] = [
        ("kanji", &|bits| bits.push_kanji_data(&[0x93, 0x5f, 0xe4, 0xaa]).unwrap()),
        ("unknown character set", &|bits| {
            bits.push_eci_designator(899).unwrap();
            bits.push_byte_data(&[0xff, 0xfe, 0x00]).unwrap();
        }),
        ("not UTF-8", &|bits| {
            bits.push_eci_designator(26).unwrap();
            bits.push_byte_data(&[0xc3, 0x28, 0xa0]).unwrap();
        }),
        ("structured append", &|bits| {
            bits.push_mode_indicator(ExtendedMode::StructuredAppend).unwrap();
            bits.push_byte_data(b"x").unwrap();
        }),
        ("GS1", &|bits| {
            bits.push_fnc1_first_position().unwrap();
            bits.push_numeric_data(b"0104006381333931").unwrap();
        }),
        ("empty", &|_| {}),
    ];
    for (name, stream) in streams {
        let report = patient_aim().still(&build(stream));
        assert!(report.codes.iter().all(|code| code.text.len() < 200), "{name}: {:?}", report.codes);
    }
}

/// The first of those that the bench measures by the thousand. Texts that are told must be there, whatever else is in the frame; what the borrowed readers do stays behind the fence.
#[test]
fn hostile_frames_of_every_kind_are_answered() {
    for seed in 0..300 {
        let hostile = hostile_frame(seed);
        let report = patient_aim().frame(&hostile.frame);
        if let MaySay::Only(texts) = &hostile.may_say {
            let is_there = |code: &SeenCode| texts.contains(&code.text);
            assert!(report.codes.iter().all(is_there), "{} of seed {seed}: {:?}", hostile.kind, report.codes);
        }
        assert!(report.codes.len() <= ScanSettings::default().codes_max, "{} of seed {seed}", hostile.kind);
        assert_eq!(report.hint.is_none(), !report.codes.is_empty(), "{} of seed {seed}", hostile.kind);
    }
}

#[test]
fn a_code_cut_off_at_half_is_not_guessed() {
    let whole = sticker_image("HTTPS://SERVICE.EXAMPLE/S/SI-123455-7K2M9QX4TB", 6).unwrap();
    for part in [0.3, 0.5, 0.6] {
        let height = (whole.height() as f32 * part) as u32;
        let cut = image::imageops::crop_imm(&whole, 0, 0, whole.width(), height).to_image();
        assert_survived_and_empty("half a code", &cut.into());
    }
}

/// Every look at it costs a millisecond.
struct Expensive(Arc<AtomicU64>);

impl Stopwatch for Expensive {
    fn reading(&self) -> Duration {
        Duration::from_millis(self.0.fetch_add(1, Ordering::Relaxed))
    }
}

#[test]
fn work_stops_where_the_budget_is_over() {
    let mut chance = Chance::new(3);
    let noise = frame(640, 480, |_| chance.bits() as u8);
    let readings = Arc::new(AtomicU64::new(0));
    let settings = ScanSettings { budget: Duration::from_millis(15), ..ScanSettings::default() };
    let mut aim = Aim::with_stopwatch(settings, Box::new(Expensive(Arc::clone(&readings))));
    for _ in 0..12 {
        let before = readings.load(Ordering::Relaxed);
        aim.frame(&noise);
        let asked = readings.load(Ordering::Relaxed) - before;
        // Once it is over, each step still under way asks once more and gives up.
        assert!(asked < 25, "asked {asked} times in a budget of 15");
    }
}
