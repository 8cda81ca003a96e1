//! The request as a visit: who comes, in which language, with which right to write; and the answer's way out.
//!
//! * [`Visit`]: everything a page knows about its request; [`Guest`] and [`SignedIn`] hand it to handlers;
//! * [`layer`]: the one middleware around every page and every API answer;
//! * [`site`]: the refusal of writes that another site sent;
//! * [`cookie`]: the four cookies; [`Go`]: the answer to a POST.

pub(crate) mod cookie;
mod go;
pub(crate) mod layer;
pub(crate) mod site;
mod visit;

pub use go::{Go, local};
pub use layer::BALLOT_BOX;
pub use visit::{Guest, NavLink, SignedIn, Visit, Who};
