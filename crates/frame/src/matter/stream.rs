//! Bytes of a file as they come from the disk, whole or the part a player asks for (RFC 9110, 14).

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use kernel::error::Error;
use kernel::file::{Kind, Opened};
use tokio::io::{AsyncReadExt, AsyncSeekExt, SeekFrom};

use crate::export::disposition;

/// Bytes read from a file at a time.
const CHUNK: u64 = 64 * 1024;

/// What a request wants of a body.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Whole,
    /// From this byte to that one, both of them included.
    Some(u64, u64),
    /// Nothing the body has.
    Nothing,
}

/// Reads a `Range` against a body of `size` bytes. Several parts at once, and what is none, get the whole.
fn part(range: Option<&str>, size: u64) -> Part {
    let Some((first, last)) = range
        .and_then(|r| r.trim().strip_prefix("bytes="))
        .and_then(|r| r.split_once('-'))
    else {
        return Part::Whole;
    };
    let number = |s: &str| match s.bytes().all(|b| b.is_ascii_digit()) {
        true => s.parse::<u64>().ok(),
        false => None,
    };
    match (first.trim(), last.trim()) {
        ("", last) => match number(last) {
            Some(0) => Part::Nothing,
            Some(n) if size > 0 => Part::Some(size.saturating_sub(n), size - 1),
            Some(_) => Part::Nothing,
            None => Part::Whole,
        },
        (first, last) => {
            let end = match last {
                "" => Some(u64::MAX),
                last => number(last),
            };
            match (number(first), end) {
                (Some(first), Some(end)) if end < first => Part::Whole,
                (Some(first), Some(_)) if first >= size => Part::Nothing,
                (Some(first), Some(end)) => Part::Some(first, end.min(size - 1)),
                _ => Part::Whole,
            }
        }
    }
}

/// The answer with the bytes asked for. The kind was told by content when the file came in, and `nosniff` stands on every
/// answer: a browser runs none of them.
pub(super) async fn answer(opened: Opened, asked: &HeaderMap) -> Result<Response, Error> {
    let Opened { paper, mut file } = opened;
    let size = paper.size.unsigned_abs();
    let tag = format!("\"{}\"", paper.digest());
    let text = |name| asked.get(name).and_then(|v: &HeaderValue| v.to_str().ok());
    // Who holds the beginning of something else gets the whole.
    let same = text(header::IF_RANGE).is_none_or(|of| of == tag);
    let wanted = part(text(header::RANGE).filter(|_| same), size);
    let (status, first, length) = match wanted {
        Part::Whole => (StatusCode::OK, 0, size),
        Part::Some(first, last) => (StatusCode::PARTIAL_CONTENT, first, last - first + 1),
        Part::Nothing => (StatusCode::RANGE_NOT_SATISFIABLE, 0, 0),
    };
    if first > 0 {
        let at = SeekFrom::Start(first);
        file.seek(at).await.map_err(Error::internal)?;
    }
    let chunks = futures_util::stream::try_unfold((file, length), |(mut file, left)| async move {
        let mut some = vec![0; CHUNK.min(left) as usize];
        let n = match some.is_empty() {
            true => 0,
            false => file.read(&mut some).await?,
        };
        some.truncate(n);
        Ok::<_, std::io::Error>((n > 0).then_some((some, (file, left - n as u64))))
    });
    let kind = paper.kind();
    let media = kind.map_or("application/octet-stream", Kind::mime);
    let shown = kind.is_some_and(Kind::is_shown);
    let mut response = (status, Body::from_stream(chunks)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media));
    headers.insert(header::CONTENT_LENGTH, HeaderValue::from(length));
    headers.insert(header::ACCEPT_RANGES, HeaderValue::from_static("bytes"));
    let range = match wanted {
        Part::Whole => None,
        Part::Some(first, last) => Some(format!("bytes {first}-{last}/{size}")),
        Part::Nothing => Some(format!("bytes */{size}")),
    };
    let said = [
        (
            header::CONTENT_DISPOSITION,
            Some(disposition(&paper.name, shown)),
        ),
        (header::CONTENT_RANGE, range),
        (header::ETAG, Some(tag)),
    ];
    for (name, value) in said {
        if let Some(Ok(value)) = value.map(|v| HeaderValue::from_str(&v)) {
            headers.insert(name, value);
        }
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_read_as_the_standard_says() {
        for (asked, is) in [
            ("bytes=0-", Part::Some(0, 9)),
            ("bytes=2-4", Part::Some(2, 4)),
            ("bytes=4-400", Part::Some(4, 9)),
            ("bytes=-3", Part::Some(7, 9)),
            ("bytes=-30", Part::Some(0, 9)),
            ("bytes=10-", Part::Nothing),
            ("bytes=-0", Part::Nothing),
            ("bytes=4-2", Part::Whole),
            ("bytes=0-1,4-5", Part::Whole),
            ("bytes=-", Part::Whole),
            ("bytes=+1-2", Part::Whole),
            ("items=0-1", Part::Whole),
        ] {
            assert_eq!(part(Some(asked), 10), is, "{asked}");
        }
        assert_eq!(part(None, 10), Part::Whole);
        assert_eq!(part(Some("bytes=0-"), 0), Part::Nothing);
    }
}
