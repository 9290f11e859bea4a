//! Which certificate was issued by which of the others, as trees with the issuers above. Names and key
//! ids decide; whether the signatures hold is for verification to say.

use std::collections::HashMap;

use super::certificate::role;
use crate::model::{Fact, Value};
use crate::pki::anatomy::{Anatomy, id};
use crate::pki::format::der::{Reader, tag};

/// The trees that these certificates form, as rows with their level: what has its issuer among the others
/// stands below it, one level deeper. A certificate that occurs twice is shown once, and so is each of a
/// circle. Rows and no nesting, since readers of JSON refuse what is deep.
pub(crate) fn tree(certificates: &[Anatomy]) -> Vec<Value> {
    let forest = Forest::new(certificates);
    let mut shown = vec![false; certificates.len()];
    let mut rows = Vec::new();
    let tops = (0..certificates.len()).filter(|i| forest.issuer[*i].is_none());
    // What is left then is a circle of certificates that issued each other.
    for top in tops.chain(0..certificates.len()) {
        if !shown[top] && !forest.repeats[top] {
            forest.grow(top, &mut shown, &mut rows);
        }
    }
    rows
}

struct Forest<'a> {
    certificates: &'a [Anatomy<'a>],
    issuer: Vec<Option<usize>>,
    issued: Vec<Vec<usize>>,
    /// Whether the same certificate stands earlier in the list.
    repeats: Vec<bool>,
}

impl<'a> Forest<'a> {
    fn new(certificates: &'a [Anatomy<'a>]) -> Self {
        let mut by_name: HashMap<&[u8], Vec<usize>> = HashMap::new();
        let mut seen: HashMap<&[u8], usize> = HashMap::new();
        let mut repeats = vec![false; certificates.len()];
        for (i, certificate) in certificates.iter().enumerate() {
            repeats[i] = seen.insert(certificate.der, i).is_some();
            if !repeats[i] {
                by_name.entry(certificate.subject.raw.full).or_default().push(i);
            }
        }
        let mut forest = Self {
            certificates,
            issuer: vec![None; certificates.len()],
            issued: vec![Vec::new(); certificates.len()],
            repeats,
        };
        for (i, certificate) in certificates.iter().enumerate() {
            let candidates = by_name
                .get(certificate.issuer.raw.full)
                .map_or(&[][..], Vec::as_slice);
            // A crowd of the same name is a hostile input; the first of them will do.
            let found = candidates
                .iter()
                .take(CROWD)
                .find(|j| **j != i && is_issuer(&certificates[**j], certificate));
            if let Some(issuer) = found
                .copied()
                .filter(|_| !forest.repeats[i] && !is_root(certificate))
            {
                forest.issuer[i] = Some(issuer);
                forest.issued[issuer].push(i);
            }
        }
        for i in 0..certificates.len() {
            if forest.repeats[i] {
                forest.issuer[i] = Some(i);
            }
        }
        forest
    }

    /// Adds a certificate and all below it.
    fn grow(&self, top: usize, shown: &mut [bool], rows: &mut Vec<Value>) {
        let mut open = vec![(top, 0_i64)];
        while let Some((at, level)) = open.pop() {
            if std::mem::replace(&mut shown[at], true) {
                continue;
            }
            rows.push(self.row(at, level));
            open.extend(self.issued[at].iter().rev().map(|child| (*child, level + 1)));
        }
    }

    fn row(&self, at: usize, level: i64) -> Value {
        let certificate = &self.certificates[at];
        let missing = self.issuer[at].is_none() && !certificate.is_self_issued();
        let note = if missing {
            format!("{}, issuer not here", role(certificate))
        } else {
            role(certificate).to_owned()
        };
        Value::map([
            Fact::new("title", certificate.title()),
            Fact::new("note", note),
            Fact::new("level", level),
        ])
    }
}

/// Whether names and key ids allow that `issuer` issued `certificate`.
fn is_issuer(issuer: &Anatomy, certificate: &Anatomy) -> bool {
    match (key_id(issuer), authority_key_id(certificate)) {
        (Some(has), Some(wants)) => has == wants,
        _ => true,
    }
}

fn is_root(certificate: &Anatomy) -> bool {
    certificate.is_self_issued()
        && match (key_id(certificate), authority_key_id(certificate)) {
            (Some(has), Some(wants)) => has == wants,
            _ => true,
        }
}

/// The subject key identifier, where it can be read.
fn key_id<'a>(certificate: &Anatomy<'a>) -> Option<&'a [u8]> {
    let value = certificate.extension(id::SUBJECT_KEY_ID)?.value.content;
    Some(
        Reader::new(value)
            .expect(tag::OCTET_STRING, "the key id")
            .ok()?
            .content,
    )
}

/// The key identifier of the issuer, where it is said.
fn authority_key_id<'a>(certificate: &Anatomy<'a>) -> Option<&'a [u8]> {
    let value = certificate.extension(id::AUTHORITY_KEY_ID)?.value.content;
    let mut fields = Reader::new(value).any().ok()?.reader();
    Some(fields.optional(tag::context(0)).ok()??.content)
}

/// Certificates of one name that are tried as an issuer.
const CROWD: usize = 64;
