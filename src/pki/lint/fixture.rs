//! A bad certificate for every lint: zlint's own where it has one, else a good pair of CA and leaf with one
//! thing changed. The good pair breaks nothing, in any profile.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use base64::prelude::{BASE64_STANDARD, Engine as _};

use super::agreement::{certificates, expected};
use super::*;
use crate::pki::anatomy::Anatomy;
use crate::pki::der::{self, tag};
use crate::pki::extension::{self, Constraint, KeyUsage};
use crate::pki::key::{Key, Kind};
use crate::pki::name::San;
use crate::pki::tbs::{Extension, Tbs};
use crate::pki::{oid, profile};

/// A CA and a leaf that it signs, unless a stranger does in its name.
struct Pair {
    ca: Tbs,
    leaf: Tbs,
    signed_by_stranger: bool,
}

type Edit = fn(&mut Pair);

static CA_KEY: LazyLock<Key> = LazyLock::new(|| Key::generate(Kind::P256).expect("randomness"));
static LEAF_KEY: LazyLock<Key> = LazyLock::new(|| Key::generate(Kind::P256).expect("randomness"));

#[test]
fn a_good_pair_breaks_no_rule_in_any_profile() {
    for profile in [Profile::Dev, Profile::Private, Profile::Public] {
        let found = broken(&good(), profile);
        assert_eq!(found, BTreeSet::new(), "{profile:?}");
    }
}

#[test]
fn each_edit_breaks_its_rule() {
    for (rule, edit) in EDITS {
        let mut pair = good();
        edit(&mut pair);
        let found = broken(&pair, Profile::Public)
            .into_iter()
            .chain(broken(&pair, Profile::Dev));
        let found: BTreeSet<_> = found.collect();
        assert!(found.contains(rule), "{rule}: {found:?}");
    }
}

#[test]
fn every_lint_has_a_bad_certificate() {
    let mut idle: Vec<&dyn Lint> = ALL.to_vec();
    for (_, edit) in EDITS {
        let mut pair = good();
        edit(&mut pair);
        idle.retain(|lint| !fires(*lint, &pair));
    }
    let certificates = certificates();
    let (bad, _): (Vec<_>, Vec<_>) =
        expected().partition(|(_, verdict, _)| ["Error", "Warn", "Notice"].contains(verdict));
    // The test of agreement has each of these fire.
    idle.retain(|lint| {
        let has_file = |(id, _, file): &(&str, &str, &str)| {
            lint.zlint().contains(id) && certificates.contains_key(*file)
        };
        !bad.iter().any(has_file)
    });
    let idle: Vec<_> = idle.iter().map(|lint| (lint.rule().id, lint.advice())).collect();
    assert!(idle.is_empty(), "{idle:#?}");
}

fn fires(lint: &dyn Lint, pair: &Pair) -> bool {
    let ders = sign(pair);
    let certs: Vec<_> = ders
        .iter()
        .map(|der| Anatomy::parse(der).expect("an outline"))
        .collect();
    let pool = Pool::new(&certs);
    [Profile::Public, Profile::Dev].iter().any(|profile| {
        let asked = lint.severity(*profile).is_some();
        asked
            && certs.iter().any(|cert| {
                let subject = pool.subject(cert, *profile);
                lint.applies(&subject) && !lint.check(&subject, now()).is_empty()
            })
    })
}

fn broken(pair: &Pair, profile: Profile) -> BTreeSet<&'static str> {
    let ders = sign(pair);
    let certs: Vec<_> = ders
        .iter()
        .map(|der| Anatomy::parse(der).expect("an outline"))
        .collect();
    let pool = Pool::new(&certs);
    let found = certs
        .iter()
        .flat_map(|cert| lint(&pool.subject(cert, profile), now()));
    found.map(|finding| finding.rule.id).collect()
}

fn sign(pair: &Pair) -> [Vec<u8>; 2] {
    let signer = if pair.signed_by_stranger {
        &LEAF_KEY
    } else {
        &CA_KEY
    };
    [
        pair.ca.sign(&CA_KEY).expect("a signature"),
        pair.leaf.sign(signer).expect("a signature"),
    ]
}

fn now() -> Timestamp {
    "2026-11-21T12:00:00Z".parse().expect("a time")
}

fn day(text: &str) -> Vec<u8> {
    der::time(format!("{text}T00:00:00Z").parse().expect("a date"))
}

