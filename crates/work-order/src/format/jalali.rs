//! The Solar Hijri calendar of Persian documents (R33).

use jiff::civil::Date;

/// Julian day of 1 Farvardin 1, less one.
const EPOCH: i64 = 1_948_320 - 1;
/// Julian day of 1 January 1970.
const UNIX_EPOCH: i64 = 2_440_588;
/// The years in which the 33-year rule agrees with the observed calendar (and with ICU).
const YEARS: std::ops::RangeInclusive<i64> = 1178..=1500;

/// A Solar Hijri date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Jalali {
    pub year: i64,
    /// 1–12.
    pub month: usize,
    pub day: i64,
}

impl Jalali {
    /// The same day; `None` outside the years 1178 to 1500 (1799 to 2122): beyond them the rule is not certain.
    pub fn from_gregorian(date: Date) -> Option<Jalali> {
        let unix_days = i64::from(Date::constant(1970, 1, 1).until(date).ok()?.get_days());
        let days = unix_days + UNIX_EPOCH - EPOCH - 1;
        let year = 1 + (33 * days + 3).div_euclid(12_053);
        if !YEARS.contains(&year) {
            return None;
        }
        let of_year = days - (365 * (year - 1) + (8 * year + 21).div_euclid(33));
        // Six months of 31 days, then months of 30.
        let (month, day) =
            if of_year < 186 { (of_year / 31, of_year % 31) } else { (6 + (of_year - 186) / 30, (of_year - 186) % 30) };
        Some(Jalali { year, month: month as usize + 1, day: day + 1 })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_days_agree() {
        let cases = [
            ((2026, 11, 22), (1405, 9, 1)),
            ((2026, 3, 21), (1405, 1, 1)),
            ((2025, 3, 20), (1403, 12, 30)),
            ((2024, 3, 20), (1403, 1, 1)),
            ((2000, 2, 29), (1378, 12, 10)),
            ((1979, 2, 11), (1357, 11, 22)),
            ((2100, 1, 1), (1478, 10, 12)),
        ];
        for ((y, m, d), (year, month, day)) in cases {
            assert_eq!(
                Jalali::from_gregorian(Date::constant(y, m, d)),
                Some(Jalali { year, month, day }),
                "{y}-{m}-{d}"
            );
        }
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let mut date = Date::constant(1800, 1, 1);
        let mut before = Jalali::from_gregorian(date).unwrap();
        while date.year() < 2120 {
            date = date.tomorrow().unwrap();
            let now = Jalali::from_gregorian(date).unwrap();
            let follows = (now.year == before.year && now.month == before.month && now.day == before.day + 1)
                || (now.day == 1 && now.month == before.month % 12 + 1 && before.day >= 29);
            assert!(follows, "{before:?} then {now:?}");
            before = now;
        }
    }

    #[test]
    fn far_years_have_no_date() {
        assert_eq!(Jalali::from_gregorian(Date::constant(1, 1, 1)), None);
        assert_eq!(Jalali::from_gregorian(Date::constant(9999, 12, 31)), None);
    }
}
