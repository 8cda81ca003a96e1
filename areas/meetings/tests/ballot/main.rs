//! The ballot box, held against people who hurry, machines that fail, and numbers worked out by hand.

mod count;
mod exists;
mod judged;
mod race;
mod room;
mod secret;
