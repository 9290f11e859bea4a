//! Whether a certificate on a path is revoked, by the revocation lists at hand (RFC 5280 §6.3): complete
//! and delta lists, distribution points, lists by reason, and lists by another issuer than the
//! certificate's. A list that cannot be relied on is no list; a status that cannot be found is said.
//!
//! The RFC leaves open what follows when there is no list. Here: where no list is about any certificate of
//! the path, nothing follows but a remark; where one is, the leaf's status must be known.

use std::cmp::Reverse;

use super::budget::Budget;
use super::crl::{Crl, Entry};
use super::ocsp::{self, Response};
use super::search::search_issuer;
use super::{Purpose, Question, about};
use crate::model::{Finding, Severity};
use crate::pki::cert::Cert;
use crate::pki::dn::Name;
use crate::pki::extensions::{DistributionPoint, KeyUsage, PointName};
use crate::pki::format::der::hex;
use crate::pki::general_name::GeneralName;
use crate::pki::oid;
use crate::pki::rule;
use crate::pki::signature;

/// What the lists say about one certificate.
enum Status {
    Good,
    /// No list by anyone who could speak about it.
    NotCovered,
    Revoked(Box<Finding>),
    /// There are lists, and none that can be relied on says.
    Unknown(Box<Finding>),
}

/// Judges every certificate of the path; remarks come back.
pub(crate) fn judge(
    question: &Question<'_>,
    below: &[&Cert],
    anchor: &Cert,
    budget: &Budget,
) -> Result<Vec<Finding>, Box<Finding>> {
    let remarks = responses(question, below, anchor)?;
    if question.crls.is_empty() {
        return Ok(remarks);
    }
    let mut any_good = false;
    let mut leaf_covered = true;
    for (height, cert) in below.iter().enumerate().rev() {
        let issuer = below.get(height + 1).copied().unwrap_or(anchor);
        let lookup = Lookup {
            question,
            cert,
            issuer,
            anchor,
            budget,
        };
        match lookup.status() {
            Status::Good => any_good = true,
            Status::NotCovered => leaf_covered &= height != 0,
            Status::Revoked(finding) | Status::Unknown(finding) => return Err(finding),
        }
    }
    if leaf_covered {
        return Ok([remarks, without_number(question)].concat());
    }
    let leaf = below[0];
    let message = format!("no revocation list at hand is about `{}`", leaf.label());
    let finding = about(leaf, &rule::REVOCATION_UNKNOWN, message);
    // Who issues lists may be on no list but its own.
    if any_good && question.purpose != Purpose::CrlIssuer {
        Err(finding)
    } else {
        Ok([remarks, vec![finding.severity(Severity::Warning)]].concat())
    }
}

/// Every OCSP response at hand has to be about some certificate of the path, and to say that it is good;
/// remarks on who says so come back.
fn responses(question: &Question<'_>, below: &[&Cert], anchor: &Cert) -> Result<Vec<Finding>, Box<Finding>> {
    let mut remarks = Vec::new();
    for der in question.ocsp {
        let pairs = below.iter().zip(below.iter().skip(1).chain([&anchor]));
        let response = Response::parse(der).ok();
        let subject = pairs.clone().find(|(cert, issuer)| {
            response
                .as_ref()
                .is_some_and(|response| response.single(cert, issuer).is_some())
        });
        let (cert, issuer) = subject.unwrap_or((&below[0], below.get(1).unwrap_or(&anchor)));
        ocsp::judge(der, cert, issuer, question.now)?;
        let delegate = response.as_ref().and_then(|response| response.delegate(issuer));
        if let Some(delegate) = delegate.filter(|delegate| delegate.extensions().ocsp_no_check.is_none()) {
            let message = format!(
                "the responder `{}` has a certificate whose own status would have to be asked about",
                delegate.label()
            );
            let remark = Finding::new(&rule::OCSP_NOCHECK_MISSING, message).on(delegate.label());
            remarks.push(remark.advice("issue it again with id-pkix-ocsp-nocheck"));
        }
    }
    Ok(remarks)
}

/// Lists without a number, which RFC 5280 §5.2.3 wants and verification can do without.
fn without_number(question: &Question<'_>) -> Vec<Finding> {
    let lists = question
        .crls
        .iter()
        .filter(|crl| crl.extensions().number.is_none());
    let remark = |crl: &Crl| {
        let issuer = crl.issuer().short();
        let message = format!("the revocation list of `{issuer}` has no number");
        Finding::new(&rule::CRL_NUMBER, message)
            .on(issuer)
            .severity(Severity::Warning)
    };
    lists.map(remark).collect()
}

