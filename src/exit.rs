//! The exit codes: one table, from which `--help`, the man pages and the README are made.

/// How a command ended.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Exit {
    /// Done, nothing wrong.
    Ok,
    /// Done, and the thing examined is wrong.
    Wrong,
    /// The command line is wrong.
    Usage,
    /// An input could not be read or understood.
    Input,
    /// The peer could not be reached.
    Unreachable,
    /// Reached, but no TLS was spoken.
    NoTls,
    /// An output could not be written, or an address not bound.
    Output,
    /// A bug in tlsctl.
    Bug,
    /// Interrupted.
    Interrupted,
}

impl Exit {
    /// Every code with its number and meaning, in numeric order.
    pub(crate) const ALL: &'static [(Self, u8, &'static str)] = &[
        (Self::Ok, 0, "done, nothing wrong"),
        (Self::Wrong, 1, "done, and the thing examined is wrong"),
        (Self::Usage, 2, "the command line is wrong"),
        (Self::Input, 3, "an input could not be read or understood"),
        (Self::Unreachable, 4, "the peer could not be reached"),
        (Self::NoTls, 5, "reached, but no TLS was spoken"),
        (
            Self::Output,
            6,
            "an output could not be written, or an address not bound",
        ),
        (Self::Bug, 70, "a bug in tlsctl"),
        (Self::Interrupted, 130, "interrupted"),
    ];

    /// The number the process exits with.
    pub(crate) fn code(self) -> u8 {
        Self::ALL
            .iter()
            .find(|(exit, ..)| *exit == self)
            .map_or(70, |(_, code, _)| *code)
    }

    /// The one to report of two that occurred over several inputs or targets.
    #[must_use]
    pub(crate) fn and(self, other: Self) -> Self {
        if self.rank() <= other.rank() { self } else { other }
    }

    /// Place in the order of precedence: interruption and usage end a run, so they come first.
    fn rank(self) -> u8 {
        match self {
            Self::Interrupted => 0,
            Self::Usage => 1,
            Self::Bug => 2,
            Self::Output => 3,
            Self::Input => 4,
            Self::Wrong => 5,
            Self::Unreachable => 6,
            Self::NoTls => 7,
            Self::Ok => 8,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_outcomes_the_first_in_the_documented_order_wins() {
        let order = [
            Exit::Bug,
            Exit::Output,
            Exit::Input,
            Exit::Wrong,
            Exit::Unreachable,
            Exit::NoTls,
            Exit::Ok,
        ];
        for (i, first) in order.iter().enumerate() {
            for second in &order[i..] {
                assert_eq!(first.and(*second), *first);
                assert_eq!(second.and(*first), *first);
            }
        }
    }

    #[test]
    fn every_exit_has_its_own_number() {
        let codes: std::collections::BTreeSet<u8> = Exit::ALL.iter().map(|(e, ..)| e.code()).collect();
        assert_eq!(codes.len(), Exit::ALL.len());
    }
}
