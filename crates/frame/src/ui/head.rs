//! A whole page: its head (what is this, by when, whose turn), its tabs, its body, and the shell around it.

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use chrono::NaiveDate;

use super::{Acts, Lamp};
use crate::assets;
use crate::http::Visit;
use crate::words::Speaks;

/// The head of a page.
#[derive(Debug, Clone, Default, Template)]
#[template(
    ext = "html",
    source = r#"<header class="head"><div class="head-top"><div class="head-what">{% if !eyebrow.is_empty() || !tags.is_empty() %}<p class="eyebrow row">{{ eyebrow }}{% for tag in tags %} <span class="tag mark">{{ tag }}</span>{% endfor %}</p>{% endif %}<h1>{{ title }}</h1>{% if !lede.is_empty() %}<p class="soft lede">{{ lede }}</p>{% endif %}</div>{% if !buttons.is_empty() %}<div class="row no-print">{% for (href, words, main) in buttons %}<a class="button{% if *main %} main{% endif %}" href="{{ href }}">{{ words }}</a>{% endfor %}</div>{% endif %}</div>
{% if !answers.is_empty() %}<dl class="answers">{% for (label, html) in answers %}<div><dt>{{ label }}</dt><dd>{{ html|safe }}</dd></div>{% endfor %}</dl>{% endif %}
{% match acts %}{% when Some with (acts) %}{{ acts }}{% when None %}{% endmatch %}</header>"#
)]
pub struct Head {
    title: String,
    eyebrow: String,
    tags: Vec<String>,
    lede: String,
    answers: Vec<(String, String)>,
    buttons: Vec<(String, String, bool)>,
    acts: Option<Acts>,
}

impl askama::filters::HtmlSafe for Head {}

impl Head {
    pub fn new(title: impl Into<String>) -> Head {
        Head {
            title: title.into(),
            ..Head::default()
        }
    }

    /// The line above the title: number, kind.
    pub fn eyebrow(mut self, words: impl Into<String>) -> Head {
        self.eyebrow = words.into();
        self
    }

    /// A mark of the office's own: 重点督办.
    pub fn tag(mut self, words: impl Into<String>) -> Head {
        self.tags.push(words.into());
        self
    }

    pub fn lede(mut self, words: impl Into<String>) -> Head {
        self.lede = words.into();
        self
    }

    /// By when: the lamp and, where one runs, the day, which opens its explanation at `why`.
    pub fn when(mut self, visit: &Visit, lamp: &Lamp, day: Option<NaiveDate>, why: &str) -> Head {
        let mut html = String::new();
        if let Some(day) = day {
            let words = escaped(&text::date::date(visit.lang, day));
            html = format!("<a class=\"keep\" href=\"{}\">{words}</a> ", escaped(why));
        }
        html += &lamp.to_string();
        self.answers
            .push((text::t(visit.lang, "frame-head-when"), html));
        self
    }

    /// Whose turn.
    pub fn turn(mut self, visit: &Visit, who: &str) -> Head {
        self.answers
            .push((text::t(visit.lang, "frame-head-turn"), escaped(who)));
        self
    }

    /// Another answer in the same line.
    pub fn answer(mut self, label: impl Into<String>, words: &str) -> Head {
        self.answers.push((label.into(), escaped(words)));
        self
    }

    /// The filled button: the one thing to do here.
    pub fn main(mut self, href: impl Into<String>, words: impl Into<String>) -> Head {
        self.buttons.push((href.into(), words.into(), true));
        self
    }

    pub fn button(mut self, href: impl Into<String>, words: impl Into<String>) -> Head {
        self.buttons.push((href.into(), words.into(), false));
        self
    }

    pub fn acts(mut self, acts: Acts) -> Head {
        self.acts = Some(acts);
        self
    }
}

/// Text as HTML.
pub(crate) fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    for c in words.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

/// One tab.
#[derive(Debug, Clone)]
pub struct Tab {
    pub href: String,
    pub words: String,
    pub count: Option<i64>,
    pub here: bool,
}

/// Views of one thing beside each other.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<nav class="tabs no-print" aria-label="{{ label }}"><ul>{% for tab in all %}<li><a href="{{ tab.href }}"{% if tab.here %} aria-current="page"{% endif %}>{{ tab.words }}{% match tab.count %}{% when Some with (n) %}<span class="count">{{ n }}</span>{% when None %}{% endmatch %}</a></li>{% endfor %}</ul></nav>"#
)]
pub struct Tabs {
    pub label: String,
    pub all: Vec<Tab>,
}

impl askama::filters::HtmlSafe for Tabs {}

/// Several parts as one: see [`Doc::together`].
#[derive(Debug, Clone, Default)]
pub struct Parts(String);

impl std::fmt::Display for Parts {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Parts {}

/// A page to be shown: title, trail, parts. Ends in [`Doc::show`].
#[derive(Debug, Default)]
pub struct Doc {
    title: String,
    status: StatusCode,
    trail: Vec<(String, String)>,
    body: String,
    live: String,
    stage: bool,
    wall: bool,
    hold: bool,
    stream: String,
    follow: bool,
}

impl Doc {
    /// A page with its title in the window's bar.
    pub fn new(title: impl Into<String>) -> Doc {
        Doc {
            title: title.into(),
            ..Doc::default()
        }
    }

