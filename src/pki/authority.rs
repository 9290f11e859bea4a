//! A CA that can sign: its certificate, the ones above it, and its key, checked against each other once.
//! Says what it may sign and why not. RFC 5280 §4.2.1.3, §4.2.1.9, §4.2.1.10, §4.2.1.12.

use std::borrow::Cow;

use jiff::Timestamp;

use super::cert::Cert;
use super::der;
use super::dn::Name;
use super::extensions::{KeyUsage, NameConstraints};
use super::format::der::{dotted, single, tag};
use super::issue::Issuer;
use super::key::Key;
use super::name::San;
use super::profile::{self, Purposes};
use super::{name_constraint, oid};
use crate::error::{Error, Result};

/// A CA, ready to sign.
#[derive(Debug)]
pub(crate) struct Authority {
    /// Its own certificate first, then each one's issuer, without the root.
    chain: Vec<Cert>,
    root: Option<Cert>,
    /// `None` where it is kept elsewhere.
    key: Option<Key>,
    key_id: Vec<u8>,
}

impl Authority {
    /// A CA from its certificate and those above it, in any order above the first, and its key.
    ///
    /// # Errors
    ///
    /// An input error where the key is not the certificate's; a refusal where the certificate is no CA's.
    pub(crate) fn new(chain: Vec<Cert>, root: Option<Cert>, key: Key) -> Result<Self> {
        Self::with(chain, root, Some(key))
    }

    /// The same of a CA whose key may be kept elsewhere: it can be compared with, and signs nothing.
    ///
    /// # Errors
    ///
    /// As [`Authority::new`].
    pub(crate) fn with(mut chain: Vec<Cert>, mut root: Option<Cert>, key: Option<Key>) -> Result<Self> {
        let cert = chain
            .first()
            .cloned()
            .ok_or_else(|| Error::input("the CA has no certificate"))?;
        if let Some(key) = key.as_ref().filter(|key| key.spki() != cert.spki()) {
            return Err(
                Error::input("the private key does not belong to the CA's certificate").because(format!(
                    "the certificate `{}` holds another public key than this {} key has",
                    cert.label(),
                    key.label()
                )),
            );
        }
        check_is_ca(&cert)?;
        // A root among the chain is not for servers to send.
        if let Some(at) = chain
            .iter()
            .position(|c| c.is_self_issued() && c.is_ca())
            .filter(|at| *at > 0)
        {
            root = root.or(Some(chain.remove(at)));
        }
        let root = root.filter(|root| *root != cert);
        let own_id = cert.extensions().subject_key_id.as_deref().map(<[u8]>::to_vec);
        let key_id = own_id.unwrap_or_else(|| profile::key_id(cert.spki()));
        Ok(Self {
            chain,
            root,
            key,
            key_id,
        })
    }

    /// The same CA, signing the same way each time.
    #[must_use]
    pub(crate) fn deterministic(mut self) -> Self {
        self.key = self.key.map(Key::deterministic);
        self
    }

    /// Its own certificate.
    pub(crate) fn cert(&self) -> &Cert {
        &self.chain[0]
    }

    /// Its key.
    ///
    /// # Errors
    ///
    /// An input error where that is kept elsewhere.
    pub(crate) fn key(&self) -> Result<&Key> {
        self.key.as_ref().ok_or_else(|| {
            Error::input(format!("the key of the CA `{}` is not here", self.cert().label()))
                .because("its certificate is, and nothing can be signed without the key")
                .hint("put its key back beside its certificate, and away again afterwards")
        })
    }

    /// Whether its key is at hand.
    pub(crate) fn has_key(&self) -> bool {
        self.key.is_some()
    }

    /// The root at the end of its chain, where that is known; its own certificate where it is one.
    pub(crate) fn root(&self) -> Option<&Cert> {
        self.root
            .as_ref()
            .or_else(|| Some(self.cert()).filter(|cert| cert.is_self_issued()))
    }

    /// What a server has to send after a leaf: the CA's own certificate and those above it, but no root.
    pub(crate) fn sent(&self) -> Vec<Cert> {
        self.chain
            .iter()
            .filter(|cert| !(cert.is_self_issued() && cert.is_ca()))
            .cloned()
            .collect()
    }

