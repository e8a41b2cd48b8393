//! Customers of five languages each read, sign and get their work order in their own.

use std::process::Command;

use anyhow::{Context, Result, ensure};
use feltbok_domain::lang::Lang;
use feltbok_tests::{
    short_visit::{self, CustomersJob},
    stage::Stage,
    visit,
};

/// What the document calls itself.
const TITLES: [(Lang, &str); 5] = [
    (Lang::English, "Work order"),
    (Lang::NorwegianBokmal, "Arbeidsordre"),
    (Lang::Ukrainian, "Наряд-замовлення"),
    (Lang::Persian, "دستور کار"),
    (Lang::ChineseSimplified, "服务工单"),
];

#[tokio::test]
async fn every_customer_signs_in_their_own_language() -> Result<()> {
    let stage = Stage::set().await?;
    let mut window = stage.enrolled("five-languages", 0).await?;
    stage.cable.pull();
    for (lang, title) in TITLES {
        let job = CustomersJob::of(lang)?;
        short_visit::work(&window, &job).await.with_context(|| lang.tag())?;
        visit::go_to(&window, &format!("/job/{}/visit/sign", job.job_id)).await?;
        window.find("page-1").await?;
        let shown = window.run("return document.querySelector('main').lang", vec![]).await?;
        ensure!(shown == lang.tag(), "the customer reads {shown}, not {}", lang.tag());
        visit::sign(&mut window).await?;
        let pdf = stage.folder.path().join(format!("{}.pdf", lang.tag()));
        visit::save_pdf(&window, &job.job_id, &pdf).await?;
        let text = Command::new("pdftotext").arg(&pdf).arg("-").output()?;
        let text = String::from_utf8(text.stdout)?.split_whitespace().collect::<Vec<_>>().join(" ");
        for words in [title, &job.customer].into_iter().chain(readable(lang, &job.reported)) {
            ensure!(text.contains(words), "{}: {words:?} does not stand in\n{text}", lang.tag());
        }
    }
    window.close().await
}

/// The parts of a text that must come out as they are. Poppler gives Persian digits and lam-alef in visual order whatever
/// the writer, so there the words without them are looked for.
fn readable(lang: Lang, text: &str) -> impl Iterator<Item = &str> {
    let is_plain = |word: &&str| !word.contains("لا") && !word.contains(|c: char| c.is_numeric() || c == '.');
    let words: Vec<&str> = match lang {
        Lang::Persian => text.split_whitespace().filter(is_plain).collect(),
        _ => vec![text],
    };
    words.into_iter()
}
