//! How long a recording lasts, where its file says so. What it doesn't say is typed by whoever sends it.

use std::fs::File;
use std::io::BufReader;

use lofty::config::ParseOptions;
use lofty::file::AudioFile;
use lofty::probe::Probe;

use super::{Body, folder, path};
use crate::error::{Error, Result};
use crate::kernel::Kernel;

/// The longest recording that is believed, in seconds: ten hours.
const LONGEST: u64 = 36_000;

/// Whole seconds a recording lasts, rounded, at least one; none for what is no recording, or does not say.
pub async fn length(kernel: &Kernel, body: &Body) -> Result<Option<i64>> {
    if !body.kind.is_played() {
        return Ok(None);
    }
    let place = path(&folder(&kernel.data), &body.digest);
    let file = File::open(&place).map_err(|e| Error::internal(format!("a recording: {e}")))?;
    tokio::task::spawn_blocking(move || told(file))
        .await
        .map_err(Error::internal)
}

/// A damaged file is one that doesn't say.
fn told(file: File) -> Option<i64> {
    let options = ParseOptions::new().read_tags(false).read_cover_art(false);
    let probe = Probe::new(BufReader::new(file)).options(options);
    let read = probe.guess_file_type().ok()?.read().ok()?;
    let lasts = read.properties().duration();
    let seconds = (lasts.as_millis() as u64).saturating_add(500) / 1000;
    let seconds = match lasts.is_zero() {
        true => return None,
        false => seconds.max(1),
    };
    (seconds <= LONGEST).then_some(seconds as i64)
}
