//! The word to stop early, which reaches every target that is being asked: what was learned by then is reported.

use tokio::sync::watch;

/// Whoever may give the word.
pub(crate) struct Stopper(watch::Sender<bool>);

/// Where the word is heard.
#[derive(Clone)]
pub(crate) struct Stop(watch::Receiver<bool>);

impl Stopper {
    /// Nobody has given the word yet.
    pub(crate) fn new() -> Self {
        Self(watch::Sender::new(false))
    }

    /// Where it will be heard.
    pub(crate) fn listen(&self) -> Stop {
        Stop(self.0.subscribe())
    }

    /// Gives the word.
    pub(crate) fn stop(&self) {
        self.0.send_replace(true);
    }
}

impl Stop {
    /// Waits for the word, for ever where nobody is left to give it.
    pub(crate) async fn heard(&mut self) {
        if self.0.wait_for(|is_given| *is_given).await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}
