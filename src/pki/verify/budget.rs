//! How much work one verification may cost: certificates can be made so that trying everything takes
//! years (RFC 4158 §5). What honest chains need is far below; beyond it the answer is "gave up".

use std::cell::Cell;

/// What is left to spend.
#[derive(Debug)]
pub(crate) struct Budget {
    signatures: Cell<u32>,
    comparisons: Cell<u32>,
    steps: Cell<u32>,
    spent: Cell<Option<&'static str>>,
}

/// More certificates than this between leaf and anchor, and it is no chain.
pub(crate) const MAX_DEPTH: usize = 12;

/// Paths with their errors that are kept for the answer.
pub(crate) const MAX_CANDIDATES: usize = 40;

impl Default for Budget {
    /// Public chains take four signatures; a mesh of cross-signed roots some dozens. webpki allows 100
    /// signatures and 250,000 comparisons of names with constraints, BoringSSL a million.
    fn default() -> Self {
        Self {
            signatures: Cell::new(200),
            comparisons: Cell::new(1 << 20),
            steps: Cell::new(5_000),
            spent: Cell::new(None),
        }
    }
}

impl Budget {
    /// Spends one check of a signature; false where none is left.
    pub(crate) fn signature(&self) -> bool {
        self.spend(&self.signatures, "more than 200 signatures to check")
    }

    /// Spends one comparison of a name with a constraint.
    pub(crate) fn comparison(&self) -> bool {
        self.spend(
            &self.comparisons,
            "more than a million names and constraints to compare",
        )
    }

    /// Spends one step of path building.
    pub(crate) fn step(&self) -> bool {
        self.spend(&self.steps, "more than 5000 ways to try")
    }

    /// What ran out, if anything did.
    pub(crate) fn spent(&self) -> Option<&'static str> {
        self.spent.get()
    }

    fn spend(&self, left: &Cell<u32>, what: &'static str) -> bool {
        match left.get().checked_sub(1) {
            Some(rest) => {
                left.set(rest);
                true
            }
            None => {
                self.spent.set(Some(what));
                false
            }
        }
    }
}
