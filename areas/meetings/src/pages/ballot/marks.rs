//! How far a ballot is, drawn: numbers the stream keeps up to date, and a bar.

use askama::Template;
use ballot::State;
use text::Lang;

/// How many took a paper while they are dealt, or have voted since.
#[derive(Debug, Clone, Default, Template)]
#[template(
    ext = "html",
    source = r#"<p class="progress-words">{% for part in parts %}{% match part %}{% when Piece::Words with (words) %}{{ words }}{% when Piece::Number with (name, n) %}<b data-n="{{ name }}">{{ n }}</b>{% endmatch %}{% endfor %}</p>{% if most > 0 %}<progress data-n-bar="{{ bar }}" max="{{ most }}" value="{{ now }}" aria-label="{{ label }}"></progress>{% endif %}"#
)]
pub(super) struct Progress {
    parts: Vec<Piece>,
    bar: &'static str,
    most: u32,
    now: u32,
    label: String,
}

impl askama::filters::HtmlSafe for Progress {}

#[derive(Debug, Clone)]
enum Piece {
    Words(String),
    Number(&'static str, u32),
}

impl Progress {
    pub fn new(lang: Lang, state: State, p: ballot::Progress) -> Progress {
        let (key, bar, most, now) = match state {
            // Whoever has a sheet of paper takes none.
            State::Dealing => (
                "ballot-progress-dealt",
                "handed",
                p.roll.saturating_sub(p.paper),
                p.handed,
            ),
            _ => (
                "ballot-progress-voted",
                "voted",
                p.handed + p.paper,
                p.voted,
            ),
        };
        // The sentence with marks where the numbers stand, so that the stream can change them one by one.
        let sentence = text::ta(
            lang,
            key,
            &[
                ("roll", "\u{1}".into()),
                ("handed", "\u{2}".into()),
                ("paper", "\u{3}".into()),
                ("voted", "\u{4}".into()),
            ],
        );
        let mut parts = Vec::new();
        let mut words = String::new();
        for c in sentence.chars() {
            let number = match c {
                '\u{1}' => ("roll", p.roll),
                '\u{2}' => ("handed", p.handed),
                '\u{3}' => ("paper", p.paper),
                '\u{4}' => ("voted", p.voted),
                c => {
                    words.push(c);
                    continue;
                }
            };
            parts.push(Piece::Words(std::mem::take(&mut words)));
            parts.push(Piece::Number(number.0, number.1));
        }
        parts.push(Piece::Words(words));
        Progress {
            parts,
            bar,
            most,
            now,
            label: text::t(lang, "ballot-progress"),
        }
    }
}
