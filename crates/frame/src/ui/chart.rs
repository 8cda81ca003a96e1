//! Charts as SVG made on the server: classes instead of colours, so that the stylesheet, print and the strict
//! content policy apply; every chart has its numbers as a table beside it, for screen readers and copying.
//!
//! Own drawing instead of a chart library: those write colours, fonts and sizes into the elements.

use std::fmt::Write;

use askama::Template;
use text::Lang;

use super::head::escaped;
use super::table::{Cell, Column, Row, Table};
use crate::http::Visit;
use crate::words::Speaks;

/// Numbers of one kind, one for each row or month.
#[derive(Debug, Clone)]
pub struct Series {
    pub label: String,
    pub values: Vec<i64>,
    /// The class of its colour: 0 ink, 1 light ink, 2 ochre, 3 red, 4 grey, 5 green.
    pub tone: u8,
}

impl Series {
    pub fn new(label: impl Into<String>, tone: u8, values: Vec<i64>) -> Series {
        Series {
            label: label.into(),
            values,
            tone: tone.min(5),
        }
    }
}

/// The figure around a drawing: title, drawing, key, table.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<figure class="chart sheet"><figcaption>{{ title }}</figcaption><div class="chart-scroll" tabindex="0" role="group" aria-label="{{ title }}">{{ svg|safe }}</div>{% if keys.len() > 1 %}<ul class="key" aria-hidden="true">{% for (label, tone, line) in keys %}<li><svg viewBox="0 0 14 14">{% if *line %}<path class="line s{{ tone }}-line" d="M0 7h14"/>{% else %}<rect class="s{{ tone }}" width="14" height="14" rx="2"/>{% endif %}</svg>{{ label }}</li>{% endfor %}</ul>{% endif %}<details class="no-print"><summary>{{ self.t("frame-chart-numbers") }}</summary>{{ table }}</details></figure>"#
)]
struct Figure<'a> {
    lang: Lang,
    title: &'a str,
    svg: String,
    keys: Vec<(String, u8, bool)>,
    table: Table,
}

impl Speaks for Figure<'_> {
    fn lang(&self) -> Lang {
        self.lang
    }
}

fn numbers(
    visit: &Visit,
    title: &str,
    first: &str,
    labels: &[(String, String)],
    series: &[Series],
) -> Table {
    let mut columns = vec![Column::new("label", first)];
    columns.extend(
        series
            .iter()
            .map(|s| Column::new("n", s.label.clone()).number()),
    );
    let rows = labels.iter().enumerate().map(|(i, (label, href))| {
        let lead = if href.is_empty() {
            Cell::text(label)
        } else {
            Cell::link(href, label)
        };
        let values = series
            .iter()
            .map(|s| Cell::Count(s.values.get(i).copied().unwrap_or(0)));
        Row {
            id: String::new(),
            cells: std::iter::once(lead).chain(values).collect(),
        }
    });
    // Several charts stand on one page, each under a title of its own.
    let named = title.bytes().fold(0x811c_9dc5u32, |h, b| {
        (h ^ u32::from(b)).wrapping_mul(0x0100_0193)
    });
    Table::new(visit, &format!("chart-{named:x}"), title, columns).rows(rows.collect())
}

/// The next round number at or above `n`, of which four equal ticks can be made.
fn ceiling(n: i64) -> i64 {
    let mut step = 1;
    loop {
        for unit in [4, 8, 12, 20, 40] {
            if unit * step >= n {
                return unit * step;
            }
        }
        step *= 10;
    }
}

macro_rules! prints {
    ($($chart:ty),*) => { $(
        impl std::fmt::Display for $chart {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.html)
            }
        }
        impl askama::filters::HtmlSafe for $chart {}
    )* };
}

fn figure(
    visit: &Visit,
    title: &str,
    svg: String,
    series: &[Series],
    lines: &[Series],
    table: Table,
) -> String {
    let keys = series.iter().map(|s| (s.label.clone(), s.tone, false));
    let keys = keys
        .chain(lines.iter().map(|s| (s.label.clone(), s.tone, true)))
        .collect();
    // A picture may hold no links: then it is a group of them, each with its own words.
    let svg = if svg.contains("<a ") {
        svg.replacen("role=\"img\"", "role=\"group\"", 1)
    } else {
        svg
    };
    Figure {
        lang: visit.lang,
        title,
        svg,
        keys,
        table,
    }
    .render()
    .unwrap_or_default()
}

/// Rows compared: a bar each, of one series or of several on top of each other.
#[derive(Debug, Clone)]
pub struct Bars {
    html: String,
}

