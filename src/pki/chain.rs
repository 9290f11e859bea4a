//! What a set of certificates is as a chain: which one is the leaf, who signed whom, and whether it is
//! what a server should send (RFC 8446 §4.4.2, RFC 5246 §7.4.2). Facts and findings only; whether anyone
//! should trust the chain is `verify`'s question.

use std::collections::HashMap;

use num_bigint::BigUint;

use super::cert::Cert;
use super::format::der::hex;
use super::oid;
use super::rule;
use super::signature::{self, Refusal};
use crate::model::{Fact, Finding, Section, Severity, Value};

/// What a set of certificates is as a chain.
#[derive(Clone, Debug)]
pub(crate) struct Diagnosis {
    /// The certificates in the order received.
    pub(crate) nodes: Vec<Node>,
    /// The leaf's place; `None` where there are no certificates.
    pub(crate) leaf: Option<usize>,
    /// From the leaf up: each signed by the next.
    pub(crate) path: Vec<usize>,
    /// What is wrong with it.
    pub(crate) findings: Vec<Finding>,
}

/// One certificate in its place.
#[derive(Clone, Debug)]
pub(crate) struct Node {
    pub(crate) cert: Cert,
    pub(crate) role: Role,
    /// The places of those who signed it: several where a CA was cross-signed or renewed.
    pub(crate) signers: Vec<usize>,
}

/// What a certificate is to the chain.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Role {
    /// The same as the one at this place.
    Duplicate(usize),
    Intermediate,
    Leaf,
    /// Signed by itself, above the leaf.
    Root,
    /// Not above the leaf at all.
    Unrelated,
}

/// Finds out what `sent`, in this order, is as a chain.
pub(crate) fn diagnose(sent: &[Cert]) -> Diagnosis {
    let duplicates = duplicates(sent);
    let signers = signers(sent, &duplicates);
    let leaf = choose_leaf(sent, &signers, &duplicates);
    assemble(sent, &duplicates, signers, leaf)
}

/// What the certificates are to this leaf.
fn assemble(
    sent: &[Cert],
    duplicates: &[Option<usize>],
    signers: Vec<Vec<usize>>,
    leaf: Option<usize>,
) -> Diagnosis {
    let path = leaf.map_or_else(Vec::new, |leaf| climb(leaf, &signers));
    let roles = roles(sent, &signers, duplicates, leaf);
    let nodes = sent
        .iter()
        .zip(roles)
        .zip(signers)
        .map(|((cert, role), signers)| Node {
            cert: cert.clone(),
            role,
            signers,
        });
    let mut diagnosis = Diagnosis {
        nodes: nodes.collect(),
        leaf,
        path,
        findings: Vec::new(),
    };
    diagnosis.findings = diagnosis.judge();
    diagnosis
}

/// What a server should send of `sent` for the leaf at this place: the leaf, then each signer, then other
/// certificates above the leaf (cross-signed ones); no root, no duplicate, nothing unrelated.
pub(crate) fn repair(sent: &[Cert], leaf: usize) -> Vec<Cert> {
    let duplicates = duplicates(sent);
    let signers = signers(sent, &duplicates);
    let diagnosis = assemble(sent, &duplicates, signers, Some(leaf));
    let others = (0..sent.len()).filter(|place| !diagnosis.path.contains(place));
    let order = diagnosis.path.iter().copied().chain(others);
    order
        .filter(|place| matches!(diagnosis.nodes[*place].role, Role::Leaf | Role::Intermediate))
        .map(|place| sent[place].clone())
        .collect()
}

/// The places of those that could be the leaf of a chain made of `sent`: end certificates, or where there
/// are none the CAs that signed no other certificate here.
pub(crate) fn leaves(sent: &[Cert]) -> Vec<usize> {
    let duplicates = duplicates(sent);
    let signers = signers(sent, &duplicates);
    let ends: Vec<usize> = ends(sent, &signers, &duplicates).collect();
    let (certificates, authorities): (Vec<usize>, Vec<usize>) =
        ends.into_iter().partition(|place| !sent[*place].is_ca());
    if certificates.is_empty() {
        authorities
    } else {
        certificates
    }
}

/// Whether the certificate that signed the one at this place is among `sent`.
pub(crate) fn has_signer(sent: &[Cert], place: usize) -> bool {
    !signers(sent, &duplicates(sent))[place].is_empty()
}

