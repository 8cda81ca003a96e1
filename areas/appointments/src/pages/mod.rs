//! The pages of appointments: cases, the bank and a paper of the examination, the register, what is published, readings.

mod election;
mod elections;
mod exam;
mod list;
mod new;
mod papers;
mod public;
mod questions;
mod readings;
mod register;
mod show;
mod yearly;

use frame::{Routes, Visit};

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(new::routes())
        .merge(questions::routes())
        .merge(readings::routes())
        .merge(register::routes())
        .merge(elections::routes())
        .merge(election::routes())
        .merge(yearly::routes())
        .merge(show::routes())
        .merge(papers::routes())
        .merge(exam::routes())
        .merge(public::routes())
}

fn ta(visit: &Visit, key: &str, args: &[(&str, text::Arg<'_>)]) -> String {
    text::ta(visit.lang, key, args)
}

/// An instant as people read it.
fn when(visit: &Visit, at: i64) -> String {
    text::date::instant(visit.lang, at)
}