    /// As whoever issues with it needs it.
    ///
    /// # Errors
    ///
    /// As [`Authority::key`].
    pub(crate) fn issuer(&self) -> Result<Issuer<'_>> {
        Ok(Issuer {
            name: self.cert().subject().raw(),
            key_id: &self.key_id,
            key: self.key()?,
        })
    }

    /// When the first certificate of its chain begins to be missing: nothing it signs should live longer.
    pub(crate) fn not_after(&self) -> Timestamp {
        self.lineage()
            .map(Cert::not_after)
            .min()
            .unwrap_or(Timestamp::MAX)
    }

    /// From when on all of its chain is valid.
    pub(crate) fn not_before(&self) -> Timestamp {
        self.lineage()
            .map(Cert::not_before)
            .max()
            .unwrap_or(Timestamp::MIN)
    }

    /// Checks that nothing in its chain has expired.
    ///
    /// # Errors
    ///
    /// A refusal that names the certificate and the moment.
    pub(crate) fn check_alive(&self, now: Timestamp) -> Result<()> {
        match self.lineage().find(|cert| cert.not_after() < now) {
            None => Ok(()),
            Some(dead) => Err(
                Error::refused(format!("the CA certificate `{}` has expired", dead.label()))
                    .because(format!("it was valid until {}", dead.not_after()))
                    .hint("make a new CA: tlsctl gen ca"),
            ),
        }
    }

    /// Checks that it may sign a leaf for these names and purposes.
    ///
    /// # Errors
    ///
    /// A refusal that names the name or purpose, the certificate that forbids it, and what it allows.
    pub(crate) fn check_leaf(&self, names: &[San], purposes: &Purposes) -> Result<()> {
        for cert in self.lineage() {
            for name in names {
                let constraints = cert.extensions().name_constraints.as_ref();
                if let Some(why) = constraints.and_then(|c| name_constraint::objection(c, name)) {
                    return Err(Error::refused(format!("the CA may not sign for `{name}`"))
                        .because(format!("`{}` has name constraints: {why}", cert.label())));
                }
            }
            let Some(allowed) = &cert.extensions().extended_key_usage else {
                continue;
            };
            let allows = |wanted: &[u8]| allowed.iter().any(|a| a.is(wanted) || a.is(oid::ANY_USAGE));
            if let Some(purpose) = purposes.all().iter().find(|purpose| !allows(purpose)) {
                let known = purposes
                    .usages
                    .iter()
                    .find(|usage| usage.purpose() == &purpose[..]);
                let name = known.map_or_else(
                    || dotted(purpose).unwrap_or_default(),
                    |usage| usage.id().to_owned(),
                );
                return Err(
                    Error::refused(format!("the CA may not sign for the usage `{name}`")).because(format!(
                        "`{}` has an extended key usage that leaves it out",
                        cert.label()
                    )),
                );
            }
        }
        Ok(())
    }

    /// The subject of a leaf for `names`: none where a constraint keeps ours out, be it on directory names, such
    /// as other people's CAs have, or on the DNS names for one of which its common name would be taken. The
    /// alternative names say all (RFC 5280 §4.1.2.6).
    pub(crate) fn subject(&self, names: &[San]) -> Vec<u8> {
        let subject = profile::subject(names);
        let is_refused =
            |name: &Name| !self.admits_subject(name) || self.mistaken_host(name, names).is_some();
        match single(&subject, tag::SEQUENCE, "name").map(|name| Name::read(&name)) {
            Ok(Ok(name)) if !name.is_empty() && is_refused(&name) => der::element(tag::SEQUENCE, &[]),
            _ => subject,
        }
    }

    /// Whether its constraints on directory names leave room for a subject.
    pub(crate) fn admits_subject(&self, subject: &Name) -> bool {
        let mut constraints = self.constraints();
        constraints.all(|c| name_constraint::admits_subject(c, subject))
    }

    /// The common name in `subject` that some clients would take for a DNS name that its constraints forbid, on a
    /// certificate for `names`.
    pub(crate) fn mistaken_host(&self, subject: &Name, names: &[San]) -> Option<String> {
        if names.iter().any(|name| matches!(name, San::Dns(_))) {
            return None;
        }
        let refused = |text: &str| {
            self.constraints()
                .any(|c| !name_constraint::admits_common_name(c, text))
        };
        let mut common = subject.values(oid::COMMON_NAME);
        common.find(|text| refused(text)).map(Cow::into_owned)
    }

    fn constraints(&self) -> impl Iterator<Item = &NameConstraints> {
        self.lineage()
            .filter_map(|cert| cert.extensions().name_constraints.as_ref())
    }

    /// How many CAs a new CA below it may have below itself, where there is a limit.
    ///
    /// # Errors
    ///
    /// A refusal where its path length allows no CA below it.
    pub(crate) fn room_below(&self) -> Result<Option<u8>> {
        let mut room: Option<u32> = None;
        for (depth, cert) in (0_u32..).zip(self.lineage()) {
            let Some(limit) = cert
                .extensions()
                .basic_constraints
                .and_then(|basic| basic.path_len)
            else {
                continue;
            };
            // Between this certificate and the new CA stand `depth` others, and the new CA counts too.
            let Some(left) = limit.checked_sub(depth + 1) else {
                return Err(Error::refused("the CA may not sign another CA")
                    .because(format!("`{}` has a path length of {limit}", cert.label()))
                    .hint("make a root with room below it: tlsctl gen ca --path-len N, or without a limit"));
            };
            room = Some(room.map_or(left, |room| room.min(left)));
        }
        Ok(room.map(|room| u8::try_from(room).unwrap_or(u8::MAX)))
    }

    fn lineage(&self) -> impl Iterator<Item = &Cert> {
        self.chain.iter().chain(&self.root)
    }
}

fn check_is_ca(cert: &Cert) -> Result<()> {
    let refuse = |why: &str| {
        Err(
            Error::refused(format!("the certificate `{}` cannot sign others", cert.label()))
                .because(why)
                .hint("make a CA: tlsctl gen ca"),
        )
    };
    if !cert.is_ca() {
        return refuse("its basic constraints do not say that it is a CA");
    }
    match cert.extensions().key_usage {
        Some(usage) if !usage.has(KeyUsage::KEY_CERT_SIGN) => refuse("its key usage leaves out keyCertSign"),
        _ => Ok(()),
    }
}
