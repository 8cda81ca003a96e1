//! The calendar: shipped years against the published table, the file form and its faults, versions.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use workday::{Calendar, CalendarDiff, DayKind, FaultCode, Row, RowKind, Year};

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a date")
}

fn codes(text: &str) -> Vec<(Option<usize>, FaultCode)> {
    let error = Year::parse(text).expect_err("a fault");
    error
        .faults
        .into_iter()
        .map(|fault| (fault.line, fault.code))
        .collect()
}

/// The published table (date, kind, occasion, notice), where it lies beside the checkout.
fn published_rows() -> Option<Vec<Row>> {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../../shared/data/workdays.csv"
    );
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: ../shared/data/workdays.csv is not beside this checkout");
        return None;
    };
    let rows = text.lines().enumerate().skip(1).map(|(index, line)| {
        let cells: Vec<&str> = line.split(',').collect();
        Row {
            line: index + 1,
            date: day(cells[0]),
            kind: cells[1].parse().expect("off or work"),
            occasion: cells[2].to_owned(),
            notice: cells[3].to_owned(),
        }
    });
    Some(rows.collect())
}

#[test]
fn shipped_years_are_those_of_the_notices_without_a_gap() {
    let calendar = Calendar::shipped();
    let years: Vec<i32> = calendar.years().map(Year::year).collect();
    assert_eq!(years, (2007..=2026).collect::<Vec<_>>());
    assert!(
        !calendar.knows(2006),
        "2006-12-30 is listed, but by the notice for 2007"
    );
    assert!(!calendar.knows(2027));
    assert_eq!(calendar.missing(2005..=2008), [2005, 2006]);
}

#[test]
fn shipped_years_match_the_published_table() {
    let Some(rows) = published_rows() else { return };
    let calendar = Calendar::shipped();
    let mut off_days: BTreeMap<i32, usize> = BTreeMap::new();
    for row in &rows {
        assert_eq!(
            calendar.is_working(row.date),
            row.kind == RowKind::Work,
            "{}",
            row.date
        );
        if row.kind == RowKind::Off {
            assert_eq!(
                calendar.day(row.date),
                DayKind::Holiday {
                    occasion: row.occasion.clone()
                }
            );
            *off_days.entry(row.date.year()).or_default() += 1;
        }
    }
    for (year, expected) in off_days {
        let off = NaiveDate::from_ymd_opt(year, 1, 1)
            .expect("a date")
            .iter_days()
            .take_while(|date| date.year() == year)
            .filter(|date| matches!(calendar.day(*date), DayKind::Holiday { .. }))
            .count();
        assert_eq!(off, expected, "{year}");
    }
}

#[test]
fn importing_the_published_table_gives_the_shipped_years() {
    let Some(rows) = published_rows() else { return };
    let read = Year::from_rows(rows).expect("a sound table");
    let shipped = Calendar::shipped();
    assert_eq!(read.years, shipped.years().cloned().collect::<Vec<_>>());
    let redundant: Vec<NaiveDate> = read.redundant.iter().map(|row| row.date).collect();
    assert_eq!(
        redundant,
        [day("2020-02-03")],
        "a Monday on which work was resumed as usual"
    );
}

#[test]
fn december_days_of_the_next_notice_are_known_by_that_notice() {
    let calendar = Calendar::shipped();
    assert_eq!(
        calendar.day(day("2006-12-30")),
        DayKind::MakeUp {
            occasion: "元旦".into()
        }
    );
    assert_eq!(
        calendar.day(day("2007-12-31")),
        DayKind::Holiday {
            occasion: "元旦".into()
        }
    );
    let without = calendar.without_year(2008);
    assert_eq!(without.day(day("2007-12-31")), DayKind::Workday);
    assert!(without.knows(2007));
}

