//! The search for a path (RFC 4158): from the leaf up, depth first, anchors before other CAs, CAs whose key
//! identifier fits before those whose does not. Whatever fails, wherever, makes it try the next way; the
//! work is bounded by `budget`. Each way that ended is kept with the reason.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

use super::answer::Candidate;
use super::budget::{Budget, MAX_CANDIDATES, MAX_DEPTH};
use super::{Check, Crl, Purpose, Question, Terms, about, issuer, path};
use crate::model::Finding;
use crate::pki::cert::Cert;
use crate::pki::chain::missing_issuer;
use crate::pki::rule;
use crate::pki::signature::{self, Refusal};

/// What the search found.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// The first path that holds, leaf first, anchor last, and what was noted about it.
    pub(crate) accepted: Option<(Vec<Cert>, Vec<Finding>)>,
    /// The ways that ended, in the order they were tried.
    pub(crate) rejected: Vec<Candidate>,
    /// What ran out, if anything did.
    pub(crate) spent: Option<&'static str>,
}

/// A certificate and a possible issuer.
type Pair = (*const u8, *const u8);

struct Search<'a> {
    question: &'a Question<'a>,
    budget: &'a Budget,
    /// By where the two certificates lie in memory: both outlive the search.
    signatures: RefCell<HashMap<Pair, Result<(), Refusal>>>,
    found: Found,
}

/// Searches for a path from the leaf to an anchor.
pub(crate) fn search(question: &Question<'_>, budget: &Budget) -> Found {
    let mut search = Search {
        question,
        budget,
        signatures: RefCell::default(),
        found: Found::default(),
    };
    if question.pins(question.leaf) {
        search.pinned();
    }
    if search.found.accepted.is_none() {
        search.climb(&mut vec![question.leaf]);
    }
    search.found.spent = budget.spent();
    search.found
}

/// Whether `signer`, which signed `crl`, leads to the same anchor as the certificate that the list is about
/// (RFC 5280 §6.3.3 (f)). Its own status counts too, by every list but those that it signed itself.
pub(crate) fn search_issuer(
    question: &Question<'_>,
    signer: &Cert,
    anchor: &Cert,
    crl: &Crl,
    budget: &Budget,
) -> bool {
    let crls: Vec<Crl> = question
        .crls
        .iter()
        .filter(|other| !other.issuer().same(crl.issuer()))
        .cloned()
        .collect();
    let question = Question {
        leaf: signer,
        anchors: std::slice::from_ref(anchor),
        host: None,
        purpose: Purpose::CrlIssuer,
        crls: &crls,
        ocsp: &[],
        max_intermediates: None,
        policies: Terms::default(),
        ..*question
    };
    issuer::sound(signer, question.now).is_ok() && search(&question, budget).accepted.is_some()
}

impl<'a> Search<'a> {
    fn pinned(&mut self) {
        let leaf = self.question.leaf;
        match path::judge_pinned(self.question) {
            Ok(notes) => self.found.accepted = Some((vec![leaf.clone()], notes)),
            Err(finding) => self.reject(&[leaf], true, *finding),
        }
    }

    /// Tries every issuer of the topmost certificate; true once a path holds.
    fn climb(&mut self, path: &mut Vec<&'a Cert>) -> bool {
        let top = path[path.len() - 1];
        let mut ways = 0;
        for anchor in ordered(self.question.anchors, top) {
            ways += 1;
            if self.spent() || self.try_anchor(path, anchor) {
                return self.found.accepted.is_some();
            }
        }
        let mut seen = HashSet::new();
        for ca in ordered(self.question.untrusted, top) {
            if !seen.insert(ca.der()) || path.iter().any(|below| same_entity(below, ca)) {
                continue;
            }
            ways += 1;
            if self.spent() || self.try_ca(path, ca) {
                return self.found.accepted.is_some();
            }
        }
        if ways == 0 {
            let finding = dead_end(path);
            self.reject(path, false, *finding);
        }
        false
    }

