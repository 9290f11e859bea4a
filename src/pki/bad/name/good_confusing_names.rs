//! Names of other kinds that look like hosts: a mail address at one, a URI at one, a directory name that holds
//! one. None of them is a name of the server.

use crate::pki::bad::{Case, part};
use crate::pki::profile;

pub(super) static CASE: Case = Case {
    id: "good-confusing-names",
    wrong: "names of other kinds that hold other hosts stand before its own",
    citation: "RFC 9525 §6.2; RFC 5280 §4.2.1.6",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.set(part::names([
            part::general(part::EMAIL, "example.com@example.org"),
            part::general(part::URI, "https://example.com/"),
            part::directory(&profile::common_name("example.com")),
            part::general(part::DNS, forge.host().to_ascii_uppercase()),
        ]));
        forge.present(leaf)
    },
    ..Case::CONTROL
};
