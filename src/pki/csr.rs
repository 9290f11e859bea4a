//! Certificate requests (PKCS#10, RFC 2986): written through rcgen, with extensions that `profile`
//! chose; read tolerantly, since only the subject, the key and the names asked for are used. A request
//! is a wish: nothing in it reaches a certificate unless the issuer takes it up.

use rcgen::{CertificateParams, CustomExtension, DistinguishedName, PublicKeyData, SigningKey};

use super::cert::{self, Signature};
use super::der;
use super::dn::Name;
use super::extensions::Extensions;
use super::format::der::{single, tag};
use super::general_name::GeneralName;
use super::key::{Key, Kind};
use super::name::San;
use super::primitive::Read;
use super::public_key::PublicKey;
use super::tbs::{self, Extension};
use super::{oid, opaque, signature};
use crate::error::{Error, Result};

/// Asks for a certificate with this subject and these extensions.
///
/// # Errors
///
/// A refusal where the key is of a kind that requests cannot be signed with.
pub(crate) fn make(subject: &[u8], extensions: &[Extension], key: &Key) -> Result<Vec<u8>> {
    let algorithm = key.signature()?.identifier();
    let mut parameters = CertificateParams::default();
    parameters.distinguished_name = DistinguishedName::new();
    parameters.custom_extensions = extensions.iter().map(custom).collect();
    let signer = Signer::new(key)
        .ok_or_else(|| Error::refused(format!("a request cannot be signed with an {} key", key.label())))?;
    let request = parameters.serialize_request(&signer);
    let request = request.map_err(|e| Error::bug("the request was not made").because(e))?;
    // rcgen has one value for each kind of attribute in a subject: it writes an empty one, and this takes its place.
    let content = with_subject(request.der(), subject)
        .map_err(|fault| Error::bug("the request that was made is none").because(fault))?;
    let signature = key.sign(&content)?;
    Ok(tbs::signed(&content, &algorithm, &signature))
}

/// The part of a request that is to be signed, with another subject.
fn with_subject(request: &[u8], subject: &[u8]) -> Read<Vec<u8>> {
    let mut outer = single(request, tag::SEQUENCE, "a request")?.reader();
    let fields = outer
        .expect(tag::SEQUENCE, "the signed part of a request")?
        .children()?;
    let parts = fields.iter().enumerate().map(|(at, field)| match at {
        SUBJECT => subject,
        _ => field.full,
    });
    Ok(der::sequence(parts))
}

/// Where the subject is in a request: after the version.
const SUBJECT: usize = 1;

fn custom(extension: &Extension) -> CustomExtension {
    let arcs = super::format::der::dotted(&extension.oid).unwrap_or_default();
    let arcs: Vec<u64> = arcs.split('.').filter_map(|arc| arc.parse().ok()).collect();
    let mut custom = CustomExtension::from_oid_content(&arcs, extension.value.clone());
    custom.set_criticality(extension.critical);
    custom
}

/// A key as rcgen wants it. It signs nothing: what rcgen writes is not yet what is asked for.
struct Signer {
    bits: Vec<u8>,
    algorithm: &'static rcgen::SignatureAlgorithm,
}

impl Signer {
    fn new(key: &Key) -> Option<Self> {
        let algorithm = match key.kind() {
            Some(Kind::P256) => &rcgen::PKCS_ECDSA_P256_SHA256,
            Some(Kind::P384) => &rcgen::PKCS_ECDSA_P384_SHA384,
            Some(Kind::P521) => &rcgen::PKCS_ECDSA_P521_SHA512,
            Some(Kind::Ed25519) => &rcgen::PKCS_ED25519,
            Some(Kind::MlDsa44) => &rcgen::PKCS_ML_DSA_44,
            Some(Kind::MlDsa65) => &rcgen::PKCS_ML_DSA_65,
            Some(Kind::MlDsa87) => &rcgen::PKCS_ML_DSA_87,
            _ if key.is_rsa() => &rcgen::PKCS_RSA_SHA256,
            _ => return None,
        };
        let mut fields = single(key.spki(), tag::SEQUENCE, "public key").ok()?.reader();
        fields.expect(tag::SEQUENCE, "algorithm").ok()?;
        let bits = fields
            .expect(tag::BIT_STRING, "key")
            .ok()?
            .content
            .get(1..)?
            .to_vec();
        Some(Self { bits, algorithm })
    }
}

impl PublicKeyData for Signer {
    fn der_bytes(&self) -> &[u8] {
        &self.bits
    }

    fn algorithm(&self) -> &'static rcgen::SignatureAlgorithm {
        self.algorithm
    }
}

impl SigningKey for Signer {
    fn sign(&self, _: &[u8]) -> std::result::Result<Vec<u8>, rcgen::Error> {
        Ok(Vec::new())
    }
}

