//! Which of the two holds would be up to the client, so all current ones refuse.

use super::{Lint, Rule, Subject, Timestamp};
use crate::pki::anatomy::Extension;
use crate::pki::rule;

pub(super) struct ExtensionDuplicate;

impl Lint for ExtensionDuplicate {
    fn rule(&self) -> &'static Rule {
        &rule::MALFORMED
    }

    fn advice(&self) -> &'static str {
        "issue it again with each extension once"
    }

    fn zlint(&self) -> &'static [&'static str] {
        &["e_ext_duplicate_extension"]
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let all = &subject.cert.extensions;
        let again = |(place, extension): (usize, &Extension<'_>)| {
            let first = all[..place].iter().any(|other| other.id == extension.id);
            first.then(|| format!("the extension {} is there more than once", extension.id))
        };
        all.iter().enumerate().filter_map(again).collect()
    }
}
