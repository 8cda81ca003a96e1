//! Why a date is what it is, in sentences: the rule, the days skipped and worked, stops, extensions, the roll.

use text::{Arg, Lang};
use workday::{DayKind, Due, Explained, Limit, Mark, Part, Rule, Source};

/// The sentences behind a date, the most important first.
pub fn sentences(lang: Lang, explained: &Explained) -> Vec<String> {
    let mut out = Vec::new();
    if let Some(source) = &explained.source {
        out.push(said(lang, source));
    }
    for part in &explained.parts {
        period(lang, part, &mut out);
    }
    if let Due::Stopped { since } = explained.due {
        out.push(text::ta(
            lang,
            "matter-why-stopped",
            &[("date", day(lang, since))],
        ));
    }
    if !explained.missing_years.is_empty() {
        let years: Vec<String> = explained.missing_years.iter().map(i32::to_string).collect();
        out.push(text::ta(
            lang,
            "matter-why-provisional",
            &[("years", Arg::String(years.join("、")))],
        ));
    }
    out
}

fn day(lang: Lang, day: chrono::NaiveDate) -> Arg<'static> {
    Arg::String(text::date::date(lang, day))
}

/// Act and article, and how far they were checked.
pub(crate) fn said(lang: Lang, source: &Source) -> String {
    let key = match source.mark {
        Mark::Verified => "matter-why-rule",
        Mark::Secondary => "matter-why-rule-secondary",
        Mark::Unverified => "matter-why-rule-unverified",
    };
    text::ta(
        lang,
        key,
        &[
            ("act", Arg::Str(&source.act)),
            ("article", Arg::Str(&source.article)),
        ],
    )
}

/// A length in words: 10个工作日.
pub(crate) fn length(lang: Lang, limit: Limit) -> String {
    let n = |key: &str, n: u16| text::ta(lang, key, &[("n", Arg::Number(i64::from(n)))]);
    match limit {
        Limit::WorkingDays(days) => n("matter-length-working-days", days),
        Limit::CalendarDays(days) => n("matter-length-days", days),
        Limit::Months(months) => n("matter-length-months", months),
        Limit::On(day) => text::date::date(lang, day),
        Limit::Before { n: days, .. } => n("matter-length-before", days),
    }
}

fn period(lang: Lang, part: &Part, out: &mut Vec<String>) {
    let long = length(lang, part.limit);
    match &part.extension {
        Some(extension) => out.push(text::ta(
            lang,
            "matter-why-extended",
            &[
                ("date", day(lang, extension.approved_on)),
                ("length", Arg::Str(&long)),
                ("reason", Arg::Str(&extension.reason)),
            ],
        )),
        None if matches!(part.limit, Limit::On(_)) => {
            out.push(text::ta(
                lang,
                "matter-why-named",
                &[("date", Arg::Str(&long))],
            ));
        }
        None => out.push(text::ta(
            lang,
            "matter-why-counted",
            &[("date", day(lang, part.from)), ("length", Arg::Str(&long))],
        )),
    }
    for rule in &part.rules {
        if let (Rule::StartNotCounted, Some(source)) = (rule, rule.source()) {
            out.push(text::ta(
                lang,
                "matter-why-start",
                &[("article", Arg::String(source.article))],
            ));
        }
    }
    let runs: Vec<String> = part
        .skipped_runs()
        .iter()
        .filter_map(|run| {
            let DayKind::Holiday { occasion } = &run.why else {
                return None;
            };
            let from = text::date::date_short(lang, run.from);
            let span = if run.from == run.to {
                from
            } else {
                format!("{from}–{}", text::date::date_short(lang, run.to))
            };
            Some(format!("{occasion} {span}"))
        })
        .collect();
    let weekends = part
        .skipped
        .iter()
        .filter(|s| s.why == DayKind::Weekend)
        .count();
    if !part.skipped.is_empty() {
        out.push(text::ta(
            lang,
            if runs.is_empty() {
                "matter-why-weekends"
            } else {
                "matter-why-skipped"
            },
            &[
                ("n", Arg::Number(weekends as i64)),
                ("holidays", Arg::String(runs.join("；"))),
            ],
        ));
    }
    if !part.made_up.is_empty() {
        let days: Vec<String> = part
            .made_up
            .iter()
            .map(|s| text::date::date_short(lang, s.date))
            .collect();
        out.push(text::ta(
            lang,
            "matter-why-made-up",
            &[("days", Arg::String(days.join("、")))],
        ));
    }
    for stop in &part.stops {
        match stop.to {
            Some(to) => out.push(text::ta(
                lang,
                "matter-why-stop",
                &[("from", day(lang, stop.from)), ("to", day(lang, to))],
            )),
            None => out.push(text::ta(
                lang,
                "matter-why-stopped",
                &[("date", day(lang, stop.from))],
            )),
        }
    }
    if let Some(rolled) = &part.rolled {
        out.push(text::ta(
            lang,
            "matter-why-rolled",
            &[
                ("from", day(lang, rolled.from)),
                ("to", day(lang, rolled.to)),
            ],
        ));
    }
    if let Some(ends) = part.ends {
        out.push(text::ta(
            lang,
            "matter-why-ends",
            &[("date", day(lang, ends))],
        ));
    }
}
