//! Work that may be cut off when the server stops. What it holds then is let go of within its runtime, since a connection to the
//! database is given back by a task of that. It does not know what is done.

use std::{
    future::Future,
    pin::Pin,
    task::{Context, Poll},
};

use actix_web::rt::task::JoinHandle;
use tokio::runtime::Handle;

/// Work with the runtime that it is done in.
pub(super) struct MayBeCutOff<F> {
    work: Option<Pin<Box<F>>>,
    runtime: Option<Handle>,
}

impl<F> MayBeCutOff<F> {
    /// The work, in the runtime of the caller.
    pub(super) fn new(work: F) -> Self {
        Self { work: Some(Box::pin(work)), runtime: Handle::try_current().ok() }
    }
}

impl<F: Future> Future for MayBeCutOff<F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<F::Output> {
        match &mut self.work {
            Some(work) => work.as_mut().poll(context),
            None => Poll::Pending,
        }
    }
}

impl<F> Drop for MayBeCutOff<F> {
    fn drop(&mut self) {
        let within = self.runtime.as_ref().map(Handle::enter);
        drop(self.work.take());
        drop(within);
    }
}

/// Does work beside the caller, on the same thread.
pub(super) fn spawn<F>(work: F) -> JoinHandle<F::Output>
where
    F: Future + 'static,
    F::Output: 'static,
{
    actix_web::rt::spawn(MayBeCutOff::new(work))
}

#[cfg(test)]
mod tests {
    use std::{
        future::pending,
        sync::{
            Arc,
            atomic::{AtomicBool, Ordering},
        },
    };

    use tokio::{runtime::Handle, task::LocalSet};

    use super::MayBeCutOff;

    /// Notes whether it is let go of within a runtime.
    struct Held(Arc<AtomicBool>);

    impl Drop for Held {
        fn drop(&mut self) {
            self.0.store(Handle::try_current().is_ok(), Ordering::SeqCst);
        }
    }

    #[test]
    fn what_is_cut_off_lets_go_within_its_runtime() {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let let_go_within = |is_wrapped: bool| {
            let within = Arc::new(AtomicBool::new(false));
            let held = Held(Arc::clone(&within));
            let work = async move {
                pending::<()>().await;
                drop(held);
            };
            let local = LocalSet::new();
            local.block_on(&runtime, async move {
                if is_wrapped {
                    drop(tokio::task::spawn_local(MayBeCutOff::new(work)));
                } else {
                    drop(tokio::task::spawn_local(work));
                }
                tokio::task::yield_now().await;
            });
            drop(local);
            within.load(Ordering::SeqCst)
        };
        assert!(!let_go_within(false), "the worker's tasks end outside of the runtime");
        assert!(let_go_within(true));
    }
}