impl Role {
    /// The word for it.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Duplicate(_) => "duplicate",
            Self::Intermediate => "intermediate",
            Self::Leaf => "leaf",
            Self::Root => "root",
            Self::Unrelated => "unrelated",
        }
    }
}

impl Diagnosis {
    /// The facts: how many, which is the leaf, and each certificate with its role and its signers.
    pub(crate) fn section(&self) -> Section {
        let certificate = |(place, node): (usize, &Node)| {
            Value::map([
                Fact::new("place", place),
                Fact::new("subject", node.cert.label()),
                Fact::new("issuer", node.cert.issuer().short()),
                Fact::new("role", node.role.id()),
                Fact::new("signed_by", node.signers.clone()),
            ])
        };
        Section::new("chain")
            .with("count", self.nodes.len())
            .with("leaf", self.leaf)
            .with("path", self.path.clone())
            .with(
                "certificates",
                self.nodes.iter().enumerate().map(certificate).collect::<Vec<_>>(),
            )
    }

    /// The certificate on top of the path.
    pub(crate) fn top(&self) -> Option<&Cert> {
        self.path.last().map(|place| &self.nodes[*place].cert)
    }

    fn judge(&self) -> Vec<Finding> {
        let mut findings: Vec<Finding> = self.order().into_iter().chain(self.incomplete()).collect();
        for (place, node) in self.nodes.iter().enumerate() {
            let name = node.cert.label();
            let said = |rule, message: String| {
                Finding::new(rule, message)
                    .on(name.clone())
                    .evidence("place", place)
            };
            findings.extend(match node.role {
                Role::Duplicate(first) => Some(
                    said(
                        &rule::CHAIN_DUPLICATE,
                        format!("`{name}` is there twice, at {} and {}", first + 1, place + 1),
                    )
                    .advice("send it once"),
                ),
                Role::Root => Some(
                    said(
                        &rule::CHAIN_ROOT_INCLUDED,
                        format!("the root `{name}` is part of the chain"),
                    )
                    .advice("leave it out: it costs every handshake its size and convinces nobody"),
                ),
                Role::Unrelated => Some(
                    said(
                        &rule::CHAIN_UNRELATED,
                        format!("`{name}` has signed nothing in this chain"),
                    )
                    .advice("leave it out, or put the certificate here that belongs in its place"),
                ),
                Role::Intermediate | Role::Leaf => None,
            });
        }
        findings.extend(self.reused_serials());
        findings.extend(self.shared_primes());
        findings
    }

    /// Different certificates that one issuer gave one serial number.
    fn reused_serials(&self) -> Vec<Finding> {
        let mut seen: HashMap<(&[u8], &[u8]), usize> = HashMap::new();
        let mut findings = Vec::new();
        for (place, node) in self.nodes.iter().enumerate() {
            let cert = &node.cert;
            let first = *seen.entry((cert.issuer().raw(), cert.serial())).or_insert(place);
            let first_cert = &self.nodes[first].cert;
            // A certificate has the serial number of its precertificate (RFC 6962 §3.1).
            let is_draft = [cert, first_cert].iter().any(|cert| is_precertificate(cert));
            if first_cert.der() == cert.der() || is_draft {
                continue;
            }
            let message = format!(
                "`{}` and `{}` have the same issuer and the serial number {}",
                first_cert.label(),
                cert.label(),
                hex(cert.serial())
            );
            findings.push(
                Finding::new(&rule::SERIAL_REUSED, message)
                    .on(cert.label())
                    .evidence("place", place)
                    .advice("issue one of them again: serial numbers are drawn at random, or counted"),
            );
        }
        findings
    }

    /// Different RSA keys with a prime in common, which their greatest common divisor is.
    fn shared_primes(&self) -> Vec<Finding> {
        let mut keys: Vec<(usize, BigUint)> = Vec::new();
        for (place, node) in self.nodes.iter().enumerate() {
            let modulus = node.cert.public_key().rsa_modulus();
            let modulus = modulus.filter(|modulus| modulus.len() <= MAX_MODULUS);
            let modulus = modulus.map(BigUint::from_bytes_be);
            if let Some(modulus) = modulus.filter(|modulus| keys.iter().all(|(_, other)| other != modulus)) {
                keys.push((place, modulus));
            }
        }
        if keys.len() > MAX_KEYS {
            return Vec::new();
        }
        let mut findings = Vec::new();
        for (i, (first, modulus)) in keys.iter().enumerate() {
            let shared = |other: &&(usize, BigUint)| divisor(modulus.clone(), other.1.clone()).bits() > 1;
            findings.extend(keys[i + 1..].iter().filter(shared).map(|(second, _)| {
                let label = |place: usize| self.nodes[place].cert.label();
                let message = format!(
                    "the keys of `{}` and `{}` have a prime in common",
                    label(*first),
                    label(*second)
                );
                Finding::new(&rule::RSA_SHARED_PRIME, message)
                    .on(label(*first))
                    .evidence("place", *second)
                    .advice("make both keys anew, on a machine that has gathered randomness")
            }));
        }
        findings
    }

