//! A list that is found out by removal: offer all, note what the server picks, offer the rest, until it
//! refuses. As many questions as it accepts, and one more.

/// A list being found out.
#[derive(Clone, Debug)]
pub(crate) struct Shrink<T> {
    rest: Vec<T>,
    found: Vec<T>,
    is_open: bool,
}

/// What a pick means for the list.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Pick {
    /// It was among the rest, and is no longer.
    New,
    /// It was found before.
    Known,
    /// It was never offered.
    Unasked,
}

impl<T: Copy + PartialEq> Shrink<T> {
    /// Nothing is known of `all` yet.
    pub(crate) fn new(all: Vec<T>) -> Self {
        Self {
            is_open: !all.is_empty(),
            rest: all,
            found: Vec::new(),
        }
    }

    /// What is not found yet.
    pub(crate) fn rest(&self) -> &[T] {
        &self.rest
    }

    /// What was found, in the order it was picked.
    pub(crate) fn found(&self) -> &[T] {
        &self.found
    }

    /// Whether there may be more to find.
    pub(crate) fn is_open(&self) -> bool {
        self.is_open
    }

    /// What to offer: the rest while there may be more, then what was found.
    pub(crate) fn offer(&self) -> Vec<T> {
        if self.is_open {
            self.rest.clone()
        } else {
            self.every()
        }
    }

    /// Everything: what was found, or all where nothing was.
    pub(crate) fn every(&self) -> Vec<T> {
        if self.found.is_empty() {
            self.rest.clone()
        } else {
            self.found.clone()
        }
    }

    /// Notes what the server picked.
    pub(crate) fn take(&mut self, picked: T) -> Pick {
        let Some(at) = self.rest.iter().position(|item| *item == picked) else {
            return if self.found.contains(&picked) {
                Pick::Known
            } else {
                Pick::Unasked
            };
        };
        self.rest.remove(at);
        self.found.push(picked);
        self.is_open = self.is_open && !self.rest.is_empty();
        Pick::New
    }

    /// There is no more to find.
    pub(crate) fn close(&mut self) {
        self.is_open = false;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_shrinks_to_what_is_left() {
        let mut list = Shrink::new(vec![1, 2, 3]);
        assert_eq!(list.take(2), Pick::New);
        assert_eq!(list.offer(), [1, 3]);
        assert_eq!(list.take(2), Pick::Known);
        assert_eq!(list.take(9), Pick::Unasked);
        list.close();
        assert_eq!((list.offer(), list.is_open()), (vec![2], false));
    }

    #[test]
    fn a_list_that_was_found_whole_is_closed() {
        let mut list = Shrink::new(vec![1]);
        assert_eq!(list.take(1), Pick::New);
        assert!(!list.is_open());
    }
}
