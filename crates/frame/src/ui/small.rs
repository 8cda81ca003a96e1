//! The small parts: notes, empty lists, facts, figures, acts with their refusals, progress, confirmation.

use askama::Template;
use text::Lang;

use super::{Form, Lamp};
use crate::http::Visit;
use crate::words::{Speaks, speaks};

/// How a note is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    Info,
    Good,
    Warn,
    Bad,
}

/// A note in the page.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<div class="note {% match tone %}{% when Tone::Info %}info{% when Tone::Good %}good{% when Tone::Warn %}warn{% when Tone::Bad %}bad{% endmatch %}">{% if !title.is_empty() %}<h2>{{ title }}</h2>{% endif %}{% if !words.is_empty() %}<p>{{ words }}</p>{% endif %}{% if !points.is_empty() %}<ul>{% for point in points %}<li>{{ point }}</li>{% endfor %}</ul>{% endif %}</div>"#
)]
pub struct Note {
    pub tone: Tone,
    pub title: String,
    pub words: String,
    pub points: Vec<String>,
}

impl askama::filters::HtmlSafe for Note {}

impl Note {
    pub fn new(tone: Tone, words: impl Into<String>) -> Note {
        Note {
            tone,
            title: String::new(),
            words: words.into(),
            points: Vec::new(),
        }
    }

    pub fn title(mut self, title: impl Into<String>) -> Note {
        self.title = title.into();
        self
    }

    pub fn points(mut self, points: Vec<String>) -> Note {
        self.points = points;
        self
    }
}

/// What stands where a list would be: why there is nothing, and what to do next.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<div class="empty sheet"><h2>{{ title }}</h2><p>{{ words }}</p>{% if !links.is_empty() %}<div class="row">{% for (href, words) in links %}<a class="button" href="{{ href }}">{{ words }}</a>{% endfor %}</div>{% endif %}</div>"#
)]
pub struct Empty {
    pub title: String,
    pub words: String,
    pub links: Vec<(String, String)>,
}

impl askama::filters::HtmlSafe for Empty {}

impl Empty {
    pub fn new(title: impl Into<String>, words: impl Into<String>) -> Empty {
        Empty {
            title: title.into(),
            words: words.into(),
            links: Vec::new(),
        }
    }

    pub fn link(mut self, href: impl Into<String>, words: impl Into<String>) -> Empty {
        self.links.push((href.into(), words.into()));
        self
    }
}

/// Ways on, as drawn buttons in a line.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<p class="row no-print">{% for (href, words) in all %}<a class="button" href="{{ href }}">{{ words }}</a>{% endfor %}</p>"#
)]
pub struct Links {
    all: Vec<(String, String)>,
}

impl askama::filters::HtmlSafe for Links {}

impl Links {
    pub fn new(all: Vec<(String, String)>) -> Links {
        Links { all }
    }
}

/// One line of facts.
#[derive(Debug, Clone)]
pub struct Fact {
    pub label: String,
    pub words: String,
    /// Where the words lead, if anywhere.
    pub href: String,
    /// Finished HTML of another part in place of words.
    pub html: String,
    /// The explanation behind the words, opened on demand (why a date is that date).
    pub why: String,
}

/// Label and value, line by line.
#[derive(Debug, Clone, Default, Template)]
#[template(
    ext = "html",
    source = r#"<dl class="facts">{% for fact in all %}<dt>{{ fact.label }}</dt><dd>{% if !fact.html.is_empty() %}{{ fact.html|safe }}{% else if fact.href.is_empty() %}<span class="typed">{{ fact.words }}</span>{% else %}<a href="{{ fact.href }}">{{ fact.words }}</a>{% endif %}{% if !fact.why.is_empty() %}<details class="small"><summary>{{ text::t(*lang, "frame-why") }}</summary><p class="typed soft">{{ fact.why }}</p></details>{% endif %}</dd>{% endfor %}</dl>"#
)]
pub struct Facts {
    lang: Lang,
    pub all: Vec<Fact>,
}

impl askama::filters::HtmlSafe for Facts {}

impl Facts {
    pub fn new(visit: &Visit) -> Facts {
        Facts {
            lang: visit.lang,
            all: Vec::new(),
        }
    }

    fn push(
        mut self,
        label: impl Into<String>,
        words: String,
        href: String,
        html: String,
    ) -> Facts {
        self.all.push(Fact {
            label: label.into(),
            words,
            href,
            html,
            why: String::new(),
        });
        self
    }

