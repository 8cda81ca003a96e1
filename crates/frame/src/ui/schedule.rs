//! A matter's schedule counted backward from its final date: a bar for each remaining step between its earliest
//! beginning and its latest end, with the slack behind it and today as a line; the same as a table.

use std::fmt::Write;

use askama::Template;
use chrono::NaiveDate;
use text::Lang;

use super::chart::{cut, open};
use super::head::escaped;
use super::table::{Cell, Column, Row, Table};
use crate::http::Visit;
use crate::words::{Speaks, speaks};

/// One step of the schedule.
#[derive(Debug, Clone)]
pub struct ScheduleBar {
    pub title: String,
    pub start: NaiveDate,
    pub finish: NaiveDate,
    /// To where it could slip without moving the final date.
    pub latest: NaiveDate,
    /// 0 ink, 2 ochre, 3 red, 5 green: as the step's lamp.
    pub tone: u8,
    /// Why the date is that date.
    pub why: String,
}

/// The backward schedule.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<figure class="chart sheet"><figcaption>{{ title }}</figcaption><div class="chart-scroll" tabindex="0" role="group" aria-label="{{ title }}">{{ svg|safe }}</div><details class="no-print"><summary>{{ self.t("frame-schedule-dates") }}</summary>{{ table }}</details></figure>"#
)]
pub struct Schedule {
    lang: Lang,
    title: String,
    svg: String,
    table: Table,
}

speaks!(Schedule);

impl Schedule {
    pub fn new(
        visit: &Visit,
        title: impl Into<String>,
        bars: &[ScheduleBar],
        today: NaiveDate,
    ) -> Schedule {
        let title = title.into();
        Schedule {
            lang: visit.lang,
            svg: draw(visit.lang, &title, bars, today),
            table: table(visit, &title, bars),
            title,
        }
    }
}

fn draw(lang: Lang, title: &str, bars: &[ScheduleBar], today: NaiveDate) -> String {
    let first = bars
        .iter()
        .map(|b| b.start)
        .chain([today])
        .min()
        .unwrap_or(today);
    let last = bars
        .iter()
        .map(|b| b.latest.max(b.finish))
        .chain([today])
        .max()
        .unwrap_or(today);
    let days = ((last - first).num_days() + 1).max(1) as f64;
    let (left, wide, each, top) = (130.0, 500.0, 32.0, 40.0);
    let x = |day: NaiveDate| left + wide * (day - first).num_days() as f64 / days;
    let end = |day: NaiveDate| x(day) + wide / days;
    let high = top + each * bars.len() as f64 + 8.0;
    let mut svg = open(720.0, high, title);
    let mut month = first;
    while let Some(next) = month
        .checked_add_months(chrono::Months::new(1))
        .and_then(|m| chrono::Datelike::with_day(&m, 1))
    {
        if next > last {
            break;
        }
        let _ = write!(
            svg,
            "<path class=\"axis\" d=\"M{0:.1} {top}V{high}\"/><text x=\"{1:.1}\" y=\"{2}\">{3}</text>",
            x(next),
            x(next) + 4.0,
            top - 6.0,
            escaped(&text::date::date_short(lang, next))
        );
        month = next;
    }
    for (i, bar) in bars.iter().enumerate() {
        let y = top + each * i as f64;
        let _ = write!(
            svg,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
            left - 10.0,
            y + 18.0,
            escaped(&cut(&bar.title, 10))
        );
        if bar.latest > bar.finish {
            let _ = write!(
                svg,
                "<rect class=\"slack\" x=\"{:.1}\" y=\"{}\" width=\"{:.1}\" height=\"18\" rx=\"2\"/>",
                end(bar.finish),
                y + 5.0,
                end(bar.latest) - end(bar.finish)
            );
        }
        let dates = format!(
            "{} – {}",
            text::date::date_short(lang, bar.start),
            text::date::date_short(lang, bar.finish)
        );
        let _ = write!(
            svg,
            "<rect class=\"s{}\" x=\"{:.1}\" y=\"{}\" width=\"{:.1}\" height=\"20\" rx=\"2\"><title>{}: {dates}</title></rect>",
            bar.tone.min(5),
            x(bar.start),
            y + 4.0,
            (end(bar.finish) - x(bar.start)).max(2.0),
            escaped(&bar.title)
        );
        let after = end(bar.latest.max(bar.finish)) + 6.0;
        let words = text::date::date_short(lang, bar.latest.max(bar.finish));
        let _ = write!(
            svg,
            "<text class=\"v\" x=\"{after:.1}\" y=\"{}\">{words}</text>",
            y + 19.0
        );
    }
    let now = x(today);
    let anchor = if now > left + wide - 60.0 {
        "end"
    } else {
        "start"
    };
    let _ = write!(
        svg,
        "<path class=\"today\" d=\"M{now:.1} 6V{high}\"/><text class=\"todaytext\" x=\"{:.1}\" y=\"16\" text-anchor=\"{anchor}\">{}</text></svg>",
        if anchor == "end" {
            now - 5.0
        } else {
            now + 5.0
        },
        escaped(&text::t(lang, "frame-schedule-today"))
    );
    svg
}

fn table(visit: &Visit, title: &str, bars: &[ScheduleBar]) -> Table {
    let column = |key, words| Column::new(key, visit.t(words));
    let columns = vec![
        column("step", "frame-schedule-step"),
        column("start", "frame-schedule-start"),
        column("finish", "frame-schedule-finish"),
        column("latest", "frame-schedule-latest"),
        column("why", "frame-schedule-why"),
    ];
    let rows = bars.iter().map(|b| Row {
        id: String::new(),
        cells: vec![
            Cell::text(&b.title),
            Cell::Day(b.start),
            Cell::Day(b.finish),
            Cell::Day(b.latest),
            Cell::text(&b.why),
        ],
    });
    Table::new(visit, "schedule", title, columns).rows(rows.collect())
}
