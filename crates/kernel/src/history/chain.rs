//! The arithmetic of the chain: digests of data, hashes of events and of seals. Touches no table.

use sha2::{Digest, Sha256};

use crate::error::Error;
use crate::error::Result;
use crate::id::Id;

/// Bytes of salt before the data in its digest: without them, short data could be guessed from the digest
/// after it was erased.
pub(super) const SALT: usize = 16;

/// What comes before the first event of a chain.
pub(super) const NOTHING: [u8; 32] = [0; 32];

/// What the hash of an event covers, besides the hash before it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link<'a> {
    pub stream: Id,
    pub seq: i64,
    pub organ: Id,
    pub at: i64,
    pub account: Option<Id>,
    pub person: Option<Id>,
    pub for_person: Option<Id>,
    pub kind: &'a str,
    pub audience: &'a str,
    pub digest: &'a [u8],
}

/// The digest of salted data.
pub(super) fn digest(salt: &[u8], data: &str) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(salt);
    hash.update(data.as_bytes());
    hash.finalize().into()
}

/// The hash of an event after `prev`. Every part has a fixed length or is preceded by it.
pub(super) fn hash(prev: &[u8], link: &Link<'_>) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"huiying event 1");
    part(&mut hash, prev);
    hash.update(link.stream.0.to_be_bytes());
    hash.update(link.seq.to_be_bytes());
    hash.update(link.organ.0.to_be_bytes());
    hash.update(link.at.to_be_bytes());
    for id in [link.account, link.person, link.for_person] {
        // No id is negative.
        hash.update(id.map_or(-1, |id| id.0).to_be_bytes());
    }
    part(&mut hash, link.kind.as_bytes());
    part(&mut hash, link.audience.as_bytes());
    part(&mut hash, link.digest);
    hash.finalize().into()
}

/// The hash of a seal over `(stream, seq, hash)` of each head, ordered by stream.
pub(super) fn seal(
    prev: &[u8],
    organ: Id,
    seq: i64,
    at: i64,
    heads: &[(Id, i64, Vec<u8>)],
) -> [u8; 32] {
    let mut hash = Sha256::new();
    hash.update(b"huiying seal 1");
    part(&mut hash, prev);
    hash.update(organ.0.to_be_bytes());
    hash.update(seq.to_be_bytes());
    hash.update(at.to_be_bytes());
    for (stream, seq, head) in heads {
        hash.update(stream.0.to_be_bytes());
        hash.update(seq.to_be_bytes());
        part(&mut hash, head);
    }
    hash.finalize().into()
}

fn part(hash: &mut Sha256, bytes: &[u8]) {
    hash.update((bytes.len() as u64).to_be_bytes());
    hash.update(bytes);
}

/// Fresh salt.
pub(super) fn salt() -> Result<[u8; SALT]> {
    let mut salt = [0u8; SALT];
    getrandom::fill(&mut salt).map_err(Error::internal)?;
    Ok(salt)
}
