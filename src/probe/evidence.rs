//! What is known of a target so far: the task, and the observations that finished inquiries left. Scans
//! plan from it and conclude from it; only the engine adds to it.

use std::any::Any;
use std::collections::BTreeSet;
use std::sync::Arc;

use super::engine::Usage;
use super::task::Task;

/// One thing learned. Each survey and scan has a type of its own for it, by which it is found again.
pub(crate) struct Observation(Box<dyn Any + Send + Sync>);

impl Observation {
    /// Wraps what was learned.
    pub(crate) fn new<T: Any + Send + Sync>(learned: T) -> Self {
        Self(Box::new(learned))
    }
}

/// What is known of one target.
pub(crate) struct Evidence {
    /// What was asked for.
    pub(crate) task: Arc<Task>,
    /// What it cost so far.
    pub(crate) usage: Usage,
    /// Whether the time ran out before every question was answered.
    pub(crate) is_cut_short: bool,
    observations: Vec<Observation>,
    answered: BTreeSet<String>,
}

impl Evidence {
    /// Nothing yet.
    pub(super) fn new(task: Arc<Task>) -> Self {
        Self {
            task,
            usage: Usage::default(),
            is_cut_short: false,
            observations: Vec::new(),
            answered: BTreeSet::new(),
        }
    }

    /// Adds what the inquiry `id` learned.
    pub(super) fn add(&mut self, id: String, learned: Vec<Observation>) {
        self.answered.insert(id);
        self.observations.extend(learned);
    }

    /// Every observation of this type, in the order they were made.
    pub(crate) fn all<T: Any>(&self) -> impl Iterator<Item = &T> {
        self.observations
            .iter()
            .filter_map(|observation| observation.0.downcast_ref())
    }

    /// The first observation of this type.
    pub(crate) fn first<T: Any>(&self) -> Option<&T> {
        self.all().next()
    }

    /// Whether the inquiry with this id has been answered.
    pub(crate) fn is_answered(&self, id: &str) -> bool {
        self.answered.contains(id)
    }
}