/// One certificate with its issuer, among all lists.
struct Lookup<'a> {
    question: &'a Question<'a>,
    cert: &'a Cert,
    issuer: &'a Cert,
    anchor: &'a Cert,
    budget: &'a Budget,
}

impl<'a> Lookup<'a> {
    fn status(&self) -> Status {
        let points = self.points();
        let mut known: u16 = 0;
        let mut trouble = None;
        for point in &points {
            for crl in self.lists(point) {
                let reasons = reasons(crl, point);
                if reasons & !known == 0 {
                    continue;
                }
                match self.consult(crl, reasons) {
                    Ok(None) => known |= reasons,
                    Ok(Some(entry)) => return Status::Revoked(self.revoked(crl, &entry)),
                    Err(finding) => trouble = Some(finding),
                }
            }
        }
        match trouble {
            _ if known == ALL_REASONS => Status::Good,
            Some(finding) => Status::Unknown(finding),
            None if known == 0 => self.uncovered(),
            None => Status::Unknown(self.unknown("the lists at hand cover some reasons for revocation only")),
        }
    }

    /// The complete lists of this point, the newest first: what an older one says is out of date (§5.2.3).
    /// Of lists that claim to be the same, one that names the certificate goes first.
    fn lists(&self, point: &DistributionPoint) -> Vec<&'a Crl> {
        let complete = self.question.crls.iter().filter(|crl| !crl.is_delta());
        let mut lists: Vec<&Crl> = complete.filter(|crl| self.concerns(crl, point)).collect();
        lists.sort_by_key(|crl| {
            let number = crl.extensions().number.as_deref().unwrap_or_default();
            Reverse((crl.this_update(), number.len(), number, self.entry(crl).is_some()))
        });
        lists
    }

    /// Lists that this certificate's issuer made, but not for it, mean that its status is unknown.
    fn uncovered(&self) -> Status {
        let speaks = |crl: &Crl| {
            crl.issuer().same(self.cert.issuer())
                || self
                    .points()
                    .iter()
                    .any(|point| names_issuer(point, crl.issuer()))
        };
        if self.question.crls.iter().any(speaks) {
            Status::Unknown(self.unknown("there are lists by its issuer, and none is about this certificate"))
        } else {
            Status::NotCovered
        }
    }

    /// The distribution points of the certificate, and its issuer itself for all that they leave open.
    fn points(&self) -> Vec<DistributionPoint> {
        let own = self.cert.extensions().crl_points.iter().flatten().cloned();
        own.chain([DistributionPoint {
            name: Some(PointName::Full(vec![GeneralName::Directory(
                self.cert.issuer().clone(),
            )])),
            reasons: None,
            crl_issuer: None,
        }])
        .collect()
    }

    /// Whether the list is by who may speak, and about certificates like this one (§6.3.3 (b)).
    fn concerns(&self, crl: &Crl, point: &DistributionPoint) -> bool {
        let scope = crl.extensions().scope.clone().unwrap_or_default();
        let by_right_issuer = match &point.crl_issuer {
            Some(_) => scope.indirect && names_issuer(point, crl.issuer()),
            None => crl.issuer().same(self.cert.issuer()),
        };
        let kind_fits = match self.cert.is_ca() {
            true => !scope.only_users,
            false => !scope.only_cas,
        } && !scope.only_attributes;
        by_right_issuer && kind_fits && self.point_fits(crl, scope.name.as_ref(), point)
    }

    fn point_fits(&self, crl: &Crl, scope: Option<&PointName>, point: &DistributionPoint) -> bool {
        let Some(scope) = scope else {
            return true;
        };
        let listed = full_names(scope, crl.issuer());
        let wanted = match (&point.name, &point.crl_issuer) {
            (Some(name), Some(issuers)) => {
                let base = issuers
                    .iter()
                    .find_map(directory)
                    .unwrap_or_else(|| self.cert.issuer());
                full_names(name, base)
            }
            (Some(name), None) => full_names(name, self.cert.issuer()),
            (None, Some(issuers)) => issuers.clone(),
            (None, None) => Vec::new(),
        };
        wanted.iter().any(|name| listed.contains(name))
    }

    /// The entry for the certificate in this list and the delta that goes with it, if it has one.
    fn consult(&self, crl: &Crl, reasons: u16) -> Result<Option<Entry>, Box<Finding>> {
        self.rely_on(crl)?;
        let deltas = self.question.crls.iter().filter(|delta| applies_to(delta, crl));
        let mut newest: Option<&Crl> = None;
        for delta in deltas {
            let usable = self.rely_on(delta).is_ok();
            if usable && newest.is_none_or(|other| delta.this_update() > other.this_update()) {
                newest = Some(delta);
            }
        }
        if let Some(entry) = newest.and_then(|delta| self.entry(delta)) {
            self.known_entry(entry)?;
            return Ok((entry.reason != REMOVE_FROM_CRL).then(|| entry.clone()));
        }
        if newest.is_none() {
            self.in_time(crl)?;
        }
        match self.entry(crl) {
            Some(entry) if entry.reason == REMOVE_FROM_CRL => Ok(None),
            Some(entry) => {
                self.known_entry(entry)?;
                debug_assert!(reasons != 0);
                Ok(Some(entry.clone()))
            }
            None => Ok(None),
        }
    }

    fn entry<'c>(&self, crl: &'c Crl) -> Option<&'c Entry> {
        crl.entry(self.cert.serial(), self.cert.issuer())
    }

    fn known_entry(&self, entry: &Entry) -> Result<(), Box<Finding>> {
        if entry.unknown {
            return Err(self.unknown("its entry in the list has a critical extension that is unknown"));
        }
        Ok(())
    }

    /// Well-formed, issued by now, signed by who may (§6.3.3 (f), (g)); a delta also current.
    fn rely_on(&self, crl: &Crl) -> Result<(), Box<Finding>> {
        let broken = |rule, what: String| {
            let message = format!("the revocation list of `{}` {what}", crl.issuer().short());
            about(self.cert, rule, message)
        };
        if let Some(fault) = crl.fault() {
            return Err(broken(&rule::CRL_INVALID, format!("is malformed: {fault}")));
        }
        let unknown = |extension: &&crate::pki::extensions::Extension| {
            extension.critical && !PROCESSED.contains(&extension.oid.octets())
        };
        if let Some(extension) = crl.extensions().all.iter().find(unknown) {
            let (rule, id) = match extension.oid.is(oid::CRL_NUMBER) {
                true => (&rule::CRL_NUMBER, "its number marked critical".to_owned()),
                false => (
                    &rule::CRL_INVALID,
                    format!("the critical extension {}, which is unknown", extension.oid),
                ),
            };
            return Err(broken(rule, format!("has {id}")));
        }
        if self.question.is_strict() && crl.extensions().number.is_none() {
            return Err(broken(&rule::CRL_NUMBER, "has no number".to_owned()));
        }
        // An entry that this list cannot be understood without makes all of it unreliable (§5.3).
        if crl.has_unknown_entry() {
            return Err(broken(
                &rule::CRL_INVALID,
                "has an entry with an unknown critical extension".to_owned(),
            ));
        }
        if self.question.now < crl.this_update() {
            return Err(broken(
                &rule::CRL_INVALID,
                format!("is from the future: {}", crl.this_update()),
            ));
        }
        if crl.is_delta() {
            self.in_time(crl)?;
        }
        if self.signer(crl) {
            Ok(())
        } else {
            Err(broken(
                &rule::CRL_INVALID,
                "is not signed by who may sign it".to_owned(),
            ))
        }
    }

    fn in_time(&self, crl: &Crl) -> Result<(), Box<Finding>> {
        let issuer = crl.issuer().short();
        let message = match crl.next_update() {
            Some(next) if next >= self.question.now => return Ok(()),
            Some(next) => format!("the revocation list of `{issuer}` was to be replaced by {next}"),
            None => format!("the revocation list of `{issuer}` does not say until when it holds"),
        };
        Err(about(self.cert, &rule::CRL_INVALID, message))
    }

    /// Whether the list is signed by the certificate's issuer, or by another certificate of the list's
    /// issuer that leads to the same anchor.
    fn signer(&self, crl: &Crl) -> bool {
        let signed_by = |cert: &Cert| {
            let usage = cert.extensions().key_usage;
            cert.subject().same(crl.issuer())
                && usage.is_none_or(|usage| usage.has(KeyUsage::CRL_SIGN))
                && self.budget.signature()
                && signature::check(cert.public_key(), crl.signature(), crl.tbs()).is_ok()
        };
        if signed_by(self.issuer) || signed_by(self.anchor) {
            return true;
        }
        let pool = self.question.untrusted;
        pool.iter()
            .any(|cert| signed_by(cert) && search_issuer(self.question, cert, self.anchor, crl, self.budget))
    }

    fn revoked(&self, crl: &Crl, entry: &Entry) -> Box<Finding> {
        let name = self.cert.label();
        let reason = reason(entry.reason);
        Box::new(
            Finding::new(
                &rule::REVOKED,
                format!("`{name}` was revoked at {}: {reason}", entry.revoked_at),
            )
            .on(name)
            .evidence("revoked_at", entry.revoked_at)
            .evidence("reason", reason)
            .evidence("serial", hex(self.cert.serial()))
            .evidence("crl_issuer", crl.issuer().to_string())
            .advice("have a new certificate issued, with a new key if the old one is lost"),
        )
    }

    fn unknown(&self, why: &str) -> Box<Finding> {
        let message = format!("whether `{}` is revoked is unknown: {why}", self.cert.label());
        about(self.cert, &rule::REVOCATION_UNKNOWN, message)
    }
}

