//! The rail of a matter's steps, and its history.

use askama::Template;
use chrono::NaiveDate;
use text::Lang;

use super::Lamp;
use crate::http::Visit;
use crate::words::{Speaks, speaks};

/// Where a step stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepState {
    Done,
    Now,
    Ahead,
    /// The matter took another way.
    Skipped,
}

/// One step of the rail.
#[derive(Debug, Clone)]
pub struct RailStep {
    pub title: String,
    pub state: StepState,
    /// Who has it or had it.
    pub who: String,
    /// When it was done.
    pub done: Option<NaiveDate>,
    /// Its date counted back from the final one.
    pub due: Option<NaiveDate>,
    /// Slack in working days, for steps ahead.
    pub slack: Option<i64>,
    /// The lamp of the step that runs.
    pub lamp: Option<Lamp>,
    /// The date rests on a calendar year not yet published.
    pub provisional: bool,
}

impl RailStep {
    pub fn new(title: impl Into<String>, state: StepState) -> RailStep {
        RailStep {
            title: title.into(),
            state,
            who: String::new(),
            done: None,
            due: None,
            slack: None,
            lamp: None,
            provisional: false,
        }
    }

    fn class(&self) -> &'static str {
        match self.state {
            StepState::Done => "done",
            StepState::Now => "now",
            StepState::Ahead => "ahead",
            StepState::Skipped => "skipped",
        }
    }

    fn state_key(&self) -> &'static str {
        match self.state {
            StepState::Done => "frame-rail-done",
            StepState::Now => "frame-rail-now",
            StepState::Ahead => "frame-rail-ahead",
            StepState::Skipped => "frame-rail-skipped",
        }
    }
}

/// The steps of a matter with their dates: done, due, slack.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<ol class="rail" aria-label="{{ self.t("frame-rail") }}">{% for step in steps %}<li class="{{ step.class() }}"{% if step.state == StepState::Now %} aria-current="step"{% endif %}><span class="knot" aria-hidden="true">{% if step.state == StepState::Done %}<svg viewBox="0 0 16 16"><path d="m6.2 12.6-4-4 1.6-1.6 2.4 2.5 6-6.4 1.6 1.6z"/></svg>{% endif %}</span><strong>{{ step.title }}<span class="hush"> ({{ self.t(step.state_key()) }})</span></strong>
{%- if !step.who.is_empty() %}<span>{{ step.who }}</span>{% endif -%}
{%- match step.lamp %}{% when Some with (lamp) %}{{ lamp }}{% when None %}{% endmatch -%}
{%- match step.done %}{% when Some with (day) %}<span class="soft">{{ self.dated("frame-rail-done-on", day) }}</span>{% when None %}{% match step.due %}{% when Some with (day) %}<span class="soft">{{ self.dated("frame-rail-due-on", day) }}{% if step.provisional %} {{ self.t("frame-rail-provisional") }}{% endif %}</span>{% when None %}{% endmatch %}{% endmatch -%}
{%- match step.slack %}{% when Some with (n) %}<span class="soft">{{ self.tn("frame-rail-slack", n) }}</span>{% when None %}{% endmatch -%}
</li>{% endfor %}</ol>"#
)]
pub struct Rail {
    lang: Lang,
    pub steps: Vec<RailStep>,
}

speaks!(Rail);

impl Rail {
    pub fn new(visit: &Visit, steps: Vec<RailStep>) -> Rail {
        Rail {
            lang: visit.lang,
            steps,
        }
    }

    fn dated(&self, key: &str, day: &NaiveDate) -> String {
        let day = text::date::date_short(self.lang, *day);
        text::ta(self.lang, key, &[("date", day.into())])
    }
}

/// One event of a history.
#[derive(Debug, Clone)]
pub struct HistoryEntry {
    /// When, in microseconds UTC.
    pub at: i64,
    pub who: String,
    /// What happened, as a sentence.
    pub words: String,
    /// A reason or opinion given with it, as typed.
    pub said: String,
    /// What changed: field, before, after.
    pub changes: Vec<(String, String, String)>,
    /// A return, a refusal, a missed date.
    pub grave: bool,
}

/// What happened, the latest first.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<ol class="history">{% for e in entries %}<li{% if e.grave %} class="grave"{% endif %}><p><time datetime="{{ Self::machine(e) }}">{{ self.when(e) }}</time> <span class="soft small">{{ e.who }}</span></p><p>{{ e.words }}</p>{% if !e.said.is_empty() %}<blockquote>{{ e.said }}</blockquote>{% endif %}{% if !e.changes.is_empty() %}<details><summary>{{ self.tn("frame-history-changes", e.changes.len() as i64) }}</summary><dl class="facts">{% for (field, before, after) in e.changes %}<dt>{{ field }}</dt><dd>{% if !before.is_empty() %}<del>{{ before }}</del> → {% endif %}{{ after }}</dd>{% endfor %}</dl></details>{% endif %}</li>{% endfor %}</ol>"#
)]
pub struct History {
    lang: Lang,
    pub entries: Vec<HistoryEntry>,
}

speaks!(History);

impl History {
    pub fn new(visit: &Visit, entries: Vec<HistoryEntry>) -> History {
        History {
            lang: visit.lang,
            entries,
        }
    }

    fn when(&self, entry: &HistoryEntry) -> String {
        text::date::instant(self.lang, entry.at)
    }

    fn machine(entry: &HistoryEntry) -> String {
        text::date::local(entry.at)
            .map(|t| t.format("%Y-%m-%dT%H:%M:%S+08:00").to_string())
            .unwrap_or_default()
    }
}
