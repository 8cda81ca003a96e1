//! The screen of the hall: who is there of how many, whether that is enough, the code to sign in with, the item at hand and
//! who has the floor; a vote while it runs, and what it came to until the next item is taken up. Drawn anew after every
//! write; nothing to press.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use frame::ui::{Doc, Lamp};
use frame::{App, Failure, Path, Routes, SignedIn, get};
use kernel::access::Permission;
use kernel::id::Id;
use kernel::matter::Standing;

use super::agenda::Agenda;
use super::{ballot, plan, ta};
use crate::actions::OPEN;
use crate::kind::Held;
use crate::model::item::{ItemState, SpeechState};
use crate::store::record;

pub(super) fn routes() -> Routes {
    Routes::new().route("/meetings/{id}/hall", get(page))
}

#[derive(Template)]
#[template(
    ext = "html",
    source = r#"<section class="screen hall" data-vote data-watch="all" data-ballot="" data-state="" data-version="0"><p class="note warn" data-line-lost hidden>{{ lost }}</p>
<header class="screen-head"><p class="screen-meeting">{{ body }}</p><h1>{{ title }}</h1></header>
<div class="hall-figures"><div class="hall-figure"><p class="hall-label">{{ present_label }}</p><p class="hall-number">{{ present }}</p>{% match lamp %}{% when Some with (lamp) %}<p class="hall-lamp">{{ lamp }}</p>{% when None %}{% endmatch %}<p class="soft">{{ said }}</p></div>
{% if !code.is_empty() %}<div class="hall-figure"><p class="hall-label">{{ code_label }}</p><p class="hall-number hall-code">{{ code }}</p><p class="soft">{{ code_about }}</p></div>{% endif %}</div>
{% if !now.is_empty() %}<div class="hall-now"><p class="hall-label">{{ now_label }}</p><p class="hall-item">{{ now }}</p>{% for (label, names) in floor %}<p class="hall-floor"><span class="soft">{{ label }}</span> <b>{{ names }}</b></p>{% endfor %}</div>{% endif %}
{% if !done.is_empty() %}<div class="hall-done"><p class="hall-label">{{ done_label }}</p><ol>{% for (title, outcome) in done %}<li><b>{{ title }}</b> {{ outcome }}</li>{% endfor %}</ol></div>{% endif %}
</section>"#
)]
#[derive(Default)]
struct Hall {
    lost: String,
    body: String,
    title: String,
    present_label: String,
    present: String,
    lamp: Option<Lamp>,
    said: String,
    code: String,
    code_label: String,
    code_about: String,
    now_label: String,
    now: String,
    /// Who speaks, who waits.
    floor: Vec<(String, String)>,
    done_label: String,
    done: Vec<(String, String)>,
}

async fn page(
    State(app): State<App>,
    visit: SignedIn,
    Path(id): Path<Id>,
) -> Result<Response, Failure> {
    visit.actor().authorize(Permission::Register)?;
    let standing = Standing::read(app.kernel(), visit.actor(), id).await?;
    let held = Held::of(&standing)?;
    let sitting = held.sitting()?;
    let doc = Doc::new(standing.matter.title.as_str())
        .wall()
        .ballots("/vote/live");
    let n = held
        .items
        .iter()
        .position(|i| Some(i.id) == sitting.item_id);
    let matter = n.and_then(|n| held.items[n].matter_id);
    if let Some(vote) = ballot::at_hand(&app, &visit, &standing, matter).await? {
        return Ok(doc.template(vote).show(&visit));
    }
    let mut hall = Hall {
        lost: visit.t("vote-line-lost"),
        body: sitting.body.clone(),
        title: standing.matter.title.clone(),
        present_label: visit.t("meetings-hall-present"),
        ..Hall::default()
    };
    if let Some(e) = held.electorate() {
        hall.present = format!("{} / {}", e.present, e.members);
    }
    if let Some(v) = held.quorum() {
        hall.lamp = Some(plan::quorum_lamp(&visit, &v));
        hall.said = plan::verdict(&visit, &v);
    }
    if OPEN.contains(&standing.matter.state.as_str()) && held.event.from_on <= visit.actor().today {
        hall.code = sitting.code.clone();
        hall.code_label = visit.t("meetings-code");
        hall.code_about = visit.t("meetings-hall-code");
    }
    if sitting.opened_at.is_some() && sitting.closed_at.is_none() {
        let agenda = Agenda::read(&app, &visit, &standing).await?;
        if let Some(n) = n {
            hall.now_label = ta(&visit, "meetings-hall-now", &[("n", (n + 1).into())]);
            hall.now = agenda.title(&visit, &held.items[n]);
        }
        let all = record::speeches(&app.kernel().db, id).await?;
        for state in [SpeechState::Speaking, SpeechState::Asked] {
            let some = all.iter().filter(|s| s.state == state);
            let names: Vec<&str> = some.map(|s| s.name.as_str()).collect();
            if !names.is_empty() {
                hall.floor.push((visit.t(&state.key()), names.join("、")));
            }
        }
        let done = held.items.iter().filter(|i| i.state == ItemState::Done);
        hall.done_label = visit.t("meetings-item-state-done");
        hall.done = done
            .map(|i| (agenda.title(&visit, i), i.outcome.clone()))
            .collect();
    }
    Ok(doc.template(hall).show(&visit))
}
