//! The check page as HTML: whole without scripts; its script only adds that a file's hash is computed by the browser.

use feltbok_domain::lang::Lang;
use jiff::Timestamp;

use super::{
    answer::{Checked, Outcome},
    texts::{Texts, texts},
};

/// The page, with an answer if something was asked.
pub fn page(lang: Lang, checked: Option<&Checked>) -> String {
    let texts = texts(lang);
    let (tag, direction) = (lang.tag(), if lang.is_rtl() { "rtl" } else { "ltr" });
    let answer = checked.map(|checked| answer(texts, checked)).unwrap_or_default();
    let title = escaped(&texts.title);
    format!(
        r#"<!doctype html>
<html lang="{tag}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>{title}</title>
<link rel="stylesheet" href="/w/check.css">
<script src="/w/check.js" defer></script>
</head>
<body>
<main>
<h1>{title}</h1>
<p>{lead}</p>
{answer}
<section id="drop" hidden data-busy="{busy}" data-lang="{tag}">
<h2>{drop_title}</h2>
<p>{drop_text}</p>
<input type="file" id="drop-file" accept="application/pdf" aria-label="{drop_title}">
<p id="drop-state" role="status"></p>
</section>
<form method="get" action="/w">
<h2><label for="hash">{hash_label}</label></h2>
<p id="hash-hint">{hash_hint}</p>
<input type="hidden" name="lang" value="{tag}">
<input id="hash" name="hash" dir="ltr" autocomplete="off" spellcheck="false" maxlength="100" required aria-describedby="hash-hint">
<button type="submit">{check}</button>
</form>
<form method="post" action="/w?lang={tag}" enctype="multipart/form-data" id="examine">
<h2>{upload_title}</h2>
<p>{upload_text}</p>
<input type="file" name="file" accept="application/pdf" required aria-label="{upload_title}">
<button type="submit">{upload}</button>
</form>
<nav>{languages}</nav>
</main>
</body>
</html>
"#,
        lead = escaped(&texts.lead),
        busy = escaped(&texts.drop_busy),
        drop_title = escaped(&texts.drop_title),
        drop_text = escaped(&texts.drop_text),
        hash_label = escaped(&texts.hash_label),
        hash_hint = escaped(&texts.hash_hint),
        check = escaped(&texts.check),
        upload_title = escaped(&texts.upload_title),
        upload_text = escaped(&texts.upload_text),
        upload = escaped(&texts.upload),
        languages = languages(checked),
    )
}

fn answer(texts: &Texts, checked: &Checked) -> String {
    let revision = checked.superseded_by.map(|number| number.to_string()).unwrap_or_default();
    let (class, head, words) = match checked.outcome {
        Outcome::Genuine => ("good", &texts.genuine, texts.genuine_text.clone()),
        Outcome::Superseded => ("attention", &texts.superseded, texts.superseded_text.replace("{n}", &revision)),
        Outcome::Altered => ("bad", &texts.altered, texts.altered_text.clone()),
        Outcome::Unknown => ("attention", &texts.unknown, texts.unknown_text.clone()),
    };
    let is_ours = matches!(checked.outcome, Outcome::Genuine | Outcome::Superseded);
    let mut notes = Vec::new();
    if is_ours && checked.received_at.is_none() {
        notes.push(&texts.not_received);
    } else if is_ours && !checked.is_signed {
        notes.push(&texts.unsigned);
    }
    let facts: String = [
        (&texts.number, checked.number.clone()),
        (&texts.revision, checked.revision.map(|number| number.to_string())),
        (&texts.company, checked.company.clone()),
        (&texts.sealed, checked.sealed_at.map(time)),
        (&texts.received, checked.received_at.map(time)),
        (&texts.stamped, checked.stamped_at.map(time)),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some(fact(label, &value?)))
    .collect();
    let notes: String = notes.into_iter().map(|note| format!("<p>{}</p>", escaped(note))).collect();
    let asked = escaped(&texts.checked_hash).replace("{hash}", &format!("<bdi>{}</bdi>", escaped(&checked.sha256)));
    let download = if checked.is_file && is_ours {
        format!(
            r#"<p><a class="button" href="/w/{}/pdf">{}</a></p>"#,
            escaped(&checked.sha256),
            escaped(&texts.download)
        )
    } else {
        String::new()
    };
    format!(
        r#"<section class="answer {class}" data-outcome="{class}" aria-labelledby="outcome">
<h2 id="outcome">{}</h2>
<p>{}</p>{notes}
<dl>{facts}</dl>
{download}<p class="small">{asked}</p>
</section>"#,
        escaped(head),
        escaped(&words),
    )
}

fn fact(label: &str, value: &str) -> String {
    format!("<div><dt>{}</dt><dd><bdi>{}</bdi></dd></div>", escaped(label), escaped(value))
}

/// To the minute, in a form that no language reads wrongly.
fn time(at: Timestamp) -> String {
    at.strftime("%Y-%m-%d %H:%M UTC").to_string()
}

/// The same page in each language.
fn languages(checked: Option<&Checked>) -> String {
    const NAMES: [(Lang, &str); 5] = [
        (Lang::English, "English"),
        (Lang::NorwegianBokmal, "Norsk"),
        (Lang::Ukrainian, "Українська"),
        (Lang::Persian, "فارسی"),
        (Lang::ChineseSimplified, "中文"),
    ];
    let hash = checked.map(|checked| escaped(&checked.sha256)).filter(|hash| hash.len() == 64);
    let place = hash.map_or_else(|| "/w".to_owned(), |hash| format!("/w/{hash}"));
    NAMES
        .iter()
        .map(|(lang, name)| {
            let (tag, short) = (lang.tag(), lang.tag().split('-').next().unwrap_or_default());
            format!(r#"<a href="{place}?lang={short}" hreflang="{tag}" lang="{tag}">{name}</a> "#)
        })
        .collect()
}

/// A number as a file's name: letters, digits and dashes.
pub fn file_name(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect()
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_is_shown_and_never_run() {
        let checked = Checked::unknown("<script>alert(1)</script>");
        let page = page(Lang::English, Some(&checked));
        assert!(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>alert"), "{page}");
    }

    #[test]
    fn persian_runs_from_the_right() {
        assert!(page(Lang::Persian, None).contains(r#"<html lang="fa" dir="rtl">"#));
    }
}
