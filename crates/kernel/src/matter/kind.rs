//! What an area declares about a kind of matter.

/// A kind of matter, declared by its area.
pub trait Kind: Send + Sync {
    /// Its name in tables, addresses and the API: `proposal`, `suggestion`, `bill`.
    fn name(&self) -> &'static str;
}
