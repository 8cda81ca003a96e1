//! What changed between two versions of a text, to be read: what is gone struck through, what is new underlined.

use askama::Template;
use text::diff::{Piece, diff};

use crate::http::Visit;

/// Changes in reading order; `del` and `ins` say to a screen reader what each is.
#[derive(Debug, Clone, Template)]
#[template(
    ext = "html",
    source = r#"<div class="typed changes">{% for piece in pieces %}{% match piece %}{% when Piece::Same with (words) %}{{ words }}{% when Piece::Gone with (words) %}<del>{{ words }}</del>{% when Piece::New with (words) %}<ins>{{ words }}</ins>{% endmatch %}{% endfor %}</div><p class="hint">{{ legend }}</p>"#
)]
pub struct Changes {
    pieces: Vec<Piece>,
    legend: String,
}

impl askama::filters::HtmlSafe for Changes {}

impl Changes {
    /// What changed from `old` to `new`.
    pub fn new(visit: &Visit, old: &str, new: &str) -> Changes {
        Changes {
            pieces: diff(old, new),
            legend: visit.t("frame-changes-legend"),
        }
    }
}