    /// A line; left out where there is nothing to say.
    pub fn line(self, label: impl Into<String>, words: impl Into<String>) -> Facts {
        let words = words.into();
        if words.is_empty() {
            self
        } else {
            self.push(label, words, String::new(), String::new())
        }
    }

    pub fn link(
        self,
        label: impl Into<String>,
        words: impl Into<String>,
        href: impl Into<String>,
    ) -> Facts {
        self.push(label, words.into(), href.into(), String::new())
    }

    pub fn html(self, label: impl Into<String>, part: impl askama::filters::HtmlSafe) -> Facts {
        self.push(label, String::new(), String::new(), part.to_string())
    }

    /// The explanation of the last line.
    pub fn why(mut self, why: impl Into<String>) -> Facts {
        if let Some(last) = self.all.last_mut() {
            last.why = why.into();
        }
        self
    }
}

/// A number that opens the list behind it.
#[derive(Debug, Clone)]
pub struct Figure {
    /// As shown: `1,234`, `98.5%`, `999+`.
    pub value: String,
    pub label: String,
    pub href: String,
    pub lamp: Option<Lamp>,
}

/// Numbers beside each other.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<div class="lamps">{% for f in all %}{% if f.href.is_empty() %}<div class="figure sheet">{% else %}<a class="figure sheet" href="{{ f.href }}">{% endif %}<b>{{ f.value }}</b>{% match f.lamp %}{% when Some with (lamp) %}{{ lamp }}{% when None %}{% endmatch %}{% if !f.label.is_empty() %}<span>{{ f.label }}</span>{% endif %}{% if f.href.is_empty() %}</div>{% else %}</a>{% endif %}{% endfor %}</div>"#
)]
pub struct Figures {
    pub all: Vec<Figure>,
}

impl askama::filters::HtmlSafe for Figures {}

/// One act on what the page shows: open to this reader, or refused with the reason and who can.
#[derive(Debug, Clone)]
pub struct Act {
    pub words: String,
    /// Where its form is.
    pub href: String,
    /// Why not; empty where it may be done.
    pub refusal: String,
    /// The one that is mine to do next.
    pub next: bool,
    /// Ends or refuses something.
    pub grave: bool,
}

/// The acts of a page: the next one filled, the others drawn, the refused ones with their reason.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<div class="acts"><div class="row">{% for act in all %}{% if act.refusal.is_empty() %}<a class="button{% if act.next %} main{% endif %}{% if act.grave %} grave{% endif %}" href="{{ act.href }}">{{ act.words }}</a>{% endif %}{% endfor %}</div>
{% if self.refused() > 0 %}<details><summary>{{ self.tn("frame-acts-refused", self.refused() as i64) }}</summary><div class="stack">{% for act in all %}{% if !act.refusal.is_empty() %}<div class="act-no"><strong>{{ act.words }}</strong><span>{{ act.refusal }}</span></div>{% endif %}{% endfor %}</div></details>{% endif %}</div>"#
)]
pub struct Acts {
    lang: Lang,
    pub all: Vec<Act>,
}

speaks!(Acts);

impl Acts {
    pub fn new(visit: &Visit, all: Vec<Act>) -> Acts {
        Acts {
            lang: visit.lang,
            all,
        }
    }

    fn refused(&self) -> usize {
        self.all.iter().filter(|a| !a.refusal.is_empty()).count()
    }
}

/// A long job: how far it is. Moves by itself with scripts; without, the page offers to look again.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<div class="sheet panel stack"><p>{{ words }}</p><progress id="job-{{ job }}" max="{{ all }}" value="{{ done }}" aria-label="{{ words }}">{{ done }}/{{ all }}</progress><p class="soft num">{{ text::number::count(*done) }} / {{ text::number::count(*all) }}</p><p><a class="button" href="{{ again }}">{{ self.t("frame-progress-again") }}</a></p></div>"#
)]
pub struct Progress {
    lang: Lang,
    pub job: String,
    pub words: String,
    pub done: i64,
    pub all: i64,
    /// The address of this page.
    pub again: String,
}

speaks!(Progress);

impl Progress {
    pub fn new(
        visit: &Visit,
        job: impl ToString,
        words: impl Into<String>,
        done: i64,
        all: i64,
    ) -> Progress {
        Progress {
            lang: visit.lang,
            job: job.to_string(),
            words: words.into(),
            done,
            all: all.max(1),
            again: visit.here(),
        }
    }
}

