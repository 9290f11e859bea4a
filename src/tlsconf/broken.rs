//! A case of the catalogue of broken certificates as an identity: chain and key as they are, whether they
//! belong together or not, and a signer for the weak RSA keys that no TLS library takes any more.

use std::sync::Arc;

use rustls::crypto::aws_lc_rs::sign::any_supported_type;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::sign::{CertifiedKey, Signer, SigningKey};
use rustls::{SignatureAlgorithm, SignatureScheme};

use super::identity::{Identity, Origin};
use super::terms::Client;
use crate::pki::bad::weak::{Hash, Rsa};
use crate::pki::bad::{Made, Secret};
use crate::pki::cert::Cert;

/// What is served for `made` under `host`; `None` where no handshake can be signed with its key.
pub(crate) fn identity(made: &Made, host: &str, id: &str) -> Option<Identity> {
    let pkcs8 = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(made.key.pkcs8()));
    let (signer, is_weak): (Arc<dyn SigningKey>, bool) = match (any_supported_type(&pkcs8), &*made.key) {
        (Ok(signer), _) => (signer, false),
        (Err(_), Secret::Weak(key)) => (Arc::new(Weak(Arc::new(key.clone()))), true),
        (Err(_), _) => return None,
    };
    let ders = made.chain.iter().map(|der| CertificateDer::from(der.clone()));
    let mut certified = CertifiedKey::new(ders.collect(), signer);
    certified.ocsp.clone_from(&made.staple);
    // What cannot be read is sent all the same; what is known of it comes from the rest.
    let sent = made.chain.iter().chain(&made.roots);
    let readable: Vec<Cert> = sent.filter_map(|der| Cert::parse(der).ok()).collect();
    let origin = Origin {
        shown: id.to_owned(),
        ..Origin::default()
    };
    let identity = Identity::as_is(certified, readable, host, is_weak, origin)?;
    let wanted = made.clients.as_ref().and_then(|root| Cert::parse(root).ok());
    Some(match wanted {
        Some(root) => identity.demanding(Client {
            anchors: vec![root],
            required: true,
        }),
        None => identity,
    })
}

/// Signs with PKCS#1 v1.5, which ends with TLS 1.2.
#[derive(Debug)]
struct Weak(Arc<Rsa>);

/// The same, once a scheme is chosen.
#[derive(Debug)]
struct Chosen(Arc<Rsa>, SignatureScheme, Hash);

impl SigningKey for Weak {
    fn choose_scheme(&self, offered: &[SignatureScheme]) -> Option<Box<dyn Signer>> {
        let (scheme, hash) = SCHEMES.iter().find(|(scheme, hash)| {
            // 512 bits have no room for the longer hashes.
            offered.contains(scheme) && self.0.sign(*hash, &[]).is_some()
        })?;
        Some(Box::new(Chosen(Arc::clone(&self.0), *scheme, *hash)))
    }

    fn algorithm(&self) -> SignatureAlgorithm {
        SignatureAlgorithm::RSA
    }
}

impl Signer for Chosen {
    fn sign(&self, message: &[u8]) -> Result<Vec<u8>, rustls::Error> {
        let signature = self.0.sign(self.2, message);
        signature.ok_or_else(|| rustls::Error::General("the key is too short for the hash".to_owned()))
    }

    fn scheme(&self) -> SignatureScheme {
        self.1
    }
}

const SCHEMES: &[(SignatureScheme, Hash)] = &[
    (SignatureScheme::RSA_PKCS1_SHA256, Hash::Sha256),
    (SignatureScheme::RSA_PKCS1_SHA384, Hash::Sha384),
    (SignatureScheme::RSA_PKCS1_SHA512, Hash::Sha512),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pki::bad::{self, Catalogue};

    #[test]
    fn every_case_that_does_not_say_why_not_can_be_served() {
        let now = "2026-06-01T00:00:00Z".parse().expect("a valid time");
        let catalogue = Catalogue::new("tls.localhost", now, None).expect("a catalogue");
        for case in bad::all() {
            let made = catalogue.make(case).expect("a case");
            let served = identity(&made, "x.localhost", case.id).is_some();
            // Broken files have sound certificates in memory.
            assert!(served || case.unserved.is_some(), "{}", case.id);
        }
    }
}