impl Bars {
    /// `rows` are label and the address of the list behind it (or nothing); `first` heads the labels' column.
    pub fn new(
        visit: &Visit,
        title: &str,
        first: &str,
        rows: &[(String, String)],
        series: &[Series],
    ) -> Bars {
        let sum = |i: usize| {
            series
                .iter()
                .map(|s| s.values.get(i).copied().unwrap_or(0).max(0))
                .sum::<i64>()
        };
        let most = (0..rows.len()).map(sum).max().unwrap_or(0).max(1);
        let (left, wide, each) = (170.0, 480.0, 34.0);
        let high = each * rows.len() as f64 + 4.0;
        let mut svg = open(720.0, high, title);
        for (i, (label, href)) in rows.iter().enumerate() {
            let y = each * i as f64 + 6.0;
            let text = format!(
                "<text x=\"{}\" y=\"{}\" text-anchor=\"end\">{}</text>",
                left - 10.0,
                y + 16.0,
                escaped(&cut(label, 11))
            );
            svg += &if href.is_empty() {
                text
            } else {
                format!("<a href=\"{}\">{text}</a>", escaped(href))
            };
            let _ = write!(
                svg,
                "<rect class=\"track\" x=\"{left}\" y=\"{y}\" width=\"{wide}\" height=\"22\" rx=\"2\"/>"
            );
            let mut x = left;
            for s in series {
                let n = s.values.get(i).copied().unwrap_or(0).max(0);
                let w = wide * n as f64 / most as f64;
                let _ = write!(
                    svg,
                    "<rect class=\"s{}\" x=\"{x:.1}\" y=\"{y}\" width=\"{w:.1}\" height=\"22\"><title>{} · {}: {n}</title></rect>",
                    s.tone,
                    escaped(label),
                    escaped(&s.label)
                );
                x += w;
            }
            let _ = write!(
                svg,
                "<text class=\"v\" x=\"{}\" y=\"{}\">{}</text>",
                left + wide + 10.0,
                y + 16.0,
                text::number::count(sum(i))
            );
        }
        svg += "</svg>";
        let table = numbers(visit, title, first, rows, series);
        Bars {
            html: figure(visit, title, svg, series, &[], table),
        }
    }
}

/// The year's flow: bars beside each other for each month or week, and lines over them.
#[derive(Debug, Clone)]
pub struct Flow {
    html: String,
}

impl Flow {
    pub fn new(
        visit: &Visit,
        title: &str,
        first: &str,
        columns: &[(String, String)],
        bars: &[Series],
        lines: &[Series],
    ) -> Flow {
        let all = bars
            .iter()
            .chain(lines)
            .flat_map(|s| s.values.iter().copied());
        let most = ceiling(all.max().unwrap_or(0).max(1));
        let (left, top, wide, high) = (48.0, 10.0, 660.0, 200.0);
        let y = |n: i64| top + high - high * n.max(0) as f64 / most as f64;
        let mut svg = open(720.0, top + high + 30.0, title);
        for tick in 0..=4 {
            let (n, class) = (
                most * tick / 4,
                if tick == 0 { "axis base" } else { "axis" },
            );
            let _ = write!(
                svg,
                "<path class=\"{class}\" d=\"M{left} {0:.1}H{1}\"/><text x=\"{2}\" y=\"{3:.1}\" text-anchor=\"end\">{4}</text>",
                y(n),
                left + wide,
                left - 8.0,
                y(n) + 4.0,
                text::number::count(n)
            );
        }
        let slot = wide / columns.len().max(1) as f64;
        let thick = (slot * 0.7 / bars.len().max(1) as f64).min(34.0);
        for (i, (label, href)) in columns.iter().enumerate() {
            let middle = left + slot * (i as f64 + 0.5);
            let from = middle - thick * bars.len() as f64 / 2.0;
            for (k, s) in bars.iter().enumerate() {
                let n = s.values.get(i).copied().unwrap_or(0);
                let _ = write!(
                    svg,
                    "<rect class=\"s{}\" x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"><title>{} · {}: {n}</title></rect>",
                    s.tone,
                    from + thick * k as f64,
                    y(n),
                    (thick - 1.0).max(1.0),
                    top + high - y(n),
                    escaped(label),
                    escaped(&s.label)
                );
            }
            let text = format!(
                "<text x=\"{middle:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
                top + high + 20.0,
                escaped(&cut(label, 8))
            );
            svg += &if href.is_empty() {
                text
            } else {
                format!("<a href=\"{}\">{text}</a>", escaped(href))
            };
        }
        for s in lines {
            let points: Vec<String> = s
                .values
                .iter()
                .take(columns.len())
                .enumerate()
                .map(|(i, n)| format!("{:.1},{:.1}", left + slot * (i as f64 + 0.5), y(*n)))
                .collect();
            let _ = write!(
                svg,
                "<polyline class=\"line s{}-line\" points=\"{}\"/>",
                s.tone,
                points.join(" ")
            );
            for point in &points {
                let (x, y) = point.split_once(',').unwrap_or(("0", "0"));
                let _ = write!(
                    svg,
                    "<circle class=\"s{}\" cx=\"{x}\" cy=\"{y}\" r=\"3.5\"/>",
                    s.tone
                );
            }
        }
        svg += "</svg>";
        let both: Vec<Series> = bars.iter().chain(lines).cloned().collect();
        let table = numbers(visit, title, first, columns, &both);
        Flow {
            html: figure(visit, title, svg, bars, lines, table),
        }
    }
}

