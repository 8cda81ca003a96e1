//! The pages of the newsroom.
//!
//! | page | for |
//! | --- | --- |
//! | [`overview`] | the figures of a period beside the same period and the whole of last year, with charts, made of [`parts`] |
//! | [`ledger`] | the adoption ledger: filters, export |
//! | [`entering`] | entering an appearance, striking one |
//! | [`briefings`], [`briefing`] | the figures paragraph of a speech: drafts, one with its numbers |
//! | [`topics`], [`topic`], [`planning`] | the list of topics; one of them; planning one |
//! | [`coverage`] | work that ended, or will, and is told nowhere yet |
//! | [`campaigns`], [`campaign`] | campaigns: plan, events and coverage in one page |
//! | [`pieces`], [`manuscript`] | the list of manuscripts; one of them |
//! | [`writing`], [`versions`] | beginning and writing one; what changed between its versions |
//! | [`board`], [`weeks`], [`quotas`] | the week's board, also for a wall; week by week; quotas and absences |
//! | [`incentives`], [`rules`] | the rules in force with a bench; new ones |
//! | [`settlements`], [`settling`], [`paid`] | periods settled, long ones on their way; why somebody gets what he gets |
//! | [`outlets`], [`outlet`] | the register of outlets; one with its columns and reporters |
//! | [`issues`], [`issue`], [`composing`], [`print`](mod@print) | bulletins and the journal: the list, one of them, editing one, as PDF |
//! | [`network`], [`trainings`] | correspondents and liaisons, what each did, units without one; training and who came |
//! | [`media`], [`engagement`] | columns with their next items and the calendar with the media; one entry of it |
//! | [`series`] | what the office publishes, and to whom |
//! | [`groups`] | publicity groups and their members |

mod board;
mod briefing;
pub(crate) mod briefings;
mod campaign;
mod campaigns;
mod composing;
pub(crate) mod coverage;
pub(crate) mod engagement;
mod entering;
pub(crate) mod groups;
mod incentives;
mod issue;
mod issues;
mod ledger;
mod manuscript;
mod media;
pub(crate) mod network;
mod outlet;
mod outlets;
mod overview;
mod paid;
mod parts;
mod pieces;
mod planning;
mod print;
pub(crate) mod quotas;
mod rules;
mod series;
mod settlements;
mod settling;
mod topic;
mod topics;
pub(crate) mod trainings;
mod versions;
pub(crate) mod weeks;
mod writing;

pub(crate) use media::Calendar;

use chrono::NaiveDate;
use frame::ui::{Cell, Tab, Tabs};
use frame::{Failure, Routes, SignedIn, Visit};
use kernel::access::Permission;
use kernel::error::{Error, Message};
use text::Arg;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(overview::routes())
        .merge(ledger::routes())
        .merge(entering::routes())
        .merge(briefings::routes())
        .merge(briefing::routes())
        .merge(topics::routes())
        .merge(planning::routes())
        .merge(topic::routes())
        .merge(coverage::routes())
        .merge(campaigns::routes())
        .merge(campaign::routes())
        .merge(manuscript::routes())
        .merge(pieces::routes())
        .merge(writing::routes())
        .merge(versions::routes())
        .merge(board::routes())
        .merge(weeks::routes())
        .merge(quotas::routes())
        .merge(incentives::routes())
        .merge(rules::routes())
        .merge(settlements::routes())
        .merge(settling::routes())
        .merge(paid::routes())
        .merge(outlets::routes())
        .merge(outlet::routes())
        .merge(groups::routes())
        .merge(issues::routes())
        .merge(issue::routes())
        .merge(print::routes())
        .merge(composing::routes())
        .merge(series::routes())
        .merge(media::routes())
        .merge(engagement::routes())
        .merge(network::routes())
        .merge(trainings::routes())
}

/// The views of the newsroom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum View {
    Overview,
    Board,
    Topics,
    Manuscripts,
    Ledger,
    Issues,
    Incentives,
    Outlets,
    Groups,
    Network,
    Media,
}

const VIEWS: [(View, &str, &str); 11] = [
    (View::Overview, "/publicity", "publicity-figures"),
    (View::Board, "/publicity/board", "publicity-board"),
    (View::Topics, "/publicity/topics", "publicity-topics"),
    (
        View::Manuscripts,
        "/publicity/manuscripts",
        "publicity-manuscripts",
    ),
    (View::Ledger, "/publicity/ledger", "publicity-ledger"),
    (View::Issues, "/publicity/issues", "issue-all"),
    (
        View::Incentives,
        "/publicity/incentives",
        "publicity-incentives",
    ),
    (View::Outlets, "/publicity/outlets", "publicity-outlets"),
    (View::Groups, "/publicity/groups", "publicity-groups"),
    (View::Network, "/publicity/network", "network"),
    (View::Media, "/publicity/media", "media"),
];

fn tabs(visit: &Visit, here: View) -> Tabs {
    Tabs {
        label: visit.t("publicity-nav"),
        all: VIEWS
            .iter()
            .map(|(view, href, key)| Tab {
                href: (*href).to_owned(),
                words: visit.t(key),
                count: None,
                here: *view == here,
            })
            .collect(),
    }
}

/// The newsroom is open to those who write, keep it, or read the organ's work.
pub(crate) fn enter(visit: &SignedIn) -> Result<(), Failure> {
    match crate::opens(visit.actor()) {
        true => Ok(()),
        false => Err(Error::Forbidden(Message::new(Permission::Write.refusal())).into()),
    }
}

fn keeps(visit: &SignedIn) -> bool {
    visit.actor().may(Permission::Newsroom)
}

fn ta(visit: &Visit, key: &str, args: &[(&'static str, Arg<'_>)]) -> String {
    text::ta(visit.lang, key, args)
}

/// A day somebody has to be there or to be done by: with its weekday.
fn on_day(visit: &Visit, day: NaiveDate) -> Cell {
    Cell::text(text::date::date(visit.lang, day))
}

/// Words one after the other, as the language lists them.
fn listed(visit: &Visit, all: &[String]) -> String {
    all.join(match visit.lang {
        text::Lang::Zh => "、",
        text::Lang::En => ", ",
    })
}
