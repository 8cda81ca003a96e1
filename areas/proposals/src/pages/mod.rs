//! The pages of proposals, suggestions, bills and commitments.
//!
//! | page | for |
//! | --- | --- |
//! | [`list`] | the register: filters, sorting, chosen columns, export; several at once |
//! | [`new`] | bringing one in: a deputy's or member's on a phone, or the office's for somebody |
//! | [`show`] | one matter: whose turn, by when, papers, handling, reply, verdict |
//! | [`papers`] | the reply as a letter, the filed volume |
//! | [`bulk`] | one act on several matters |
//!
//! What may be done on a matter, its dates and its history come from [`frame::matter`].

mod asked;
mod bulk;
mod contacts;
mod drafts;
mod list;
mod new;
mod papers;
mod show;

use frame::{Routes, get};

pub(crate) use asked::asked;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .route("/proposals", get(list::page))
        .route("/proposals.xlsx", get(list::export))
        .route("/proposals.csv", get(list::export))
        .route("/proposals/new", get(new::choose))
        .route("/proposals/new/{kind}", get(new::form).post(new::create))
        .route("/proposals/bulk", get(bulk::ask).post(bulk::done))
        .route(papers::STYLE_HREF, get(papers::style))
        .route("/proposals/{id}", get(show::page))
        .route("/proposals/{id}/letter/{unit}/{last}", get(papers::letter))
        .route("/proposals/{id}/volume.zip", get(papers::volume))
}
