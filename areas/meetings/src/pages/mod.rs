//! The pages of meetings and activities: the list, entering one, one of them.

mod list;
mod new;
mod show;

use frame::Routes;

pub(crate) fn routes() -> Routes {
    Routes::new()
        .merge(list::routes())
        .merge(new::routes())
        .merge(show::routes())
}