#[test]
fn the_later_notice_has_the_last_word_on_a_december_day() {
    let early = "format = 1\nyear = 2026\nnotices = ['a']\n[[occasion]]\nname = '年末'\noff = [2026-12-30]\n";
    let late = "format = 1\nyear = 2027\nnotices = ['b']\n[[occasion]]\nname = '元旦'\noff = [2026-12-30, 2027-01-01]\n";
    let (early, late) = (Year::parse(early).unwrap(), Year::parse(late).unwrap());
    for years in [[early.clone(), late.clone()], [late, early]] {
        let calendar = Calendar::from_years(years);
        assert_eq!(
            calendar.day(day("2026-12-30")),
            DayKind::Holiday {
                occasion: "元旦".into()
            }
        );
    }
}

#[test]
fn every_shipped_file_is_written_as_it_is_read() {
    for year in Calendar::shipped().years() {
        let path = format!(
            "{}/calendars/{}.toml",
            env!("CARGO_MANIFEST_DIR"),
            year.year()
        );
        assert_eq!(
            year.to_toml(),
            std::fs::read_to_string(path).expect("a shipped file")
        );
    }
}

#[test]
fn hostile_names_survive_being_written() {
    let name = "“五一”\"\\\u{202e}'''\n[[occasion]]";
    let row = |date: &str, kind| Row {
        line: 2,
        date: day(date),
        kind,
        occasion: name.to_owned(),
        notice: "国办发明电〔2026〕1号\"".to_owned(),
    };
    let read = Year::from_rows([
        row("2027-05-01", RowKind::Off),
        row("2027-05-08", RowKind::Work),
    ])
    .unwrap();
    assert_eq!(
        Year::parse(&read.years[0].to_toml()).as_ref(),
        Ok(&read.years[0])
    );
}

#[test]
fn all_faults_of_a_file_are_told_at_once_with_their_lines() {
    let text = "format = 1\nyear = 2026\nnotices = []\n[[occasion]]\nname = ' '\noff = [\n2026-10-01,\n2026-10-01,\n2025-11-30,\n]\nwork = [\n2026-10-01,\n2026-09-30,\n1979-05-27T07:32:00Z,\n]\n";
    assert_eq!(
        codes(text),
        [
            (Some(3), FaultCode::NoNotice),
            (Some(5), FaultCode::NoOccasion),
            (
                Some(8),
                FaultCode::Twice {
                    date: day("2026-10-01")
                }
            ),
            (
                Some(9),
                FaultCode::OutsideYear {
                    date: day("2025-11-30"),
                    year: 2026
                }
            ),
            (
                Some(12),
                FaultCode::BothKinds {
                    date: day("2026-10-01")
                }
            ),
            (
                Some(13),
                FaultCode::MakeUpOnWeekday {
                    date: day("2026-09-30")
                }
            ),
            (
                Some(14),
                FaultCode::NotADate {
                    found: "1979-05-27T07:32:00Z".into()
                }
            ),
        ]
    );
    let sentence = Year::parse(text).unwrap_err().to_string();
    assert!(
        sentence.contains("line 13: 2026-09-30 is an ordinary weekday and needs no make-up"),
        "{sentence}"
    );
}

#[test]
fn files_that_are_no_calendar_are_refused() {
    let head = "format = 1\nyear = 2026\nnotices = ['国办发明电']\n";
    assert!(matches!(codes("")[..], [(_, FaultCode::Syntax { .. })]));
    assert!(matches!(
        codes("format = 1\nyear = 2026\n\u{feff}=")[..],
        [(Some(3), FaultCode::Syntax { .. })]
    ));
    assert!(matches!(
        codes(&format!(
            "{head}[[occasion]]\nname = '元旦'\noff = [2026-02-30]\n"
        ))[..],
        [(Some(6), _)]
    ));
    assert!(matches!(
        codes(&format!("{head}holiday = []\n"))[..],
        [(_, FaultCode::Syntax { .. })]
    ));
    assert_eq!(
        codes(&head.replace("format = 1", "format = 2")),
        [(Some(1), FaultCode::Format { found: 2 })]
    );
    assert_eq!(codes(head), [(Some(2), FaultCode::NoDayOff)]);
    let year_zero = head.replace("2026", "0");
    assert_eq!(
        codes(&year_zero),
        [(Some(2), FaultCode::YearOutOfRange { found: 0 })]
    );
    let long = format!(
        "{head}[[occasion]]\nname = '{}'\noff = [2026-01-01]\n",
        "节".repeat(61)
    );
    assert!(matches!(
        codes(&long)[..],
        [(Some(5), FaultCode::OccasionTooLong { .. })]
    ));
    assert!(matches!(
        codes(&"#".repeat(70_000))[..],
        [(None, FaultCode::TooLong { bytes: 70_000 })]
    ));
}

