//! Who may do what, and what exists for whom: one policy over actor, permission and resource.
//!
//! * A **role** comes from a post held on that day (or from the account, for the three administrators 三员);
//!   a table in [`role`] says which permissions it carries. An organ edits who holds which post, not the table.
//! * A **principal** is what a matter's readers are stored as: the id of an organ, a unit or a person. An
//!   [`Actor`] carries the principals that are his today, his own and those of whom he stands in for.
//! * A write needs an [`Authorized`], which only this room makes: either for a permission
//!   ([`Actor::authorize`]) or for a step that the procedure decided ([`Authorized::decided`]), bound to
//!   the row and the revision it was decided on. Everything that writes takes an [`Act`], which holds one.
//! * **Access says what exists for you; `procedure::decide` says what may be done.**

mod act;
mod actor;
pub mod role;

pub use act::{Act, Authorized};
pub use actor::{Actor, HeldPost, PERSONAL};
pub use role::{Permission, Role};
