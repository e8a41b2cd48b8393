//! Reads a JPEG's own headers, so that a photo can go into the document as it is, without where it was taken.

/// What a document needs to know of a JPEG.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Header {
    pub width: u32,
    pub height: u32,
    pub components: u8,
    pub bits: u8,
    /// EXIF orientation 1–8.
    pub orientation: u8,
    /// Where the compressed picture (its first scan) begins.
    scan: usize,
}

/// The header of a baseline or progressive JPEG; `None` for anything else.
pub(crate) fn header(bytes: &[u8]) -> Option<Header> {
    let mut found: Option<Header> = None;
    let mut orientation = 1;
    for segment in Segments::of(bytes)? {
        match segment.marker {
            0xc0..=0xc2 => {
                let body = segment.body;
                let number = |at: usize| Some(u32::from(u16::from_be_bytes([*body.get(at)?, *body.get(at + 1)?])));
                found = Some(Header {
                    bits: *body.first()?,
                    height: number(1)?,
                    width: number(3)?,
                    components: *body.get(5)?,
                    orientation: 1,
                    scan: 0,
                });
            }
            0xe1 => orientation = exif_orientation(segment.body).unwrap_or(orientation),
            0xda => return found.map(|header| Header { orientation, scan: segment.start, ..header }),
            _ => {}
        }
    }
    None
}

/// The JPEG without comments and application data: EXIF with its place, thumbnails, profiles. Adobe's segment stays,
/// for it says how the colours are coded. `None` when the file has no end, and was cut off.
pub(crate) fn stripped(bytes: &[u8], header: &Header) -> Option<Vec<u8>> {
    let end = bytes.windows(2).rposition(|pair| pair == [0xff, 0xd9])?;
    let mut out = vec![0xff, 0xd8];
    for segment in Segments::of(bytes)?.take_while(|segment| segment.start < header.scan) {
        let is_kept = !matches!(segment.marker, 0xe0..=0xed | 0xef | 0xfe);
        if is_kept {
            out.extend(&bytes[segment.start..segment.end]);
        }
    }
    out.extend(bytes.get(header.scan..end + 2)?);
    Some(out)
}

struct Segment<'a> {
    marker: u8,
    start: usize,
    end: usize,
    body: &'a [u8],
}

struct Segments<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Segments<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        bytes.starts_with(&[0xff, 0xd8]).then_some(Segments { bytes, at: 2 })
    }
}

impl<'a> Iterator for Segments<'a> {
    type Item = Segment<'a>;

    fn next(&mut self) -> Option<Segment<'a>> {
        // Fill bytes may stand before a marker.
        while self.bytes.get(self.at..self.at + 2)? == [0xff, 0xff] {
            self.at += 1;
        }
        let &[0xff, marker, high, low] = self.bytes.get(self.at..self.at + 4)? else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        let (start, end) = (self.at, self.at + 2 + length);
        let body = self.bytes.get(start + 4..end)?;
        self.at = end;
        Some(Segment { marker, start, end, body })
    }
}

/// Tag 0x0112 of the first directory of an EXIF segment.
fn exif_orientation(body: &[u8]) -> Option<u8> {
    let tiff = body.strip_prefix(b"Exif\0\0")?;
    let is_little = tiff.starts_with(b"II");
    let short = |at: usize| {
        let pair = [*tiff.get(at)?, *tiff.get(at + 1)?];
        Some(if is_little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) })
    };
    let long = |at: usize| {
        let (first, second) = (short(at)?, short(at + 2)?);
        let (low, high) = if is_little { (first, second) } else { (second, first) };
        Some((usize::from(high) << 16) | usize::from(low))
    };
    let directory = long(4)?;
    let count = usize::from(short(directory)?);
    let entry = (0..count).map(|index| directory + 2 + index * 12).find(|&entry| short(entry) == Some(0x0112))?;
    u8::try_from(short(entry + 8)?).ok().filter(|orientation| (1..=8).contains(orientation))
}
