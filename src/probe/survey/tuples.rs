//! Whose order of groups decides in TLS 1.3, to the last pair. Servers have an order of their own, or follow the
//! client's, or both at once: OpenSSL since 3.5 ranks tuples of groups, and inside one it follows the client. The
//! groups found are offered again in reverse, where that can tell. Pure; it knows no hello.

use super::tls13::Preference;

/// A list of what a server picked, being cut into tuples.
#[derive(Clone, Debug)]
pub(super) struct Tuples<T> {
    /// Known, the best first.
    done: Vec<Vec<T>>,
    /// Stretches in which the picks followed our own order, so that they may be anyone's; the next first.
    open: Vec<Vec<T>>,
    /// How often the server kept to its own order where it could have followed the client.
    own: usize,
}

impl<T: Copy + PartialEq> Tuples<T> {
    /// What was `found` in this order where the list was `offered` in that one.
    pub(super) fn new(found: &[T], offered: &[T]) -> Self {
        let place = |item: &T| offered.iter().position(|other| other == item);
        let stretches = found.chunk_by(|one, next| place(one) < place(next));
        let mut tuples = Self {
            done: Vec::new(),
            open: stretches.map(<[T]>::to_vec).collect(),
            own: 0,
        };
        tuples.settle();
        tuples
    }

    /// What to offer next, where something is still open.
    pub(super) fn ask(&self) -> Option<Vec<T>> {
        let next = self.open.first()?;
        Some(next.iter().rev().copied().collect())
    }

    /// Notes what was picked of what was to be offered; false where it cannot have been.
    pub(super) fn hear(&mut self, picked: T) -> bool {
        let Some(next) = self.open.first_mut() else {
            return false;
        };
        // It was picked before those that stand before it here, and after them when they came first.
        let Some(at) = next.iter().position(|item| *item == picked) else {
            return false;
        };
        self.own += usize::from(at + 1 < next.len());
        self.done.push(next.drain(..=at).collect());
        self.settle();
        true
    }

    /// Whose order decides, and where it is both the tuples; none while something is open, and of a single group.
    pub(super) fn verdict(&self) -> Option<(Preference, Vec<Vec<T>>)> {
        if !self.open.is_empty() {
            return None;
        }
        match self.done.as_slice() {
            [] => None,
            [all] if all.len() == 1 => None,
            [_] => Some((Preference::Client, Vec::new())),
            many if many.iter().all(|tuple| tuple.len() == 1) => Some((Preference::Server, Vec::new())),
            many => Some((Preference::Tuples, many.to_vec())),
        }
    }

    /// Takes what needs no question: a stretch of one, and all of it once the order is plainly the server's.
    fn settle(&mut self) {
        let is_plain = self.own >= PLAIN && self.done.iter().all(|tuple| tuple.len() == 1);
        while let Some(next) = self.open.first() {
            match next.len() {
                0 => {}
                1 => self.done.push(next.clone()),
                _ if is_plain => self.done.extend(next.iter().map(|item| vec![*item])),
                _ => return,
            }
            self.open.remove(0);
        }
    }
}

/// So many times is taken for always: a list of ten groups is not worth ten questions.
const PLAIN: usize = 2;

#[cfg(test)]
mod tests {
    use super::*;

    type Order = (Preference, Vec<Vec<u8>>);

    /// Plays a server that ranks `tuples` and follows the client inside one: what is found out, in how many questions.
    fn played(tuples: &[&[u8]]) -> (Option<Order>, usize) {
        let pick = |offered: &[u8]| {
            let best = tuples
                .iter()
                .find(|tuple| offered.iter().any(|item| tuple.contains(item)))?;
            offered.iter().copied().find(|item| best.contains(item))
        };
        let offered: Vec<u8> = (0..20).collect();
        let (mut rest, mut found) = (offered.clone(), Vec::new());
        while let Some(picked) = pick(&rest) {
            rest.retain(|item| *item != picked);
            found.push(picked);
        }
        let mut list = Tuples::new(&found, &offered);
        let mut questions = 0;
        while let Some(ask) = list.ask() {
            questions += 1;
            assert!(list.hear(pick(&ask).expect("it was picked before")));
        }
        (list.verdict(), questions)
    }

    #[test]
    fn the_order_is_the_clients_the_servers_or_that_of_tuples() {
        let client = Some((Preference::Client, Vec::new()));
        assert_eq!(played(&[&[1, 5, 9]]), (client, 1));
        let server = Some((Preference::Server, Vec::new()));
        assert_eq!(played(&[&[9], &[5], &[1]]), (server.clone(), 0));
        assert_eq!(played(&[&[1], &[5], &[9]]), (server.clone(), 2));
        assert_eq!(played(&[&[5], &[1], &[6], &[2], &[7]]), (server, 2));
        assert_eq!(played(&[&[5]]), (None, 0));
        // OpenSSL 3.5: the hybrid, then two tuples of curves.
        let tuples = vec![vec![12], vec![3, 7], vec![4, 5, 8], vec![9, 10]];
        let asked: Vec<&[u8]> = tuples.iter().map(Vec::as_slice).collect();
        assert_eq!(played(&asked), (Some((Preference::Tuples, tuples.clone())), 3));
        let late = vec![vec![1], vec![2, 9]];
        let asked: Vec<&[u8]> = late.iter().map(Vec::as_slice).collect();
        assert_eq!(played(&asked), (Some((Preference::Tuples, late.clone())), 2));
    }

    #[test]
    fn what_was_not_offered_settles_nothing() {
        let mut list = Tuples::new(&[1, 2], &[1, 2, 3]);
        assert!(!list.hear(3));
        assert_eq!(list.verdict(), None);
    }
}