/// A page of its own that asks before something grave; with scripts it opens as a dialog.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<section class="stack" data-dialog-part><h2>{{ title }}</h2>{% if !words.is_empty() %}<p class="prose">{{ words }}</p>{% endif %}{{ form }}</section>"#
)]
pub struct Confirm {
    pub title: String,
    pub words: String,
    pub form: Form,
}

impl askama::filters::HtmlSafe for Confirm {}

/// One act that needs no page of its own: a form of a single drawn button (in a row of a table, below a list).
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<form method="post" action="{{ action }}"{% if !place.is_empty() %} class="{{ place }} no-print"{% endif %}><input type="hidden" name="_csrf" value="{{ token }}">{% for (name, value) in with %}<input type="hidden" name="{{ name }}" value="{{ value }}">{% endfor %}<button class="button {% if main %}main{% else %}slim{% endif %}" type="submit">{{ words }}</button></form>"#
)]
pub struct Press {
    action: String,
    token: String,
    with: Vec<(String, String)>,
    words: String,
    place: &'static str,
    main: bool,
}

impl askama::filters::HtmlSafe for Press {}

impl Press {
    pub fn new(visit: &Visit, action: impl Into<String>, words: impl Into<String>) -> Press {
        Press {
            action: action.into(),
            token: visit.token().to_owned(),
            with: Vec::new(),
            words: words.into(),
            place: "",
            main: false,
        }
    }

    /// What the reader came to do: the filled button.
    pub fn main(mut self) -> Press {
        self.main = true;
        self
    }

    /// Sends this pair along.
    pub fn with(mut self, name: &str, value: impl ToString) -> Press {
        self.with.push((name.to_owned(), value.to_string()));
        self
    }

    /// Stands by itself below a list.
    pub fn below(mut self) -> Press {
        self.place = "below";
        self
    }

    /// Stands by itself above a list.
    pub fn above(mut self) -> Press {
        self.place = "above";
        self
    }
}

/// Pictures with their captions; each opens at its full size.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<div class="photos">{% for (href, caption) in all %}<figure><a href="{{ href }}"><img src="{{ href }}" alt="{{ caption }}" loading="lazy"></a><figcaption>{{ caption }}</figcaption></figure>{% endfor %}</div>"#
)]
pub struct Photos {
    all: Vec<(String, String)>,
}

impl askama::filters::HtmlSafe for Photos {}

impl Photos {
    /// Address and caption of each.
    pub fn new(all: Vec<(String, String)>) -> Photos {
        Photos { all }
    }
}

/// A recording, played by the browser's own player.
#[derive(Debug, Clone)]
pub struct Recording {
    pub href: String,
    /// What is heard or seen.
    pub caption: String,
    /// Its length and its file.
    pub about: String,
    pub film: bool,
}

/// Recordings with their captions. Nothing but their beginning is loaded before somebody presses play.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<div class="players">{% for r in all %}<figure>{% if r.film %}<video controls preload="metadata" src="{{ r.href }}" aria-label="{{ r.caption }}"></video>{% else %}<audio controls preload="metadata" src="{{ r.href }}" aria-label="{{ r.caption }}"></audio>{% endif %}<figcaption>{{ r.caption }}{% if !r.about.is_empty() %}<span class="soft">{{ r.about }}</span>{% endif %}</figcaption></figure>{% endfor %}</div>"#
)]
pub struct Recordings {
    all: Vec<Recording>,
}

impl askama::filters::HtmlSafe for Recordings {}

impl Recordings {
    pub fn new(all: Vec<Recording>) -> Recordings {
        Recordings { all }
    }
}

/// Something that is shown once, to be copied: a token.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<div class="note good" role="status"><p>{{ words }}</p><p class="row"><code class="secret" id="secret">{{ secret }}</code> <button class="button slim" type="button" data-copy-text="secret" data-done="{{ self.t("frame-secret-copied") }}" hidden>{{ self.t("frame-secret-copy") }}</button></p></div>"#
)]
pub struct Secret {
    lang: Lang,
    words: String,
    secret: String,
}

speaks!(Secret);

impl Secret {
    pub fn new(visit: &Visit, words: impl Into<String>, secret: impl Into<String>) -> Secret {
        Secret {
            lang: visit.lang,
            words: words.into(),
            secret: secret.into(),
        }
    }
}
