//! Frames that mean harm, each from its seed; the bench measures the very same ones.

use super::chance::Chance;
use feltbok_scan::{GrayFrame, sticker_image};
use qrcode::{
    Color, EcLevel, QrCode, Version,
    bits::{Bits, ExtendedMode},
};

/// What a reader may say about a frame without telling a lie.
pub enum MaySay {
    Only(Vec<String>),
    /// The code is whole; what its bits mean is a matter of taste.
    Anything,
}

pub struct HostileFrame {
    pub kind: &'static str,
    pub frame: GrayFrame,
    pub may_say: MaySay,
}

/// Every kind comes in turn.
pub fn hostile_frame(seed: u64) -> HostileFrame {
    let mut chance = Chance::new(seed);
    let nothing = |kind, frame| HostileFrame { kind, frame, may_say: MaySay::Only(Vec::new()) };
    match seed % 10 {
        0 => nothing("noise", noise(&mut chance)),
        1 => nothing("moiré", moire(&mut chance)),
        2 => nothing("blocks", blocks(&mut chance)),
        3 => nothing("thin", thin(&mut chance)),
        4 => nothing("corner squares", corner_squares(&mut chance)),
        5 => nothing("stripes", stripes(&mut chance)),
        6 => nothing("light and dark", light_and_dark(&mut chance)),
        7 => spoilt_code(&mut chance),
        8 => bit_stream(&mut chance),
        _ => sheet(&mut chance),
    }
}

fn drawn(width: usize, height: usize, mut pixel: impl FnMut(usize, usize) -> u8) -> GrayFrame {
    let pixels = (0..width * height).map(|i| pixel(i % width, i / width)).collect();
    GrayFrame::new(width as u32, height as u32, pixels).expect("as many pixels as the size says")
}

/// From `low` to below `high`.
fn between(chance: &mut Chance, low: usize, high: usize) -> usize {
    low + (chance.bits() % (high - low) as u64) as usize
}

fn size(chance: &mut Chance) -> (usize, usize) {
    (between(chance, 1, 200), between(chance, 1, 150))
}

fn noise(chance: &mut Chance) -> GrayFrame {
    let (width, height) = size(chance);
    let level = chance.bits() as u8 | 1;
    drawn(width, height, |_, _| (chance.bits() % u64::from(level)) as u8)
}

fn moire(chance: &mut Chance) -> GrayFrame {
    let (width, height) = size(chance);
    let (step, lean) = (1.0 + chance.part() * 8.0, chance.part() * 3.0);
    let centre = (chance.part() * width as f32, chance.part() * height as f32);
    drawn(width, height, |x, y| {
        let (x, y) = (x as f32, y as f32);
        let rings = ((x - centre.0).hypot(y - centre.1) / step).sin() * ((x + lean * y) / (step * 1.07)).sin();
        (127.0 + 120.0 * rings) as u8
    })
}

fn blocks(chance: &mut Chance) -> GrayFrame {
    let (width, height) = size(chance);
    let side = between(chance, 1, 14);
    let columns = width / side + 1;
    let colours: Vec<u8> = (0..columns * (height / side + 1)).map(|_| (chance.bits() % 2 * 230 + 10) as u8).collect();
    drawn(width, height, |x, y| colours[y / side * columns + x / side])
}

fn thin(chance: &mut Chance) -> GrayFrame {
    let (long, short) = (between(chance, 1, 2000), between(chance, 1, 4));
    let (width, height) = if chance.part() < 0.5 { (long, short) } else { (short, long) };
    drawn(width, height, |_, _| chance.bits() as u8)
}

fn corner_squares(chance: &mut Chance) -> GrayFrame {
    let squares: Vec<(f32, f32, f32)> = (0..between(chance, 3, 90))
        .map(|_| (chance.part() * 200.0, chance.part() * 150.0, 1.0 + chance.part() * 4.0))
        .collect();
    drawn(200, 150, |x, y| {
        let inside = squares.iter().rev().find_map(|(left, top, module)| {
            let away = |v: usize, from: f32| ((v as f32 - from) / module - 4.5).abs();
            let ring = away(x, *left).max(away(y, *top));
            (ring < 4.5).then_some(ring)
        });
        match inside {
            Some(ring) if (1.5..2.5).contains(&ring) || ring >= 3.5 => 240,
            Some(_) => 15,
            None => 200,
        }
    })
}

