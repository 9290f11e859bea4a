//! The extensions of a certificate (RFC 5280 §4.2): all of them raw, and those that verification and
//! people need decoded. One that cannot be decoded is a fault beside the others, not the end of the
//! certificate: verification refuses it, `inspect` still shows the rest.

use super::dn::{Attribute, relative};
use super::format::der::{Fault, Reader, Tlv, tag};
use super::general_name::GeneralName;
use super::oid;
use super::primitive::{Oid, Read, boolean, named_bits, object_id, small};

/// One extension as it was received.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Extension {
    /// What it is.
    pub(crate) oid: Oid,
    /// Whether who does not know it must refuse.
    pub(crate) critical: bool,
    /// The content of its OCTET STRING.
    pub(crate) value: Box<[u8]>,
}

/// All extensions of one certificate.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extensions {
    /// In the order of the certificate.
    pub(crate) all: Vec<Extension>,
    /// What is wrong with them: the extension's identifier and the fault.
    pub(crate) faults: Vec<(Oid, Fault)>,
    pub(crate) aia: Option<Vec<(Oid, GeneralName)>>,
    pub(crate) authority_key_id: Option<AuthorityKeyId>,
    pub(crate) basic_constraints: Option<BasicConstraints>,
    pub(crate) crl_points: Option<Vec<DistributionPoint>>,
    pub(crate) extended_key_usage: Option<Vec<Oid>>,
    pub(crate) freshest_crl: Option<Vec<DistributionPoint>>,
    pub(crate) inhibit_any_policy: Option<u32>,
    pub(crate) issuer_alt_name: Option<Vec<GeneralName>>,
    pub(crate) key_usage: Option<KeyUsage>,
    pub(crate) name_constraints: Option<NameConstraints>,
    pub(crate) ocsp_no_check: Option<()>,
    pub(crate) policies: Option<Vec<Policy>>,
    pub(crate) policy_constraints: Option<PolicyConstraints>,
    pub(crate) policy_mappings: Option<Vec<(Oid, Oid)>>,
    /// The TLS-encoded list of signed certificate timestamps (RFC 6962 §3.3).
    pub(crate) sct_list: Option<Box<[u8]>>,
    pub(crate) subject_alt_name: Option<Vec<GeneralName>>,
    pub(crate) subject_key_id: Option<Box<[u8]>>,
    /// TLS extensions that a server must send (RFC 7633): 5 is must-staple.
    pub(crate) tls_features: Option<Vec<u32>>,
}

/// §4.2.1.1
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct AuthorityKeyId {
    pub(crate) key_id: Option<Box<[u8]>>,
    pub(crate) issuer: Option<Vec<GeneralName>>,
    pub(crate) serial: Option<Box<[u8]>>,
}

/// §4.2.1.9
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct BasicConstraints {
    pub(crate) ca: bool,
    pub(crate) path_len: Option<u32>,
}

/// §4.2.1.13
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct DistributionPoint {
    pub(crate) name: Option<PointName>,
    /// Bit n is reason flag n.
    pub(crate) reasons: Option<u16>,
    pub(crate) crl_issuer: Option<Vec<GeneralName>>,
}

/// How a distribution point is named.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum PointName {
    Full(Vec<GeneralName>),
    /// To be appended to the name of the CRL's issuer.
    Relative(Vec<Attribute>),
}

/// §4.2.1.3: bit n is the named bit n.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct KeyUsage(pub(crate) u16);

/// §4.2.1.10
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct NameConstraints {
    pub(crate) permitted: Option<Vec<Subtree>>,
    pub(crate) excluded: Option<Vec<Subtree>>,
}

/// A part of the space of names. The RFC wants `minimum` 0 and no `maximum`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Subtree {
    pub(crate) base: GeneralName,
    pub(crate) minimum: u32,
    pub(crate) maximum: Option<u32>,
}

/// §4.2.1.4
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Policy {
    pub(crate) oid: Oid,
    /// Kind and encoding of the value.
    pub(crate) qualifiers: Vec<(Oid, Box<[u8]>)>,
}

/// §4.2.1.11
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) struct PolicyConstraints {
    pub(crate) require_explicit: Option<u32>,
    pub(crate) inhibit_mapping: Option<u32>,
}

impl KeyUsage {
    pub(crate) const DIGITAL_SIGNATURE: u16 = 1;
    pub(crate) const KEY_ENCIPHERMENT: u16 = 1 << 2;
    pub(crate) const KEY_CERT_SIGN: u16 = 1 << 5;
    pub(crate) const CRL_SIGN: u16 = 1 << 6;

    /// Whether any of `bits` is set.
    pub(crate) fn has(self, bits: u16) -> bool {
        self.0 & bits != 0
    }
}