fn good() -> Pair {
    let ca_name = profile::common_name("Good CA");
    let ca_id = profile::key_id(CA_KEY.spki());
    let subtree = der::sequence([der::element(tag::context(2), b"example.com")]);
    let permitted = der::sequence([der::element(tag::constructed(0), &subtree)]);
    let mut extensions = profile::ca(None);
    extensions.push(extension::subject_key_id(&ca_id));
    extensions.push(Extension::new(oid::NAME_CONSTRAINTS, permitted).critical_if(true));
    let ca = Tbs {
        version: Some(2),
        serial: vec![0x41; 16],
        signature: CA_KEY.signature().expect("an algorithm").identifier(),
        issuer: ca_name.clone(),
        not_before: day("2026-01-01"),
        not_after: day("2036-01-01"),
        subject: ca_name,
        spki: CA_KEY.spki().to_vec(),
        extensions,
    };
    let leaf = Tbs {
        serial: vec![0x42; 16],
        not_before: day("2026-11-20"),
        not_after: day("2027-02-20"),
        subject: der::sequence::<Vec<u8>>([]),
        spki: LEAF_KEY.spki().to_vec(),
        extensions: leaf_extensions(&ca_id),
        ..ca.clone()
    };
    Pair {
        ca,
        leaf,
        signed_by_stranger: false,
    }
}

fn leaf_extensions(ca_id: &[u8]) -> Vec<Extension> {
    let names = [San::parse("www.example.com").expect("a name")];
    let uri = |text: &str| der::element(tag::context(6), text.as_bytes());
    let access = |method: &[u8], place: &str| der::sequence([der::oid(method), uri(place)]);
    let aia = der::sequence([
        access(oid::ACCESS_OCSP, "http://ocsp.example.com"),
        access(oid::ACCESS_CA_ISSUERS, "http://example.com/ca.crt"),
    ]);
    let policy = der::sequence([der::sequence([der::oid(&[0x67, 0x81, 0x0c, 1, 2, 1])])]);
    vec![
        extension::basic_constraints(Constraint::Leaf),
        extension::key_usage(&[KeyUsage::DigitalSignature]),
        extension::extended_key_usage(&[oid::SERVER_AUTH]),
        extension::subject_alt_name(&names, false),
        extension::subject_key_id(&profile::key_id(LEAF_KEY.spki())),
        extension::authority_key_id(ca_id),
        Extension::new(oid::AUTHORITY_INFO_ACCESS, aia),
        Extension::new(oid::CERTIFICATE_POLICIES, policy),
        scts(&[(1, 0), (2, 0)]),
    ]
}

/// Timestamps: the log's first octet, and the hours after the leaf's beginning.
fn scts(list: &[(u8, i64)]) -> Extension {
    let mut body = Vec::new();
    for (log, hours) in list {
        let start: Timestamp = "2026-11-20T00:00:00Z".parse().expect("a time");
        let millisecond = start.as_millisecond() + hours * 3_600_000;
        let mut sct = vec![0];
        sct.extend([*log; 32]);
        sct.extend(millisecond.to_be_bytes());
        sct.extend([0, 0, 4, 3, 0, 0]);
        body.extend([0, u8::try_from(sct.len()).expect("short")]);
        body.extend(sct);
    }
    let length = u16::try_from(body.len()).expect("short").to_be_bytes();
    let list = der::concat([&length[..], &body]);
    Extension::new(oid::SCT_LIST, der::octets(&list))
}

fn replace(tbs: &mut Tbs, kind: &[u8], value: Vec<u8>) {
    let extension = tbs.extensions.iter_mut().find(|extension| extension.oid == kind);
    extension.expect("the good one has it").value = value;
}

fn remove(tbs: &mut Tbs, kind: &[u8]) {
    tbs.extensions.retain(|extension| extension.oid != kind);
}

/// Replaces the alternative names by one DNS name.
fn dns(pair: &mut Pair, name: &str) {
    let name = der::element(tag::context(2), name.as_bytes());
    replace(&mut pair.leaf, oid::SUBJECT_ALT_NAME, der::sequence([name]));
}

/// Replaces the name constraints by one permitted subtree.
fn constraint(pair: &mut Pair, number: u8, content: &[u8]) {
    let subtree = der::sequence([der::element(tag::context(number), content)]);
    let permitted = der::sequence([der::element(tag::constructed(0), &subtree)]);
    replace(&mut pair.ca, oid::NAME_CONSTRAINTS, permitted);
}

fn key(pair: &mut Pair, algorithm: &[Vec<u8>], bits: &[u8]) {
    let algorithm = der::sequence(algorithm);
    pair.leaf.spki = der::sequence([algorithm, der::bits(bits)]);
}

fn rsa(pair: &mut Pair, modulus: &[u8]) {
    let numbers = der::sequence([der::integer(modulus), der::integer(&[1, 0, 1])]);
    key(pair, &[der::oid(oid::RSA), vec![5, 0]], &numbers);
}

