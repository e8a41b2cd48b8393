//! Programs that judge a PDF from outside: poppler, qpdf, mutool.

use std::{
    io::Write,
    process::{Command, Output, Stdio},
};

/// Runs a program with `input` on a temporary file; fails with the package's name when the program is missing.
fn run(program: &str, package: &str, before: &[&str], pdf: &[u8], after: &[&str]) -> Output {
    let mut file = tempfile::NamedTempFile::with_suffix(".pdf").unwrap();
    file.write_all(pdf).unwrap();
    Command::new(program)
        .args(before)
        .arg(file.path())
        .args(after)
        .stdin(Stdio::null())
        .output()
        .unwrap_or_else(|error| panic!("{program} does not run ({error}): install the package {package}"))
}

/// The text as poppler extracts it in reading order, without bidi marks and page breaks.
pub fn text_of(pdf: &[u8]) -> String {
    let output = run("pdftotext", "poppler-utils", &["-q", "-enc", "UTF-8"], pdf, &["-"]);
    assert!(output.status.success(), "pdftotext: {}", String::from_utf8_lossy(&output.stderr));
    let is_mark = |c: &char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let text = String::from_utf8(output.stdout).expect("pdftotext writes UTF-8");
    text.replace('\u{c}', "\n").chars().filter(|c| !is_mark(c)).collect()
}

/// Fails unless qpdf finds the file sound, and poppler and mutool draw it without a complaint.
pub fn check(pdf: &[u8]) {
    let output = run("qpdf", "qpdf", &["--check"], pdf, &[]);
    assert!(output.status.success(), "qpdf: {}", String::from_utf8_lossy(&[output.stdout, output.stderr].concat()));
    let output = run("mutool", "mupdf-tools", &["draw", "-q", "-F", "text", "-o", "/dev/null"], pdf, &[]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    // Debian's mutool is built without colour management and says so each time.
    let complains = said.lines().any(|line| !line.trim().is_empty() && !line.contains("ICC support is not available"));
    assert!(output.status.success() && !complains, "mutool: {said}");
    let output = run("pdffonts", "poppler-utils", &[], pdf, &[]);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success() && said.trim().is_empty(), "pdffonts: {said}");
}

/// A page as poppler draws it, in grey.
pub fn draw(pdf: &[u8], page: usize, dpi: u32) -> image::GrayImage {
    let (page, dpi) = (page.to_string(), dpi.to_string());
    let before = ["-q", "-png", "-gray", "-r", &dpi, "-f", &page, "-l", &page, "-singlefile"];
    let output = run("pdftoppm", "poppler-utils", &before, pdf, &[]);
    assert!(output.status.success(), "pdftoppm: {}", String::from_utf8_lossy(&output.stderr));
    image::load_from_memory(&output.stdout).expect("pdftoppm writes PNG").into_luma8()
}

/// The same in colour.
pub fn draw_colours(pdf: &[u8], page: usize, dpi: u32) -> image::RgbImage {
    let (page, dpi) = (page.to_string(), dpi.to_string());
    let before = ["-q", "-png", "-r", &dpi, "-f", &page, "-l", &page, "-singlefile"];
    let output = run("pdftoppm", "poppler-utils", &before, pdf, &[]);
    assert!(output.status.success(), "pdftoppm: {}", String::from_utf8_lossy(&output.stderr));
    image::load_from_memory(&output.stdout).expect("pdftoppm writes PNG").into_rgb8()
}

/// What the QR codes of a picture say.
pub fn codes(picture: image::GrayImage) -> Vec<String> {
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    let at = |x: usize, y: usize| picture.get_pixel(x as u32, y as u32)[0];
    let mut prepared = rqrr::PreparedImage::prepare_from_greyscale(width, height, at);
    prepared.detect_grids().iter().filter_map(|grid| grid.decode().ok()).map(|(_, text)| text).collect()
}

/// How many pictures stand on the pages.
pub fn images(pdf: &[u8]) -> usize {
    let output = run("pdfimages", "poppler-utils", &["-list"], pdf, &[]);
    assert!(
        output.status.success() && output.stderr.is_empty(),
        "pdfimages: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8_lossy(&output.stdout).lines().skip(2).count()
}

/// What poppler says about the signatures of a file. (Whom to trust is not its business here: it has no store of ours.)
pub fn signatures(pdf: &[u8]) -> String {
    let output = run("pdfsig", "poppler-utils", &["-nocert"], pdf, &[]);
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// What PDFBox Preflight says of a file as PDF/A-1b; `None`, and a line for whoever reads the test's output, where Java or
/// Preflight is missing.
pub fn preflight(pdf: &[u8]) -> Option<String> {
    const JARS: &str = "/usr/share/java";
    let names =
        ["preflight", "pdfbox2", "fontbox2", "xmpbox", "commons-logging", "commons-io", "javax.activation", "jaxb-api"];
    let jars = names.map(|name| format!("{JARS}/{name}.jar"));
    let is_there = jars.iter().all(|jar| std::path::Path::new(jar).exists());
    if !is_there || Command::new("java").arg("-version").output().is_err() {
        eprintln!(
            "SKIPPED: no Java or no Preflight (packages default-jre-headless libpdfbox2-java libcommons-io-java)"
        );
        return None;
    }
    let before = ["-cp", &jars.join(":"), "org.apache.pdfbox.preflight.Validator_A1b"];
    let output = run("java", "default-jre-headless", &before, pdf, &[]);
    Some(String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).into_owned())
}

/// The tree of elements that readers for the blind go by, as poppler lists it.
pub fn structure(pdf: &[u8]) -> String {
    let output = run("pdfinfo", "poppler-utils", &["-struct"], pdf, &[]);
    assert!(output.status.success() && output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

/// The files that travel inside a PDF, by name.
pub fn attachment(pdf: &[u8]) -> Vec<u8> {
    let output = run("qpdf", "qpdf", &["--list-attachments"], pdf, &[]);
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    let name = said.split(" -> ").next().unwrap_or_default().trim().to_owned();
    run("qpdf", "qpdf", &[&format!("--show-attachment={name}")], pdf, &[]).stdout
}
