//! What makes the file last (PDF/A-2u): metadata, colour profile, language, a document id that is no accident.

use jiff::tz::TimeZone;
use lopdf::{Document, Object, Stream, StringFormat, dictionary};
use sha2::{Digest, Sha256};

use super::{Meta, icc, structure::utf16};
use crate::error::DocumentError;

const CREATOR: &str = "Feltbok";
const PRODUCER: &str = "Feltbok work-order with printpdf";

/// Adds metadata, output intent, language and id; removes what nothing refers to.
pub(super) fn finish(document: &mut Document, meta: &Meta) -> Result<(), DocumentError> {
    let error = |error: lopdf::Error| DocumentError::Pdf(error.to_string());
    document.version = "1.7".into();
    document.binary_mark = vec![0xe2, 0xe3, 0xcf, 0xd3];
    let at = meta.at.to_zoned(TimeZone::UTC).datetime();
    let date = format!("D:{}Z", at.strftime("%Y%m%d%H%M%S"));
    let info = document.add_object(dictionary! {
        "Title" => utf16(&meta.title), "Author" => utf16(meta.author), "Creator" => utf16(CREATOR),
        "Producer" => utf16(PRODUCER), "CreationDate" => Object::string_literal(date.clone()),
        "ModDate" => Object::string_literal(date)
    });
    document.trailer.set("Info", Object::Reference(info));
    let xmp = xmp(meta, &at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    let stream = Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp.into_bytes());
    let metadata = document.add_object(stream.with_compression(false));
    let profile = document.add_object(Stream::new(dictionary! { "N" => 3 }, icc::srgb()));
    let intent = document.add_object(dictionary! {
        "Type" => "OutputIntent", "S" => "GTS_PDFA1", "OutputConditionIdentifier" => Object::string_literal("sRGB"),
        "Info" => Object::string_literal("sRGB IEC61966-2.1"), "DestOutputProfile" => Object::Reference(profile)
    });
    let catalog = document.catalog_mut().map_err(error)?;
    catalog.set("Metadata", Object::Reference(metadata));
    catalog.set("OutputIntents", vec![Object::Reference(intent)]);
    catalog.set("Lang", Object::string_literal(meta.lang.tag()));
    let direction = if meta.lang.is_rtl() { "R2L" } else { "L2R" };
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true, "Direction" => direction });
    catalog.remove(b"PageLayout");
    let id = Object::String(Sha256::digest(meta.identity)[..16].to_vec(), StringFormat::Hexadecimal);
    document.trailer.set("ID", vec![id.clone(), id]);
    document.prune_objects();
    document.renumber_objects();
    Ok(())
}

fn xmp(meta: &Meta, date: &str) -> String {
    let (title, author, lang) = (escaped(&meta.title), escaped(meta.author), meta.lang.tag());
    // What the check page looks for in a file whose own hash it does not know (R34).
    let identifier = meta.content_sha256.map(|hash| format!("<dc:identifier>sha256:{hash}</dc:identifier>"));
    let identifier = identifier.unwrap_or_default();
    format!(
        r#"<?xpacket begin="{bom}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">
<dc:format>application/pdf</dc:format>{identifier}
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:creator><rdf:Seq><rdf:li>{author}</rdf:li></rdf:Seq></dc:creator>
<dc:language><rdf:Bag><rdf:li>{lang}</rdf:li></rdf:Bag></dc:language>
<xmp:CreatorTool>{CREATOR}</xmp:CreatorTool><xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>
<pdf:Producer>{PRODUCER}</pdf:Producer>
<pdfaid:part>2</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"#,
        bom = '\u{feff}'
    )
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