/// What a reason code means.
pub(crate) fn reason(code: u32) -> &'static str {
    let place = usize::try_from(code).unwrap_or(usize::MAX);
    REASONS.get(place).copied().unwrap_or("an unknown reason")
}

/// The reasons for which both the point and the list speak (§6.3.3 (d)); bit 0 is unused.
fn reasons(crl: &Crl, point: &DistributionPoint) -> u16 {
    let scope = crl.extensions().scope.as_ref().and_then(|scope| scope.reasons);
    ALL_REASONS & scope.unwrap_or(ALL_REASONS) & point.reasons.unwrap_or(ALL_REASONS)
}

/// Whether `delta` is a difference that `base` can be brought up to date with (§5.2.4).
fn applies_to(delta: &Crl, base: &Crl) -> bool {
    let (ours, theirs) = (base.extensions(), delta.extensions());
    let (Some(number), Some(from)) = (&ours.number, &theirs.delta_base) else {
        return false;
    };
    delta.issuer().same(base.issuer())
        && ours.scope == theirs.scope
        && ours.authority_key_id == theirs.authority_key_id
        && !is_less(number, from)
        && theirs.number.as_ref().is_some_and(|newer| is_less(number, newer))
}

/// Of two numbers that are not negative, in minimal form.
fn is_less(one: &[u8], other: &[u8]) -> bool {
    (one.len(), one) < (other.len(), other)
}

