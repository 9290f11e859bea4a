//! Rules that several lints can find broken, each in a way of its own: one fault, one id. A rule that a
//! single lint knows stands in its file; those that other rooms can find broken are in `pki::rule`.
//! Also what lints that differ in one word only have in common.

use super::{Rule, Severity, Subject, when};
use crate::pki::anatomy::{Dn, GeneralName};

/// The places of one access method that are no http addresses.
pub(super) fn not_http(subject: &Subject<'_>, wanted: &str) -> Vec<String> {
    let is_odd = |place: &GeneralName<'_>| {
        !(matches!(place, GeneralName::Uri(_)) && place.value().starts_with("http://"))
    };
    let access = subject.information_access();
    access
        .iter()
        .filter(|(method, place)| method == wanted && is_odd(place))
        .map(|(_, place)| format!("`{}` is no http address", place.value()))
        .collect()
}

/// How many relative names have several attributes; `whose` name it is.
pub(super) fn several_attributes(name: &Dn<'_>, whose: &str) -> Vec<String> {
    let several = name.rdns.iter().filter(|rdn| rdn.len() > 1).count();
    when(several > 0, || {
        format!("{several} relative names of the {whose} have several attributes")
    })
}

pub(super) static ALGORITHM_PARAMETERS: Rule = Rule {
    id: "algorithm-parameters",
    severity: Severity::Error,
    citation: "RFC 3279 §2.3.1; RFC 4055 §1.2, §5",
    summary: "the parameters of an RSA algorithm must be NULL",
};

pub(super) static DNS_NAME_INVALID: Rule = Rule {
    id: "dns-name-invalid",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.6; RFC 1034 §3.5; RFC 1035 §2.3.4",
    summary: "a DNS name must be one that DNS can hold",
};

pub(super) static DNS_NAME_WILDCARD: Rule = Rule {
    id: "dns-name-wildcard",
    severity: Severity::Error,
    citation: "RFC 9525 §6.3; CABF BR 1.6.1",
    summary: "a wildcard must be the whole first label of a name, and nothing else",
};

pub(super) static KEY_USAGE_ENCODING: Rule = Rule {
    id: "key-usage-encoding",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.3; X.690 §11.2.2",
    summary: "key usage must be encoded in its shortest form",
};

pub(super) static KEY_USAGE_NOT_FOR_KEY: Rule = Rule {
    id: "key-usage-not-for-key",
    severity: Severity::Error,
    citation: "RFC 3279 §2.3; RFC 4055 §1.2; RFC 8813 §3",
    summary: "key usage must be one that the kind of key can serve",
};

pub(super) static SAN_URI_INVALID: Rule = Rule {
    id: "san-uri-invalid",
    severity: Severity::Error,
    citation: "RFC 5280 §4.2.1.6; RFC 3986 §3",
    summary: "a URI among the alternative names must be a whole one",
};

pub(super) static VALIDITY_NEAR_LIMIT: Rule = Rule {
    id: "validity-near-limit",
    severity: Severity::Warning,
    citation: "CABF BR 6.3.2 (SC-081)",
    summary: "a server certificate should be valid for a day less than the limit",
};

pub(super) static VALIDITY_TOO_LONG: Rule = Rule {
    id: "validity-too-long",
    severity: Severity::Error,
    citation: "CABF BR 6.3.2 (SC-081); Apple HT210176",
    summary: "a server certificate must not be valid for longer than the limit of the day on which it was issued",
};
