//! Appends a signature field to a PDF: the new objects, a cross-reference stream, and the signature over all of it.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::{SignError, SignatureNote, Signer, cms, object};

/// Room for the signature itself beside its certificates, in bytes.
const ROOM: usize = 2048;
/// Wide enough for any file we make; replaced by the numbers once they are known.
const RANGE: &str = "/ByteRange [0 0000000000 0000000000 0000000000]";

/// Room for a time stamp with its certificates, in bytes.
const STAMP_ROOM: usize = 12 * 1024;

/// A file that is signed but for a time stamp that may come.
pub struct Unfinished {
    out: Vec<u8>,
    /// Where the signature's digits begin and how many bytes they stand for.
    start: usize,
    room: usize,
    draft: cms::Draft,
}

impl Unfinished {
    /// What a time stamp is asked for: SHA-256 of the signature's value.
    pub fn imprint(&self) -> [u8; 32] {
        self.draft.imprint()
    }

    /// The signed file, with a token (RFC 3161, DER) of the [`Unfinished::imprint`] if there is one.
    pub fn finish(self, token: Option<&[u8]>) -> Result<Vec<u8>, SignError> {
        let Unfinished { mut out, start, room, draft } = self;
        let signed = draft.encode(token).map_err(|error| SignError::Certificate(error.to_string()))?;
        if signed.len() > room {
            return Err(SignError::Certificate("the certificates are larger than the room kept for them".into()));
        }
        for (index, byte) in signed.iter().enumerate() {
            let at = start + index * 2;
            out[at..at + 2].copy_from_slice(format!("{byte:02x}").as_bytes());
        }
        Ok(out)
    }
}

pub(super) fn begin(
    pdf: &[u8],
    signer: &Signer,
    note: &SignatureNote,
    is_stamped: bool,
) -> Result<Unfinished, SignError> {
    let mut update = Update::of(pdf)?;
    let [signature, field, appearance] = [update.new_id(), update.new_id(), update.new_id()];
    update.add_field(field, signature, appearance)?;
    let room = ROOM + signer.chain.iter().map(Vec::len).sum::<usize>() + if is_stamped { STAMP_ROOM } else { 0 };
    let at = update.put(signature, signature_body(note, room).as_bytes());
    let mut out = update.finish()?;
    let error = || SignError::File("the signature's place is lost".into());
    let range = at + position(&out[at..], RANGE.as_bytes()).ok_or_else(error)?;
    let start = at + position(&out[at..], b"/Contents <").ok_or_else(error)? + b"/Contents ".len();
    let end = start + room * 2 + 2;
    let numbers = format!("/ByteRange [0 {start:<10} {end:<10} {:<10}]", out.len() - end);
    out[range..range + RANGE.len()].copy_from_slice(numbers.as_bytes());
    let mut digest = Sha256::new();
    digest.update(&out[..start]);
    digest.update(&out[end..]);
    let draft = cms::sign(&digest.finalize(), signer)?;
    Ok(Unfinished { out, start: start + 1, room, draft })
}

fn signature_body(note: &SignatureNote, room: usize) -> String {
    let date = note.at.to_zoned(TimeZone::UTC).strftime("D:%Y%m%d%H%M%SZ").to_string();
    let text = |value: &str| {
        let mut bytes = vec![0xfe, 0xff];
        value.encode_utf16().for_each(|unit| bytes.extend(unit.to_be_bytes()));
        let mut out = Vec::new();
        object::write(&Object::String(bytes, StringFormat::Hexadecimal), &mut out);
        String::from_utf8_lossy(&out).into_owned()
    };
    format!(
        "<</Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached {RANGE} /Contents <{}> /M ({date}) /Name {} \
         /Reason {} /Location {}>>",
        "0".repeat(room * 2),
        text(note.name),
        text(note.reason),
        text(note.place)
    )
}

fn position(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}

/// The file with what is being appended to it.
struct Update {
    document: Document,
    out: Vec<u8>,
    /// Where each object of the update begins.
    offsets: BTreeMap<u32, usize>,
    next: u32,
    /// Where the cross-references before this update are.
    before: i64,
}

impl Update {
    fn of(pdf: &[u8]) -> Result<Update, SignError> {
        let document = Document::load_mem(pdf).map_err(|error| SignError::File(error.to_string()))?;
        let error = |why: &str| SignError::File(why.into());
        let start = pdf.windows(9).rposition(|bytes| bytes == b"startxref").ok_or_else(|| error("it has no end"))?;
        let number = std::str::from_utf8(&pdf[start + 9..]).ok().and_then(|text| text.split_whitespace().next());
        let before: usize = number.and_then(|text| text.parse().ok()).ok_or_else(|| error("its end is damaged"))?;
        if pdf.get(before..).is_none_or(|rest| rest.starts_with(b"xref")) {
            return Err(error("its cross-references are no stream"));
        }
        let mut out = pdf.to_vec();
        if out.last() != Some(&b'\n') {
            out.push(b'\n');
        }
        let size = document.trailer.get(b"Size").and_then(Object::as_i64).unwrap_or(0);
        let next = document.max_id.max(u32::try_from(size).unwrap_or(0)) + 1;
        Ok(Update { document, out, offsets: BTreeMap::new(), next, before: before as i64 })
    }