impl Extensions {
    /// Reads the SEQUENCE of extensions.
    ///
    /// # Errors
    ///
    /// Only where an extension is not identifier, criticality and value; what is wrong inside a value
    /// goes to `faults`.
    pub(crate) fn read(sequence: &Tlv<'_>) -> Read<Self> {
        let mut this = Self::default();
        for item in sequence.children()? {
            let (extension, value, flag) = fields(&item)?;
            if let Some(Err(fault)) = flag.as_ref().map(boolean) {
                this.faults.push((extension.oid.clone(), fault));
            }
            if this.all.iter().any(|other| other.oid == extension.oid) {
                let fault = item.fault("the extension is there twice (RFC 5280 §4.2)");
                this.faults.push((extension.oid.clone(), fault));
            } else if let Err(fault) = this.decode(&extension.oid, &value) {
                this.faults.push((extension.oid.clone(), fault));
            }
            this.all.push(extension);
        }
        Ok(this)
    }

    /// The extension with this identifier.
    pub(crate) fn find(&self, oid: &[u8]) -> Option<&Extension> {
        self.all.iter().find(|extension| extension.oid.is(oid))
    }

    /// Whether the extension with this identifier is there and critical.
    pub(crate) fn is_critical(&self, oid: &[u8]) -> bool {
        self.find(oid).is_some_and(|extension| extension.critical)
    }

    fn decode(&mut self, kind: &Oid, octets: &Tlv<'_>) -> Read<()> {
        match kind.octets() {
            oid::AUTHORITY_INFO_ACCESS => self.aia = Some(aia(&body(octets)?)?),
            oid::AUTHORITY_KEY_ID => self.authority_key_id = Some(authority_key_id(&body(octets)?)?),
            oid::BASIC_CONSTRAINTS => self.basic_constraints = Some(basic_constraints(&body(octets)?)?),
            oid::CERTIFICATE_POLICIES => self.policies = Some(policies(&body(octets)?)?),
            oid::CRL_DISTRIBUTION_POINTS => self.crl_points = Some(distribution_points(&body(octets)?)?),
            oid::EXTENDED_KEY_USAGE => self.extended_key_usage = Some(extended_key_usage(&body(octets)?)?),
            oid::FRESHEST_CRL => self.freshest_crl = Some(distribution_points(&body(octets)?)?),
            oid::INHIBIT_ANY_POLICY => {
                self.inhibit_any_policy = Some(small(&whole(octets, tag::INTEGER)?)?);
            }
            oid::ISSUER_ALT_NAME => self.issuer_alt_name = Some(alt_name(&body(octets)?)?),
            oid::KEY_USAGE => self.key_usage = Some(KeyUsage(named_bits(&whole(octets, tag::BIT_STRING)?)?)),
            oid::NAME_CONSTRAINTS => self.name_constraints = Some(name_constraints(&body(octets)?)?),
            oid::OCSP_NO_CHECK => self.ocsp_no_check = Some(()),
            oid::POLICY_CONSTRAINTS => self.policy_constraints = Some(policy_constraints(&body(octets)?)?),
            oid::POLICY_MAPPINGS => self.policy_mappings = Some(policy_mappings(&body(octets)?)?),
            oid::SCT_LIST => self.sct_list = Some(whole(octets, tag::OCTET_STRING)?.content.into()),
            oid::SUBJECT_ALT_NAME => return self.decode_alt_name(&body(octets)?),
            oid::SUBJECT_KEY_ID => {
                self.subject_key_id = Some(whole(octets, tag::OCTET_STRING)?.content.into());
            }
            oid::TLS_FEATURE => {
                self.tls_features = Some(body(octets)?.children()?.iter().map(small).collect::<Read<_>>()?);
            }
            _ => {}
        }
        Ok(())
    }

    /// Alternative names are kept even where one of them is no proper name, so that they can be shown.
    fn decode_alt_name(&mut self, sequence: &Tlv<'_>) -> Read<()> {
        let names = alt_name(sequence)?;
        let proper = |name: &GeneralName| match name {
            GeneralName::Dns(text) | GeneralName::Email(text) | GeneralName::Uri(text) => text.is_ascii(),
            GeneralName::Ip(octets) => matches!(octets.len(), 4 | 16),
            _ => true,
        };
        let wrong = names.iter().find(|name| !proper(name)).map(GeneralName::kind);
        self.subject_alt_name = Some(names);
        match wrong {
            Some(kind) => {
                Err(sequence.fault(format!("an alternative name of kind {kind} that is malformed")))
            }
            None => Ok(()),
        }
    }
}

