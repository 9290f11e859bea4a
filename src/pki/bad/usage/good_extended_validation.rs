//! What an EV certificate holds: its policy with a statement and a notice, and who the subject is by law.

use crate::pki::bad::Case;
use crate::pki::der::{self, tag};
use crate::pki::oid;
use crate::pki::tbs::Extension;

pub(super) static CASE: Case = Case {
    id: "good-extended-validation",
    wrong: "it is made as EV certificates are",
    citation: "CABF EVG 7.1.2, 9.2; CABF BR 7.1.6.1",
    make: |forge| {
        let mut leaf = forge.leaf()?;
        leaf.tbs.subject = subject(&forge.host());
        leaf.set(policies());
        forge.present(leaf)
    },
    ..Case::CONTROL
};

/// The policy of EV (2.23.140.1.1), with a practice statement and a notice.
fn policies() -> Extension {
    let statement = der::sequence([
        der::oid(oid::CPS),
        der::element(tag::IA5_STRING, b"https://example.com/cps"),
    ]);
    let notice = der::sequence([
        der::oid(oid::USER_NOTICE),
        der::sequence([der::utf8("A certificate for tests")]),
    ]);
    let ev = der::sequence([
        der::oid(&[0x67, 0x81, 0x0c, 1, 1]),
        der::sequence([statement, notice]),
    ]);
    Extension::new(oid::CERTIFICATE_POLICIES, der::sequence([ev]))
}

/// Kind of business, where it is registered and under which number, name and place.
fn subject(host: &str) -> Vec<u8> {
    // businessCategory, and jurisdictionCountryName of Microsoft's arc.
    let (business, jurisdiction) = (
        &[0x55, 4, 15][..],
        &[0x2b, 6, 1, 4, 1, 0x82, 0x37, 60, 2, 1, 3][..],
    );
    let printable = |text: &str| der::element(tag::PRINTABLE_STRING, text.as_bytes());
    let attributes = [
        (business, der::utf8("Private Organization")),
        (jurisdiction, printable("US")),
        (oid::SERIAL_NUMBER, printable("0000001")),
        (oid::COUNTRY, printable("US")),
        (oid::STATE, der::utf8("California")),
        (oid::LOCALITY, der::utf8("San Francisco")),
        (oid::ORGANIZATION, der::utf8("Example")),
        (oid::COMMON_NAME, der::utf8(host)),
    ];
    der::sequence(attributes.map(|(kind, value)| der::set_of_one(&der::sequence([der::oid(kind), value]))))
}