#[test]
fn faults_of_a_table_name_their_rows() {
    let row = |line, date: &str, occasion: &str, notice: &str| Row {
        line,
        date: day(date),
        kind: RowKind::Off,
        occasion: occasion.to_owned(),
        notice: notice.to_owned(),
    };
    let rows = [
        row(2, "2026-01-01", "元旦", "n"),
        row(3, "2026-01-01", "元旦", "n"),
        row(4, "2026-01-02", "", "n"),
    ];
    let error = Year::from_rows(rows).unwrap_err();
    let found: Vec<_> = error
        .faults
        .iter()
        .map(|fault| (fault.line, &fault.code))
        .collect();
    assert_eq!(
        found,
        [
            (
                Some(3),
                &FaultCode::Twice {
                    date: day("2026-01-01")
                }
            ),
            (Some(4), &FaultCode::NoOccasion)
        ]
    );
    let error = Year::from_rows([row(2, "2026-01-01", "元旦", " ")]).unwrap_err();
    assert_eq!(error.faults[0].code, FaultCode::NoNotice);
    assert_eq!(
        "假期".parse::<RowKind>(),
        Err(FaultCode::UnknownKind {
            found: "假期".into()
        })
    );
}

#[test]
fn an_edited_year_replaces_the_shipped_one_and_the_difference_is_told() {
    let shipped = Calendar::shipped();
    let text = shipped
        .year(2026)
        .unwrap()
        .to_toml()
        .replace("  2026-10-07,\n", "");
    let edited = shipped
        .clone()
        .with_year(Calendar::parse_year(&text).unwrap());
    assert!(edited.is_working(day("2026-10-07")));
    let diff = CalendarDiff::between(&shipped, &edited);
    assert_eq!(
        diff.days.keys().copied().collect::<Vec<_>>(),
        [day("2026-10-07")]
    );
    assert!(diff.touches(day("2026-09-01"), day("2026-10-07")));
    assert!(!diff.touches(day("2026-10-08"), day("2026-12-31")));
    assert!(
        !diff.touches(day("2026-10-08"), day("2026-10-01")),
        "an empty span"
    );
    assert!(CalendarDiff::between(&shipped, &Calendar::shipped()).is_empty());
}

#[test]
fn a_renamed_occasion_changes_the_explanation_but_moves_nothing() {
    let shipped = Calendar::shipped();
    let text = shipped
        .year(2026)
        .unwrap()
        .to_toml()
        .replace("国庆节", "国庆");
    let renamed = shipped.clone().with_year(Year::parse(&text).unwrap());
    let diff = CalendarDiff::between(&shipped, &renamed);
    assert_eq!(diff.days.len(), 9, "seven days off and two worked");
    assert!(!diff.touches(day("2026-01-01"), day("2026-12-31")));
}

#[test]
fn a_new_year_is_learned_and_a_removed_one_lost() {
    let (with, without) = (Calendar::shipped(), Calendar::shipped().without_year(2026));
    assert_eq!(CalendarDiff::between(&without, &with).learned, [2026]);
    assert_eq!(CalendarDiff::between(&with, &without).lost, [2026]);
    assert!(CalendarDiff::between(&without, &with).touches(day("2026-10-01"), day("2026-10-01")));
}
