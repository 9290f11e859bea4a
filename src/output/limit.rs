//! What the system allows a process when it starts, so far as it decides how files are written: the limit on their
//! size, and what the umask takes from their owner.

use rustix::fs::Mode;
use rustix::process::{Resource, Signal, getrlimit, umask};
use tokio::runtime;
use tokio::signal::unix::{SignalKind, signal};

/// To be called once, before anything is written and before there is another thread.
///
/// The umask keeps what it takes from others, but nothing from the owner: nobody could use, replace or remove a key
/// that its owner cannot read, or a directory that its owner cannot enter. And a file that grows past its limit
/// becomes an error to report, like that of a full disk, and no longer the silent end of the process.
pub(crate) fn prepare() {
    let others = Mode::RWXG | Mode::RWXO;
    let taken = umask(others);
    umask(taken & others);
    if getrlimit(Resource::Fsize).current.is_some() {
        outlive_the_limit();
    }
}

/// Any handler will do, and one that is installed stays after the runtime is gone.
fn outlive_the_limit() {
    let Ok(runtime) = runtime::Builder::new_current_thread().enable_io().build() else {
        return;
    };
    let _entered = runtime.enter();
    let _ = signal(SignalKind::from_raw(Signal::XFSZ.as_raw()));
}
