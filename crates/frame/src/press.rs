//! Documents as print-quality PDF, where the program was built with that (feature `pdf`). Without it there are none: pages
//! ask [`PDF`] before they offer one.

use axum::response::Response;
use papers::letter::Letter;
use papers::periodical::Periodical;

use crate::{App, Failure};

/// Whether this program sets documents as PDF.
pub const PDF: bool = cfg!(feature = "pdf");

/// What can be set.
#[derive(Debug)]
pub enum Print {
    Letter(Letter),
    Periodical(Periodical),
}

impl Print {
    /// The PDF, to be saved under a name without its ending.
    #[cfg(feature = "pdf")]
    pub async fn answer(self, app: &App, name: &str) -> Result<Response, Failure> {
        let bytes = setting::bytes(self, app.kernel().data.join("fonts")).await?;
        Ok(crate::file(
            &format!("{name}.pdf"),
            "application/pdf",
            bytes,
        ))
    }

    /// There is no such page.
    #[cfg(not(feature = "pdf"))]
    pub async fn answer(self, _: &App, _: &str) -> Result<Response, Failure> {
        Err(kernel::error::Error::NotFound.into())
    }
}

#[cfg(feature = "pdf")]
mod setting {
    use std::path::{Path, PathBuf};
    use std::sync::{Mutex, PoisonError};

    use kernel::error::{Error, Result};
    use papers::print::{Faces, Refused};
    use tokio::sync::Semaphore;

    use super::Print;

    /// One document is set at a time: whoever asks for many waits, and the pages of others go on.
    static TURN: Semaphore = Semaphore::const_new(1);
    static FACES: Mutex<Option<Faces>> = Mutex::new(None);

    pub(super) async fn bytes(what: Print, folder: PathBuf) -> Result<Vec<u8>> {
        let turn = TURN.acquire().await.map_err(Error::internal)?;
        let set = tokio::task::spawn_blocking(move || {
            // Held to the end of the work, even where nobody waits for it any more.
            let _turn = turn;
            let faces = faces(&folder)?;
            let bytes = match what {
                Print::Letter(letter) => papers::letter::pdf(&letter, &faces),
                Print::Periodical(issue) => papers::periodical::pdf(&issue, &faces),
            };
            bytes.map_err(|why| match why {
                Refused::TooLong => Error::refused("pdf-long"),
                Refused::Form(_) => Error::internal(why),
            })
        });
        set.await.map_err(Error::internal)?
    }

    /// The typefaces of this machine and of the folder `fonts` in the data folder: looked for once, and again as long as
    /// there are none.
    fn faces(folder: &Path) -> Result<Faces> {
        let mut known = FACES.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(faces) = &*known {
            return Ok(faces.clone());
        }
        let found = Faces::find(Some(folder)).map_err(|_| Error::refused("pdf-no-face"))?;
        Ok(known.insert(found).clone())
    }
}
