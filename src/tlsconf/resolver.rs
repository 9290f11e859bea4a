//! Server name → identity. The order on the command line is the order of preference and the first match
//! wins; among identities for one name the first wins whose key the client can verify; without a match the
//! first of all (that the client can verify) is the fallback, unless the server is strict (RFC 6066 §3).

use std::sync::Arc;

use rustls::server::ClientHello;
use rustls::sign::SigningKey;
use rustls::{CipherSuite, NamedGroup, SignatureAlgorithm, SignatureScheme};

use super::identity::Identity;
use super::terms::Version;
use crate::wire::suite::Suite;

/// What a client asks for, as far as it decides on the certificate.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Wish {
    /// The SNI in lower case; `None` where there is none, or where it is an address (which RFC 6066 forbids).
    pub(crate) name: Option<String>,
    schemes: Vec<SignatureScheme>,
    suites: Vec<CipherSuite>,
    /// `None` where it does not say which.
    groups: Option<Vec<NamedGroup>>,
}

impl Wish {
    /// What this ClientHello asks for.
    pub(crate) fn of(hello: &ClientHello<'_>) -> Self {
        Self {
            name: hello.server_name().map(str::to_ascii_lowercase),
            schemes: hello.signature_schemes().to_vec(),
            suites: hello.cipher_suites().to_vec(),
            groups: hello.named_groups().map(<[NamedGroup]>::to_vec),
        }
    }

    /// Whether the client says that it offers less than it can, since more failed before (RFC 7507 §4).
    pub(crate) fn falls_back(&self) -> bool {
        self.suites.contains(&CipherSuite::from(Suite::FALLBACK_SCSV.0)) && !self.offers_tls13()
    }

    fn offers_tls13(&self) -> bool {
        self.suites.iter().any(|suite| u16::from(*suite) >> 8 == 0x13)
    }

    /// Whether the client can verify signatures of this identity's key: by its schemes, and, where TLS 1.3 is not
    /// spoken, by a suite that authenticates with such a key and a curve that it knows (RFC 8422 §5.1).
    fn fits(&self, identity: &Identity, newest: Version) -> bool {
        let key = &identity.certified().key;
        let authenticates = || match key.algorithm() {
            SignatureAlgorithm::RSA => self.offers(RSA_SUITES),
            SignatureAlgorithm::ECDSA | SignatureAlgorithm::ED25519 => self.offers(ECDSA_SUITES),
            _ => false,
        };
        let is_modern = newest == Version::Tls13 && self.offers_tls13();
        key.choose_scheme(&self.schemes).is_some()
            && (is_modern || (authenticates() && self.knows_curve(key.as_ref())))
    }

    fn knows_curve(&self, key: &dyn SigningKey) -> bool {
        let curve = CURVES
            .iter()
            .find(|(scheme, _)| key.choose_scheme(&[*scheme]).is_some());
        let groups = self.groups.as_ref();
        curve.is_none_or(|(_, curve)| groups.is_none_or(|groups| groups.contains(curve)))
    }

    fn offers(&self, suites: &[CipherSuite]) -> bool {
        self.suites.iter().any(|suite| suites.contains(suite))
    }
}

/// The place of the identity to present by a server that speaks `newest` at best; `None` where a strict server refuses.
pub(crate) fn choose(
    identities: &[Arc<Identity>],
    strict: bool,
    newest: Version,
    wish: &Wish,
) -> Option<usize> {
    let named = |i: &usize| {
        wish.name
            .as_ref()
            .is_some_and(|name| identities[*i].is_named(name))
    };
    let matching: Vec<usize> = (0..identities.len()).filter(named).collect();
    if !matching.is_empty() {
        return fitting(identities, &matching, newest, wish);
    }
    if strict {
        return None;
    }
    let all: Vec<usize> = (0..identities.len()).collect();
    fitting(identities, &all, newest, wish)
}

/// The first that the client can verify, else the first.
fn fitting(identities: &[Arc<Identity>], among: &[usize], newest: Version, wish: &Wish) -> Option<usize> {
    let fits = |i: &&usize| wish.fits(&identities[**i], newest);
    among.iter().find(fits).or(among.first()).copied()
}

