//! The same work for each of many, on as many threads as there are processors, or as can be had.

use std::num::NonZero;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::error::{Error, Result};

/// What `work` gives for each item, in their order. After a failure no further one is begun.
///
/// # Errors
///
/// The failure of the first item in their order that failed.
pub(super) fn each<I: Sync, T: Send>(items: &[I], work: impl Fn(&I) -> Result<T> + Sync) -> Result<Vec<T>> {
    let next = AtomicUsize::new(0);
    let run = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { return done };
            let result = work(item);
            if result.is_err() {
                next.store(items.len(), Ordering::Relaxed);
            }
            done.push((at, result));
        }
    };
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    let done: Result<Vec<_>> = std::thread::scope(|scope| {
        // Where no thread can be had, those that are there do all of it.
        let begin = |_| std::thread::Builder::new().spawn_scoped(scope, run).ok();
        let others: Vec<_> = (1..threads.min(items.len())).filter_map(begin).collect();
        let mut all = run();
        for thread in others {
            let part = thread.join();
            all.extend(part.map_err(|_| Error::bug("a thread that makes certificates is gone"))?);
        }
        Ok(all)
    });
    let mut done = done?;
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_the_order_of_the_items() {
        let items: Vec<usize> = (0..1000).collect();
        let doubled = each(&items, |item| Ok(item * 2)).expect("no failure");
        assert!(doubled.iter().enumerate().all(|(at, double)| *double == at * 2));
    }

    #[test]
    fn a_failure_is_the_result_of_all() {
        let items: Vec<usize> = (0..1000).collect();
        let failed = each(&items, |item| match item {
            500 => Err(Error::refused("this one")),
            item => Ok(*item),
        });
        assert_eq!(failed.expect_err("a failure").message(), "this one");
    }
}
