//! A key that everybody has vouches for nothing: whoever trusts such a root trusts all the world.

use aws_lc_rs::digest;

use super::{Lint, Rule, Severity, Subject, Timestamp};
use crate::pki::format::der::hex;

pub(super) struct PublishedKey;

static RULE: Rule = Rule {
    id: "published-key",
    severity: Severity::Error,
    citation: "CABF BR 6.1.1.3; CERT VU#529496, VU#870761, VU#925497",
    summary: "a key must not be one whose private half was published",
};

impl Lint for PublishedKey {
    fn rule(&self) -> &'static Rule {
        &RULE
    }

    fn advice(&self) -> &'static str {
        "take it out of every trust store, and make a new key"
    }

    fn check(&self, subject: &Subject<'_>, _: Timestamp) -> Vec<String> {
        let hash = hex(digest::digest(&digest::SHA256, subject.cert.key.spki.full).as_ref());
        let known = KEYS.iter().find(|(spki, _)| *spki == hash);
        known
            .map(|(_, whose)| format!("its private key is in everybody's hands: it is that of {whose}"))
            .into_iter()
            .collect()
    }
}

/// Hashes of SubjectPublicKeyInfos, from Chromium's list (net/cert/cert_verify_proc_blocklist.inc) as far as
/// private keys were published, and from badssl.com's certificates.
const KEYS: &[(&str, &str)] = &[
    (
        "4bb8f35ba1e126f8dde1b0c420625ed86dce61a7bddadbdea9aba578ff13145e",
        "Superfish",
    ),
    (
        "cdee9f3305572a677e1a6c82dc1e02a35b11cae6a684338c9f37fe1ac8daec23",
        "eDellRoot",
    ),
    (
        "130ad4e0633521290531b6651f5759b0bc7bc656709ff8f365c2143b0389b6f6",
        "DSDTestProvider",
    ),
    (
        "2bd1e667ec9ebbe02b9a7da264210c99b3eac1cc9141a0e30e3f623eaccec4e1",
        "webpack-dev-server",
    ),
    (
        "9d40513f43991af39fe413aff7608fc56463827137166547de0a1828d524ae98",
        "badssl.com's listening program",
    ),
    (
        "1af56c98ff043ef92bebff54cebb4dd67a25ba956c817f3e6dd3c1e52eb584c1",
        "Cyberoam's devices",
    ),
    (
        "0c43ea8bcde9fc3bca165664ac8215567e3489d5393a0c81e1a79141992e1953",
        "Sennheiser HeadSetup",
    ),
    (
        "8f591f7aa4dc3efe9490c38a4692c9011ed128f1de595569406d77b6fa1f6b4c",
        "Sennheiser HeadSetup",
    ),
    (
        "707d364e72ae521431dd953897f9c4846d5b8c324298fe53fbd4ada1f2d1157f",
        "Mitel's devices",
    ),
    (
        "6adb8e3e055460922d1501cb97f94c6a02e39c8f2774ca408825b7b58379dc14",
        "Mitel's devices",
    ),
    (
        "490b6ec6beb2d6034720b5149b6b29cd35515988cc16af854148b07b9b1f8a11",
        "Mitel's devices",
    ),
    (
        "7d5e3f50508197b9a478b11340b7dce20a3c4de49c48c9a294158a895c44a21b",
        "sslip.io",
    ),
];
