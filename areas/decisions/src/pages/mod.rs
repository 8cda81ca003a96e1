//! The pages of decisions and demands, and the open pages of what is published.

mod correct;
mod demand;
mod demands;
mod list;
mod new;
mod paper;
mod parts;
mod public;
mod show;
mod versions;

use frame::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(new::routes())
        .merge(demands::routes())
        .merge(demand::routes())
        .merge(show::routes())
        .merge(correct::routes())
        .merge(versions::routes())
        .merge(paper::routes())
        .merge(public::routes())
}
