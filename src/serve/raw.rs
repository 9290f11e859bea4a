//! Bytes back as they come: what TLS carries when it carries no HTTP. No more is read than was sent back, and
//! an end of the one direction is answered by an end of the other.

use tokio::io::{AsyncRead, AsyncWrite, AsyncWriteExt as _, copy, split};
use tokio::time::timeout;

use super::activity::Activity;
use super::drain::Stop;
use super::limit::Limits;

/// Echoes until the peer has said everything, is silent for too long, or the server stops.
pub(super) async fn echo<S>(stream: S, activity: &Activity, limits: &Limits, mut stop: Stop)
where
    S: AsyncRead + AsyncWrite,
{
    let (mut reader, mut writer) = split(stream);
    tokio::select! {
        _ = copy(&mut reader, &mut writer) => {}
        () = activity.outstayed(limits) => return,
        () = stop.asked() => {}
    }
    let _ = timeout(limits.stall, writer.shutdown()).await;
}
