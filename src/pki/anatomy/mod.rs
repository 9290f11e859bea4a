//! A certificate taken apart (RFC 5280 §4.1) into its fields as they stand, encodings included: what a
//! linter judges and what `inspect` shows, for certificates that a strict parser refuses too. It judges
//! nothing; `pki::cert` is the certificate that verification trusts to be well-formed.

mod general_name;
pub(crate) mod id;
mod key;
mod name;
mod time;

pub(crate) use general_name::GeneralName;
pub(crate) use key::PublicKey;
pub(crate) use name::{Attribute, Dn, text};
pub(crate) use time::timestamp;

use super::format::der::{Fault, Tlv, hex, single, tag};
use jiff::Timestamp;

/// The fields of one certificate.
#[derive(Clone, Debug)]
pub(crate) struct Anatomy<'a> {
    /// The whole certificate.
    pub(crate) der: &'a [u8],
    /// 1, 2 or 3; another number is as it stands, plus one.
    pub(crate) version: u64,
    /// The serial number's INTEGER.
    pub(crate) serial: Tlv<'a>,
    /// The AlgorithmIdentifier inside the signed part.
    pub(crate) inner_algorithm: Tlv<'a>,
    /// The issuer's name.
    pub(crate) issuer: Dn<'a>,
    /// The beginning of the validity, as encoded.
    pub(crate) not_before: Tlv<'a>,
    /// The end of the validity, as encoded.
    pub(crate) not_after: Tlv<'a>,
    /// The subject's name.
    pub(crate) subject: Dn<'a>,
    /// The subject's public key.
    pub(crate) key: PublicKey<'a>,
    /// Whether issuerUniqueID or subjectUniqueID is there.
    pub(crate) unique_ids: bool,
    /// The extensions in their order.
    pub(crate) extensions: Vec<Extension<'a>>,
    /// The AlgorithmIdentifier beside the signature.
    pub(crate) outer_algorithm: Tlv<'a>,
    /// The signature's BIT STRING.
    pub(crate) signature: Tlv<'a>,
}

/// One extension.
#[derive(Clone, Debug)]
pub(crate) struct Extension<'a> {
    /// The dotted id.
    pub(crate) id: String,
    /// Whether who does not know it must refuse.
    pub(crate) critical: bool,
    /// The BOOLEAN as encoded, where it is.
    pub(crate) critical_field: Option<Tlv<'a>>,
    /// The OCTET STRING: its content is the value.
    pub(crate) value: Tlv<'a>,
}

impl<'a> Anatomy<'a> {
    /// Takes a certificate apart.
    ///
    /// # Errors
    ///
    /// The first place where the outline of a certificate is not kept. What is inside an extension, a
    /// name or a key may be anything.
    pub(crate) fn parse(der: &'a [u8]) -> Result<Self, Fault> {
        let certificate = single(der, tag::SEQUENCE, "a certificate")?;
        let mut outer = certificate.reader();
        let tbs = outer.expect(tag::SEQUENCE, "the signed part")?;
        let outer_algorithm = outer.expect(tag::SEQUENCE, "the signature algorithm")?;
        let signature = outer.expect(tag::BIT_STRING, "the signature")?;
        let mut fields = tbs.reader();
        let version = match fields.optional(tag::constructed(0))? {
            Some(explicit) => version(&explicit)?,
            None => 1,
        };
        let serial = fields.expect(tag::INTEGER, "the serial number")?;
        let inner_algorithm = fields.expect(tag::SEQUENCE, "the signature algorithm")?;
        let issuer = Dn::new(fields.expect(tag::SEQUENCE, "the issuer")?);
        let (not_before, not_after) = validity(&fields.expect(tag::SEQUENCE, "the validity")?)?;
        let subject = Dn::new(fields.expect(tag::SEQUENCE, "the subject")?);
        let key = PublicKey::new(fields.expect(tag::SEQUENCE, "the public key")?);
        let issuer_id = fields.optional(tag::context(1))?;
        let subject_id = fields.optional(tag::context(2))?;
        let extensions = match fields.optional(tag::constructed(3))? {
            Some(explicit) => extensions(&explicit)?,
            None => Vec::new(),
        };
        if !fields.is_empty() {
            let extra = fields.any()?;
            return Err(extra.fault("something that no certificate has after its extensions"));
        }
        Ok(Self {
            der,
            version,
            serial,
            inner_algorithm,
            issuer,
            not_before,
            not_after,
            subject,
            key,
            unique_ids: issuer_id.is_some() || subject_id.is_some(),
            extensions,
            outer_algorithm,
            signature,
        })
    }

