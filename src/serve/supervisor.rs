//! What systemd is told of a server's life (sd_notify(3)): that it is ready, reloads, stops. Nobody is told
//! where NOTIFY_SOCKET is not set, and a supervisor that is gone is no reason to fail.

use sd_notify::NotifyState;

/// Connections are accepted.
pub(super) fn ready() {
    let _ = sd_notify::notify(&[NotifyState::Ready]);
}

/// Certificates are being read again; [`ready`] follows.
pub(super) fn reloading() {
    let mut states = vec![NotifyState::Reloading];
    states.extend(NotifyState::monotonic_usec_now());
    let _ = sd_notify::notify(&states);
}

/// Requests in progress are finished, and then it ends.
pub(super) fn stopping() {
    let _ = sd_notify::notify(&[NotifyState::Stopping]);
}