    fn try_anchor(&mut self, path: &[&'a Cert], anchor: &'a Cert) -> bool {
        let with_anchor: Vec<&Cert> = path.iter().copied().chain([anchor]).collect();
        let judged = self
            .signed(path[path.len() - 1], anchor)
            .and_then(|()| path::judge(self.question, path, anchor, self.budget));
        match judged {
            Ok(notes) => {
                let certs = with_anchor.into_iter().cloned().collect();
                self.found.accepted = Some((certs, notes));
                true
            }
            Err(finding) => {
                self.reject(&with_anchor, true, *finding);
                false
            }
        }
    }

    fn try_ca(&mut self, path: &mut Vec<&'a Cert>, ca: &'a Cert) -> bool {
        let top = path[path.len() - 1];
        path.push(ca);
        let held = self
            .deep(path)
            .and_then(|()| self.signed(top, ca))
            .and_then(|()| issuer::sound(ca, self.question.now))
            .and_then(|()| issuer::may_issue(ca, self.question));
        let accepted = match held {
            Ok(()) => self.climb(path),
            Err(finding) => {
                self.reject(path, false, *finding);
                false
            }
        };
        path.pop();
        accepted
    }

    fn deep(&self, path: &[&Cert]) -> Check {
        if path.len() <= MAX_DEPTH {
            return Ok(());
        }
        let message = format!("more than {MAX_DEPTH} certificates in one path");
        Err(about(path[0], &rule::GAVE_UP, message))
    }

    /// Whether `issuer`'s key made `cert`'s signature; each pair is checked once.
    fn signed(&self, cert: &Cert, issuer: &Cert) -> Check {
        let pair = (cert.der().as_ptr(), issuer.der().as_ptr());
        if let Some(known) = self.signatures.borrow().get(&pair) {
            return known.clone().map_err(|refusal| unsigned(cert, issuer, &refusal));
        }
        if !self.budget.signature() {
            return Err(about(cert, &rule::GAVE_UP, "too many signatures to check"));
        }
        let result = signature::check(issuer.public_key(), cert.signature(), cert.tbs());
        self.signatures.borrow_mut().insert(pair, result.clone());
        result.map_err(|refusal| unsigned(cert, issuer, &refusal))
    }

    fn spent(&self) -> bool {
        !self.budget.step() || self.budget.spent().is_some()
    }

    fn reject(&mut self, path: &[&Cert], anchored: bool, finding: Finding) {
        if self.found.rejected.len() < MAX_CANDIDATES {
            self.found.rejected.push(Candidate {
                path: path.iter().copied().cloned().collect(),
                anchored,
                finding,
            });
        }
    }
}

/// The certificates of `pool` whose subject is the issuer of `cert`, those first whose key identifier is
/// the one it asks for; an identifier that differs is only a hint (RFC 4158 §3.5.12).
fn ordered<'a>(pool: &'a [Cert], cert: &Cert) -> Vec<&'a Cert> {
    let wanted = cert
        .extensions()
        .authority_key_id
        .as_ref()
        .and_then(|id| id.key_id.as_ref());
    let named = pool.iter().filter(|ca| ca.subject().same(cert.issuer()));
    let (mut fitting, others): (Vec<_>, Vec<_>) =
        named.partition(|ca| wanted.is_some() && wanted == ca.extensions().subject_key_id.as_ref());
    fitting.extend(others);
    fitting
}

/// The same name with the same key: going there again is a circle, whatever the certificate.
fn same_entity(one: &Cert, other: &Cert) -> bool {
    one.spki() == other.spki() && one.subject().same(other.subject())
}

/// Why it goes no further above the topmost certificate.
fn dead_end(path: &[&Cert]) -> Box<Finding> {
    let top = path[path.len() - 1];
    let name = top.label();
    if path.len() == 1 && top.is_self_issued() {
        let message = format!("`{name}` is signed by itself, and not trusted");
        return Box::new(
            Finding::new(&rule::SELF_SIGNED, message)
                .on(name)
                .advice("trust it with --roots, or have it signed by a CA that is trusted"),
        );
    }
    if top.is_self_issued() {
        let message = format!("the chain ends in `{name}`, which is not trusted");
        return Box::new(
            Finding::new(&rule::UNTRUSTED, message)
                .on(name)
                .advice("trust this root with --roots, if it is to be trusted"),
        );
    }
    if top.issuer_urls().next().is_some() {
        return Box::new(missing_issuer(top));
    }
    let issuer = top.issuer().short();
    let message =
        format!("`{name}` was issued by `{issuer}`, which is neither trusted nor part of the chain");
    Box::new(
        Finding::new(&rule::UNTRUSTED, message)
            .on(name)
            .evidence("missing_issuer", top.issuer().to_string())
            .advice(format!(
                "trust `{issuer}` with --roots, or add its certificate to the chain if it is an intermediate"
            )),
    )
}

fn unsigned(cert: &Cert, issuer: &Cert, refusal: &Refusal) -> Box<Finding> {
    let (below, above) = (cert.label(), issuer.label());
    let wanted = cert
        .extensions()
        .authority_key_id
        .as_ref()
        .and_then(|id| id.key_id.as_ref());
    let has = issuer.extensions().subject_key_id.as_ref();
    let other_key = wanted.is_some() && has.is_some() && wanted != has;
    match refusal {
        Refusal::Weak(scheme) => about(
            cert,
            &rule::WEAK_SIGNATURE,
            format!("`{above}` signed `{below}` by {scheme}, which can be forged"),
        ),
        Refusal::Wrong if other_key => about(
            cert,
            &rule::UNTRUSTED,
            format!("`{below}` was issued by another `{above}` than the one at hand: the keys differ"),
        ),
        Refusal::Wrong => about(
            cert,
            &rule::BAD_SIGNATURE,
            format!("the signature of `{below}` is not by the key of `{above}`"),
        ),
        Refusal::Parameters(scheme) => about(
            cert,
            &rule::MALFORMED,
            format!("the signature of `{below}` is by {scheme} with parameters that do not belong there"),
        ),
        Refusal::Unsupported(scheme) => about(
            cert,
            &rule::SIGNATURE_UNSUPPORTED,
            format!(
                "the signature of `{below}` cannot be checked: {scheme} by a key of kind {}",
                issuer.public_key().kind()
            ),
        ),
    }
}