/// Shares of one whole, as a ring; never more than six.
#[derive(Debug, Clone)]
pub struct Ring {
    html: String,
}

impl Ring {
    /// `parts`: label, address of the list behind it, tone, count.
    pub fn new(
        visit: &Visit,
        title: &str,
        first: &str,
        parts: &[(String, String, u8, i64)],
    ) -> Ring {
        let whole: i64 = parts.iter().map(|p| p.3.max(0)).sum();
        let mut svg = open(360.0, 180.0, title);
        let round = std::f64::consts::TAU * 62.0;
        let mut done = 0.0;
        for (label, _, tone, n) in parts {
            let share = if whole == 0 {
                0.0
            } else {
                (*n).max(0) as f64 / whole as f64
            };
            let _ = write!(
                svg,
                "<circle class=\"arc s{}-line\" cx=\"90\" cy=\"90\" r=\"62\" stroke-dasharray=\"{:.2} {:.2}\" stroke-dashoffset=\"{:.2}\"><title>{}: {n}</title></circle>",
                tone.min(&5),
                (share * round - 1.0).max(0.0),
                round,
                -done * round,
                escaped(label)
            );
            done += share;
        }
        let _ = write!(
            svg,
            "<text class=\"v big\" x=\"90\" y=\"98\" text-anchor=\"middle\">{}</text>",
            text::number::count(whole)
        );
        for (i, (label, href, tone, n)) in parts.iter().enumerate() {
            let y = 90.0 - 13.0 * parts.len() as f64 + 26.0 * i as f64;
            let share = text::number::percent((*n).max(0) as u64, whole.max(0) as u64);
            let words = format!(
                "<rect class=\"s{}\" x=\"190\" y=\"{y}\" width=\"14\" height=\"14\" rx=\"2\"/><text class=\"v\" x=\"212\" y=\"{}\">{} {} ({share})</text>",
                tone.min(&5),
                y + 12.0,
                escaped(&cut(label, 8)),
                text::number::count(*n)
            );
            svg += &if href.is_empty() {
                words
            } else {
                format!("<a href=\"{}\">{words}</a>", escaped(href))
            };
        }
        svg += "</svg>";
        let labels: Vec<_> = parts
            .iter()
            .map(|(l, h, ..)| (l.clone(), h.clone()))
            .collect();
        let series = Series::new(
            text::t(visit.lang, "frame-chart-count"),
            0,
            parts.iter().map(|p| p.3).collect(),
        );
        let table = numbers(visit, title, first, &labels, &[series]);
        Ring {
            html: figure(visit, title, svg, &[], &[], table),
        }
    }
}

prints!(Bars, Flow, Ring);

/// The opening tag; a screen reader hears the title and reads the table instead.
pub(super) fn open(wide: f64, high: f64, title: &str) -> String {
    format!(
        "<svg viewBox=\"0 0 {wide} {high}\" role=\"img\" aria-label=\"{}\">",
        escaped(title)
    )
}

/// A label shortened to about `most` Chinese characters; Latin ones count half.
pub(super) fn cut(label: &str, most: usize) -> String {
    let (mut width, mut out) = (0, String::new());
    for c in label.chars() {
        width += if c.is_ascii() { 1 } else { 2 };
        if width > most * 2 {
            out.pop();
            out.push('…');
            return out;
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_whole_numbers() {
        for (n, top) in [
            (1, 4),
            (4, 4),
            (5, 8),
            (13, 20),
            (41, 80),
            (218, 400),
            (100_000, 120_000),
        ] {
            assert_eq!(ceiling(n), top, "{n}");
        }
    }

    #[test]
    fn labels_are_cut_by_width() {
        assert_eq!(cut("水务局", 4), "水务局");
        assert_eq!(cut("住房和城乡建设局", 4), "住房和…");
        assert_eq!(cut("Water Bureau", 4), "Water B…");
    }
}
