//! What a reader copies out of the document, word for word, in each language.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod common;

use common::tools;
use feltbok_domain::lang::Lang;
use feltbok_work_order::{RenderOptions, Seal, content, render};

fn text(lang: Lang) -> String {
    let ink = common::ink(lang);
    let content = content(&common::input(lang)).unwrap();
    let document = render(&content, &Seal::Signed(&ink), RenderOptions::default()).unwrap();
    tools::text_of(&document.pdf)
}

/// Each of the words stands in the document's text, line breaks aside.
fn says(lang: Lang, words: &[&str]) {
    let text = text(lang);
    let flat = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for word in words {
        // One glyph, one character: heh with hamza above comes out composed.
        let word = word.replace("\u{647}\u{654}", "\u{6c0}");
        assert!(flat.contains(&word), "{}: {word:?} is not in\n{text}", lang.tag());
    }
}

#[test]
fn english() {
    let words = [
        "Work order WO-2026-T7-000417",
        "22 November 2026",
        "Customer no. 10482",
        "12 Quay Street NE1 3DX Newcastle Floor 3",
        "184,220",
        "Paper jams several times a day, always with the same grinding noise.",
        "Fuser worn",
        "C-FUSER-WORN",
        "Measured 2.5 bar.",
        "Serial no. FK8550-22841 · Position Fuser · Removed: serial no. FK8550-10377",
        "22 February 2027",
        "1 h 23 min",
        "Covered by your agreement",
        "Billed: not included in your agreement",
        "VAT 25%",
        "To pay $268.62",
        "Margaret O’Neill accepted $268.62 on 22 November 2026, 09:20, before the work.",
        "The customer was advised to back up the address book",
        "5 of 5",
        "Head of office",
        "22 November 2026, 11:24",
        "Page 1 of",
    ];
    says(Lang::English, &words);
}

#[test]
fn norwegian() {
    let words = [
        "Arbeidsordre WO-2026-T7-000417",
        "22. november 2026",
        "184 220",
        "Fikseringsvalsen er slitt gjennom ved bakkanten; trykkfjæren er svak. Målt 2,5 bar.",
        "Åse Bjørnøy godtok 2 686,25 kr den 22. november 2026 kl. 10:20, før arbeidet.",
        "1 t 23 min",
        "Mva. 25 %",
        "Side 1 av",
    ];
    says(Lang::NorwegianBokmal, &words);
}

#[test]
fn ukrainian() {
    let words = [
        "Наряд-замовлення WO-2026-T7-000417",
        "22 листопада 2026 р.",
        "ОСББ «Фіорд»",
        "Олена Ґудзь",
        "Об’єм пам’яті та мікропрограма",
        "Їжак, єдність, ґанок.",
        "1 год 23 хв",
        "10 745,00 ₴",
        "Сторінка 1 з",
    ];
    says(Lang::Ukrainian, &words);
}

#[test]
fn chinese() {
    let words = [
        "服务工单 WO-2026-T7-000417",
        "2026年11月22日 17:12",
        "定影辊后缘已磨穿，压力弹簧变弱。实测压力为2.5巴。",
        "“骨架油封也要检查，请一并记录。”",
        "王丽华 在工作开始前同意支付 ¥1,880.37（2026年11月22日 17:20）。",
        "1小时23分钟",
        "第 1 页，共",
    ];
    says(Lang::ChineseSimplified, &words);
}

#[test]
fn names_beyond_gb_2312_have_their_characters() {
    let mut input = common::input(Lang::ChineseSimplified);
    input.customer.name = "陶喆与朱镕堃".into();
    let content = content(&input).unwrap();
    let document = render(&content, &Seal::Draft, RenderOptions::default()).unwrap();
    assert_eq!(document.warnings, []);
    assert!(tools::text_of(&document.pdf).contains("陶喆与朱镕堃"));
}

// Poppler writes digits and punctuation between Persian words in visual order and turns lam-alef round, whatever the
// writer: words without them are compared.
#[test]
fn persian_words_read_as_they_are_written() {
    let words = [
        "دستور کار",
        "WO-2026-T7-000417",
        "SI-204817",
        "تعاونی مسکن فیورد",
        "غلتک فیوزر در لبهٔ پشتی ساییده شده و فنر فشار ضعیف است",
        "2.5 bar",
        "پایان یافت",
        "کار می\u{200c}کند",
        "غلتک\u{200c}های تغذیه",
        "۱۸۴٬۲۲۰",
        "آذر",
        "۱۴۰۵",
        "نوامبر",
        "۲۰۲۶",
        "مریم رضایی",
    ];
    says(Lang::Persian, &words);
}