    fn order(&self) -> Option<Finding> {
        let leaf = self.leaf?;
        if leaf != 0 {
            let message = format!(
                "the leaf `{}` comes at {}, not first",
                self.nodes[leaf].cert.label(),
                leaf + 1
            );
            let finding = Finding::new(&rule::CHAIN_ORDER, message).evidence("leaf_place", leaf);
            // Every client takes the first certificate for the server's own.
            return Some(
                finding
                    .severity(Severity::Error)
                    .advice("put the leaf first, then each signer"),
            );
        }
        let swapped = self.path.windows(2).find(|pair| pair[1] < pair[0])?;
        let (below, above) = (&self.nodes[swapped[0]].cert, &self.nodes[swapped[1]].cert);
        Some(
            Finding::new(
                &rule::CHAIN_ORDER,
                format!(
                    "`{}` comes before `{}`, which it signed",
                    above.label(),
                    below.label()
                ),
            )
            .advice("put the leaf first, then each signer"),
        )
    }

    /// The chain stops where more is certainly or probably needed: CAs were sent but not the one that
    /// signed the leaf, or the leaf alone says where its issuer can be had. (A chain that stops below a
    /// root is whole.)
    fn incomplete(&self) -> Option<Finding> {
        let top = self.top()?;
        let stray = self
            .nodes
            .iter()
            .any(|node| node.role == Role::Unrelated && node.cert.is_ca());
        let url = top.issuer_urls().next();
        if self.path.len() > 1 || top.is_self_issued() || !(stray || url.is_some()) {
            return None;
        }
        Some(missing_issuer(top).severity(Severity::Warning))
    }
}

/// The finding that the certificate above `top` is missing, with where it can be had.
pub(crate) fn missing_issuer(top: &Cert) -> Finding {
    let issuer = top.issuer().short();
    let message = format!(
        "`{}` was issued by `{issuer}`, whose certificate is not there",
        top.label()
    );
    let finding = Finding::new(&rule::CHAIN_INCOMPLETE, message)
        .on(top.label())
        .evidence("missing_issuer", top.issuer().to_string());
    match top.issuer_urls().next() {
        Some(url) => finding.evidence("issuer_url", url).advice(format!(
            "append the certificate of `{issuer}` to the chain; it is at {url}"
        )),
        None => finding.advice(format!("append the certificate of `{issuer}` to the chain")),
    }
}

/// For each certificate, the places of those whose key made its signature; of duplicates, the first.
fn signers(sent: &[Cert], duplicates: &[Option<usize>]) -> Vec<Vec<usize>> {
    let mut checks = MAX_CHECKS;
    let mut by_subject: HashMap<&[u8], Vec<usize>> = HashMap::new();
    for (place, cert) in sent.iter().enumerate() {
        if duplicates[place].is_none() {
            by_subject.entry(cert.subject().raw()).or_default().push(place);
        }
    }
    let mut signers_of = |cert: &Cert| {
        let same_bytes = by_subject.get(cert.issuer().raw()).cloned();
        let candidates = same_bytes.unwrap_or_else(|| folded(sent, duplicates, cert));
        candidates
            .into_iter()
            .filter(|place| signed(&sent[*place], cert, &mut checks))
            .collect()
    };
    sent.iter().map(&mut signers_of).collect()
}

/// The certificates whose subject is the issuer's name but for case, space and kind of string.
fn folded(sent: &[Cert], duplicates: &[Option<usize>], cert: &Cert) -> Vec<usize> {
    if sent.len() > MAX_FOLDED {
        return Vec::new();
    }
    let matches = |place: &usize| duplicates[*place].is_none() && sent[*place].subject().same(cert.issuer());
    (0..sent.len()).filter(matches).collect()
}

