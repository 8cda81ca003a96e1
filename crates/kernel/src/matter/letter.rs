//! What an act has to tell somebody; the notice room delivers it.

use crate::error::Arg;
use crate::id::Id;

/// Who a letter is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum To {
    Person(Id),
    /// Whoever holds a task that lies with `(holder, role)`.
    Role {
        holder: Id,
        role: String,
    },
}

/// Something to tell, rendered in the reader's language when it is read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    pub to: Vec<To>,
    /// The matter it is about, whose page it opens.
    pub matter: Option<Id>,
    /// The key of its sentence.
    pub kind: String,
    pub args: Vec<(String, Arg)>,
    /// Sent at once, not with the day's digest.
    pub urgent: bool,
}
