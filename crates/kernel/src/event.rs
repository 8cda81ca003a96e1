//! What one area tells the others: typed events, whose subscribers run in the writer's transaction.
//!
//! An area that knows nothing of its listeners publishes a value; every [`Subscriber`] of that type, named by the parts
//! at the start, runs before the writer commits, and its failure undoes the whole act. A subscriber that moves a matter
//! of its own does so through [`crate::matter::act::follow_up`], so that history, tasks and letters are made as ever.

use std::any::{Any, TypeId};
use std::sync::Arc;

use crate::Kernel;
use crate::access::Act;
use crate::error::Result;
use crate::matter::kind::Work;

type Run = dyn for<'a> Fn(&'a Kernel, &'a mut Act, &'a (dyn Any + Send + Sync)) -> Work<'a, ()>
    + Send
    + Sync;

/// Somebody who wants to know of every event of one type.
#[derive(Clone)]
pub struct Subscriber {
    of: TypeId,
    run: Arc<Run>,
}

impl Subscriber {
    /// Runs `hear` for every event of type `E`.
    pub fn new<E: Any + Send + Sync>(
        hear: for<'a> fn(&'a Kernel, &'a mut Act, &'a E) -> Work<'a, ()>,
    ) -> Subscriber {
        Subscriber {
            of: TypeId::of::<E>(),
            run: Arc::new(move |kernel, act, event| match event.downcast_ref() {
                Some(event) => hear(kernel, act, event),
                None => Box::pin(async { Ok(()) }),
            }),
        }
    }
}

impl Kernel {
    /// Tells every subscriber of `E`, one after the other, in the transaction of `act`.
    pub async fn publish<E: Any + Send + Sync>(&self, act: &mut Act, event: &E) -> Result<()> {
        for subscriber in self.subscribers(TypeId::of::<E>()) {
            (subscriber.run)(self, act, event).await?;
        }
        Ok(())
    }

    fn subscribers(&self, of: TypeId) -> impl Iterator<Item = &Subscriber> {
        self.subscribers.iter().filter(move |s| s.of == of)
    }
}
