//! Dates counted back from the first day of a sitting: by when members must be told and papers be there, and why.

use std::sync::LazyLock;

use chrono::{Days, Months, NaiveDate};
use serde::Deserialize;

use super::item::ItemKind;

kernel::codes! {
    /// What must have happened by the day.
    What, "meetings-what-":
    /// Members are told of the sitting.
    Notice = "notice",
    /// The draft is with the committee that prepares the item.
    Draft = "draft",
    /// The paper is with the body.
    Final = "final",
    /// The paper is with the members.
    Members = "members",
}

/// Where a period stands.
pub use threshold::Source;

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    pack: String,
    #[serde(default)]
    body: Vec<String>,
    #[serde(default)]
    level: Vec<String>,
    #[serde(default)]
    item: Vec<String>,
    what: String,
    #[serde(default)]
    days: u32,
    #[serde(default)]
    months: u32,
    source: Source,
}

#[derive(Deserialize)]
struct File {
    version: String,
    period: Vec<Line>,
}

/// Days or months before the sitting, with the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    pub what: What,
    pub days: u32,
    pub months: u32,
    pub source: Source,
}

impl Period {
    /// The last day on which it is in time, for a sitting that begins on `first`.
    pub fn due(&self, first: NaiveDate) -> NaiveDate {
        let back = first.checked_sub_months(Months::new(self.months));
        let back = back.and_then(|d| d.checked_sub_days(Days::new(self.days.into())));
        back.unwrap_or(first)
    }
}

static SHIPPED: LazyLock<File> = LazyLock::new(|| {
    // The file ships with the program and the tests read it: a fault in it never reaches a reader.
    toml::from_str(include_str!("../../data/periods.toml")).expect("the periods are read")
});

/// The version of the acts the periods were read from.
pub fn version() -> &'static str {
    &SHIPPED.version
}

/// Which sitting is asked about.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The rule pack its procedure is pinned to.
    pub pack: &'a str,
    pub body: &'a str,
    pub level: &'a str,
}

fn found(asked: Asked<'_>, item: Option<ItemKind>, what: What) -> Option<Period> {
    let fits = |all: &[String], one: &str| all.is_empty() || all.iter().any(|a| a == one);
    let about = |line: &Line| match item {
        None => line.item.is_empty(),
        Some(kind) => line.item.iter().any(|k| k == kind.code()),
    };
    let line = SHIPPED.period.iter().find(|l| {
        (l.pack.is_empty() || l.pack == asked.pack)
            && l.what == what.code()
            && about(l)
            && fits(&l.body, asked.body)
            && fits(&l.level, asked.level)
    })?;
    Some(Period {
        what,
        days: line.days,
        months: line.months,
        source: line.source.clone(),
    })
}

/// By when the members must be told.
pub fn notice(asked: Asked<'_>) -> Option<Period> {
    found(asked, None, What::Notice)
}

/// By when the papers of an item must be where, the earliest first.
pub fn papers(asked: Asked<'_>, item: ItemKind) -> Vec<Period> {
    let mut all: Vec<Period> = [What::Draft, What::Final, What::Members]
        .into_iter()
        .filter_map(|what| found(asked, Some(item), what))
        .collect();
    // A pack that sets when the paper comes in does not ask for the general day as well.
    if all.iter().any(|p| p.what == What::Final) {
        let general = |p: &Period| p.what == What::Members && item != ItemKind::SpecialReport;
        all.retain(|p| !general(p));
    }
    all
}

/// The period a paper that comes in is held against: that of the final paper, or of its way to the members.
pub fn paper(asked: Asked<'_>, item: ItemKind) -> Option<Period> {
    let all = papers(asked, item);
    let one = all.iter().find(|p| p.what == What::Final);
    one.or_else(|| all.iter().find(|p| p.what == What::Members))
        .cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().expect("a day")
    }

    fn county(pack: &'static str) -> Asked<'static> {
        Asked {
            pack,
            body: "standing_committee",
            level: "county",
        }
    }

    /// 监督法 第十五条: twenty days to the committee, ten to the standing committee, seven to the members; everywhere.
    #[test]
    fn a_special_report_has_three_days_to_keep() {
        for pack in ["national", "zhejiang", "chongqing"] {
            let all = papers(county(pack), ItemKind::SpecialReport);
            let dates: Vec<NaiveDate> = all.iter().map(|p| p.due(day("2025-06-26"))).collect();
            let told = ["2025-06-06", "2025-06-16", "2025-06-19"].map(day);
            assert_eq!(dates, told, "{pack}");
            assert!(all.iter().all(|p| p.source.article == "第十五条"));
            let held = paper(county(pack), ItemKind::SpecialReport).expect("one");
            assert_eq!((held.what, held.days), (What::Final, 10));
        }
    }

    #[test]
    fn the_other_periods_are_the_rule_packs() {
        let days = |pack, item| paper(county(pack), item).map(|p| p.days);
        assert_eq!(days("zhejiang", ItemKind::Report), Some(5));
        assert_eq!(days("national", ItemKind::Report), Some(7));
        assert_eq!(days("chongqing", ItemKind::Bill), Some(20));
        assert_eq!(days("chongqing", ItemKind::Report), Some(7));
        assert_eq!(days("chongqing", ItemKind::Appointment), Some(7));
        assert_eq!(days("zhejiang", ItemKind::Appointment), Some(10));
        let chairs = Asked {
            body: "chairpersons",
            ..county("zhejiang")
        };
        assert_eq!(paper(chairs, ItemKind::Report), None);
        assert_eq!(papers(county("chongqing"), ItemKind::Bill).len(), 1);
    }

    #[test]
    fn a_congress_is_told_a_month_ahead_and_a_township_by_its_province() {
        let congress = |pack, level| Asked {
            pack,
            body: "congress",
            level,
        };
        let county = notice(congress("zhejiang", "county")).expect("a period");
        assert_eq!(county.due(day("2025-03-31")), day("2025-02-28"));
        let days = |pack| notice(congress(pack, "township")).map(|p| p.days);
        assert_eq!(
            (days("chongqing"), days("zhejiang"), days("other")),
            (Some(10), Some(7), Some(7))
        );
        assert_eq!(notice(self::county("chongqing")).map(|p| p.days), Some(7));
    }
}
