//! The end of a server: asked once it drains, asked twice it drops everything.

use tokio::sync::watch;

/// Told to every connection: the server drains.
#[derive(Clone, Debug)]
pub(crate) struct Stop {
    receiver: watch::Receiver<bool>,
    seen: bool,
}

/// The one who says so, and who can wait until every connection is over.
#[derive(Debug)]
pub(crate) struct Drain {
    sender: watch::Sender<bool>,
}

impl Drain {
    /// A server that runs.
    pub(crate) fn new() -> Self {
        Self {
            sender: watch::Sender::new(false),
        }
    }

    /// A listener for the end; its holder counts as a connection until it is dropped.
    pub(crate) fn stop(&self) -> Stop {
        Stop {
            receiver: self.sender.subscribe(),
            seen: false,
        }
    }

    /// Asks everyone to come to an end.
    pub(crate) fn begin(&self) {
        self.sender.send_replace(true);
    }

    /// Waits until everyone has.
    pub(crate) async fn over(&self) {
        self.sender.closed().await;
    }
}

impl Stop {
    /// Waits until the server is asked to stop.
    pub(crate) async fn asked(&mut self) {
        // An error means that the server itself is gone.
        let _ = self.receiver.wait_for(|stop| *stop).await;
    }

    /// Whether this was noted with [`Stop::see`].
    pub(crate) fn is_seen(&self) -> bool {
        self.seen
    }

    /// Notes that the end has begun.
    pub(crate) fn see(&mut self) {
        self.seen = true;
    }
}
