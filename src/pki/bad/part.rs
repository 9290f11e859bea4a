//! Extensions as only the catalogue writes them: any octets as a name, constraints of every kind,
//! pointers to revocation lists and responders, timestamps from a log that does not exist.

use crate::pki::der::{self, tag};
use crate::pki::extension::{Constraint, basic_constraints};
use crate::pki::oid;
use crate::pki::tbs::Extension;

/// GeneralName choices (RFC 5280 §4.2.1.6).
pub(super) const EMAIL: u8 = tag::context(1);
pub(super) const DNS: u8 = tag::context(2);
pub(super) const URI: u8 = tag::context(6);
pub(super) const IP: u8 = tag::context(7);

/// id-kp-codeSigning, 1.3.6.1.5.5.7.3.3.
pub(super) const CODE_SIGNING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 3];
/// id-kp-emailProtection, 1.3.6.1.5.5.7.3.4.
pub(super) const EMAIL_PROTECTION: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 4];
/// An identifier that no program knows, below the arc for examples, 2.999.1.
pub(super) const NOBODY_KNOWS: &[u8] = &[0x88, 0x37, 1];

/// A GeneralName of one string or address.
pub(super) fn general(choice: u8, content: impl AsRef<[u8]>) -> Vec<u8> {
    der::element(choice, content.as_ref())
}

/// A GeneralName that is a directory name.
pub(super) fn directory(name: &[u8]) -> Vec<u8> {
    der::element(tag::constructed(4), name)
}

/// subjectAltName of these GeneralNames, not critical.
pub(super) fn names<T: AsRef<[u8]>>(names: impl IntoIterator<Item = T>) -> Extension {
    Extension::new(oid::SUBJECT_ALT_NAME, der::sequence(names))
}

/// subjectAltName of DNS names that nothing has checked.
pub(super) fn dns_names<T: AsRef<[u8]>>(all: &[T]) -> Extension {
    names(all.iter().map(|name| general(DNS, name)))
}

/// nameConstraints, critical, of GeneralNames.
pub(super) fn constraints(permitted: &[Vec<u8>], excluded: &[Vec<u8>]) -> Extension {
    let trees = |number: u8, names: &[Vec<u8>]| {
        if names.is_empty() {
            return Vec::new();
        }
        let trees = der::concat(names.iter().map(|name| der::sequence([name])));
        der::element(tag::constructed(number), &trees)
    };
    let value = der::sequence([trees(0, permitted), trees(1, excluded)]);
    Extension::new(oid::NAME_CONSTRAINTS, value).critical_if(true)
}

/// basicConstraints of a CA with a path length.
pub(super) fn path_length(below: u8) -> Extension {
    basic_constraints(Constraint::Ca(Some(below)))
}

/// cRLDistributionPoints with one URL.
pub(super) fn crl_at(url: &str) -> Extension {
    Extension::new(oid::CRL_DISTRIBUTION_POINTS, points(&general(URI, url)))
}

/// freshestCRL with one place: where the deltas to a list are.
pub(super) fn deltas_at(place: &[u8]) -> Extension {
    Extension::new(oid::FRESHEST_CRL, points(place))
}

/// CRLDistributionPoints with one GeneralName.
fn points(place: &[u8]) -> Vec<u8> {
    let full = der::element(tag::constructed(0), place);
    let point = der::sequence([der::element(tag::constructed(0), &full)]);
    der::sequence([point])
}

/// cRLDistributionPoints with one list by `issuer`, who is not the certificate's; at this URL, if at any.
pub(super) fn crl_by(issuer: &[u8], url: Option<&str>) -> Extension {
    let at = url.map(|url| {
        let full = der::element(tag::constructed(0), &general(URI, url));
        der::element(tag::constructed(0), &full)
    });
    let by = der::element(tag::constructed(2), &directory(issuer));
    let point = der::sequence([at.unwrap_or_default(), by]);
    Extension::new(oid::CRL_DISTRIBUTION_POINTS, der::sequence([point]))
}

/// authorityInfoAccess with one method and URL.
pub(super) fn access(method: &[u8], url: &str) -> Extension {
    let description = der::sequence([der::oid(method), general(URI, url)]);
    Extension::new(oid::AUTHORITY_INFO_ACCESS, der::sequence([description]))
}

/// TLS feature with status_request: must-staple (RFC 7633 §4).
pub(super) fn must_staple() -> Extension {
    Extension::new(oid::TLS_FEATURE, der::sequence([der::integer(&[5])]))
}

/// An extension that no program knows.
pub(super) fn unknown(critical: bool) -> Extension {
    Extension::new(NOBODY_KNOWS, der::element(tag::NULL, &[])).critical_if(critical)
}

/// The list of signed certificate timestamps as the extension holds it (RFC 6962 §3.3).
pub(super) fn timestamps(serialized: &[Vec<u8>]) -> Extension {
    let mut list = Vec::new();
    for timestamp in serialized {
        list.extend_from_slice(&length(timestamp));
        list.extend_from_slice(timestamp);
    }
    let list = der::concat([&length(&list)[..], &list]);
    Extension::new(oid::SCT_LIST, der::octets(&list))
}

/// A signed certificate timestamp of version 1 (RFC 6962 §3.2) from the log with this id, at this many
/// milliseconds since 1970, with a signature that says ECDSA with SHA-256.
pub(super) fn timestamp(log: &[u8; 32], milliseconds: u64, signature: &[u8]) -> Vec<u8> {
    der::concat([
        &[0][..],
        log,
        &milliseconds.to_be_bytes(),
        &[0, 0, 4, 3],
        &length(signature),
        signature,
    ])
}

/// The length of what certificates and lists here hold, as TLS writes it in two octets.
fn length(bytes: &[u8]) -> [u8; 2] {
    u16::try_from(bytes.len()).unwrap_or(u16::MAX).to_be_bytes()
}