/// Reads one extension, and gives the OCTET STRING with its place for decoding.
pub(crate) fn read_one<'a>(item: &Tlv<'a>) -> Read<(Extension, Tlv<'a>)> {
    let (extension, value, flag) = fields(item)?;
    flag.as_ref().map(boolean).transpose()?;
    Ok((extension, value))
}

/// The extension, its OCTET STRING and its flag. Any flag but 00 is true in BER: whoever wrote it meant it.
fn fields<'a>(item: &Tlv<'a>) -> Read<(Extension, Tlv<'a>, Option<Tlv<'a>>)> {
    let mut reader = item.reader();
    let kind = object_id(&reader.expect(tag::OID, "the identifier of an extension")?)?;
    let flag = reader.optional(tag::BOOLEAN)?;
    let value = reader.expect(tag::OCTET_STRING, "the value of an extension")?;
    if item.tag != tag::SEQUENCE || !reader.is_empty() {
        return Err(item.fault("an extension with something after its value"));
    }
    let extension = Extension {
        oid: kind,
        critical: flag.is_some_and(|flag| flag.content != [0]),
        value: value.content.into(),
    };
    Ok((extension, value, flag))
}

/// The single element inside an extension's value.
pub(crate) fn whole<'a>(octets: &Tlv<'a>, tag: u8) -> Read<Tlv<'a>> {
    let mut reader = octets.reader();
    let inner = reader.expect(tag, "the content of an extension")?;
    no_more(&reader, octets)?;
    Ok(inner)
}

/// The SEQUENCE inside an extension's value.
pub(crate) fn body<'a>(octets: &Tlv<'a>) -> Read<Tlv<'a>> {
    whole(octets, tag::SEQUENCE)
}

/// Reads distribution points, which certificates and CRLs share.
pub(crate) fn distribution_points(sequence: &Tlv<'_>) -> Read<Vec<DistributionPoint>> {
    not_empty(sequence)?.iter().map(distribution_point).collect()
}

/// Reads the name of a distribution point from its `[0]`.
pub(crate) fn point_name(field: &Tlv<'_>) -> Read<PointName> {
    let mut reader = field.reader();
    let name = reader.any()?;
    no_more(&reader, field)?;
    match name.tag {
        0xa0 => Ok(PointName::Full(GeneralName::read_all(&name)?)),
        0xa1 => Ok(PointName::Relative(relative(&name)?)),
        _ => Err(name.fault("the name of a distribution point that is of neither kind")),
    }
}

fn distribution_point(item: &Tlv<'_>) -> Read<DistributionPoint> {
    let mut reader = item.reader();
    let name = reader.optional(tag::constructed(0))?;
    let reasons = reader.optional(tag::context(1))?;
    let issuer = reader.optional(tag::constructed(2))?;
    no_more(&reader, item)?;
    Ok(DistributionPoint {
        name: name.as_ref().map(point_name).transpose()?,
        reasons: reasons.as_ref().map(named_bits).transpose()?,
        crl_issuer: issuer.as_ref().map(GeneralName::read_all).transpose()?,
    })
}

fn aia(sequence: &Tlv<'_>) -> Read<Vec<(Oid, GeneralName)>> {
    let access = |item: &Tlv<'_>| {
        let mut reader = item.reader();
        let method = object_id(&reader.expect(tag::OID, "an access method")?)?;
        let location = GeneralName::read(&reader.any()?)?;
        no_more(&reader, item)?;
        Ok((method, location))
    };
    not_empty(sequence)?.iter().map(access).collect()
}

fn alt_name(sequence: &Tlv<'_>) -> Read<Vec<GeneralName>> {
    not_empty(sequence)?.iter().map(GeneralName::read).collect()
}

/// Reads an authority key identifier, which certificates and CRLs share.
pub(crate) fn authority_key_id(sequence: &Tlv<'_>) -> Read<AuthorityKeyId> {
    let mut reader = sequence.reader();
    let key_id = reader.optional(tag::context(0))?;
    let issuer = reader.optional(tag::constructed(1))?;
    let serial = reader.optional(tag::context(2))?;
    no_more(&reader, sequence)?;
    Ok(AuthorityKeyId {
        key_id: key_id.map(|field| field.content.into()),
        issuer: issuer.as_ref().map(GeneralName::read_all).transpose()?,
        serial: serial.map(|field| field.content.into()),
    })
}

fn basic_constraints(sequence: &Tlv<'_>) -> Read<BasicConstraints> {
    let mut reader = sequence.reader();
    let ca = reader.optional(tag::BOOLEAN)?;
    let path_len = reader.optional(tag::INTEGER)?;
    no_more(&reader, sequence)?;
    Ok(BasicConstraints {
        ca: ca.as_ref().map_or(Ok(false), boolean)?,
        path_len: path_len.as_ref().map(small).transpose()?,
    })
}

