//! One complete path, judged from the anchor down (RFC 5280 §6.1): what no certificate can be asked alone
//! because it depends on those above. Signatures and what every issuer owes are checked while building.

use super::budget::Budget;
use super::constraint::Fences;
use super::policy::Policies;
use super::{Check, Question, about, issuer, revocation, strict};
use crate::model::{Finding, Severity};
use crate::pki::cert::Cert;
use crate::pki::rule;

/// Judges the path `below` (leaf first, without the anchor) under `anchor`. What it notes without refusing
/// comes back.
pub(crate) fn judge(
    question: &Question<'_>,
    below: &[&Cert],
    anchor: &Cert,
    budget: &Budget,
) -> Result<Vec<Finding>, Box<Finding>> {
    let mut notes = judge_anchor(question, anchor)?;
    depth(question, below)?;
    let mut allowance = Allowance::default();
    let mut fences = Fences::default();
    let mut policies = Policies::new(below.len(), question.policies);
    if question.judges_anchors() {
        allowance.narrow(anchor);
    } else {
        notes.extend(too_deep(below, anchor));
    }
    fences.add(anchor)?;
    for (height, cert) in below.iter().copied().enumerate().rev() {
        let is_leaf = height == 0;
        if is_leaf || !cert.is_self_issued() {
            fences.admit(cert, budget)?;
        }
        policies.process(cert, is_leaf)?;
        if is_leaf {
            policies.finish(cert)?;
        } else {
            policies.prepare(cert)?;
            fences.add(cert)?;
            allowance.pass(cert)?;
            allowance.narrow(cert);
        }
        if question.is_strict() && !is_leaf {
            strict::intermediate(cert)?;
        }
    }
    notes.extend(revocation::judge(question, below, anchor, budget)?);
    notes.extend(links(below, anchor));
    Ok(notes)
}

/// A leaf that is itself an anchor: nothing is above it.
pub(crate) fn judge_pinned(question: &Question<'_>) -> Result<Vec<Finding>, Box<Finding>> {
    if question.is_strict() && question.leaf.is_ca() {
        strict::anchor(question.leaf)?;
    }
    Ok(Vec::new())
}

/// How many more CAs may follow (§6.1.4 (l), (m)); self-issued ones do not count.
#[derive(Debug, Default)]
struct Allowance(Option<u32>);

impl Allowance {
    fn pass(&mut self, ca: &Cert) -> Check {
        if ca.is_self_issued() {
            return Ok(());
        }
        match &mut self.0 {
            Some(0) => Err(about(
                ca,
                &rule::PATH_LENGTH,
                format!(
                    "`{}` stands deeper than the path length of a CA above it allows",
                    ca.label()
                ),
            )),
            Some(left) => {
                *left -= 1;
                Ok(())
            }
            None => Ok(()),
        }
    }

    fn narrow(&mut self, ca: &Cert) {
        let own = ca.extensions().basic_constraints.and_then(|basic| basic.path_len);
        self.0 = match (self.0, own) {
            (Some(left), Some(own)) => Some(left.min(own)),
            (left, own) => left.or(own),
        };
    }
}

/// An anchor is a name and a key (§6.1.1 (d)); where a client is spoken for, it is also a certificate. That
/// it expired is an error under the public profile only: OpenSSL, Go and GnuTLS refuse it, NSS and webpki
/// do not.
fn judge_anchor(question: &Question<'_>, anchor: &Cert) -> Result<Vec<Finding>, Box<Finding>> {
    issuer::key(anchor)?;
    let expired = issuer::current(anchor, question.now).err();
    let mut notes = Vec::new();
    match expired {
        Some(finding) if question.is_strict() => return Err(finding),
        Some(finding) => notes.push(anchor_expired(anchor, &finding)),
        None => {}
    }
    match own_word(question, anchor) {
        Err(finding) if question.judges_anchors() => return Err(finding),
        Err(finding) => notes.push(finding.severity(Severity::Warning)),
        Ok(()) => {}
    }
    if question.is_strict() {
        strict::anchor(anchor)?;
    }
    Ok(notes)
}

/// What the anchor's own certificate says of what it may be used for.
fn own_word(question: &Question<'_>, anchor: &Cert) -> Check {
    issuer::well_formed(anchor)?;
    issuer::critical(anchor)?;
    if anchor.version() == 3 && anchor.extensions().basic_constraints.is_some() {
        issuer::may_issue(anchor, question)
    } else {
        // Roots of version 1, and older ones of version 3, say nothing of the kind; trust says it for them.
        issuer::key_cert_sign(anchor)?;
        issuer::purpose(anchor, question.purpose)
    }
}

/// That there are more CAs than the anchor's own path length allows, as a remark.
fn too_deep(below: &[&Cert], anchor: &Cert) -> Option<Finding> {
    let mut allowance = Allowance::default();
    allowance.narrow(anchor);
    let broken = below
        .iter()
        .skip(1)
        .rev()
        .find_map(|ca| allowance.pass(ca).err())?;
    Some(broken.severity(Severity::Warning))
}

fn anchor_expired(anchor: &Cert, finding: &Finding) -> Finding {
    Finding::new(
        &rule::ANCHOR_EXPIRED,
        format!("the trust anchor: {}", finding.message),
    )
    .on(anchor.label())
    .severity(Severity::Warning)
}

fn depth(question: &Question<'_>, below: &[&Cert]) -> Check {
    let counted = below.iter().skip(1).filter(|cert| !cert.is_self_issued()).count();
    match question.max_intermediates {
        Some(most) if counted > most => Err(about(
            question.leaf,
            &rule::PATH_LENGTH,
            format!("{counted} CAs between leaf and anchor, where at most {most} are asked for"),
        )),
        _ => Ok(()),
    }
}

/// What links deserve a remark: names that are the same only after folding, key identifiers that differ.
fn links(below: &[&Cert], anchor: &Cert) -> Vec<Finding> {
    let issuers = below.iter().skip(1).copied().chain([anchor]);
    let pairs = below.iter().copied().zip(issuers);
    pairs.flat_map(|(cert, issuer)| link(cert, issuer)).collect()
}

fn link(cert: &Cert, issuer: &Cert) -> Vec<Finding> {
    let mut notes = Vec::new();
    let (below, above) = (cert.label(), issuer.label());
    if cert.issuer().raw() != issuer.subject().raw() {
        let message =
            format!("`{below}` names its issuer `{above}` in other bytes than `{above}` names itself");
        notes.push(Finding::new(&rule::ISSUER_NAME_FOLDED, message).on(below.clone()));
    }
    let wanted = cert
        .extensions()
        .authority_key_id
        .as_ref()
        .and_then(|id| id.key_id.as_ref());
    let has = issuer.extensions().subject_key_id.as_ref();
    if let (Some(wanted), Some(has)) = (wanted, has)
        && wanted != has
    {
        let message = format!("`{below}` asks for another key identifier than `{above}` has");
        notes.push(Finding::new(&rule::KEY_ID_MISMATCH, message).on(below));
    }
    notes
}
