//! Certificates and passwords that change while the server runs: their files are looked at twice a second, and at once on
//! SIGHUP. A change is loaded when it has held still for one look, so that a pair is not read half-written.
//! What is made on the spot and becomes stale is made anew in between.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::signal::unix::Signal;
use tokio::time::{MissedTickBehavior, interval};

use super::Watcher;
use super::login::Logins;
use super::metric::{Metrics, count};
use super::supervisor;
use crate::clock;
use crate::model::Event;
use crate::tlsconf::reload::Reload;

/// Makes again what is stale at a moment, if anything is, and says where that failed.
pub(crate) type Renewal = Box<dyn FnMut(Timestamp) -> Option<Event> + Send>;

/// Follows the files of `reloads` and `logins`, at once where `hangup` comes, and has `renewal` look at the
/// clock, until the task is dropped.
pub(crate) async fn follow(
    mut hangup: Signal,
    mut reloads: Vec<Reload>,
    mut renewal: Option<Renewal>,
    logins: Option<Arc<Logins>>,
    metrics: Arc<Metrics>,
    watcher: Watcher,
) {
    let mut looks = interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Skip);
    loop {
        let asked = tokio::select! {
            _ = looks.tick() => false,
            _ = hangup.recv() => true,
        };
        if asked {
            supervisor::reloading();
        }
        // Reading and checking keys takes milliseconds that no connection should wait for.
        let doors = logins.clone();
        let looked = tokio::task::spawn_blocking(move || {
            let mut events = Vec::new();
            for reload in &mut reloads {
                if asked || reload.is_settled() {
                    events.extend(reload.run(clock::now()));
                }
            }
            if let Some(logins) = doors.filter(|logins| asked || logins.is_settled()) {
                events.push(logins.reload());
            }
            if let Some(renew) = &mut renewal {
                events.extend(renew(clock::now()));
            }
            (reloads, renewal, events)
        });
        let Ok((back, again, events)) = looked.await else {
            return;
        };
        (reloads, renewal) = (back, again);
        for event in events {
            match event.id {
                "reloaded" => count(&metrics.reloads),
                "reload-failed" => count(&metrics.reloads_failed),
                _ => {}
            }
            watcher(event);
        }
        if asked {
            supervisor::ready();
        }
    }
}

/// Between two looks: seldom enough to cost nothing, often enough that nobody waits for a renewal.
const LOOK: Duration = Duration::from_millis(400);
