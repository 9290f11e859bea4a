//! Agreement with zlint: for each of its lints that we share, its own test certificates get the same
//! verdict here (tests/data/README.md says where they come from). As there, time stands at each
//! certificate's notBefore. What differs stands in [`DIVERGENCES`] with its reason.

use std::collections::HashMap;
use std::io::Read;

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::*;
use crate::pki::anatomy::Anatomy;

const EXPECTED: &str = include_str!("../../../tests/data/zlint/expected.txt");
const CERTIFICATES: &[u8] = include_bytes!("../../../tests/data/zlint/certificates.txt.zst");

/// zlint's file name to what it holds.
pub(super) fn certificates() -> HashMap<String, Vec<u8>> {
    let mut text = String::new();
    let mut decoder = ruzstd::decoding::StreamingDecoder::new(CERTIFICATES).expect("zstd");
    decoder.read_to_string(&mut text).expect("zstd of text");
    let read = |line: &str| match line.split(' ').collect::<Vec<_>>()[..] {
        [name, _, data] => (name.to_owned(), BASE64_STANDARD.decode(data).expect("base64")),
        _ => panic!("three words in {line}"),
    };
    text.lines().map(read).collect()
}

/// zlint's lint, its verdict and the file.
pub(super) fn expected() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    EXPECTED
        .lines()
        .map(|line| match line.split(' ').collect::<Vec<_>>()[..] {
            [lint, verdict, file] => (lint, verdict, file),
            _ => panic!("three words in {line}"),
        })
}

/// zlint's lint, the file, and why we say otherwise.
const DIVERGENCES: &[(&str, &str, &str)] = &[
    (
        "e_ca_is_ca",
        "subCaNotCaButOld.pem",
        "keyCertSign without CA is a fault by RFC 3280 too, before the Baseline Requirements said so",
    ),
    (
        "e_ca_is_ca",
        "subCertNoBcWithCertSign.pem",
        "keyCertSign without CA is one fault, whether basic constraints are false or absent",
    ),
    (
        "e_dnsname_not_valid_tld",
        "dnsNameWasValidTLD.pem",
        "top-level domains are judged as they are today, not as they were at the date of issue",
    ),
    (
        "e_sub_cert_or_sub_ca_using_sha1",
        "rsawithsha1after2016.pem",
        "it is signed by its own key: nobody relies on the signature of a root",
    ),
];

#[test]
fn the_verdicts_are_those_of_zlint() {
    let certificates = certificates();
    let (mut compared, mut wrong) = (0, Vec::new());
    for (id, verdict, file) in expected() {
        compared += 1;
        let ours = match crl::ALL.iter().find(|lint| lint.zlint().contains(&id)) {
            Some(lint) => verdict_on_list(*lint, &certificates[file]),
            None => verdict_by(id, &Anatomy::parse(&certificates[file]).expect(file)),
        };
        let theirs = matches!(verdict, "Error" | "Warn" | "Notice");
        let differs = DIVERGENCES
            .iter()
            .any(|(lint, name, _)| (*lint, *name) == (id, file));
        if (theirs != (ours == "finding")) != differs {
            wrong.push(format!("{id} {file}: zlint says {verdict}, we say {ours}"));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {compared}:\n{}",
        wrong.len(),
        wrong.join("\n")
    );
}

fn verdict_on_list(lint: &dyn crl::CrlLint, der: &[u8]) -> &'static str {
    let list = crl::List::read(der).expect("a list");
    let found = lint.check(&list, Timestamp::UNIX_EPOCH);
    if found.is_empty() { "fine" } else { "finding" }
}

/// The verdict of those of our lints that stand for zlint's.
fn verdict_by(id: &str, cert: &Anatomy<'_>) -> &'static str {
    let lints = ALL.iter().filter(|lint| lint.zlint().contains(&id));
    let verdicts: Vec<_> = lints.map(|lint| verdict_of(*lint, cert)).collect();
    if verdicts.contains(&"finding") {
        "finding"
    } else {
        verdicts[0]
    }
}

fn verdict_of(lint: &dyn Lint, cert: &Anatomy<'_>) -> &'static str {
    let Some((start, _)) = cert.validity() else {
        return "no validity";
    };
    let role = match (cert.is_ca(), cert.is_self_issued()) {
        (true, true) => Role::Root,
        (true, false) => Role::Intermediate,
        _ => Role::Leaf,
    };
    let subject = Subject::new(cert, role, None, Profile::Public);
    if lint.since() > TimeZone::UTC.to_datetime(start).date() {
        "not in force"
    } else if !lint.applies(&subject) {
        "not applicable"
    } else if lint.check(&subject, start).is_empty() {
        "fine"
    } else {
        "finding"
    }
}
