//! What other verifiers would say to the same question, as far as it is known: a table of differences, each
//! with where it is known from, and a list of rules that all of them share. Where nothing is known, nothing
//! is claimed: what is refused here for a rule on neither is not known of the others. It judges nothing anew.
//!
//! To add a difference: one entry in [`DIFFERENCES`].

use super::{Answer, Purpose, Question};
use crate::model::{Fact, Section, Value};
use crate::pki::cert::Cert;
use crate::pki::oid;
use crate::pki::public_key::KeyKind;
use crate::pki::rule;

/// A verifier that others rest on.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Stack {
    Apple,
    Chrome,
    GnuTls,
    Go,
    Nss,
    OpenSsl,
    Webpki,
}

/// What a verifier would say, and why it is not what is said here.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Opinion {
    pub(crate) stack: Stack,
    /// Whether it accepts; where that is not known, the rule that it may or may not share.
    pub(crate) accepts: Result<bool, &'static str>,
    /// The differences that apply, each with where it is known from.
    pub(crate) because: Vec<(&'static str, &'static str)>,
}

/// When a difference applies.
#[derive(Clone, Copy, Debug)]
enum When {
    /// The answer accepts, and another way was tried first that broke this rule.
    Backtracked(&'static str),
    /// This rule was broken, as an error or a remark.
    Broken(&'static str),
    /// The question has this property.
    Leaf(fn(&Question<'_>) -> bool),
}

/// What they say instead.
#[derive(Clone, Copy, Debug)]
enum Says {
    /// That this rule is broken does not matter.
    Accepts(&'static str),
    Refuses,
}

/// Some verifiers say otherwise.
struct Difference {
    when: When,
    stacks: &'static [Stack],
    says: Says,
    why: &'static str,
    known_from: &'static str,
}

impl Stack {
    /// Every verifier, alphabetically.
    pub(crate) const ALL: &'static [Self] = &[
        Self::Apple,
        Self::Chrome,
        Self::GnuTls,
        Self::Go,
        Self::Nss,
        Self::OpenSsl,
        Self::Webpki,
    ];

    /// Its id, `snake_case`, for facts.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Self::Apple => "apple",
            Self::Chrome => "chrome",
            Self::GnuTls => "gnutls",
            Self::Go => "go",
            Self::Nss => "nss",
            Self::OpenSsl => "openssl",
            Self::Webpki => "webpki",
        }
    }
}

/// What each verifier would say.
pub(crate) fn opinions(question: &Question<'_>, answer: &Answer) -> Vec<Opinion> {
    Stack::ALL
        .iter()
        .map(|stack| opinion(*stack, question, answer))
        .collect()
}

/// The opinions as facts.
pub(crate) fn section(question: &Question<'_>, answer: &Answer) -> Section {
    let mut section = Section::new("stacks");
    for opinion in opinions(question, answer) {
        let because = opinion
            .because
            .iter()
            .map(|(why, known_from)| format!("{why} ({known_from})"));
        let facts = [
            Fact::new("accepts", accepts(opinion.accepts)),
            Fact::new("because", because.collect::<Vec<_>>()),
        ];
        section.push(opinion.stack.id(), Value::map(facts));
    }
    section
}

fn accepts(known: Result<bool, &'static str>) -> Value {
    match known {
        Ok(accepts) => Value::Bool(accepts),
        Err(rule) => Value::Inconclusive(format!("whether it holds certificates to `{rule}` is not known")),
    }
}

fn opinion(stack: Stack, question: &Question<'_>, answer: &Answer) -> Opinion {
    let known: Vec<&Difference> = DIFFERENCES
        .iter()
        .filter(|difference| difference.stacks.contains(&stack) && difference.when.applies(question, answer))
        .collect();
    let forgiven = |id: &str| {
        known
            .iter()
            .any(|difference| matches!(difference.says, Says::Accepts(rule) if rule == id))
    };
    let refuses = known
        .iter()
        .any(|difference| matches!(difference.says, Says::Refuses));
    let standing = || {
        answer
            .errors()
            .map(|finding| finding.rule.id)
            .filter(|id| !forgiven(id))
    };
    let refuses = refuses || standing().any(|id| SHARED.contains(&id));
    let open = standing().next().filter(|_| !refuses);
    Opinion {
        stack,
        accepts: open.map_or(Ok(!refuses), Err),
        because: known
            .iter()
            .map(|difference| (difference.why, difference.known_from))
            .collect(),
    }
}

impl When {
    fn applies(self, question: &Question<'_>, answer: &Answer) -> bool {
        match self {
            Self::Backtracked(rule) => {
                let mut ways = answer.rejected().iter();
                answer.is_accepted() && ways.any(|way| way.finding.rule.id == rule)
            }
            Self::Broken(rule) => answer.findings().iter().any(|finding| finding.rule.id == rule),
            Self::Leaf(holds) => holds(question),
        }
    }
}

/// For any purpose, and for no other by name.
fn is_for_any_purpose(question: &Question<'_>) -> bool {
    let usages = question.leaf.extensions().extended_key_usage.as_deref();
    question.purpose == Purpose::Server
        && usages.is_some_and(|usages| usages.iter().all(|usage| usage.is(oid::ANY_USAGE)))
}

/// With an RSA key of at least 1024 bits, which is too short here.
fn has_rsa_of_1024_bits(question: &Question<'_>) -> bool {
    matches!(question.leaf.public_key().kind(), KeyKind::Rsa { bits, .. } if *bits >= 1024)
}

/// Trusted itself, and a CA: what `openssl req -x509` makes.
fn is_pinned_ca(question: &Question<'_>) -> bool {
    question.pins(question.leaf) && question.leaf.is_ca()
}

/// Without alternative names, with the host as its common name.
fn has_host_as_common_name(question: &Question<'_>) -> bool {
    let leaf = question.leaf;
    let named = |host: String| leaf.subject().values(oid::COMMON_NAME).any(|name| name == host);
    leaf.extensions().subject_alt_name.is_none() && question.host.is_some_and(|host| named(host.to_string()))
}

/// A server's, valid for more than the 825 days that Apple's platforms allow below any root.
fn outlives_apple(question: &Question<'_>) -> bool {
    days(question.leaf) > 825
}

fn days(cert: &Cert) -> i64 {
    (cert.not_after().as_second() - cert.not_before().as_second()) / 86_400
}

/// A server's, without an extended key usage, issued since Apple's platforms want one.
fn lacks_purpose_for_apple(question: &Question<'_>) -> bool {
    question.leaf.extensions().extended_key_usage.is_none()
        && question.leaf.not_before().as_second() > MID_2019
}

/// 2019-07-01T00:00:00Z
const MID_2019: i64 = 1_561_939_200;

use Stack::{Apple, Chrome, GnuTls, Go, Nss, OpenSsl, Webpki};

/// What every one of them refuses too (RFC 5280 §6.1 and the name): each of these is refused by all judges of
/// x509-limbo and BetterTLS but for the differences below.
const SHARED: &[&str] = &[
    rule::BAD_SIGNATURE.id,
    rule::CHAIN_INCOMPLETE.id,
    rule::EXPIRED.id,
    rule::NAME_CONSTRAINTS.id,
    rule::NAME_MISMATCH.id,
    rule::NOT_A_CA.id,
    rule::NOT_YET_VALID.id,
    rule::NO_SAN.id,
    rule::PATH_LENGTH.id,
    rule::SELF_SIGNED.id,
    rule::UNKNOWN_CRITICAL_EXTENSION.id,
    rule::UNTRUSTED.id,
    rule::WEAK_SIGNATURE.id,
    rule::WRONG_PURPOSE.id,
];

/// What is known.
static DIFFERENCES: &[Difference] = &[
    Difference {
        when: When::Broken(rule::ANCHOR_EXPIRED.id),
        stacks: &[GnuTls, Go, OpenSsl],
        says: Says::Refuses,
        why: "it also holds trust anchors to their validity",
        known_from: "x509-limbo rfc5280::validity::expired-root; certtool 3.7.9 --verify",
    },
    Difference {
        when: When::Leaf(is_for_any_purpose),
        stacks: &[OpenSsl, Webpki],
        says: Says::Refuses,
        why: "anyExtendedKeyUsage does not stand for serverAuth",
        known_from: "openssl verify 3.0.19 -purpose sslserver; rustls-webpki 0.103.16",
    },
    Difference {
        when: When::Leaf(has_rsa_of_1024_bits),
        stacks: &[GnuTls, Go, Webpki],
        says: Says::Accepts(rule::WEAK_KEY.id),
        why: "it takes RSA keys from 1024 bits on in a leaf",
        known_from: "certtool 3.7.9 --verify; Go 1.27.3 crypto/x509; rustls-webpki 0.103.16",
    },
    Difference {
        when: When::Broken(rule::CHAIN_INCOMPLETE.id),
        stacks: &[Apple, Chrome],
        says: Says::Accepts(rule::CHAIN_INCOMPLETE.id),
        why: "it fetches a missing intermediate from the address in the certificate, if it is online",
        known_from: "RFC 5280 §4.2.2.1; Chromium's cert_net_fetcher, Apple's SecTrust",
    },
    Difference {
        when: When::Broken(rule::CHAIN_INCOMPLETE.id),
        stacks: &[Nss],
        says: Says::Accepts(rule::CHAIN_INCOMPLETE.id),
        why: "Firefox knows the intermediates of public CAs beforehand, if this is one",
        known_from: "Mozilla's intermediate preloading",
    },
    Difference {
        when: When::Leaf(has_host_as_common_name),
        stacks: &[GnuTls, OpenSsl],
        says: Says::Accepts(rule::NO_SAN.id),
        why: "where there are no alternative names it falls back to the common name",
        known_from: "openssl verify 3.0.19 -verify_hostname; gnutls_x509_crt_check_hostname",
    },
    Difference {
        when: When::Broken(rule::ISSUER_NAME_FOLDED.id),
        stacks: &[GnuTls, Go, Nss, Webpki],
        says: Says::Refuses,
        why: "it compares names byte for byte",
        known_from: "Go crypto/x509 findPotentialParents; mozilla::pkix and webpki path building",
    },
    Difference {
        when: When::Leaf(is_pinned_ca),
        stacks: &[Webpki],
        says: Says::Refuses,
        why: "it takes no CA's certificate for a server's, trusted or not (CaUsedAsEndEntity)",
        known_from: "rustls-webpki 0.103.16 on what `openssl req -x509` makes",
    },
    Difference {
        when: When::Broken(rule::KEY_CERT_SIGN_WITHOUT_CA.id),
        stacks: &[Chrome],
        says: Says::Refuses,
        why: "it refuses a leaf with a CA's key usage that is no CA",
        known_from: "BoringSSL pki, VerifyTargetCertHasConsistentCaBits",
    },
    Difference {
        when: When::Backtracked(rule::EXPIRED.id),
        stacks: &[GnuTls],
        says: Says::Refuses,
        why: "it takes the first issuer by name and does not go back when that one has expired",
        known_from: "certtool 3.7.9 --verify; AddTrust 2020",
    },
    Difference {
        when: When::Backtracked(rule::NAME_CONSTRAINTS.id),
        stacks: &[GnuTls, OpenSsl],
        says: Says::Refuses,
        why: "it does not go back when name constraints end a path",
        known_from: "BetterTLS path building: OpenSSL 55, certtool 52 of 81",
    },
    Difference {
        when: When::Backtracked(rule::WRONG_PURPOSE.id),
        stacks: &[GnuTls, OpenSsl],
        says: Says::Refuses,
        why: "it does not go back when a CA is not for the purpose",
        known_from: "BetterTLS path building: OpenSSL 55, certtool 52 of 81",
    },
    Difference {
        when: When::Backtracked(rule::WEAK_SIGNATURE.id),
        stacks: &[GnuTls, OpenSsl],
        says: Says::Refuses,
        why: "it does not go back when a signature is too weak",
        known_from: "BetterTLS path building: OpenSSL 55, certtool 52 of 81",
    },
    Difference {
        when: When::Leaf(outlives_apple),
        stacks: &[Apple],
        says: Says::Refuses,
        why: "no server certificate may be valid for more than 825 days",
        known_from: "Apple HT210176",
    },
    Difference {
        when: When::Leaf(lacks_purpose_for_apple),
        stacks: &[Apple],
        says: Says::Refuses,
        why: "a server certificate must have serverAuth as extended key usage",
        known_from: "Apple HT210176",
    },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::extension::{extended_key_usage, key_usage};
    use crate::pki::fixture::{self, Authority, Wish};
    use crate::pki::host::Host;
    use crate::pki::key::Key;
    use crate::pki::verify::{Profile, Terms, verify};

    fn opinions_on(leaf: &Cert, untrusted: &[Cert], anchors: &[Cert]) -> Vec<Opinion> {
        let host = Host::parse("example.com").expect("a host");
        let question = Question {
            leaf,
            untrusted,
            anchors,
            host: Some(&host),
            purpose: Purpose::Server,
            now: fixture::now(),
            crls: &[],
            ocsp: &[],
            profile: Profile::Dev,
            max_intermediates: None,
            policies: Terms::default(),
        };
        opinions(&question, &verify(&question))
    }

    fn accepting(leaf: &Cert, untrusted: &[Cert], anchors: &[Cert]) -> Vec<Stack> {
        opinions_on(leaf, untrusted, anchors)
            .into_iter()
            .filter(|opinion| opinion.accepts == Ok(true))
            .map(|opinion| opinion.stack)
            .collect()
    }

    #[test]
    fn a_good_chain_is_good_to_all() {
        let root = Authority::root("Root");
        let leaf = fixture::server(&root, "example.com");
        assert_eq!(accepting(&leaf, &[], &[root.cert]), Stack::ALL);
    }

    #[test]
    fn an_expired_twin_is_where_gnutls_stops() {
        let root = Authority::root("Root");
        let ca = root.intermediate("CA");
        let old = Wish::ca("CA").valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z");
        let twin = root.issue_ca(old, Key::from_der(ca.key.pkcs8()).expect("a key"));
        let leaf = fixture::server(&ca, "example.com");
        let accepting = accepting(&leaf, &[twin.cert, ca.cert], &[root.cert]);
        assert!(!accepting.contains(&GnuTls));
        assert!(accepting.contains(&OpenSsl));
    }

    #[test]
    fn a_common_name_still_counts_for_some() {
        let root = Authority::root("Root");
        let mut wish = Wish::server("example.com");
        wish.extensions
            .retain(|extension| extension.oid != oid::SUBJECT_ALT_NAME);
        let leaf = root.issue(wish);
        assert_eq!(accepting(&leaf, &[], &[root.cert]), [GnuTls, OpenSsl]);
    }

    #[test]
    fn an_expired_root_divides_them() {
        let old = Wish::ca("Root").valid("2020-01-01T00:00:00Z", "2021-01-01T00:00:00Z");
        let root = Authority::self_signed(old);
        let leaf = fixture::server(&root, "example.com");
        let accepting = accepting(&leaf, &[], &[root.cert]);
        assert!(
            ![GnuTls, Go, OpenSsl]
                .iter()
                .any(|stack| accepting.contains(stack))
        );
        assert!(accepting.contains(&Webpki));
    }

    #[test]
    fn a_purpose_for_all_is_none_for_some() {
        let root = Authority::root("Root");
        let any = Wish::server("example.com").with(extended_key_usage(&[oid::ANY_USAGE]));
        let accepting = accepting(&root.issue(any), &[], std::slice::from_ref(&root.cert));
        assert!(
            accepting.contains(&Go) && !accepting.contains(&OpenSsl),
            "{accepting:?}"
        );
    }

    #[test]
    fn nothing_is_claimed_of_others_where_a_rule_is_not_known_to_be_theirs() {
        let root = Authority::root("Root");
        let unsure = Wish::server("example.com").with(key_usage(&[]));
        let opinions = opinions_on(&root.issue(unsure), &[], std::slice::from_ref(&root.cert));
        assert!(
            opinions
                .iter()
                .any(|opinion| opinion.accepts == Err("key-usage-empty")),
            "{opinions:?}"
        );
    }
}