    fn new_id(&mut self) -> ObjectId {
        self.next += 1;
        (self.next - 1, 0)
    }

    /// Appends an object; the place where it begins.
    fn put(&mut self, id: ObjectId, body: &[u8]) -> usize {
        let at = self.out.len();
        self.offsets.insert(id.0, at);
        self.out.extend(format!("{} 0 obj\n", id.0).bytes());
        self.out.extend(body);
        self.out.extend(b"\nendobj\n");
        at
    }

    fn put_dictionary(&mut self, id: ObjectId, dictionary: Dictionary) {
        let mut body = Vec::new();
        object::write(&Object::Dictionary(dictionary), &mut body);
        self.put(id, &body);
    }

    /// An invisible signature field on the first page.
    fn add_field(&mut self, field: ObjectId, value: ObjectId, appearance: ObjectId) -> Result<(), SignError> {
        let error = |error: lopdf::Error| SignError::File(error.to_string());
        let root = self.document.trailer.get(b"Root").and_then(Object::as_reference).map_err(error)?;
        let page = self.document.get_pages().values().next().copied();
        let page = page.ok_or_else(|| SignError::File("it has no page".into()))?;
        let mut catalog = self.document.get_dictionary(root).map_err(error)?.clone();
        let mut fields = fields(&self.document, &catalog);
        let name = format!("Signature{}", fields.len() + 1);
        fields.push(Object::Reference(field));
        catalog.set("AcroForm", dictionary! { "Fields" => fields, "SigFlags" => 3 });
        let mut on_page = self.document.get_dictionary(page).map_err(error)?.clone();
        let mut notes = array(&self.document, &on_page, b"Annots");
        notes.push(Object::Reference(field));
        on_page.set("Annots", notes);
        self.put_dictionary(root, catalog);
        self.put_dictionary(page, on_page);
        let nowhere: Vec<Object> = vec![0.into(), 0.into(), 0.into(), 0.into()];
        let widget = dictionary! {
            "Type" => "Annot", "Subtype" => "Widget", "FT" => "Sig", "T" => Object::string_literal(name),
            "V" => Object::Reference(value), "F" => 132, "AP" => dictionary! { "N" => Object::Reference(appearance) },
            "Rect" => nowhere, "P" => Object::Reference(page)
        };
        self.put_dictionary(field, widget);
        let empty = b"<</Type /XObject /Subtype /Form /BBox [0 0 0 0] /Length 0>>\nstream\n\nendstream";
        self.put(appearance, empty);
        Ok(())
    }

    /// Appends the cross-reference stream of the update; the file is then complete but for the signature.
    fn finish(mut self) -> Result<Vec<u8>, SignError> {
        let id = self.new_id();
        let at = self.out.len();
        self.offsets.insert(id.0, at);
        let (mut index, mut rows) = (Vec::<Object>::new(), Vec::new());
        for (&number, &offset) in &self.offsets {
            let offset = u32::try_from(offset).map_err(|_| SignError::File("it is larger than 4 GB".into()))?;
            index.extend([i64::from(number).into(), 1.into()]);
            rows.push(1u8);
            rows.extend(offset.to_be_bytes());
            rows.extend([0u8; 2]);
        }
        let mut trailer = dictionary! {
            "Type" => "XRef", "Size" => i64::from(self.next), "Prev" => self.before, "Index" => index,
            "W" => vec![1.into(), 4.into(), 2.into()], "Length" => rows.len() as i64
        };
        for key in ["Root", "Info", "ID"] {
            if let Ok(value) = self.document.trailer.get(key.as_bytes()) {
                trailer.set(key, value.clone());
            }
        }
        let mut body = Vec::new();
        object::write(&Object::Dictionary(trailer), &mut body);
        body.extend(b"\nstream\n");
        body.extend(rows);
        body.extend(b"\nendstream");
        self.put(id, &body);
        self.out.extend(format!("startxref\n{at}\n%%EOF\n").bytes());
        Ok(self.out)
    }
}

/// The form fields a document has already.
pub(super) fn fields(document: &Document, catalog: &Dictionary) -> Vec<Object> {
    let form = catalog.get(b"AcroForm").and_then(|form| document.dereference(form));
    form.and_then(|(_, form)| form.as_dict()).map(|form| array(document, form, b"Fields")).unwrap_or_default()
}

fn array(document: &Document, dictionary: &Dictionary, key: &[u8]) -> Vec<Object> {
    let value = dictionary.get(key).and_then(|value| document.dereference(value));
    value.and_then(|(_, value)| value.as_array()).cloned().unwrap_or_default()
}