/// The curve of a key, by the one signature that is made with it.
const CURVES: &[(SignatureScheme, NamedGroup)] = &[
    (SignatureScheme::ECDSA_NISTP256_SHA256, NamedGroup::secp256r1),
    (SignatureScheme::ECDSA_NISTP384_SHA384, NamedGroup::secp384r1),
    (SignatureScheme::ECDSA_NISTP521_SHA512, NamedGroup::secp521r1),
];

/// The suites of TLS 1.2 that rustls has, by what they authenticate with.
const ECDSA_SUITES: &[CipherSuite] = &[
    CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    CipherSuite::TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
];
const RSA_SUITES: &[CipherSuite] = &[
    CipherSuite::TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    CipherSuite::TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    CipherSuite::TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::cert::Cert;
    use crate::pki::issue::ad_hoc;
    use crate::pki::name::San;

    fn identity(names: &[&str]) -> Arc<Identity> {
        let sans: Vec<San> = names
            .iter()
            .map(|name| San::parse(name).expect("a name"))
            .collect();
        let made = ad_hoc(&sans, jiff::Timestamp::UNIX_EPOCH).expect("made");
        let leaf = Cert::parse(&made.leaf).expect("a certificate");
        Arc::new(
            Identity::new(vec![leaf], &made.key, None, Default::default()).expect("they belong together"),
        )
    }

    fn wish(name: &str) -> Wish {
        Wish {
            name: (!name.is_empty()).then(|| name.to_owned()),
            schemes: vec![SignatureScheme::ECDSA_NISTP256_SHA256],
            suites: vec![CipherSuite::TLS13_AES_128_GCM_SHA256],
            groups: None,
        }
    }

    #[test]
    fn where_tls_1_2_is_spoken_the_certificates_curve_is_one_that_the_client_knows() {
        let identity = identity(&["example.com"]);
        let old = Wish {
            suites: vec![CipherSuite::TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256],
            ..wish("example.com")
        };
        let both = Wish {
            suites: [old.suites.clone(), wish("").suites].concat(),
            ..old.clone()
        };
        for (groups, newest, wish, fits) in [
            (vec![NamedGroup::secp384r1], Version::Tls13, &old, false),
            (vec![NamedGroup::secp256r1], Version::Tls13, &old, true),
            (vec![NamedGroup::secp384r1], Version::Tls13, &both, true),
            (vec![NamedGroup::secp384r1], Version::Tls12, &both, false),
        ] {
            let wish = Wish {
                groups: Some(groups),
                ..wish.clone()
            };
            assert_eq!(wish.fits(&identity, newest), fits, "{wish:?} {newest:?}");
        }
        assert!(
            old.fits(&identity, Version::Tls12),
            "a client that names no group"
        );
    }

    #[test]
    fn the_first_match_in_list_order_wins_and_the_first_of_all_is_the_fallback() {
        let identities = [
            identity(&["example.com", "www.example.com"]),
            identity(&["bigcorp.test", "*.bigcorp.test", "127.0.0.1"]),
            identity(&["a.bigcorp.test"]),
        ];
        for (name, open, strict) in [
            ("example.com", Some(0), Some(0)),
            ("www.example.com", Some(0), Some(0)),
            ("bigcorp.test", Some(1), Some(1)),
            ("a.bigcorp.test", Some(1), Some(1)),
            ("a.b.bigcorp.test", Some(0), None),
            ("example.com.", Some(0), None),
            ("127.0.0.1", Some(0), None),
            ("other.test", Some(0), None),
            ("", Some(0), None),
        ] {
            // rustls gives no name where the SNI is an address.
            let name = if name == "127.0.0.1" { "" } else { name };
            assert_eq!(
                choose(&identities, false, Version::Tls13, &wish(name)),
                open,
                "{name}"
            );
            assert_eq!(
                choose(&identities, true, Version::Tls13, &wish(name)),
                strict,
                "{name}"
            );
        }
    }
}