    /// The first extension with this id.
    pub(crate) fn extension(&self, id: &str) -> Option<&Extension<'a>> {
        self.extensions.iter().find(|extension| extension.id == id)
    }

    /// The beginning and end of the validity, where both can be read.
    pub(crate) fn validity(&self) -> Option<(Timestamp, Timestamp)> {
        Some((timestamp(&self.not_before)?, timestamp(&self.not_after)?))
    }

    /// The names of the subjectAltName extension; none where it is absent or broken.
    pub(crate) fn sans(&self) -> Vec<GeneralName<'a>> {
        self.extension(id::SUBJECT_ALT_NAME)
            .and_then(|extension| GeneralName::list(extension.value.content).ok())
            .unwrap_or_default()
    }

    /// Whether basicConstraints says that it is a CA.
    pub(crate) fn is_ca(&self) -> bool {
        self.basic_constraints().is_some_and(|(ca, _)| ca)
    }

    /// What basicConstraints says: whether it is a CA, and the path length.
    pub(crate) fn basic_constraints(&self) -> Option<(bool, Option<u64>)> {
        let value = self.extension(id::BASIC_CONSTRAINTS)?.value.content;
        let mut fields = single(value, tag::SEQUENCE, "basicConstraints").ok()?.reader();
        let ca = fields.optional(tag::BOOLEAN).ok()?;
        let length = fields.optional(tag::INTEGER).ok()?;
        Some((
            ca.is_some_and(|ca| ca.content != [0]),
            length.and_then(|length| length.small()),
        ))
    }

    /// The bits of keyUsage, bit 0 (digitalSignature) lowest; none where it is absent or broken.
    pub(crate) fn key_usage(&self) -> Option<u16> {
        let value = self.extension(id::KEY_USAGE)?.value.content;
        let (_, bytes) = single(value, tag::BIT_STRING, "keyUsage").ok()?.bits()?;
        let first = bytes.first().copied().unwrap_or(0);
        let second = bytes.get(1).copied().unwrap_or(0);
        Some(u16::from(first.reverse_bits()) | u16::from(second.reverse_bits()) << 8)
    }

    /// The ids of extendedKeyUsage; none where it is absent or broken.
    pub(crate) fn extended_key_usage(&self) -> Option<Vec<String>> {
        let value = self.extension(id::EXTENDED_KEY_USAGE)?.value.content;
        let list = single(value, tag::SEQUENCE, "extendedKeyUsage").ok()?;
        Some(list.children().ok()?.iter().map(Tlv::oid).collect())
    }

    /// Whether issuer and subject are the same name.
    pub(crate) fn is_self_issued(&self) -> bool {
        self.issuer.raw.full == self.subject.raw.full
    }

    /// The serial number in hexadecimal, as its octets stand.
    pub(crate) fn serial_hex(&self) -> String {
        hex(self.serial.content)
    }

    /// What to call it in a heading: its common name, else its first name, else its subject.
    pub(crate) fn title(&self) -> String {
        self.subject
            .common_name()
            .or_else(|| self.sans().first().map(GeneralName::value))
            .or_else(|| Some(self.subject.to_string()).filter(|name| !name.is_empty()))
            .unwrap_or_else(|| "(no subject)".to_owned())
    }
}

/// The dotted id in an AlgorithmIdentifier.
pub(crate) fn algorithm_id(algorithm: &Tlv) -> String {
    algorithm
        .reader()
        .any()
        .map_or_else(|_| String::new(), |id| id.oid())
}

/// What stands between `[3]` and its end, for certificates; CRLs and requests hold the same list.
pub(crate) fn extensions<'a>(explicit: &Tlv<'a>) -> Result<Vec<Extension<'a>>, Fault> {
    let list = explicit.reader().expect(tag::SEQUENCE, "the extensions")?;
    list.children()?.iter().map(extension).collect()
}

/// One Extension.
pub(crate) fn extension<'a>(element: &Tlv<'a>) -> Result<Extension<'a>, Fault> {
    if element.tag != tag::SEQUENCE {
        return Err(element.fault("no SEQUENCE where an extension was expected"));
    }
    let mut fields = element.reader();
    let id = fields.expect(tag::OID, "an extension's id")?;
    let critical_field = fields.optional(tag::BOOLEAN)?;
    let value = fields.expect(tag::OCTET_STRING, "an extension's value")?;
    Ok(Extension {
        id: id.oid(),
        critical: critical_field.is_some_and(|field| field.content != [0]),
        critical_field,
        value,
    })
}

fn version(explicit: &Tlv) -> Result<u64, Fault> {
    let number = explicit.reader().expect(tag::INTEGER, "the version")?;
    let value = number.small().filter(|value| *value < 256);
    value
        .map(|value| value + 1)
        .ok_or_else(|| number.fault("a version that is no small number"))
}

fn validity<'a>(sequence: &Tlv<'a>) -> Result<(Tlv<'a>, Tlv<'a>), Fault> {
    let mut fields = sequence.reader();
    Ok((fields.any()?, fields.any()?))
}