/// Whether `issuer`'s key made the signature, or may have where nothing here can tell.
fn signed(issuer: &Cert, cert: &Cert, checks: &mut usize) -> bool {
    if let Some(left) = checks.checked_sub(1) {
        *checks = left;
        return !matches!(
            signature::check(issuer.public_key(), cert.signature(), cert.tbs()),
            Err(Refusal::Wrong)
        );
    }
    let key_id = cert
        .extensions()
        .authority_key_id
        .as_ref()
        .and_then(|id| id.key_id.as_ref());
    key_id.is_none() || key_id == issuer.extensions().subject_key_id.as_ref()
}

fn duplicates(sent: &[Cert]) -> Vec<Option<usize>> {
    let mut seen: HashMap<&[u8], usize> = HashMap::new();
    let mut earlier = |place: usize| {
        let first = *seen.entry(sent[place].der()).or_insert(place);
        (first != place).then_some(first)
    };
    (0..sent.len()).map(&mut earlier).collect()
}

/// The first, unless it signed another one here: then the first end certificate that signed nobody.
fn choose_leaf(sent: &[Cert], signers: &[Vec<usize>], duplicates: &[Option<usize>]) -> Option<usize> {
    if sent.is_empty() || !signs_other(0, sent, signers) {
        return (!sent.is_empty()).then_some(0);
    }
    let mut ends = ends(sent, signers, duplicates).filter(|place| !sent[*place].is_ca());
    Some(ends.next().unwrap_or(0))
}

/// The places of those that signed no other, each once.
fn ends<'a>(
    sent: &'a [Cert],
    signers: &'a [Vec<usize>],
    duplicates: &'a [Option<usize>],
) -> impl Iterator<Item = usize> + 'a {
    (0..sent.len()).filter(move |place| duplicates[*place].is_none() && !signs_other(*place, sent, signers))
}

fn signs_other(place: usize, sent: &[Cert], signers: &[Vec<usize>]) -> bool {
    signers
        .iter()
        .enumerate()
        .any(|(other, signers)| sent[other] != sent[place] && signers.contains(&place))
}

/// The path upwards from `leaf`, by the first signer not yet on it.
fn climb(leaf: usize, signers: &[Vec<usize>]) -> Vec<usize> {
    let mut path = vec![leaf];
    let mut here = leaf;
    while let Some(next) = signers[here].iter().copied().find(|place| !path.contains(place)) {
        path.push(next);
        here = next;
    }
    path
}

fn roles(
    sent: &[Cert],
    signers: &[Vec<usize>],
    duplicates: &[Option<usize>],
    leaf: Option<usize>,
) -> Vec<Role> {
    let mut above = vec![false; sent.len()];
    let mut todo: Vec<usize> = leaf.into_iter().collect();
    while let Some(place) = todo.pop() {
        if !std::mem::replace(&mut above[place], true) {
            todo.extend(&signers[place]);
        }
    }
    let role = |place: usize| match (duplicates[place], Some(place) == leaf, above[place]) {
        (_, true, _) => Role::Leaf,
        (Some(first), ..) => Role::Duplicate(first),
        (None, false, false) => Role::Unrelated,
        (None, false, true) if signers[place].contains(&place) => Role::Root,
        (None, false, true) => Role::Intermediate,
    };
    (0..sent.len()).map(role).collect()
}

fn is_precertificate(cert: &Cert) -> bool {
    let mut extensions = cert.extensions().all.iter();
    extensions.any(|extension| extension.oid.is(oid::CT_POISON))
}

/// Euclid's: the numbers are public.
fn divisor(mut a: BigUint, mut b: BigUint) -> BigUint {
    while b != BigUint::ZERO {
        let rest = &a % &b;
        a = std::mem::replace(&mut b, rest);
    }
    a
}