fn stripes(chance: &mut Chance) -> GrayFrame {
    let (width, height) = size(chance);
    // The runs of a corner square, all over the frame.
    let module = between(chance, 1, 7);
    let runs = [1, 1, 3, 1, 1, 1];
    let is_dark = |v: usize| {
        let mut place = v / module % 8;
        let mut dark = true;
        for run in runs {
            if place < run {
                return dark;
            }
            place -= run;
            dark = !dark;
        }
        dark
    };
    let across = chance.part() < 0.5;
    drawn(width, height, |x, y| if is_dark(if across { x } else { (x + y) / 2 }) { 10 } else { 240 })
}

fn light_and_dark(chance: &mut Chance) -> GrayFrame {
    let (width, height) = size(chance);
    let level = [0, 1, 127, 254, 255][between(chance, 0, 5)];
    let dots = chance.part() * 0.02;
    drawn(width, height, |_, _| if chance.part() < dots { 255 - level } else { level })
}

/// Modules turned over, in spots and anywhere, up to far more than can be corrected.
fn spoilt_code(chance: &mut Chance) -> HostileFrame {
    let text = format!("HTTPS://SERVICE.EXAMPLE/S/SI-{:06}-7K2M9QX4TB", chance.bits() % 1_000_000);
    let module = between(chance, 2, 7);
    let code = sticker_image(&text, module as u32).expect("the text fits a code");
    let wrong = chance.part() * 0.5;
    let side = code.width() as usize;
    let columns = side / module + 1;
    let turned: Vec<bool> = (0..columns * columns).map(|_| chance.part() < wrong).collect();
    let cut = between(chance, side / 2, side + 1);
    let frame = drawn(side, cut, |x, y| {
        let value = code.get_pixel(x as u32, y as u32).0[0];
        if turned[y / module * columns + x / module] { 255 - value } else { value }
    });
    HostileFrame { kind: "spoilt code", frame, may_say: MaySay::Only(vec![text]) }
}

/// A code without a fault whose bits mean harm: kanji, character sets, GS1, and indicators that put all counts out of step.
fn bit_stream(chance: &mut Chance) -> HostileFrame {
    let mut bits = Bits::new(Version::Normal(3));
    for _ in 0..between(chance, 0, 6) {
        let bytes: Vec<u8> = (0..between(chance, 0, 12)).map(|_| chance.bits() as u8).collect();
        // What does not fit any more is left out.
        let _ = match between(chance, 0, 8) {
            0 => bits.push_eci_designator([3, 20, 26, 899, 25, 170, 127, 999_999][between(chance, 0, 8)]),
            1 => bits.push_fnc1_first_position(),
            2 => bits.push_fnc1_second_position(chance.bits() as u8 % 100),
            3 => bits.push_mode_indicator(ExtendedMode::StructuredAppend),
            4 => bits.push_mode_indicator(ExtendedMode::Eci),
            5 => bits.push_kanji_data(&[0x93, 0x5f, 0xe4, 0xaa, 0x81, 0x40]),
            6 => bits.push_numeric_data(b"0104006381333931"),
            _ => bits.push_byte_data(&bytes),
        };
    }
    bits.push_terminator(EcLevel::Q).expect("the end has room");
    let code = QrCode::with_bits(bits, EcLevel::Q).expect("the bits fill the code");
    let (modules, module) = (code.width(), between(chance, 2, 7));
    let colours = code.to_colors();
    let side = (modules + 8) * module;
    let dark = |x: usize, y: usize| {
        let place = |v: usize| (v / module).checked_sub(4).filter(|v| *v < modules);
        matches!((place(x), place(y)), (Some(x), Some(y)) if colours[y * modules + x] == Color::Dark)
    };
    let frame = drawn(side, side, |x, y| if dark(x, y) { 0 } else { 255 });
    HostileFrame { kind: "bit stream", frame, may_say: MaySay::Anything }
}

/// A sheet of up to 140 codes.
fn sheet(chance: &mut Chance) -> HostileFrame {
    let (columns, rows) = (between(chance, 2, 15), between(chance, 2, 11));
    let code = |i: usize| sticker_image(&format!("CODE {i:03}"), 1).expect("the text fits a code");
    let codes: Vec<_> = (0..columns * rows).map(code).collect();
    let side = codes[0].width() as usize;
    let frame = drawn(columns * side * 2, rows * side * 2, |x, y| {
        let (x, y) = (x / 2, y / 2);
        codes[y / side * columns + x / side].get_pixel((x % side) as u32, (y % side) as u32).0[0]
    });
    let texts = (0..codes.len()).map(|i| format!("CODE {i:03}")).collect();
    HostileFrame { kind: "sheet", frame, may_say: MaySay::Only(texts) }
}