fn extended_key_usage(sequence: &Tlv<'_>) -> Read<Vec<Oid>> {
    not_empty(sequence)?.iter().map(oid_element).collect()
}

fn name_constraints(sequence: &Tlv<'_>) -> Read<NameConstraints> {
    let mut reader = sequence.reader();
    let permitted = reader.optional(tag::constructed(0))?;
    let excluded = reader.optional(tag::constructed(1))?;
    no_more(&reader, sequence)?;
    if permitted.is_none() && excluded.is_none() {
        return Err(sequence.fault("name constraints that constrain nothing (RFC 5280 §4.2.1.10)"));
    }
    let subtrees = |field: &Tlv<'_>| not_empty(field)?.iter().map(subtree).collect();
    Ok(NameConstraints {
        permitted: permitted.as_ref().map(subtrees).transpose()?,
        excluded: excluded.as_ref().map(subtrees).transpose()?,
    })
}

fn subtree(item: &Tlv<'_>) -> Read<Subtree> {
    let mut reader = item.reader();
    let base = GeneralName::read(&reader.any()?)?;
    let minimum = reader.optional(tag::context(0))?;
    let maximum = reader.optional(tag::context(1))?;
    no_more(&reader, item)?;
    Ok(Subtree {
        base,
        minimum: minimum.as_ref().map_or(Ok(0), small)?,
        maximum: maximum.as_ref().map(small).transpose()?,
    })
}

fn policies(sequence: &Tlv<'_>) -> Read<Vec<Policy>> {
    let list: Vec<Policy> = not_empty(sequence)?.iter().map(policy).collect::<Read<_>>()?;
    let again = |(i, policy): (usize, &Policy)| list[..i].iter().any(|other| other.oid == policy.oid);
    // Sorting is not worth it below a few dozen policies; above that nobody is honest.
    if list.len() > MAX_POLICIES || list.iter().enumerate().any(again) {
        return Err(sequence.fault("a policy that is there twice, or far too many (RFC 5280 §4.2.1.4)"));
    }
    Ok(list)
}

fn policy(item: &Tlv<'_>) -> Read<Policy> {
    let mut reader = item.reader();
    let oid = object_id(&reader.expect(tag::OID, "a policy's identifier")?)?;
    let qualifiers = match reader.optional(tag::SEQUENCE)? {
        Some(list) => not_empty(&list)?.iter().map(qualifier).collect::<Read<_>>()?,
        None => Vec::new(),
    };
    no_more(&reader, item)?;
    Ok(Policy { oid, qualifiers })
}

fn qualifier(item: &Tlv<'_>) -> Read<(Oid, Box<[u8]>)> {
    let mut reader = item.reader();
    let kind = object_id(&reader.expect(tag::OID, "a qualifier's kind")?)?;
    Ok((kind, reader.any()?.full.into()))
}

fn policy_constraints(sequence: &Tlv<'_>) -> Read<PolicyConstraints> {
    let mut reader = sequence.reader();
    let require = reader.optional(tag::context(0))?;
    let inhibit = reader.optional(tag::context(1))?;
    no_more(&reader, sequence)?;
    if require.is_none() && inhibit.is_none() {
        return Err(sequence.fault("policy constraints that constrain nothing (RFC 5280 §4.2.1.11)"));
    }
    Ok(PolicyConstraints {
        require_explicit: require.as_ref().map(small).transpose()?,
        inhibit_mapping: inhibit.as_ref().map(small).transpose()?,
    })
}

fn policy_mappings(sequence: &Tlv<'_>) -> Read<Vec<(Oid, Oid)>> {
    let pair = |item: &Tlv<'_>| match item.children()?.as_slice() {
        [from, to] => Ok((oid_element(from)?, oid_element(to)?)),
        _ => Err(item.fault("a policy mapping that is no pair")),
    };
    not_empty(sequence)?.iter().map(pair).collect()
}

fn oid_element(tlv: &Tlv<'_>) -> Read<Oid> {
    if tlv.tag == tag::OID {
        object_id(tlv)
    } else {
        Err(tlv.fault("something that is no object identifier"))
    }
}

fn not_empty<'a>(sequence: &Tlv<'a>) -> Read<Vec<Tlv<'a>>> {
    let children = sequence.children()?;
    if children.is_empty() {
        return Err(sequence.fault("an empty list where RFC 5280 wants at least one"));
    }
    Ok(children)
}

fn no_more(reader: &Reader<'_>, of: &Tlv<'_>) -> Read<()> {
    if reader.is_empty() {
        Ok(())
    } else {
        Err(of.fault("something is left over at the end"))
    }
}

/// More policies than this in one certificate are an attack on whoever compares them.
const MAX_POLICIES: usize = 128;