/// The rule, and the change that breaks it.
const EDITS: &[(&str, Edit)] = &[
    ("aki-missing", |pair| {
        remove(&mut pair.leaf, oid::AUTHORITY_KEY_ID)
    }),
    ("algorithm-parameters", |pair| {
        let modulus: Vec<u8> = vec![0xff; 256];
        rsa(pair, &modulus);
        let numbers = der::sequence([der::integer(&modulus), der::integer(&[1, 0, 1])]);
        key(pair, &[der::oid(oid::RSA)], &numbers);
    }),
    ("anchor-expired", |pair| pair.ca.not_after = day("2026-11-01")),
    ("any-usage", |pair| {
        let any = extension::extended_key_usage(&[oid::ANY_USAGE]);
        replace(&mut pair.leaf, oid::EXTENDED_KEY_USAGE, any.value);
    }),
    ("backdated", |pair| {
        replace(&mut pair.leaf, oid::SCT_LIST, scts(&[(1, -1), (2, 0)]).value);
        pair.leaf.not_before = day("2026-11-10");
    }),
    ("bad-signature", |pair| pair.signed_by_stranger = true),
    ("ca-unconstrained", |pair| {
        remove(&mut pair.ca, oid::NAME_CONSTRAINTS)
    }),
    ("dns-name-invalid", |pair| dns(pair, "-www.example.com")),
    ("ec-explicit-curve", |pair| {
        key(
            pair,
            &[der::oid(oid::EC_PUBLIC_KEY), der::sequence::<Vec<u8>>([])],
            &[4; 65],
        );
    }),
    ("expired", |pair| pair.leaf.not_after = day("2026-11-20")),
    ("expires-soon", |pair| {
        pair.leaf.not_before = day("2026-09-01");
        pair.leaf.not_after = day("2026-11-22");
    }),
    ("ip-in-dns-name", |pair| dns(pair, "192.0.2.1")),
    ("issuer-name-folded", |pair| {
        pair.leaf.issuer = profile::common_name("good  ca")
    }),
    ("key-id-mismatch", |pair| {
        replace(
            &mut pair.leaf,
            oid::AUTHORITY_KEY_ID,
            extension::authority_key_id(&[1; 20]).value,
        );
    }),
    ("malformed", |pair| {
        replace(&mut pair.leaf, oid::EXTENDED_KEY_USAGE, b"not DER".to_vec())
    }),
    ("malformed", |pair| {
        let odd = der::sequence([der::element(tag::context(7), &[1, 2, 3, 4, 5])]);
        replace(&mut pair.leaf, oid::SUBJECT_ALT_NAME, odd);
    }),
    ("malformed", |pair| {
        constraint(pair, 7, &[10, 0, 0, 0, 255, 0, 255, 0])
    }),
    ("malformed", |pair| {
        pair.leaf.not_after = der::element(tag::GENERALIZED_TIME, b"20270220000000.5Z");
    }),
    ("malformed", |pair| {
        pair.leaf.not_after = der::element(tag::GENERALIZED_TIME, b"202702200000Z");
    }),
    ("malformed", |pair| {
        let odd = der::sequence([der::element(tag::BOOLEAN, &[1])]);
        replace(&mut pair.ca, oid::BASIC_CONSTRAINTS, odd);
    }),
    ("must-staple-without-ocsp", |pair| {
        remove(&mut pair.leaf, oid::AUTHORITY_INFO_ACCESS);
        let feature = der::sequence([der::integer(&[5])]);
        pair.leaf
            .extensions
            .push(Extension::new(oid::TLS_FEATURE, feature));
    }),
    ("name-homograph", |pair| dns(pair, "www.xn--n1aae7f7o.example")),
    ("published-key", |pair| rsa(pair, &SUPERFISH)),
    ("name-constraints-dns", |pair| {
        constraint(pair, 2, b"*.example.com")
    }),
    ("not-a-ca", |pair| {
        let leaf = extension::basic_constraints(Constraint::Leaf);
        replace(&mut pair.ca, oid::BASIC_CONSTRAINTS, leaf.value);
    }),
    ("not-yet-valid", |pair| pair.leaf.not_before = day("2026-11-22")),
    ("outlives-issuer", |pair| pair.ca.not_after = day("2027-01-01")),
    ("path-length", |pair| {
        let (zero, any) = (Constraint::Ca(Some(0)), Constraint::Ca(None));
        replace(
            &mut pair.ca,
            oid::BASIC_CONSTRAINTS,
            extension::basic_constraints(zero).value,
        );
        replace(
            &mut pair.leaf,
            oid::BASIC_CONSTRAINTS,
            extension::basic_constraints(any).value,
        );
    }),
    ("pq-draft-key", |pair| {
        let dilithium3 = [0x2b, 6, 1, 4, 1, 2, 0x82, 0x0b, 7, 6, 5];
        key(pair, &[der::oid(&dilithium3)], &[1; 32]);
    }),
    ("pss-key", |pair| key(pair, &[der::oid(oid::RSA_PSS)], &[1; 32])),
    ("pss-parameters", |pair| {
        pair.leaf.signature = der::sequence([der::oid(oid::RSA_PSS)])
    }),
    ("rsa-roca", |pair| {
        // 65537 to the power of 12345, modulo the product of the primes to 167 but for the factor 2.
        rsa(pair, &number::roca_shaped());
    }),
    ("sct-count", |pair| {
        replace(&mut pair.leaf, oid::SCT_LIST, scts(&[(1, 0)]).value)
    }),
    ("sct-future", |pair| {
        replace(&mut pair.leaf, oid::SCT_LIST, scts(&[(1, 0), (2, 99)]).value)
    }),
    ("sct-malformed", |pair| {
        replace(&mut pair.leaf, oid::SCT_LIST, der::octets(&[0, 3, 0, 9, 1]))
    }),
    ("sct-signature", |pair| {
        // Google's Argon2026h2 has signed nothing of the kind.
        let known = BASE64_STANDARD.decode("1219ENGn9XfCx+lf1wC/+YLJM1pl4dCzAXMXwMjFaXc=");
        let known = known.expect("an id");
        let mut value = scts(&[(1, 0), (2, 0)]).value;
        let place = value
            .windows(32)
            .position(|id| id == [1; 32])
            .expect("the first log");
        value[place..place + 32].copy_from_slice(&known);
        replace(&mut pair.leaf, oid::SCT_LIST, value);
    }),
    ("sct-missing", |pair| remove(&mut pair.leaf, oid::SCT_LIST)),
    ("serial-entropy", |pair| pair.leaf.serial = vec![1]),
    ("serial-too-long", |pair| pair.leaf.serial = vec![1; 21]),
    ("string-encoding", |pair| {
        let name = der::sequence([
            der::oid(oid::COMMON_NAME),
            der::element(tag::PRINTABLE_STRING, b"a@b"),
        ]);
        pair.leaf.subject = der::sequence([der::set_of_one(&name)]);
    }),
    ("unknown-critical-extension", |pair| {
        let mine = Extension::new(&[0x2a, 3, 4], vec![5, 0]).critical_if(true);
        pair.leaf.extensions.push(mine);
    }),
    ("weak-key", |pair| {
        key(
            pair,
            &[der::oid(oid::EC_PUBLIC_KEY), der::oid(SECP256K1)],
            &[4; 65],
        );
    }),
    ("wrong-key-usage", |pair| {
        let agreement = der::named_bits([4]);
        replace(&mut pair.leaf, oid::KEY_USAGE, agreement);
    }),
    ("wrong-purpose", |pair| {
        let mail = extension::extended_key_usage(&[&[0x2b, 6, 1, 5, 5, 7, 3, 4][..]]);
        replace(&mut pair.leaf, oid::EXTENDED_KEY_USAGE, mail.value);
    }),
];

