//! The history of copied matters: the same events, chained anew. For seed alone.

use std::collections::HashMap;

use super::chain::{self, Link, NOTHING};
use crate::access::Act;
use crate::db::catalog::Columns;
use crate::db::{Value, placeholders, sql};
use crate::error::{Error, Result};
use crate::id::Id;

/// The newest link of each stream: its place, its organ and its hash.
pub(crate) type Heads = HashMap<i64, (i64, Id, Vec<u8>)>;

/// Gives rows of `event` the digests and hashes that their changed contents ask for. Rows of one stream stand in their
/// order.
pub(crate) fn chain_again(columns: &Columns, rows: &mut [Vec<Value>]) -> Result<Heads> {
    let at = |name: &str| {
        columns
            .iter()
            .position(|(c, _)| c == name)
            .ok_or_else(|| Error::internal("an event lacks a column"))
    };
    let (stream, seq, organ, when) = (at("stream")?, at("seq")?, at("organ_id")?, at("at")?);
    let (account, person, for_person) = (at("account_id")?, at("person_id")?, at("for_person")?);
    let (kind, audience, data) = (at("kind")?, at("audience")?, at("data")?);
    let (salt, digest, hash) = (at("salt")?, at("digest")?, at("hash")?);
    let mut heads = Heads::new();
    for row in rows {
        if let (Value::Bytes(Some(salt)), Value::Text(Some(data))) = (&row[salt], &row[data]) {
            row[digest] = Value::Bytes(Some(chain::digest(salt, data).to_vec()));
        }
        let int = |i: usize| match &row[i] {
            Value::Int(n) => *n,
            _ => None,
        };
        let text = |i: usize| match &row[i] {
            Value::Text(Some(text)) => text.as_str(),
            _ => "",
        };
        let bytes: &[u8] = match &row[digest] {
            Value::Bytes(Some(bytes)) => bytes,
            _ => &[],
        };
        let number = |i: usize| int(i).ok_or_else(|| Error::internal("an event lacks a value"));
        let (stream, seq, organ) = (number(stream)?, number(seq)?, Id(number(organ)?));
        let before = heads.get(&stream);
        let next = chain::hash(
            before.map_or(&NOTHING[..], |(_, _, hash)| hash),
            &Link {
                stream: Id(stream),
                seq,
                organ,
                at: number(when)?,
                account: int(account).map(Id),
                person: int(person).map(Id),
                for_person: int(for_person).map(Id),
                kind: text(kind),
                audience: text(audience),
                digest: bytes,
            },
        );
        row[hash] = Value::Bytes(Some(next.to_vec()));
        heads.insert(stream, (seq, organ, next.to_vec()));
    }
    Ok(heads)
}

/// Says that no seal covers these heads yet.
pub(crate) async fn unseal(act: &mut Act, heads: &Heads) -> Result<()> {
    let all: Vec<(i64, i64, Id)> = heads
        .iter()
        .map(|(stream, (seq, organ, _))| (*stream, *seq, *organ))
        .collect();
    for some in all.chunks(500) {
        let tuples: Vec<String> = (0..some.len())
            .map(|i| format!("({})", placeholders(1 + i * 3, 3)))
            .collect();
        let mut query = sql(format!(
            "INSERT INTO unsealed (stream, seq, organ_id) VALUES {}",
            tuples.join(", ")
        ));
        for (stream, seq, organ) in some {
            query = query.bind(*stream).bind(*seq).bind(*organ);
        }
        query.run(&mut *act).await?;
    }
    Ok(())
}