    /// A page that opens with a plain head of the same title.
    pub fn titled(title: impl Into<String>) -> Doc {
        let title = title.into();
        Doc::new(title.clone()).part(Head::new(title))
    }

    pub fn status(mut self, status: StatusCode) -> Doc {
        self.status = status;
        self
    }

    /// A step of the way here: address and words.
    pub fn trail(mut self, href: impl Into<String>, words: impl Into<String>) -> Doc {
        self.trail.push((href.into(), words.into()));
        self
    }

    /// The next part from top to bottom.
    pub fn part(mut self, part: impl askama::filters::HtmlSafe) -> Doc {
        use std::fmt::Write;
        // Writing into a String fails only where the part itself does, and parts don't.
        let _ = write!(self.body, "{part}");
        self
    }

    /// A form that was refused, with what was typed: 422.
    pub fn again(self, form: super::Form) -> Doc {
        self.status(StatusCode::UNPROCESSABLE_ENTITY).part(form)
    }

    /// Parts beside each other where the screen is wide enough: what is read, and what is looked up beside it.
    pub fn columns(mut self, main: Doc, side: Doc) -> Doc {
        use std::fmt::Write;
        let _ = write!(
            self.body,
            "<div class=\"cols\"><div>{}</div><div>{}</div></div>",
            main.body, side.body
        );
        self
    }

    /// A part on a white sheet of its own, under a heading.
    pub fn panel(self, heading: &str, part: impl askama::filters::HtmlSafe) -> Doc {
        self.panel_at("", heading, part)
    }

    /// The same, where links lead to.
    pub fn panel_at(self, id: &str, heading: &str, part: impl askama::filters::HtmlSafe) -> Doc {
        let heading = if heading.is_empty() {
            String::new()
        } else {
            format!("<h2>{}</h2>", escaped(heading))
        };
        let place = if id.is_empty() {
            String::new()
        } else {
            format!(" id=\"{}\"", escaped(id))
        };
        self.part(askama::filters::HtmlSafeOutput(format!(
            "<section class=\"sheet panel\"{place}>{heading}{part}</section>"
        )))
    }

    /// The parts so far as one part of another page: several in one panel.
    pub fn together(self) -> Parts {
        Parts(self.body)
    }

    /// A template's own HTML.
    pub fn template(self, template: impl Template) -> Doc {
        let html = template.render().unwrap_or_default();
        self.part(askama::filters::HtmlSafeOutput(html))
    }

    /// The page says when what it shows was changed by somebody else: `matter:ID`.
    pub fn live(mut self, about: impl Into<String>) -> Doc {
        self.live = about.into();
        self
    }

    /// Where it is [`Doc::live`]: draws itself anew when that happens, unless somebody has begun to type.
    pub fn follow(mut self) -> Doc {
        self.follow = true;
        self
    }

    /// A narrow page with one form: sign-in.
    pub fn stage(mut self) -> Doc {
        self.stage = true;
        self
    }

    /// A page for a big screen on a wall: read from afar, nothing to press, drawn anew after every write.
    pub fn wall(mut self) -> Doc {
        self.wall = true;
        self.live = crate::live::WALL.to_owned();
        self
    }

    /// A page of a ballot: has the ballots' style and script, and is told of changes by the stream at this address alone.
    pub fn ballots(mut self, stream: impl Into<String>) -> Doc {
        self.stream = stream.into();
        self
    }

    /// Drafts that were sent are not done with yet: sign-in and error pages.
    pub fn hold(mut self) -> Doc {
        self.hold = true;
        self
    }

    /// The whole page for this visit.
    pub fn show(self, visit: &Visit) -> Response {
        let status = self.status;
        let shell = Shell {
            visit,
            doc: &self,
            style: assets::style_href(),
            script: assets::script_href(),
            ballots: (!self.stream.is_empty()).then(assets::ballot_hrefs),
        };
        match shell.render() {
            Ok(html) => (status, Html(html)).into_response(),
            Err(e) => crate::Failure::Kernel(kernel::error::Error::internal(e)).into_response(),
        }
    }
}

/// The shell: head, navigation, flash, body, foot.
#[derive(Template)]
#[template(path = "page.html")]
struct Shell<'a> {
    visit: &'a Visit,
    doc: &'a Doc,
    style: &'a str,
    script: &'a str,
    /// Style and script of ballots, where this page has them.
    ballots: Option<(String, String)>,
}

impl Speaks for Shell<'_> {
    fn lang(&self) -> text::Lang {
        self.visit.lang
    }
}

impl Shell<'_> {
    fn unread(&self) -> i64 {
        self.visit.who.as_ref().map_or(0, |w| w.unread)
    }

    fn unread_shown(&self) -> String {
        match self.unread() {
            n @ ..=99 => n.to_string(),
            _ => "99+".to_owned(),
        }
    }

    /// Whether an address of the navigation is where the reader is.
    fn is_here(&self, href: &str) -> bool {
        let path = self.visit.path.as_str();
        path == href
            || (href != "/"
                && path
                    .strip_prefix(href)
                    .is_some_and(|rest| rest.starts_with('/')))
    }

    fn printed(&self) -> String {
        text::date::instant(self.visit.lang, self.visit.now.0)
    }
}
