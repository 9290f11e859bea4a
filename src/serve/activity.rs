//! What a connection is doing and since when, shared by its stream, its requests and its watchdog. The
//! watchdog ends connections that are slow with a request's head, idle, or stalled, and no others: an
//! open stream that moves, however slowly, is never cut.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU16, AtomicU64, AtomicUsize, Ordering::Relaxed};
use std::time::Duration;

use tokio::time::Instant;

use super::fault::{Step, Strike};
use super::limit::Limits;

/// The state of one connection. Times are milliseconds since it was accepted.
#[derive(Debug)]
pub(crate) struct Activity {
    start: Instant,
    /// When a byte last went in either direction.
    moved: AtomicU64,
    /// When the first byte of an unfinished request head came; 0 where there is none.
    head_since: AtomicU64,
    /// Requests whose response is not yet over.
    open: AtomicUsize,
    /// Requests so far.
    served: AtomicU64,
    /// Whether this is HTTP/1, where bytes between requests are the head of the next.
    heads: AtomicBool,
    /// Whether silence is in order: an upgraded connection, a call that streams.
    patient: AtomicBool,
    /// Whether another protocol is spoken than HTTP.
    switched: AtomicBool,
    /// Whether the peer is told that it was wrong and may still be sending.
    refused: AtomicBool,
    /// The status of the answer that was given without a request; 0 where there was none.
    retort: AtomicU16,
    /// The fault that is committed on it, where one is.
    strike: Option<Arc<Strike>>,
}

impl Activity {
    /// A connection that begins now.
    pub(crate) fn new() -> Self {
        Self {
            start: Instant::now(),
            moved: AtomicU64::new(0),
            head_since: AtomicU64::new(0),
            open: AtomicUsize::new(0),
            served: AtomicU64::new(0),
            heads: AtomicBool::new(false),
            patient: AtomicBool::new(false),
            switched: AtomicBool::new(false),
            refused: AtomicBool::new(false),
            retort: AtomicU16::new(0),
            strike: None,
        }
    }

    /// The same under this fault.
    pub(crate) fn under(self, strike: Option<Arc<Strike>>) -> Self {
        Self { strike, ..self }
    }

    /// The fault that is committed on the connection.
    pub(crate) fn strike(&self) -> Option<&Arc<Strike>> {
        self.strike.as_ref()
    }

    /// A step has come at which a fault may be committed.
    pub(crate) fn reach(&self, step: Step) {
        if let Some(strike) = &self.strike {
            strike.reach(step);
        }
    }

    /// A byte came in.
    pub(crate) fn read(&self) {
        self.moved.store(self.now(), Relaxed);
    }

    /// A byte of a request's head came in.
    pub(crate) fn begin_head(&self) {
        let _ = self
            .head_since
            .compare_exchange(0, self.now().max(1), Relaxed, Relaxed);
    }

    /// A byte went out.
    pub(crate) fn wrote(&self) {
        self.moved.store(self.now(), Relaxed);
    }

    /// From here on bytes between requests are the head of the next.
    pub(crate) fn expect_heads(&self) {
        self.heads.store(true, Relaxed);
    }

    /// From here on silence does not end the connection.
    pub(crate) fn be_patient(&self) {
        self.patient.store(true, Relaxed);
    }

    /// From here on it is not HTTP that is spoken.
    pub(crate) fn switch(&self) {
        self.switched.store(true, Relaxed);
    }

    /// Whether something else than HTTP is spoken.
    pub(crate) fn is_switched(&self) -> bool {
        self.switched.load(Relaxed)
    }

    /// The last answer was a refusal: the peer may still be sending what it refers to.
    pub(crate) fn refuse(&self) {
        self.refused.store(true, Relaxed);
    }

    /// Whether the connection ends with a refusal.
    pub(crate) fn is_refused(&self) -> bool {
        self.refused.load(Relaxed)
    }

    /// What cannot be read as a request is answered with this status.
    pub(crate) fn retort(&self, status: u16) {
        self.retort.store(status, Relaxed);
    }

    /// The status of the answer that was given without a request.
    pub(crate) fn retorted(&self) -> Option<u16> {
        Some(self.retort.load(Relaxed)).filter(|status| *status > 0)
    }

    /// Requests so far.
    pub(crate) fn served(&self) -> u64 {
        self.served.load(Relaxed)
    }

    /// A request's head is complete.
    pub(crate) fn begin(&self) {
        self.head_since.store(0, Relaxed);
        self.open.fetch_add(1, Relaxed);
        self.served.fetch_add(1, Relaxed);
    }

    /// A response is over.
    pub(crate) fn end(&self) {
        self.moved.store(self.now(), Relaxed);
        self.open.fetch_sub(1, Relaxed);
    }

    /// Whether no request is in progress.
    pub(crate) fn is_idle(&self) -> bool {
        self.open.load(Relaxed) == 0
    }

    /// Waits until the connection has outstayed a limit. It never sleeps longer than the shortest of them:
    /// whatever begins meanwhile, and is held to another limit than what was before, is then seen before it
    /// can be overdue, and nobody who serves a request has to wake the watchdog.
    pub(crate) async fn outstayed(&self, limits: &Limits) {
        let shortest = limits.head.min(limits.idle).min(limits.stall);
        loop {
            let now = Instant::now();
            let due = self.due(limits);
            if due <= now {
                return;
            }
            tokio::time::sleep_until(due.min(now + shortest)).await;
        }
    }

    /// The earliest moment at which, if nothing happens, a limit is reached.
    fn due(&self, limits: &Limits) -> Instant {
        let at = |since: u64, limit: Duration| self.start + Duration::from_millis(since) + limit;
        let moved = self.moved.load(Relaxed);
        if !self.is_idle() {
            // Whatever is open may be silent where silence is in order; the next look tells.
            let patient = self.patient.load(Relaxed);
            return if patient {
                Instant::now() + limits.idle
            } else {
                at(moved, limits.stall)
            };
        }
        match self.head_since.load(Relaxed) {
            0 if self.served.load(Relaxed) == 0 && self.heads.load(Relaxed) => at(moved, limits.head),
            0 => at(moved, limits.idle),
            head => at(head, limits.head),
        }
    }

    fn now(&self) -> u64 {
        u64::try_from(self.start.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How long a connection lasts on which `happen` comes once it has been idle for a moment.
    fn lasts(limits: Limits, happen: impl FnOnce(&Activity)) -> Duration {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .build();
        runtime.expect("a runtime").block_on(async {
            let activity = Activity::new();
            activity.begin();
            activity.end();
            let begun = async {
                tokio::time::sleep(SOON / 2).await;
                activity.read();
                happen(&activity);
                std::future::pending::<()>().await;
            };
            tokio::select! {
                () = begun => {}
                () = activity.outstayed(&limits) => {}
            }
            activity.start.elapsed()
        })
    }

    const SOON: Duration = Duration::from_millis(100);
    const LATE: Duration = Duration::from_secs(20);

    #[test]
    fn what_begins_on_an_idle_connection_is_held_to_its_own_limit() {
        let limits = Limits {
            idle: LATE,
            head: SOON,
            stall: SOON,
            ..Limits::default()
        };
        assert!(lasts(limits, Activity::begin_head) < LATE / 2);
        assert!(lasts(limits, Activity::begin) < LATE / 2);
        let limits = Limits {
            idle: SOON,
            head: LATE,
            stall: LATE,
            ..Limits::default()
        };
        assert!(lasts(limits, |_| {}) < LATE / 2);
    }
}