/// A request as it was received.
#[derive(Debug)]
pub(crate) struct Request {
    pub(crate) subject: Name,
    pub(crate) key: PublicKey,
    pub(crate) extensions: Extensions,
    signed: Vec<u8>,
    signature: Signature,
}

impl Request {
    /// Reads a request.
    ///
    /// # Errors
    ///
    /// An input error that names the place where it is none.
    pub(crate) fn parse(der: &[u8]) -> Result<Self> {
        read(der).map_err(|fault| Error::input("this is not a certificate request").because(fault))
    }

    /// Checks that whoever wrote it has the key.
    ///
    /// # Errors
    ///
    /// A refusal where the signature is not by the request's own key; an input error where it is of a kind that
    /// nothing here can check.
    pub(crate) fn check_signature(&self) -> Result<()> {
        let forged = |why| Error::refused("the request is not signed by its own key").because(why);
        signature::check(&self.key, &self.signature, &self.signed).map_err(|why| match why {
            signature::Refusal::Weak(_) => forged("its signature rests on a broken hash"),
            signature::Refusal::Wrong => forged("the signature is another key's, or over something else"),
            _ => Error::input("whether the request is signed by its own key cannot be told")
                .because(format!(
                    "nothing here checks signatures by a key of the kind {}",
                    opaque::name(self.key.spki())
                ))
                .hint("`tlsctl gen csr` makes requests for keys that are known here"),
        })
    }

    /// Whether it asks to become a CA.
    pub(crate) fn wants_ca(&self) -> bool {
        let basic = self.extensions.basic_constraints.is_some_and(|basic| basic.ca);
        let signs = self
            .extensions
            .key_usage
            .is_some_and(|usage| usage.has(super::extensions::KeyUsage::KEY_CERT_SIGN));
        basic || signs
    }

    /// The names asked for; where there are none, the common name, if it is one. A single word is one for a server:
    /// elsewhere it is what somebody is called.
    ///
    /// # Errors
    ///
    /// A refusal where a name is none that a certificate should have.
    pub(crate) fn names(&self, is_for_server: bool) -> Result<Vec<San>> {
        if let Some((_, fault)) = self.extensions.faults.first() {
            return Err(Error::refused("an extension that the request asks for is damaged").because(fault));
        }
        let asked = self.extensions.subject_alt_name.as_deref().unwrap_or_default();
        let common = self.subject.common_name();
        if asked.is_empty() {
            let is_name =
                |name: &San| is_for_server || !matches!(name, San::Dns(text) if !text.contains('.'));
            let name = common.and_then(|name| San::parse(&name).ok());
            return Ok(name.filter(is_name).into_iter().collect());
        }
        asked.iter().map(name).collect()
    }
}

fn name(name: &GeneralName) -> Result<San> {
    let refuse = || {
        Error::refused(format!(
            "the request asks for the {} `{name}`, which is not signed here",
            name.kind()
        ))
    };
    let parsed = match name {
        GeneralName::Dns(text) | GeneralName::Email(text) | GeneralName::Uri(text) => San::parse(text),
        GeneralName::Ip(_) => return name.ip().map(San::Ip).ok_or_else(refuse),
        _ => return Err(refuse()),
    };
    let parsed = parsed.map_err(|why| refuse().because(why.message()))?;
    let same_kind = matches!(
        (&parsed, name),
        (San::Dns(_), GeneralName::Dns(_))
            | (San::Email(_), GeneralName::Email(_))
            | (San::Uri(_), GeneralName::Uri(_))
    );
    same_kind.then_some(parsed).ok_or_else(refuse)
}

fn read(der: &[u8]) -> Read<Request> {
    let mut outer = single(der, tag::SEQUENCE, "a request")?.reader();
    let info = outer.expect(tag::SEQUENCE, "the signed part of a request")?;
    let (signature, _) = cert::signature(&mut outer)?;
    let mut fields = info.reader();
    fields.expect(tag::INTEGER, "the version")?;
    let subject = Name::read(&fields.expect(tag::SEQUENCE, "the subject")?)?;
    let key = PublicKey::read(&fields.expect(tag::SEQUENCE, "the public key")?)?;
    let mut extensions = Extensions::default();
    for attribute in fields
        .optional(tag::constructed(0))?
        .map(|all| all.children())
        .transpose()?
        .unwrap_or_default()
    {
        let mut parts = attribute.reader();
        let kind = parts.expect(tag::OID, "the type of an attribute")?;
        let values = parts.expect(tag::SET, "the values of an attribute")?;
        if kind.content == oid::EXTENSION_REQUEST {
            extensions = Extensions::read(
                &values
                    .reader()
                    .expect(tag::SEQUENCE, "the extensions asked for")?,
            )?;
        }
    }
    Ok(Request {
        subject,
        key,
        extensions,
        signed: info.full.to_vec(),
        signature,
    })
}