fn names_issuer(point: &DistributionPoint, issuer: &Name) -> bool {
    let mut issuers = point.crl_issuer.iter().flatten();
    issuers.any(|name| directory(name).is_some_and(|name| name.same(issuer)))
}

fn directory(name: &GeneralName) -> Option<&Name> {
    match name {
        GeneralName::Directory(name) => Some(name),
        _ => None,
    }
}

fn full_names(name: &PointName, base: &Name) -> Vec<GeneralName> {
    match name {
        PointName::Full(names) => names.clone(),
        PointName::Relative(attributes) => vec![GeneralName::Directory(base.joined(attributes))],
    }
}

/// The reason flags 1 to 8 (§4.2.1.13).
const ALL_REASONS: u16 = 0x1fe;
/// The code by which a delta takes an entry back (§5.3.1).
const REMOVE_FROM_CRL: u32 = 8;
/// What the codes of §5.3.1 mean.
const REASONS: &[&str] = &[
    "no reason given",
    "the key was compromised",
    "the CA was compromised",
    "the affiliation changed",
    "it was superseded",
    "it is no longer needed",
    "it is on hold",
    "an unused reason",
    "it was removed from the list",
    "the privilege was withdrawn",
    "the attribute authority was compromised",
];
/// Extensions of lists that are processed here.
const PROCESSED: &[&[u8]] = &[
    oid::AUTHORITY_KEY_ID,
    oid::DELTA_CRL_INDICATOR,
    oid::FRESHEST_CRL,
    oid::ISSUER_ALT_NAME,
    oid::ISSUING_DISTRIBUTION_POINT,
];