/// secp256k1, 1.3.132.0.10.
const SECP256K1: &[u8] = &[0x2b, 0x81, 4, 0, 0x0a];

/// The modulus of the key that Superfish brought to all its victims.
const SUPERFISH: [u8; 128] = [
    0xe8, 0xf3, 0x4a, 0x18, 0x76, 0x5f, 0x19, 0x3f, 0xb1, 0xcf, 0x58, 0xe9, 0x7f, 0x43, 0x07, 0x09, 0x95,
    0x80, 0x35, 0xc5, 0x0f, 0xfe, 0x71, 0x31, 0x27, 0x81, 0x99, 0x12, 0x26, 0x20, 0xa5, 0xdf, 0x8f, 0x6a,
    0xfc, 0x42, 0x55, 0x39, 0xee, 0x09, 0x38, 0x89, 0xd9, 0xe0, 0x36, 0xc4, 0xac, 0x01, 0x82, 0x5b, 0xd5,
    0x39, 0xe6, 0xf9, 0x8f, 0x07, 0x88, 0xdf, 0xfe, 0xee, 0xf6, 0xa1, 0x14, 0xce, 0xa9, 0x74, 0x45, 0xd8,
    0xfd, 0xf0, 0x17, 0x57, 0x2a, 0x82, 0xe1, 0x7a, 0x2e, 0x12, 0x93, 0x5a, 0xac, 0x8a, 0xd7, 0x15, 0x63,
    0xd1, 0xb7, 0x9b, 0x55, 0x80, 0x0f, 0x58, 0xbc, 0x1c, 0x49, 0xed, 0x20, 0x62, 0xdd, 0xb6, 0x4c, 0xa5,
    0x3a, 0xeb, 0x1c, 0x3d, 0xa0, 0xff, 0x7a, 0x71, 0xa6, 0xd3, 0x10, 0x78, 0x33, 0xae, 0x4b, 0xc2, 0x1c,
    0xfd, 0x92, 0x4a, 0xa1, 0xc3, 0xe7, 0x41, 0xa4, 0x2d,
];