/// Beyond this many RSA keys, they are not compared with each other: a bundle is not a chain.
const MAX_KEYS: usize = 8;
/// Octets of the largest modulus that is compared: those who had no randomness made smaller ones.
const MAX_MODULUS: usize = 512;
/// Beyond this many signatures, key identifiers have to do: a bundle is not a chain.
const MAX_CHECKS: usize = 200;
/// Beyond this many certificates, names are compared byte for byte only.
const MAX_FOLDED: usize = 200;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::fixture::{Authority, server};
    use crate::pki::key::{Key, Kind};
    use crate::pki::tbs::{Extension, Tbs};
    use crate::pki::{der, profile};

    fn rules(sent: &[&Cert]) -> Vec<&'static str> {
        let sent: Vec<Cert> = sent.iter().copied().cloned().collect();
        diagnose(&sent)
            .findings
            .iter()
            .map(|finding| finding.rule.id)
            .collect()
    }

    #[test]
    fn each_way_to_send_a_chain_wrongly_has_its_finding() {
        let root = Authority::root("Root");
        let ca = root.intermediate("CA");
        let other = Authority::root("Other");
        let leaf = server(&ca, "example.com");
        let (root, ca, other) = (&root.cert, &ca.cert, &other.cert);
        assert_eq!(rules(&[&leaf, ca]), [""; 0]);
        assert_eq!(rules(&[&leaf, ca, root]), ["chain-root-included"]);
        assert_eq!(rules(&[ca, &leaf]), ["chain-order"]);
        assert_eq!(rules(&[&leaf, root, ca]), ["chain-order", "chain-root-included"]);
        assert_eq!(rules(&[&leaf, ca, ca]), ["chain-duplicate"]);
        assert_eq!(rules(&[&leaf, ca, other]), ["chain-unrelated"]);
        assert_eq!(rules(&[&leaf, root]), ["chain-incomplete", "chain-unrelated"]);
        assert_eq!(rules(&[&leaf]), [""; 0]);
        assert_eq!(rules(&[root]), [""; 0]);
        assert_eq!(rules(&[]), [""; 0]);
    }

    #[test]
    fn a_serial_number_is_given_once_but_for_the_precertificate() {
        let key = Key::generate(Kind::P256).expect("randomness");
        let certificate = |name: &str, more: Option<Extension>| {
            let mut tbs = Tbs {
                version: Some(2),
                serial: vec![7; 16],
                signature: key.signature().expect("an algorithm").identifier(),
                issuer: profile::common_name("CA"),
                not_before: der::utc_time(crate::pki::fixture::now()),
                not_after: der::utc_time(crate::pki::fixture::now()),
                subject: profile::common_name(name),
                spki: key.spki().to_vec(),
                extensions: Vec::new(),
            };
            tbs.extensions.extend(more);
            Cert::parse(&tbs.sign(&key).expect("a signature")).expect("a certificate")
        };
        let poison = Extension::new(oid::CT_POISON, vec![5, 0]).critical_if(true);
        let (one, other) = (certificate("one", None), certificate("other", None));
        let draft = certificate("one", Some(poison));
        assert_eq!(rules(&[&one, &other]), ["chain-unrelated", "serial-reused"]);
        assert_eq!(rules(&[&one, &draft]), ["chain-unrelated"]);
        assert_eq!(rules(&[&one, &one]), ["chain-duplicate"]);
    }

    #[test]
    fn a_repaired_chain_is_what_a_server_should_send() {
        let root = Authority::root("Root");
        let ca = root.intermediate("CA");
        let issuing = ca.intermediate("Issuing CA");
        let other = Authority::root("Other");
        let leaf = server(&issuing, "example.com");
        let sent = [
            root.cert.clone(),
            other.cert.clone(),
            ca.cert.clone(),
            leaf.clone(),
            ca.cert.clone(),
            issuing.cert.clone(),
        ];
        assert_eq!(leaves(&sent), [3]);
        assert_eq!(repair(&sent, 3), [leaf, issuing.cert, ca.cert]);
        assert_eq!(repair(std::slice::from_ref(&root.cert), 0), [root.cert]);
    }

    #[test]
    fn a_ca_that_signed_what_is_there_is_no_leaf_however_many_leaves_there_are() {
        let root = Authority::root("Root");
        let ca = root.intermediate("CA");
        let (one, two) = (server(&ca, "one.example"), server(&ca, "two.example"));
        let sent = [root.cert, ca.cert, one, two];
        assert_eq!(leaves(&sent), [2, 3]);
        assert_eq!(leaves(&sent[..2]), [1]);
        let diagnosis = diagnose(&sent);
        assert_eq!(diagnosis.leaf, Some(2));
        assert_eq!(diagnosis.nodes[1].role, Role::Intermediate);
        assert!(has_signer(&sent, 2) && !has_signer(&sent[2..], 0));
    }

    #[test]
    fn same_names_with_other_keys_are_not_signers() {
        let root = Authority::root("Root");
        let impostor = Authority::root("Root");
        let leaf = server(&root, "example.com");
        let diagnosis = diagnose(&[leaf, impostor.cert]);
        assert_eq!(diagnosis.nodes[0].signers, [0_usize; 0]);
        assert_eq!(diagnosis.nodes[1].role, Role::Unrelated);
    }
}
