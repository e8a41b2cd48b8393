//! Numbers, money, dates and times as each language writes them (CLDR, R33); nothing here knows about pages.

mod jalali;
mod names;

use feltbok_domain::{
    lang::Lang,
    money::{Currency, Minor, div_half_up},
};
use jiff::{Timestamp, Zoned, civil::Date, tz::TimeZone};

use crate::text::clean::ltr;
use jalali::Jalali;

/// Writes values in one language; times are local to one zone.
#[derive(Debug, Clone)]
pub(crate) struct Format {
    pub lang: Lang,
    pub zone: TimeZone,
}

impl Format {
    /// A whole number with its groups: `12,345`, `12 345`, `۱۲٬۳۴۵`.
    pub fn number(&self, value: impl Into<i128>) -> String {
        let value = value.into();
        self.sign(value < 0, self.digits(&group(&value.unsigned_abs().to_string(), self.separators().group)))
    }

    /// An amount of money with as many decimals as CLDR shows for the currency, fenced for bidi text.
    pub fn money(&self, minor: Minor, currency: &Currency) -> String {
        let drop = u32::from(currency.minor_digits().saturating_sub(currency.shown_decimals()));
        let shown = div_half_up(i128::from(minor), 10i128.pow(drop));
        let decimals = usize::from(currency.shown_decimals());
        let digits = format!("{:0>width$}", shown.unsigned_abs(), width = decimals + 1);
        let (whole, fraction) = digits.split_at(digits.len() - decimals);
        let separators = self.separators();
        let mut amount = group(whole, separators.group);
        if decimals > 0 {
            amount.push(separators.decimal);
            amount.push_str(fraction);
        }
        let amount = self.digits(&amount);
        let symbol = names::currency(self.lang, currency.code());
        let written = match self.lang {
            Lang::NorwegianBokmal | Lang::Ukrainian => self.sign(shown < 0, format!("{amount}\u{a0}{symbol}")),
            _ if symbol.ends_with(char::is_alphabetic) => self.sign(shown < 0, format!("{symbol}\u{a0}{amount}")),
            _ => self.sign(shown < 0, format!("{symbol}{amount}")),
        };
        // Fenced as CLDR does with its left-to-right mark: an amount never mixes with the words around it.
        ltr(&written)
    }

    /// Hundredths of a per cent: 2500 is `25%`.
    pub fn percent(&self, basis_points: u32) -> String {
        let (whole, fraction) = (basis_points / 100, basis_points % 100);
        let fraction = format!("{fraction:02}");
        let fraction = fraction.trim_end_matches('0');
        let mut text = whole.to_string();
        if !fraction.is_empty() {
            text.push(self.separators().decimal);
            text.push_str(fraction);
        }
        let text = self.digits(&text);
        match self.lang {
            Lang::NorwegianBokmal => format!("{text}\u{a0}%"),
            Lang::Persian => format!("{text}٪"),
            _ => format!("{text}%"),
        }
    }

    /// A day in full: `22 November 2026`; in Persian the Solar Hijri date with the Gregorian one beside it (R33).
    pub fn date(&self, date: Date) -> String {
        let (year, day) = (date.year(), date.day());
        let month = names::month(self.lang, date.month());
        let gregorian = match self.lang {
            Lang::English => format!("{day} {month} {year}"),
            Lang::NorwegianBokmal => format!("{day}. {month} {year}"),
            Lang::Ukrainian => format!("{day} {month} {year}\u{a0}р."),
            Lang::Persian => format!("{day} {month} {year}"),
            Lang::ChineseSimplified => format!("{year}年{}月{day}日", date.month()),
        };
        match Jalali::from_gregorian(date) {
            Some(Jalali { year, month, day }) if self.lang == Lang::Persian => {
                self.digits(&format!("{day} {} {year} ({gregorian})", names::jalali_month(month)))
            }
            _ => self.digits(&gregorian),
        }
    }

    /// The local day of an instant, as [`Format::date`].
    pub fn day(&self, at: Timestamp) -> String {
        self.date(self.local(at).date())
    }

    /// The local time of an instant: `09:05`.
    pub fn time(&self, at: Timestamp) -> String {
        let time = self.local(at).time();
        match self.lang {
            Lang::Persian => self.digits(&format!("{}:{:02}", time.hour(), time.minute())),
            _ => format!("{:02}:{:02}", time.hour(), time.minute()),
        }
    }

    /// The local day and time of an instant.
    pub fn day_and_time(&self, at: Timestamp) -> String {
        let (day, time) = (self.day(at), self.time(at));
        match self.lang {
            Lang::English => format!("{day}, {time}"),
            Lang::NorwegianBokmal => format!("{day} kl. {time}"),
            Lang::Ukrainian => format!("{day}, {time}"),
            Lang::Persian => format!("{day}، ساعت {time}"),
            Lang::ChineseSimplified => format!("{day} {time}"),
        }
    }

    /// A length of time: `1 h 30 min`.
    pub fn duration(&self, minutes: i64) -> String {
        let (hours, rest) = (minutes / 60, minutes % 60);
        let (hour, minute, between) = match self.lang {
            Lang::English => ("\u{a0}h", "\u{a0}min", " "),
            Lang::NorwegianBokmal => ("\u{a0}t", "\u{a0}min", " "),
            Lang::Ukrainian => ("\u{a0}год", "\u{a0}хв", " "),
            Lang::Persian => ("\u{a0}ساعت", "\u{a0}دقیقه", " و "),
            Lang::ChineseSimplified => ("小时", "分钟", ""),
        };
        let hours = (hours != 0).then(|| format!("{}{hour}", self.number(hours)));
        let rest = (rest != 0 || hours.is_none()).then(|| format!("{}{minute}", self.number(rest)));
        hours.into_iter().chain(rest).collect::<Vec<_>>().join(between)
    }

    /// A span as seconds with three decimals: `1.250 s`, fenced for bidi text.
    pub fn milliseconds(&self, span: i64) -> String {
        let (whole, rest) = (span.unsigned_abs() / 1000, span.unsigned_abs() % 1000);
        let digits = self.digits(&format!("{whole}{}{rest:03}", self.separators().decimal));
        ltr(&self.sign(span < 0, format!("{digits}\u{a0}s")))
    }

    /// ASCII digits as the language writes them.
    pub fn digits(&self, text: &str) -> String {
        if self.lang != Lang::Persian {
            return text.to_owned();
        }
        text.chars()
            .map(|c| match c.to_digit(10) {
                Some(digit) => char::from_u32(0x6f0 + digit).unwrap_or(c),
                None => c,
            })
            .collect()
    }

    fn local(&self, at: Timestamp) -> Zoned {
        at.to_zoned(self.zone.clone())
    }

    fn sign(&self, is_negative: bool, text: String) -> String {
        match (is_negative, self.lang) {
            (false, _) => text,
            (true, Lang::NorwegianBokmal | Lang::Persian) => format!("\u{2212}{text}"),
            (true, _) => format!("-{text}"),
        }
    }

    fn separators(&self) -> Separators {
        match self.lang {
            Lang::English | Lang::ChineseSimplified => Separators { group: ',', decimal: '.' },
            Lang::NorwegianBokmal | Lang::Ukrainian => Separators { group: '\u{a0}', decimal: ',' },
            Lang::Persian => Separators { group: '٬', decimal: '٫' },
        }
    }
}

struct Separators {
    group: char,
    decimal: char,
}

/// Digits with a separator before every third one from the end.
fn group(digits: &str, separator: char) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3 * separator.len_utf8());
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests;
