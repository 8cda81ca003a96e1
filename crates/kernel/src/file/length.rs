//! How long a recording lasts, where its file says so. What it doesn't say is typed by whoever sends it.
//!
//! Sound is read by its own library. A film says it in its head: in the container of MP4 the movie's header, in that of
//! Matroska and WebM the segment's information; neither needs its tracks to be understood.

use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::time::Duration;

use lofty::config::ParseOptions;
use lofty::file::AudioFile;
use lofty::probe::Probe;

use super::{Body, Kind, folder, path};
use crate::error::{Error, Result};
use crate::kernel::Kernel;

/// The longest recording that is believed, in seconds: ten hours.
const LONGEST: u64 = 36_000;
/// Parts of a film's file that are looked at before it counts as silent.
const PARTS: usize = 1_000;

/// Whole seconds a recording lasts, rounded, at least one; none for what is no recording, or does not say.
pub async fn length(kernel: &Kernel, body: &Body) -> Result<Option<i64>> {
    if !body.kind.is_played() {
        return Ok(None);
    }
    let (place, kind) = (path(&folder(&kernel.data), &body.digest), body.kind);
    let file = File::open(&place).map_err(|e| Error::internal(format!("a recording: {e}")))?;
    let lasts = tokio::task::spawn_blocking(move || lasts(kind, file))
        .await
        .map_err(Error::internal)?;
    Ok(lasts.map(|d| ((d.as_millis() as i64 + 500) / 1000).max(1)))
}

/// How long a recording of this kind lasts. A damaged file is one that doesn't say.
pub fn lasts(kind: Kind, from: impl Read + Seek) -> Option<Duration> {
    let mut from = BufReader::new(from);
    let told = match kind {
        Kind::Mp4 | Kind::Mov | Kind::M4a => of_movie(&mut from),
        Kind::Webm | Kind::Mkv => of_segment(&mut from),
        _ => of_sound(from),
    }?;
    (!told.is_zero() && told.as_secs() <= LONGEST).then_some(told)
}

fn of_sound(from: BufReader<impl Read + Seek>) -> Option<Duration> {
    let options = ParseOptions::new().read_tags(false).read_cover_art(false);
    let probe = Probe::new(from).options(options);
    let read = probe.guess_file_type().ok()?.read().ok()?;
    Some(read.properties().duration())
}

fn take<const N: usize>(from: &mut impl Read) -> Option<[u8; N]> {
    let mut out = [0; N];
    from.read_exact(&mut out).ok()?;
    Some(out)
}

fn skip(from: &mut BufReader<impl Read + Seek>, size: u64) -> Option<()> {
    from.seek_relative(i64::try_from(size).ok()?).ok()
}

/// A whole number of `size` bytes, the highest first.
fn number(from: &mut impl Read, size: u64) -> Option<u64> {
    let mut out = [0; 8];
    let start = 8_u64.checked_sub(size)? as usize;
    from.read_exact(&mut out[start..]).ok()?;
    Some(u64::from_be_bytes(out))
}

/// MP4: boxes of a size and a name; `moov` holds `mvhd`, which says the length in its own units.
fn of_movie(from: &mut BufReader<impl Read + Seek>) -> Option<Duration> {
    for _ in 0..PARTS {
        let (size, name) = (number(from, 4)?, take::<4>(from)?);
        let (size, head) = match size {
            1 => (number(from, 8)?, 16),
            _ => (size, 8),
        };
        match &name {
            b"moov" => {}
            b"mvhd" => {
                let wide = if take::<4>(from)?[0] == 1 { 8 } else { 4 };
                skip(from, 2 * wide)?;
                let (units, all) = (number(from, 4)?, number(from, wide)?);
                return Duration::try_from_secs_f64(all as f64 / units as f64).ok();
            }
            _ => skip(from, size.checked_sub(head)?)?,
        }
    }
    None
}

const SEGMENT: u64 = 0x1853_8067;
const INFORMATION: u64 = 0x1549_A966;
const SCALE: u64 = 0x002A_D7B1;
const DURATION: u64 = 0x4489;
const CLUSTER: u64 = 0x1F43_B675;

/// Matroska and WebM: elements of a name and a size; the information says a length, in units of so many nanoseconds.
fn of_segment(from: &mut BufReader<impl Read + Seek>) -> Option<Duration> {
    let (mut scale, mut units) = (1_000_000, None);
    for _ in 0..PARTS {
        let Some(name) = variable(from, false) else {
            break;
        };
        let size = variable(from, true)?;
        match (name, size) {
            (SEGMENT | INFORMATION, _) => {}
            (SCALE, _) => scale = number(from, size)?,
            (DURATION, 4) => units = Some(f64::from(f32::from_be_bytes(take(from)?))),
            (DURATION, 8) => units = Some(f64::from_be_bytes(take(from)?)),
            (CLUSTER, _) => break,
            _ => skip(from, size)?,
        }
    }
    Duration::try_from_secs_f64(units? * scale as f64 / 1e9).ok()
}

/// A number whose first byte says how many follow; the mark that says so belongs to a name, but not to a size.
fn variable(from: &mut impl Read, unmarked: bool) -> Option<u64> {
    let [first] = take(from)?;
    let more = first.leading_zeros();
    // A first byte of nothing is no number; `checked_shr` refuses it.
    let size = 0x7f_u8.checked_shr(more)?;
    let kept = if unmarked { size } else { 0xff };
    let rest = number(from, u64::from(more))?;
    Some(u64::from(first & kept) << (8 * more) | rest)
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;
    use crate::file::look;

    /// Real recordings, made for this test: each is told by its content and lasts what was recorded.
    #[test]
    fn a_recording_lasts_what_was_recorded() {
        // The encoder of MP3 adds a frame or two of silence of its own.
        for (name, lasting, bytes) in [
            (
                "constant.mp3",
                4.464,
                &include_bytes!("../../tests/recordings/constant.mp3")[..],
            ),
            (
                "cover.mp3",
                4.464,
                include_bytes!("../../tests/recordings/cover.mp3"),
            ),
            (
                "sound.m4a",
                4.3,
                include_bytes!("../../tests/recordings/sound.m4a"),
            ),
            (
                "film.mp4",
                4.3,
                include_bytes!("../../tests/recordings/film.mp4"),
            ),
            (
                "silent.webm",
                4.3,
                include_bytes!("../../tests/recordings/silent.webm"),
            ),
            (
                "silent.mkv",
                4.3,
                include_bytes!("../../tests/recordings/silent.mkv"),
            ),
        ] {
            let kind = look(name, bytes).expect(name);
            assert!(
                kind.endings().iter().any(|e| name.ends_with(e)),
                "{name}: {kind:?}"
            );
            let told = lasts(kind, Cursor::new(bytes)).expect(name).as_secs_f64();
            assert!((told - lasting).abs() <= 0.1, "{name}: {told}");
            // Cut off anywhere, or with any byte spoilt, it says something or nothing, and never fails.
            for n in 0..bytes.len().min(3000) {
                lasts(kind, Cursor::new(&bytes[..n]));
                let mut spoilt = bytes.to_vec();
                spoilt[n] = !spoilt[n];
                lasts(kind, Cursor::new(&spoilt));
            }
        }
    }
}
