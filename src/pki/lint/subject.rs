//! What a lint looks at: a certificate in its place, and what most lints ask of it, worked out once.
//! Must not judge.

use super::Profile;
use crate::pki::anatomy::{Anatomy, GeneralName, id};
use crate::pki::format::der::{Tlv, single, tag};

/// Where in a chain a certificate stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Role {
    /// A CA below another one.
    Intermediate,
    /// Who issues nothing.
    Leaf,
    /// A CA that vouches for itself.
    Root,
}

/// A certificate in its place.
#[derive(Debug)]
pub(crate) struct Subject<'a> {
    /// The certificate.
    pub(crate) cert: &'a Anatomy<'a>,
    /// Where it stands.
    pub(crate) role: Role,
    /// The certificate that signed it, where it is at hand.
    pub(crate) issuer: Option<&'a Anatomy<'a>>,
    /// How strict to be.
    pub(crate) profile: Profile,
    /// The alternative names; `None` where there are none.
    pub(crate) sans: Option<Vec<GeneralName<'a>>>,
    /// The DNS names among them, as text.
    pub(crate) dns_names: Vec<String>,
    /// The ids of extendedKeyUsage.
    pub(crate) purposes: Option<Vec<String>>,
    /// The bits of keyUsage, bit 0 lowest.
    pub(crate) usage: Option<u16>,
}

impl<'a> Subject<'a> {
    /// A certificate that `issuer` signed, where that is known.
    pub(crate) fn new(
        cert: &'a Anatomy<'a>,
        role: Role,
        issuer: Option<&'a Anatomy<'a>>,
        profile: Profile,
    ) -> Self {
        let sans = names(cert, id::SUBJECT_ALT_NAME);
        let dns_names = sans.iter().flatten().filter_map(|name| match name {
            GeneralName::Dns(_) => Some(name.value()),
            _ => None,
        });
        Self {
            cert,
            role,
            issuer,
            profile,
            dns_names: dns_names.collect(),
            sans,
            purposes: cert.extended_key_usage(),
            usage: cert.key_usage(),
        }
    }

    /// Whether it issues nothing.
    pub(crate) fn is_leaf(&self) -> bool {
        self.role == Role::Leaf
    }

    /// Whether it is a CA, by its basic constraints or by what it signed.
    pub(crate) fn is_ca(&self) -> bool {
        self.role != Role::Leaf
    }

    /// Whether it is a CA below another one.
    pub(crate) fn is_intermediate(&self) -> bool {
        self.role == Role::Intermediate
    }

    /// Whether it is a CA that vouches for itself.
    pub(crate) fn is_root(&self) -> bool {
        self.role == Role::Root
    }

    /// Whether a TLS server may use it, by its extended key usage and policies (those of BR 7.1.6.1).
    pub(crate) fn is_for_servers(&self) -> bool {
        let Some(purposes) = self.purposes.as_deref().filter(|list| !list.is_empty()) else {
            return true;
        };
        let named = |id: &str| purposes.iter().any(|purpose| purpose == id);
        named(id::SERVER_AUTH)
            || named(id::ANY_EXTENDED_KEY_USAGE)
            || self
                .policies()
                .iter()
                .any(|(policy, _)| SERVER_POLICIES.contains(&policy.as_str()))
    }

    /// Whether it is a leaf that a TLS server may use.
    pub(crate) fn is_server_leaf(&self) -> bool {
        self.is_leaf() && self.is_for_servers()
    }

    /// Whether the extended key usage names this purpose.
    pub(crate) fn has_purpose(&self, id: &str) -> bool {
        self.purposes.iter().flatten().any(|purpose| purpose == id)
    }

    /// Whether keyUsage is there with any of these bits.
    pub(crate) fn has_usage(&self, mask: u16) -> bool {
        self.usage.is_some_and(|bits| bits & mask != 0)
    }

    /// Whether the extension is there.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.cert.extension(id).is_some()
    }

    /// Whether the extension is there and critical.
    pub(crate) fn is_critical(&self, id: &str) -> bool {
        self.cert
            .extension(id)
            .is_some_and(|extension| extension.critical)
    }

    /// The SEQUENCE inside the extension.
    pub(crate) fn sequence(&self, id: &str) -> Option<Tlv<'a>> {
        let extension = self.cert.extension(id)?;
        single(extension.value.content, tag::SEQUENCE, "an extension").ok()
    }

    /// The elements of the SEQUENCE inside the extension; none where it is absent or broken.
    pub(crate) fn items(&self, id: &str) -> Vec<Tlv<'a>> {
        let children = self.sequence(id).and_then(|sequence| sequence.children().ok());
        children.unwrap_or_default()
    }

    /// The certificate policies, each with its element.
    pub(crate) fn policies(&self) -> Vec<(String, Tlv<'a>)> {
        let read = |policy: Tlv<'a>| Some((policy.reader().any().ok()?.oid(), policy));
        self.items(id::CERTIFICATE_POLICIES)
            .into_iter()
            .filter_map(read)
            .collect()
    }

    /// What authorityInfoAccess says: the method's id and the place.
    pub(crate) fn information_access(&self) -> Vec<(String, GeneralName<'a>)> {
        let read = |description: Tlv<'a>| {
            let mut fields = description.reader();
            let method = fields.any().ok()?.oid();
            Some((method, GeneralName::new(fields.any().ok()?)))
        };
        self.items(id::AUTHORITY_INFO_ACCESS)
            .into_iter()
            .filter_map(read)
            .collect()
    }

    /// The values of the subject's common names.
    pub(crate) fn common_names(&self) -> Vec<String> {
        self.cert.subject.values(id::COMMON_NAME).collect()
    }

    /// How long it is valid in seconds, both ends included (RFC 5280 §4.1.2.5).
    pub(crate) fn lifetime_seconds(&self) -> Option<i64> {
        let (start, end) = self.cert.validity()?;
        Some(end.as_second() - start.as_second() + 1)
    }
}

/// The names in an extension that holds GeneralNames.
pub(crate) fn names<'a>(cert: &Anatomy<'a>, id: &str) -> Option<Vec<GeneralName<'a>>> {
    GeneralName::list(cert.extension(id)?.value.content).ok()
}

/// The bits of keyUsage (RFC 5280 §4.2.1.3).
pub(crate) mod usage {
    pub(crate) const DIGITAL_SIGNATURE: u16 = 1;
    pub(crate) const CONTENT_COMMITMENT: u16 = 1 << 1;
    pub(crate) const KEY_ENCIPHERMENT: u16 = 1 << 2;
    pub(crate) const DATA_ENCIPHERMENT: u16 = 1 << 3;
    pub(crate) const KEY_AGREEMENT: u16 = 1 << 4;
    pub(crate) const CERT_SIGN: u16 = 1 << 5;
    pub(crate) const CRL_SIGN: u16 = 1 << 6;
    pub(crate) const ENCIPHER_ONLY: u16 = 1 << 7;
    pub(crate) const DECIPHER_ONLY: u16 = 1 << 8;
}

/// Domain, organisation, individual and extended validation (BR 7.1.6.1, EV guidelines).
const SERVER_POLICIES: &[&str] = &[
    "2.23.140.1.2.1",
    "2.23.140.1.2.2",
    "2.23.140.1.2.3",
    "2.23.140.1.1",
];
