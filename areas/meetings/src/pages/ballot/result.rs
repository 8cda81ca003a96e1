//! What a closed ballot came to: a half circle of seats, and the same in a table with the rule it was judged by.

use askama::Template;
use ballot::{Ballot, Frozen, LineResult};
use text::{Lang, ta};

/// Seats up to which each is drawn.
const DRAWN: u32 = 600;

/// The result of all lines.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r##"<div class="result">{% if trial %}<p class="note info">{{ self.t("ballot-trial-result") }}</p>{% endif %}
{% for line in lines %}<section class="result-line {% if line.passed %}passed{% else %}failed{% endif %}" aria-label="{{ line.title }}"><div class="result-head"><h2>{{ line.title }}</h2><p class="verdict"><span aria-hidden="true">{% if line.passed %}✓{% else %}✕{% endif %}</span> {{ line.verdict }}</p></div>
<p class="result-rule">{{ line.rule }}</p>
{% if !line.seats.is_empty() %}<svg class="seats" viewBox="0 0 200 104" role="img" aria-label="{{ line.told }}">{% for (x, y, r, class) in line.seats %}<circle cx="{{ x }}" cy="{{ y }}" r="{{ r }}" class="{{ class }}"/>{% endfor %}</svg>{% endif %}
<dl class="result-marks">{% for (code, words, n) in line.marks %}<div class="{{ code }}"><dt>{{ words }}</dt><dd>{{ n }}</dd></div>{% endfor %}</dl></section>{% endfor %}
{% if !written.is_empty() %}<section class="result-written"><h2>{{ self.t("ballot-write-ins") }}</h2><ul>{% for (name, votes, verdict) in written %}<li><span>{{ name }}</span><b>{{ votes }}</b> <span class="soft">{{ verdict }}</span></li>{% endfor %}</ul></section>{% endif %}
{% if !tied.is_empty() %}<p class="note warn">{{ tied }}</p>{% endif %}
<p class="result-source soft small">{{ source }}</p></div>"##
)]
pub(super) struct Result {
    lang: Lang,
    trial: bool,
    lines: Vec<LineShown>,
    /// Name, votes and verdict of those written in.
    written: Vec<(String, String, String)>,
    tied: String,
    source: String,
}

impl askama::filters::HtmlSafe for Result {}

