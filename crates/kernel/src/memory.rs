//! What the rooms of this process keep in its memory alone: gone when it ends, unknown to every other server.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

type Kept = HashMap<TypeId, Arc<dyn Any + Send + Sync>>;

/// One value of each type, made when it is first asked for.
#[derive(Default)]
pub struct Memory {
    kept: Mutex<Kept>,
}

impl Memory {
    /// The value of type `T`.
    pub fn of<T: Any + Send + Sync + Default>(&self) -> Arc<T> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let value = kept
            .entry(TypeId::of::<T>())
            .or_insert_with(|| Arc::new(T::default()))
            .clone();
        drop(kept);
        value
            .downcast()
            .unwrap_or_else(|_| unreachable!("a value stands under its own type"))
    }
}

impl fmt::Debug for Memory {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Memory")
    }
}
