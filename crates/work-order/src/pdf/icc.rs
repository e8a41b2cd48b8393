//! The sRGB colour profile (ICC version 2) that says what the document's colours mean.

/// Entries of the tone curve.
const CURVE: usize = 256;

/// An ICC profile of an RGB display with sRGB's primaries (adapted to D50) and tone curve; about 1 kB.
pub(super) fn srgb() -> Vec<u8> {
    let tags: [(&[u8; 4], Vec<u8>); 9] = [
        (b"desc", description("sRGB")),
        (b"cprt", text("No copyright, use freely")),
        (b"wtpt", xyz([0.964_2, 1.0, 0.824_9])),
        (b"rXYZ", xyz([0.436_07, 0.222_49, 0.013_92])),
        (b"gXYZ", xyz([0.385_15, 0.716_87, 0.097_08])),
        (b"bXYZ", xyz([0.143_07, 0.060_61, 0.714_10])),
        (b"rTRC", curve()),
        (b"gTRC", Vec::new()),
        (b"bTRC", Vec::new()),
    ];
    let mut table = Vec::new();
    let mut data: Vec<u8> = Vec::new();
    let start = 128 + 4 + 12 * tags.len();
    let mut last = (0, 0);
    for (name, content) in tags {
        // The green and blue curves are the red one.
        if !content.is_empty() {
            last = (start + data.len(), content.len());
            data.extend(&content);
            data.resize(data.len().next_multiple_of(4), 0);
        }
        table.extend(name);
        table.extend((last.0 as u32).to_be_bytes());
        table.extend((last.1 as u32).to_be_bytes());
    }
    let mut profile = header((start + data.len()) as u32);
    profile.extend((table.len() as u32 / 12).to_be_bytes());
    profile.extend(table);
    profile.extend(data);
    profile
}

fn header(size: u32) -> Vec<u8> {
    let mut header = vec![0u8; 128];
    header[..4].copy_from_slice(&size.to_be_bytes());
    header[8..12].copy_from_slice(&[2, 0x10, 0, 0]);
    header[12..24].copy_from_slice(b"mntrRGB XYZ ");
    // 1 January 2000, so that the profile is always the same.
    header[24..36].copy_from_slice(&[0x07, 0xd0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0]);
    header[36..40].copy_from_slice(b"acsp");
    header[68..80].copy_from_slice(&xyz([0.964_2, 1.0, 0.824_9])[8..]);
    header
}

fn xyz(values: [f64; 3]) -> Vec<u8> {
    let mut tag = b"XYZ \0\0\0\0".to_vec();
    values.iter().for_each(|value| tag.extend(((value * 65_536.0).round() as i32).to_be_bytes()));
    tag
}

fn curve() -> Vec<u8> {
    let mut tag = b"curv\0\0\0\0".to_vec();
    tag.extend((CURVE as u32).to_be_bytes());
    for index in 0..CURVE {
        let value = index as f64 / (CURVE - 1) as f64;
        let linear = if value <= 0.040_45 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
        tag.extend(((linear * 65_535.0).round() as u16).to_be_bytes());
    }
    tag
}

fn text(content: &str) -> Vec<u8> {
    let mut tag = b"text\0\0\0\0".to_vec();
    tag.extend(content.as_bytes());
    tag.push(0);
    tag
}

fn description(name: &str) -> Vec<u8> {
    let mut tag = b"desc\0\0\0\0".to_vec();
    tag.extend((name.len() as u32 + 1).to_be_bytes());
    tag.extend(name.as_bytes());
    tag.push(0);
    // No Unicode and no Macintosh name.
    tag.extend([0u8; 4 + 4 + 2 + 1 + 67]);
    tag
}
