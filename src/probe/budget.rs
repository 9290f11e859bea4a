//! Places for connections to one target, of which there are few. Who has asked the most questions one after the
//! other goes first: a long chain decides how long the whole scan takes, and has likely more to ask.

use std::collections::BinaryHeap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;

/// The places of one target.
#[derive(Clone, Debug)]
pub(super) struct Budget(Arc<Mutex<Places>>);

/// A place taken, given back when dropped.
#[derive(Debug)]
pub(super) struct Place(Budget);

#[derive(Debug)]
struct Places {
    free: usize,
    waiting: BinaryHeap<Waiting>,
    /// How many have come so far.
    comers: u64,
}

/// Who waits for a place.
#[derive(Debug)]
struct Waiting {
    depth: u32,
    number: u64,
    call: oneshot::Sender<Place>,
}

impl Budget {
    /// So many places, at least one.
    pub(super) fn new(places: usize) -> Self {
        Self(Arc::new(Mutex::new(Places {
            free: places.max(1),
            waiting: BinaryHeap::new(),
            comers: 0,
        })))
    }

    /// A place, for a chain that has asked `depth` questions so far.
    pub(super) async fn take(&self, depth: u32) -> Place {
        let called = {
            let mut places = self.places();
            if places.free > 0 {
                places.free -= 1;
                return Place(self.clone());
            }
            let (call, called) = oneshot::channel();
            places.comers += 1;
            let number = places.comers;
            places.waiting.push(Waiting { depth, number, call });
            called
        };
        match called.await {
            Ok(place) => place,
            // Whoever waits is called or dropped with the budget, of which this holds a share.
            Err(_) => std::future::pending().await,
        }
    }

    fn places(&self) -> MutexGuard<'_, Places> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut places = self.0.places();
        match places.waiting.pop() {
            Some(next) => {
                drop(places);
                // Who waits no more gives the place back by dropping it.
                let _ = next.call.send(Self(self.0.clone()));
            }
            None => places.free += 1,
        }
    }
}

impl Ord for Waiting {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.depth
            .cmp(&other.depth)
            .then_with(|| other.number.cmp(&self.number))
    }
}

impl PartialOrd for Waiting {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Waiting {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Waiting {}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_longest_chain_goes_first_and_a_place_that_nobody_takes_is_not_lost() {
        let budget = Budget::new(1);
        let held = budget.take(0).await;
        let order = Arc::new(Mutex::new(Vec::new()));
        let wait = |depth| {
            let (budget, order) = (budget.clone(), Arc::clone(&order));
            tokio::spawn(async move {
                let place = budget.take(depth).await;
                order.lock().expect("unharmed").push(depth);
                drop(place);
            })
        };
        let waiting: Vec<_> = [1, 7, 3, 7].into_iter().map(wait).collect();
        let gone = wait(9);
        tokio::task::yield_now().await;
        gone.abort();
        tokio::task::yield_now().await;
        drop(held);
        for task in waiting {
            task.await.expect("it ends");
        }
        assert_eq!(*order.lock().expect("unharmed"), [7, 7, 3, 1]);
        drop(budget.take(0).await);
    }
}
