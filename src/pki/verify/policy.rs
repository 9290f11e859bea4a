//! Certificate policies along a path (RFC 5280 §6.1.2–6.1.5 with RFC 9618's graph in place of the tree).
//! All that matters is whether the newest row of the graph has a node, and at the end whether one of them
//! descends from a policy that the client accepts: so only that row is kept, with a mark on each node, and
//! the work stays linear in what the certificates hold.

use std::collections::{HashMap, HashSet};

use super::{Check, about};
use crate::pki::cert::Cert;
use crate::pki::extensions::Policy;
use crate::pki::oid;
use crate::pki::primitive::Oid;
use crate::pki::rule;

/// What the client asks of policies (§6.1.1 (c), (e), (f), (g)); by default nothing.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Terms<'a> {
    /// The policies that it accepts, in the anchor's own terms; none stands for any.
    pub(crate) accepted: &'a [Oid],
    /// Whether a path must be valid for one of them (initial-explicit-policy).
    pub(crate) explicit: bool,
    /// Whether anyPolicy counts for nothing (initial-any-policy-inhibit).
    pub(crate) inhibit_any: bool,
    /// Whether no policy may stand for another (initial-policy-mapping-inhibit).
    pub(crate) inhibit_mapping: bool,
}

impl Terms<'_> {
    /// Whether a policy of the anchor's domain is one that the client accepts.
    fn accepts(&self, policy: &Oid) -> bool {
        self.accepted.is_empty()
            || self
                .accepted
                .iter()
                .any(|own| own == policy || own.is(oid::ANY_POLICY))
    }
}

/// The state between one certificate and the next.
#[derive(Debug)]
pub(crate) struct Policies<'a> {
    terms: Terms<'a>,
    /// The newest row, by valid policy. Empty is the RFC's NULL.
    row: HashMap<Oid, Node>,
    explicit: u32,
    mapping: u32,
    inhibit_any: u32,
}

/// A node of the graph.
#[derive(Debug)]
struct Node {
    /// The policies that are expected below it.
    expected: HashSet<Oid>,
    /// Whether it descends from a policy that the client accepts.
    accepted: bool,
}

impl Node {
    fn of(policy: &Oid, accepted: bool) -> Self {
        Self {
            expected: HashSet::from([policy.clone()]),
            accepted,
        }
    }
}

impl<'a> Policies<'a> {
    /// Before the first of `length` certificates below the anchor.
    pub(crate) fn new(length: usize, terms: Terms<'a>) -> Self {
        let skips = u32::try_from(length).unwrap_or(u32::MAX).saturating_add(1);
        let initial = |forbidden: bool| if forbidden { 0 } else { skips };
        let any = Oid::new(oid::ANY_POLICY);
        Self {
            terms,
            row: HashMap::from([(any.clone(), Node::of(&any, true))]),
            explicit: initial(terms.explicit),
            mapping: initial(terms.inhibit_mapping),
            inhibit_any: initial(terms.inhibit_any),
        }
    }

    /// The certificate's own policies (§6.1.3 (d) to (f)).
    pub(crate) fn process(&mut self, cert: &Cert, is_last: bool) -> Check {
        let any_counts = self.inhibit_any > 0 || (!is_last && cert.is_self_issued());
        self.row = match &cert.extensions().policies {
            Some(policies) => self.next_row(policies, any_counts),
            None => HashMap::new(),
        };
        self.hold(cert)
    }

    /// What a CA says about what is below it (§6.1.4 (a), (b), (h) to (j)).
    pub(crate) fn prepare(&mut self, ca: &Cert) -> Check {
        let extensions = ca.extensions();
        let mappings = extensions.policy_mappings.as_deref().unwrap_or_default();
        let maps_any = |(from, to): &(Oid, Oid)| from.is(oid::ANY_POLICY) || to.is(oid::ANY_POLICY);
        if mappings.iter().any(maps_any) {
            let message = format!(
                "`{}` maps anyPolicy, which RFC 5280 §6.1.4 (a) forbids",
                ca.label()
            );
            return Err(about(ca, &rule::POLICY, message));
        }
        self.map(mappings);
        if !ca.is_self_issued() {
            self.explicit = self.explicit.saturating_sub(1);
            self.mapping = self.mapping.saturating_sub(1);
            self.inhibit_any = self.inhibit_any.saturating_sub(1);
        }
        let constraints = extensions.policy_constraints.unwrap_or_default();
        self.explicit = self
            .explicit
            .min(constraints.require_explicit.unwrap_or(u32::MAX));
        self.mapping = self.mapping.min(constraints.inhibit_mapping.unwrap_or(u32::MAX));
        self.inhibit_any = self
            .inhibit_any
            .min(extensions.inhibit_any_policy.unwrap_or(u32::MAX));
        Ok(())
    }

    /// After the leaf (§6.1.5 (a), (b), (g)).
    pub(crate) fn finish(&mut self, leaf: &Cert) -> Check {
        self.explicit = self.explicit.saturating_sub(1);
        let constraints = leaf.extensions().policy_constraints.unwrap_or_default();
        if constraints.require_explicit == Some(0) {
            self.explicit = 0;
        }
        self.hold(leaf)?;
        if self.explicit > 0 || self.row.values().any(|node| node.accepted) {
            return Ok(());
        }
        let message = format!(
            "`{}` holds under none of the policies that are asked for",
            leaf.label()
        );
        Err(about(leaf, &rule::POLICY, message))
    }

    fn hold(&self, cert: &Cert) -> Check {
        if self.explicit > 0 || !self.row.is_empty() {
            return Ok(());
        }
        let by = if self.terms.explicit { "the caller" } else { "a CA" };
        let message = format!(
            "{by} requires a policy, and `{}` has none that holds from the root down",
            cert.label()
        );
        Err(about(cert, &rule::POLICY, message))
    }

    fn next_row(&self, policies: &[Policy], any_counts: bool) -> HashMap<Oid, Node> {
        let mut expected: HashMap<&Oid, bool> = HashMap::new();
        for node in self.row.values() {
            for policy in &node.expected {
                *expected.entry(policy).or_default() |= node.accepted;
            }
        }
        let below_any = self.row.contains_key(&Oid::new(oid::ANY_POLICY));
        let mut row = HashMap::new();
        for policy in policies.iter().filter(|policy| !policy.oid.is(oid::ANY_POLICY)) {
            let parent = expected.get(&policy.oid).copied();
            let parent = parent.or_else(|| below_any.then(|| self.terms.accepts(&policy.oid)));
            if let Some(accepted) = parent {
                row.insert(policy.oid.clone(), Node::of(&policy.oid, accepted));
            }
        }
        if any_counts && policies.iter().any(|policy| policy.oid.is(oid::ANY_POLICY)) {
            for (policy, accepted) in expected {
                row.entry(policy.clone())
                    .or_insert_with(|| Node::of(policy, accepted));
            }
        }
        row
    }

    fn map(&mut self, mappings: &[(Oid, Oid)]) {
        let mut targets: HashMap<&Oid, HashSet<Oid>> = HashMap::new();
        for (from, to) in mappings {
            targets.entry(from).or_default().insert(to.clone());
        }
        let below_any = self.row.contains_key(&Oid::new(oid::ANY_POLICY));
        for (from, expected) in targets {
            if self.mapping == 0 {
                self.row.remove(from);
            } else if let Some(node) = self.row.get_mut(from) {
                node.expected = expected;
            } else if below_any {
                let accepted = self.terms.accepts(from);
                self.row.insert(from.clone(), Node { expected, accepted });
            }
        }
    }
}
