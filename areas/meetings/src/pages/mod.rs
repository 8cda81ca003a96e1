//! The pages of meetings and activities: the list, entering one, one of them; bodies, roll, agenda, record, the hall.

mod agenda;
mod ballot;
mod bodies;
mod body;
mod flow;
mod hall;
mod item;
mod item_papers;
mod list;
mod minutes;
mod new;
mod own;
mod plan;
mod record;
mod roll;
mod show;

use askama::Template;
use frame::ui::Press;
use frame::{Routes, SignedIn};
use kernel::access::Permission;
use kernel::matter::Standing;
use text::Arg;

pub(crate) use own::asked;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(ballot::routes())
        .merge(list::routes())
        .merge(new::routes())
        .merge(bodies::routes())
        .merge(body::routes())
        .merge(show::routes())
        .merge(own::routes())
        .merge(roll::routes())
        .merge(agenda::routes())
        .merge(item::routes())
        .merge(item_papers::routes())
        .merge(flow::routes())
        .merge(record::routes())
        .merge(minutes::routes())
        .merge(hall::routes())
}

/// Acts of a single press beside each other, and ways on beside them.
#[derive(Default, Template)]
#[template(
    ext = "html",
    source = r#"<div class="row no-print">{% for one in all %}{{ one }}{% endfor %}{% for (href, words) in links %}<a class="button slim" href="{{ href }}">{{ words }}</a>{% endfor %}</div>"#
)]
struct Presses {
    all: Vec<Press>,
    links: Vec<(String, String)>,
}

impl askama::filters::HtmlSafe for Presses {}

/// The text of a key with arguments, in the reader's language.
fn ta(visit: &SignedIn, key: &str, args: &[(&str, Arg)]) -> String {
    text::ta(visit.lang, key, args)
}

/// Keeps meetings: prepares them, runs the desk, writes the record.
fn keeps(visit: &SignedIn) -> bool {
    visit.actor().may(Permission::Register)
}

/// Keeps this one, and it stands in one of `states`.
fn keeps_in(visit: &SignedIn, standing: &Standing, states: &[&str]) -> bool {
    keeps(visit)
        && standing.matter.organ_id == visit.actor().organ
        && states.contains(&standing.matter.state.as_str())
}