#[derive(Debug, Clone)]
struct LineShown {
    title: String,
    passed: bool,
    verdict: String,
    rule: String,
    told: String,
    seats: Vec<(String, String, String, &'static str)>,
    marks: Vec<(&'static str, String, u32)>,
}

impl Result {
    pub fn new(lang: Lang, ballot: &Ballot) -> Result {
        let frozen = ballot.frozen();
        let lines = frozen.iter().flat_map(|f| {
            f.outcome
                .lines
                .iter()
                .map(|line| one(lang, ballot, f, line))
        });
        Result {
            lang,
            trial: ballot.trial,
            lines: lines.collect(),
            written: frozen
                .iter()
                .flat_map(|f| &f.outcome.written)
                .map(|w| written(lang, ballot, w))
                .collect(),
            tied: match frozen.as_ref().filter(|f| !f.tied.is_empty()) {
                Some(f) => {
                    let names: Vec<&str> = f
                        .outcome
                        .all()
                        .filter(|l| f.tied.contains(&l.code))
                        .map(|l| l.title.as_str())
                        .collect();
                    ta(lang, "ballot-tied", &[("names", names.join("、").into())])
                }
                None => String::new(),
            },
            source: frozen.as_ref().map(|f| source(lang, f)).unwrap_or_default(),
        }
    }

    fn t(&self, key: &str) -> String {
        text::t(self.lang, key)
    }
}

/// The article a majority rests on.
pub(super) fn article(lang: Lang, frozen: &Frozen) -> String {
    match frozen.source.act.as_str() {
        "" => text::t(lang, "ballot-own-rules"),
        act => format!("《{act}》{}", frozen.source.article),
    }
}

/// The same as a sentence.
pub(super) fn source(lang: Lang, frozen: &Frozen) -> String {
    let source = article(lang, frozen);
    ta(lang, "ballot-source", &[("source", source.into())])
}

/// Passed, or not; elected, or not.
pub(super) fn verdict(lang: Lang, ballot: &Ballot, line: &LineResult) -> String {
    text::t(
        lang,
        match (ballot.at_most().is_some(), line.passed) {
            (false, true) => "ballot-passed",
            (false, false) => "ballot-failed",
            (true, true) => "ballot-elected",
            (true, false) => "ballot-not-elected",
        },
    )
}

/// Somebody written in: name, votes, verdict.
pub(super) fn written(lang: Lang, ballot: &Ballot, line: &LineResult) -> (String, String, String) {
    let votes = ta(
        lang,
        "ballot-written-votes",
        &[("votes", i64::from(line.yes).into())],
    );
    (line.title.clone(), votes, verdict(lang, ballot, line))
}

/// How many were needed of how many, and how many there were.
pub(super) fn rule(lang: Lang, frozen: &Frozen, line: &LineResult) -> String {
    let key = match frozen.outcome.majority.as_str() {
        "two_thirds" => "ballot-rule-two-thirds",
        _ => "ballot-rule-majority",
    };
    ta(
        lang,
        key,
        &[
            ("base", i64::from(frozen.base).into()),
            ("needed", i64::from(line.needed).into()),
            ("yes", i64::from(line.yes).into()),
        ],
    )
}

fn one(lang: Lang, ballot: &Ballot, frozen: &Frozen, line: &LineResult) -> LineShown {
    let word = |code: &str| text::t(lang, &format!("ballot-{code}"));
    let marks = vec![
        ("yes", word("yes"), line.yes),
        ("no", word("no"), line.no),
        ("abstain", word("abstain"), line.abstain),
        ("invalid", word("invalid"), line.invalid),
        ("not-voted", word("not-voted"), line.not_voted),
    ];
    let told: Vec<String> = marks.iter().map(|(_, w, n)| format!("{w} {n}")).collect();
    LineShown {
        title: line.title.clone(),
        passed: line.passed,
        verdict: verdict(lang, ballot, line),
        rule: rule(lang, frozen, line),
        told: told.join("，"),
        seats: seats(&marks),
        // No spoiled paper is the rule: the column shows where there is one.
        marks: marks
            .into_iter()
            .filter(|(code, _, n)| *n > 0 || *code != "invalid")
            .collect(),
    }
}

/// A half circle of seats in rows, filled from the left by what was voted.
fn seats(marks: &[(&'static str, String, u32)]) -> Vec<(String, String, String, &'static str)> {
    let all: u32 = marks.iter().map(|m| m.2).sum();
    if all == 0 || all > DRAWN {
        return Vec::new();
    }
    let rows = (1..=12u32)
        .find(|rows| capacity(*rows) >= all)
        .unwrap_or(12);
    let inner = 42.0;
    let step = (96.0 - inner) / f64::from(rows.max(1));
    let radii: Vec<f64> = (0..rows)
        .map(|r| 96.0 - step * f64::from(r) - step / 2.0)
        .collect();
    let whole: f64 = radii.iter().sum();
    let mut counts: Vec<u32> = radii
        .iter()
        .map(|r| (f64::from(all) * r / whole).floor() as u32)
        .collect();
    let mut left = all - counts.iter().sum::<u32>();
    for n in &mut counts {
        if left > 0 {
            *n += 1;
            left -= 1;
        }
    }
    // Seats by their angle, so that each colour is a wedge.
    let mut places: Vec<(f64, f64)> = Vec::new();
    for (radius, n) in radii.iter().zip(&counts) {
        for i in 0..*n {
            let share = (f64::from(i) + 0.5) / f64::from(*n);
            places.push((std::f64::consts::PI * (1.0 - share), *radius));
        }
    }
    places.sort_by(|a, b| b.0.total_cmp(&a.0));
    let size = (step * 0.42)
        .min(inner * std::f64::consts::PI / f64::from(all) * f64::from(rows) * 0.5)
        .max(0.8);
    let mut classes = marks
        .iter()
        .flat_map(|(code, _, n)| std::iter::repeat_n(*code, *n as usize));
    places
        .into_iter()
        .map(|(angle, radius)| {
            (
                format!("{:.2}", 100.0 + radius * angle.cos()),
                format!("{:.2}", 100.0 - radius * angle.sin()),
                format!("{size:.2}"),
                classes.next().unwrap_or("not-voted"),
            )
        })
        .collect()
}

/// Seats that stand well in so many rows.
fn capacity(rows: u32) -> u32 {
    rows * (6 + 6 * rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vote_has_its_seat_and_no_two_are_one() {
        for (yes, no, rest) in [(1, 0, 0), (13, 9, 3), (210, 60, 33)] {
            let marks = vec![
                ("yes", String::new(), yes),
                ("no", String::new(), no),
                ("not-voted", String::new(), rest),
            ];
            let drawn = seats(&marks);
            let of = |class| drawn.iter().filter(|s| s.3 == class).count() as u32;
            assert_eq!((of("yes"), of("no"), of("not-voted")), (yes, no, rest));
            let places: std::collections::BTreeSet<_> =
                drawn.iter().map(|s| (s.0.clone(), s.1.clone())).collect();
            assert_eq!(places.len(), drawn.len());
        }
        assert!(seats(&[("yes", String::new(), 3_000)]).is_empty());
    }
}
