//! Papers (附件): files that belong to a matter.
//!
//! **Nouns.** A body is bytes, named by their SHA-256 and kept once, however often they come in; a paper is a body
//! that was attached to a matter under a name, at a [`Place`]: what it belongs to there, and who reads it. Bodies lie in
//! the data folder under `files/ab/cd/<digest>`; several servers on one database share that folder.
//!
//! **Acts.** [`receive`] looks at the content, writes the body and forces it to the disk, before and outside any
//! act, so that no act waits for a disk; [`attach`] then names it in the act. What a person sends is [`hold`]: kept for
//! his account until his act is done, so that a refused form need not be sent its files again. Whoever received and
//! never attached leaves an orphan, which [`sweep`] takes away two days later. [`remove`] takes a paper out of view;
//! its bytes stay, for the history names them. [`hand_on`] lets more people read what was a draft's until now.
//!
//! **Who sees what.** A paper is read by those for whom its matter exists, as far as its audience reaches, and by
//! whoever holds a step on the branch of the unit whose paper it is: a reviewer reads what he reviews. For others it is
//! not found. What may be kept is told by content, never by name: see [`look`].

mod disk;
mod held;
mod kind;
mod length;
mod name;
mod paper;

pub use disk::{folder, sweep};
pub use held::{Held, held, hold};
pub use kind::{Kind, look};
pub use length::{lasts, length};
pub use name::cleaned;
pub use paper::{Opened, Paper, attach, attach_all, carry, hand_on, of_matter, open, read, remove};

pub(crate) use disk::{is_kept, keep, path};

use crate::error::{Error, Message, Result};
use crate::history::Audience;
use crate::id::Id;
use crate::kernel::Kernel;

/// Bytes of one paper at most: 40 MiB.
pub const MOST: usize = 40 * 1024 * 1024;

/// What a paper belongs to within its matter, and who reads it there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// A noun of the area: `paper`, `contact`, `draft` …
    pub name: &'static str,
    pub audience: Audience,
    /// The unit whose paper it is: whoever holds a step on its branch reads it too.
    pub unit: Option<Id>,
}

impl Place {
    /// A place of the matter as a whole.
    pub fn new(name: &'static str, audience: Audience) -> Place {
        Place {
            name,
            audience,
            unit: None,
        }
    }

    pub fn of_unit(mut self, unit: Option<Id>) -> Place {
        self.unit = unit;
        self
    }
}

/// A body on the disk, ready to be attached.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Body {
    pub(crate) digest: [u8; 32],
    pub size: i64,
    pub kind: Kind,
    /// The name it came with, cleaned, with the ending its content has.
    pub name: String,
}

impl Body {
    /// SHA-256, hexadecimal.
    pub fn digest(&self) -> String {
        hex::encode(self.digest)
    }
}

/// Takes what somebody hands in: looks at its content, and writes it to the disk. On return it is durable.
pub async fn receive(kernel: &Kernel, name: &str, bytes: Vec<u8>) -> Result<Body> {
    if bytes.len() > MOST {
        return Err(Error::TooLarge(
            Message::new("file-too-large").arg("most", MOST / 1024 / 1024),
        ));
    }
    if bytes.is_empty() {
        return Err(Error::Refused(Message::new("file-empty")));
    }
    let kind = look(name, &bytes)?;
    let name = cleaned(name, kind);
    let size = bytes.len() as i64;
    let root = folder(&kernel.data);
    let digest = tokio::task::spawn_blocking(move || keep(&root, &bytes))
        .await
        .map_err(Error::internal)?
        .map_err(|e| Error::internal(format!("a paper was not written: {e}")))?;
    Ok(Body {
        digest,
        size,
        kind,
        name,
    })
}
