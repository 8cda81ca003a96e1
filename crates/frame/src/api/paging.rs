//! Lists by cursor.

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use crate::error::Failure;
use crate::read::{Fields, Len, Reader};

/// The most items of one answer.
pub const MOST: i64 = 200;
const USUAL: i64 = 50;

/// Which part of a list is asked for.
#[derive(Debug, Clone, PartialEq, Eq, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// `next_cursor` of the answer before; absent for the first.
    pub cursor: Option<String>,
    /// Items at once, 1 to 200; 50 unless asked otherwise.
    #[param(minimum = 1, maximum = 200, default = 50, value_type = Option<i64>)]
    pub limit: usize,
}

impl Paging {
    /// Takes `cursor` and `limit` out of a query that is read strictly.
    pub fn read(reader: &mut Reader) -> Paging {
        let cursor = reader.line("cursor", Len(600));
        let limit = reader.number("limit", 1..=MOST).unwrap_or(USUAL);
        Paging {
            cursor,
            limit: usize::try_from(limit).unwrap_or(1),
        }
    }
}

/// For lists without filters of their own: any other name in the query is refused.
impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Paging, Failure> {
        let fields = Fields::parse(parts.uri.query().unwrap_or_default().as_bytes())?;
        let mut reader = Reader::new(&fields);
        let paging = Paging::read(&mut reader);
        reader.finish_strict()?;
        Ok(paging)
    }
}

/// One part of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Items<T> {
    pub items: Vec<T>,
    /// Asks for the next part; null at the end.
    pub next_cursor: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> Result<Paging, kernel::error::Error> {
        let fields = Fields::parse(query.as_bytes()).expect("plain text");
        let mut reader = Reader::new(&fields);
        let paging = Paging::read(&mut reader);
        reader.finish_strict().map(|()| paging)
    }

    #[test]
    fn a_page_is_bounded_and_strict() {
        assert_eq!(read("").expect("the usual").limit, 50);
        assert_eq!(read("limit=200").expect("the most").limit, 200);
        let paging = read("cursor=abc&limit=1&lang=en").expect("both");
        assert_eq!((paging.cursor.as_deref(), paging.limit), (Some("abc"), 1));
        for bad in ["limit=201", "limit=0", "limit=x", "limits=5"] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }
}
