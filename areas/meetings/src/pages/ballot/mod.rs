//! The pages of ballots: the clerk's desk, a member's phone, the tellers' counts, the screen of the hall, the report.

mod count;
mod desk;
mod live;
mod marks;
mod member;
mod of_item;
mod of_meeting;
mod report;
mod report_word;
mod result;
mod run;
mod screen;
mod sight;
mod urn;

use frame::Routes;

pub(super) fn routes() -> Routes {
    Routes::new()
        .merge(member::routes())
        .merge(urn::routes())
        .merge(live::routes())
        .merge(desk::routes())
        .merge(run::routes())
        .merge(count::routes())
        .merge(report::routes())
        .merge(report_word::routes())
        .merge(of_meeting::routes())
        .merge(screen::routes())
}

pub(super) use of_item::{of_item, said, vote};
pub(super) use of_meeting::panel;
pub(super) use screen::at_hand;
