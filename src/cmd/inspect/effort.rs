//! How much work a run puts into what is encrypted. Files say what opening them costs, and there may be any number
//! of them: each is capped where it is opened, all of them together are here.

use std::cell::Cell;
use std::time::{Duration, Instant};

use crate::pki::format::private_key::KeyError;

/// The time that went into opening what is encrypted.
#[derive(Debug, Default)]
pub(super) struct Effort(Cell<Duration>);

impl Effort {
    /// Does work that derives keys, unless too much was done already.
    ///
    /// # Errors
    ///
    /// Those of the work, or that it was not begun.
    pub(super) fn spend<T>(&self, work: impl FnOnce() -> Result<T, KeyError>) -> Result<T, KeyError> {
        let before = self.0.get();
        if before > MOST {
            return Err(KeyError::Exhausted(MOST));
        }
        let began = Instant::now();
        let done = work();
        self.0.set(before + began.elapsed());
        done
    }
}

/// Room for two hundred keys as `gen` encrypts them.
const MOST: Duration = Duration::from_secs(20);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_is_done_until_all_of_it_has_taken_too_long() {
        let effort = Effort::default();
        assert_eq!(effort.spend(|| Ok(1)), Ok(1));
        effort.0.set(MOST + Duration::from_millis(1));
        assert_eq!(effort.spend(|| Ok(2)), Err(KeyError::Exhausted(MOST)));
    }
}
