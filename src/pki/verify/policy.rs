//! Certificate policies along a path (RFC 5280 §6.1.2–6.1.5 with RFC 9618's graph in place of the tree),
//! where the client accepts any policy. Then all that matters is whether the newest row of the graph has a
//! node, so that only that row is kept, and the work stays linear in what the certificates hold.

use std::collections::{HashMap, HashSet};

use super::{Check, about};
use crate::pki::cert::Cert;
use crate::pki::extensions::Policy;
use crate::pki::oid;
use crate::pki::primitive::Oid;
use crate::pki::rule;

/// The state between one certificate and the next.
#[derive(Debug)]
pub(crate) struct Policies {
    /// The newest row: each valid policy with those expected below it. Empty is the RFC's NULL.
    row: HashMap<Oid, HashSet<Oid>>,
    explicit: u32,
    mapping: u32,
    inhibit_any: u32,
}

impl Policies {
    /// Before the first of `length` certificates below the anchor.
    pub(crate) fn new(length: usize) -> Self {
        let skips = u32::try_from(length).unwrap_or(u32::MAX).saturating_add(1);
        let any = Oid::new(oid::ANY_POLICY);
        Self {
            row: HashMap::from([(any.clone(), HashSet::from([any]))]),
            explicit: skips,
            mapping: skips,
            inhibit_any: skips,
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
        self.hold(leaf)
    }

    fn hold(&self, cert: &Cert) -> Check {
        if self.explicit > 0 || !self.row.is_empty() {
            return Ok(());
        }
        let message = format!(
            "a CA requires a policy, and `{}` has none that holds from the root down",
            cert.label()
        );
        Err(about(cert, &rule::POLICY, message))
    }

    fn next_row(&self, policies: &[Policy], any_counts: bool) -> HashMap<Oid, HashSet<Oid>> {
        let expected: HashSet<&Oid> = self.row.values().flatten().collect();
        let below_any = self.row.contains_key(&Oid::new(oid::ANY_POLICY));
        let mut row = HashMap::new();
        for policy in policies.iter().filter(|policy| !policy.oid.is(oid::ANY_POLICY)) {
            if below_any || expected.contains(&policy.oid) {
                row.insert(policy.oid.clone(), HashSet::from([policy.oid.clone()]));
            }
        }
        if any_counts && policies.iter().any(|policy| policy.oid.is(oid::ANY_POLICY)) {
            for policy in expected {
                row.entry(policy.clone())
                    .or_insert_with(|| HashSet::from([policy.clone()]));
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
        for (from, to) in targets {
            if self.mapping == 0 {
                self.row.remove(from);
            } else if below_any || self.row.contains_key(from) {
                self.row.insert(from.clone(), to);
            }
        }
    }
}
