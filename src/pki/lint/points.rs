//! The names in CRL distribution points (RFC 5280 §4.2.1.13).

use super::Subject;
use crate::pki::anatomy::{GeneralName, id};
use crate::pki::format::der::tag;

/// Every full name of every distribution point.
pub(super) fn names<'a>(subject: &Subject<'a>) -> Vec<GeneralName<'a>> {
    let mut found = Vec::new();
    for point in subject.items(id::CRL_DISTRIBUTION_POINTS) {
        let name = point.reader().optional(tag::constructed(0)).ok().flatten();
        let full = name.and_then(|name| name.reader().optional(tag::constructed(0)).ok().flatten());
        let names = full.and_then(|full| full.children().ok()).unwrap_or_default();
        found.extend(names.into_iter().map(GeneralName::new));
    }
    found
}
