//! The screen of the hall: what is voted on, how many have voted, and at once what it came to.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use ballot::{Ballot, State as Stands};
use frame::ui::Doc;
use frame::{App, Failure, Path, Routes, SignedIn, get};
use kernel::error::Error;
use kernel::id::Id;
use kernel::matter::Standing;

use super::marks::Progress;
use super::member::how;
use super::of_meeting::seen;
use super::result::Result as Shown;
use crate::kind::EventKind;

pub(super) fn routes() -> Routes {
    Routes::new().route("/meetings/{id}/screen", get(page))
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<section class="screen" data-vote data-watch="all" data-ballot="{{ id }}" data-state="{{ state }}" data-version="{{ version }}"><p class="screen-meeting">{{ meeting }}</p><p class="note warn" data-line-lost hidden>{{ lost }}</p>
{% match shown %}{% when Some with (it) %}<header class="screen-head"><p class="eyebrow">{{ it.how }}</p><h1>{{ it.title }}</h1></header>{% match it.result %}{% when Some with (result) %}{{ result }}{% when None %}<p class="screen-state">{{ it.words }}</p>{% if it.lines.len() > 1 %}<ol class="screen-lines">{% for line in it.lines %}<li>{{ line }}</li>{% endfor %}</ol>{% endif %}<div class="screen-progress">{{ it.progress }}</div>{% endmatch %}
{% when None %}<p class="screen-wait">{{ wait }}</p>{% endmatch %}</section>"#
)]
struct Screen {
    meeting: String,
    id: String,
    state: &'static str,
    version: i64,
    lost: String,
    wait: String,
    shown: Option<OnScreen>,
}

struct OnScreen {
    how: String,
    title: String,
    words: String,
    lines: Vec<String>,
    progress: Progress,
    result: Option<Shown>,
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    if standing.matter.kind != EventKind::Meeting.code() {
        return Err(Error::NotFound.into());
    }
    let db = &app.kernel().db;
    // What runs stands on the screen, then what ended last; of an embargoed matter for those alone who are named on it or
    // vote: the screen is signed in as one of them.
    let held = seen(&app, &visit, ballot::of_meeting(db, id).await?).await?;
    let runs = held.iter().find(|b| b.state.runs());
    let over = held
        .iter()
        .filter(|b| b.state == Stands::Closed)
        .max_by_key(|b| b.closed_at);
    let now: Option<&Ballot> = runs.or(over);
    let shown = match now {
        None => None,
        Some(ballot) => Some(OnScreen {
            how: match ballot.trial {
                true => visit.t("vote-trial"),
                false => how(visit.lang, ballot),
            },
            title: ballot.title.clone(),
            words: visit.t(match ballot.state {
                Stands::Dealing => "screen-dealing",
                _ => "screen-open",
            }),
            lines: ballot::lines(db, ballot.id)
                .await?
                .into_iter()
                .map(|l| l.title)
                .collect(),
            progress: Progress::new(
                visit.lang,
                ballot.state,
                ballot::progress(db, ballot).await?,
            ),
            result: (ballot.state == Stands::Closed).then(|| Shown::new(visit.lang, ballot)),
        }),
    };
    let screen = Screen {
        meeting: standing.matter.title.clone(),
        id: now.map_or_else(String::new, |b| b.id.to_string()),
        state: now.map_or("", |b| b.state.code()),
        version: now.map_or(0, |b| b.version),
        lost: visit.t("vote-line-lost"),
        wait: visit.t("screen-wait"),
        shown,
    };
    Ok(Doc::new(visit.t("ballot-screen"))
        .wall()
        .ballots("/vote/live")
        .template(screen)
        .show(&visit))
}
