//! Every extension by name, with its value taken apart.
//!
//! To add one: a function `&[u8] -> Result<Value, Fault>` in the file of its subject, and one line in
//! [`KNOWN`]. What is not there, or does not decode, is shown in hexadecimal.

mod constraint;
mod key_id;
mod name;
mod pointer;
mod policy;
mod transparency;
mod usage;
mod vendor;

pub(crate) use usage::{names as usage_names, of_value as usage_bits};

use crate::model::{Fact, Value};
use crate::pki::anatomy::{Extension, id};
use crate::pki::format::der::{Fault, hex};

type Decode = fn(&[u8]) -> Result<Value, Fault>;

/// The facts of a list of extensions, in their order.
pub(crate) fn extensions(list: &[Extension]) -> Value {
    Value::list(list.iter().map(fact))
}

/// What people call an extension; its dotted id where nobody calls it anything.
pub(crate) fn title(id: &str) -> &str {
    KNOWN
        .iter()
        .find(|(known, ..)| *known == id)
        .map_or(id, |(_, name, _)| name)
}

fn fact(extension: &Extension) -> Value {
    let bytes = extension.value.content;
    let known = KNOWN.iter().find(|(id, ..)| *id == extension.id);
    let value = match known.map(|(.., decode)| decode(bytes)) {
        Some(Ok(value)) => Fact::new("value", value),
        Some(Err(fault)) => Fact::new("damaged", fault.to_string()),
        None => Fact::new("bytes", hex(bytes)),
    };
    Value::map([
        Fact::new("name", title(&extension.id)),
        Fact::new("oid", extension.id.as_str()),
        Fact::new("critical", extension.critical),
        value,
    ])
}

/// Id, what people call it, and how to take it apart.
const KNOWN: &[(&str, &str, Decode)] = &[
    (
        id::SUBJECT_DIRECTORY_ATTRIBUTES,
        "subject directory attributes",
        name::directory_attributes,
    ),
    (id::SUBJECT_KEY_ID, "subject key id", key_id::subject),
    (id::KEY_USAGE, "key usage", usage::key_usage),
    (
        id::SUBJECT_ALT_NAME,
        "subject alternative names",
        name::alternative,
    ),
    (id::ISSUER_ALT_NAME, "issuer alternative names", name::alternative),
    (id::BASIC_CONSTRAINTS, "basic constraints", constraint::basic),
    (id::NAME_CONSTRAINTS, "name constraints", constraint::names),
    (
        id::CRL_DISTRIBUTION_POINTS,
        "CRL distribution points",
        pointer::distribution_points,
    ),
    (id::CERTIFICATE_POLICIES, "certificate policies", policy::policies),
    (id::POLICY_MAPPINGS, "policy mappings", policy::mappings),
    (id::AUTHORITY_KEY_ID, "authority key id", key_id::authority),
    (id::POLICY_CONSTRAINTS, "policy constraints", constraint::policy),
    (id::EXTENDED_KEY_USAGE, "extended key usage", usage::extended),
    (id::FRESHEST_CRL, "freshest CRL", pointer::distribution_points),
    (
        id::INHIBIT_ANY_POLICY,
        "inhibit any policy",
        constraint::inhibit_any_policy,
    ),
    (
        id::AUTHORITY_INFO_ACCESS,
        "authority information access",
        pointer::access,
    ),
    (
        id::SUBJECT_INFO_ACCESS,
        "subject information access",
        pointer::access,
    ),
    (
        id::QC_STATEMENTS,
        "qualified certificate statements",
        policy::qualified,
    ),
    (id::TLS_FEATURE, "TLS feature", usage::tls_feature),
    (id::OCSP_NO_CHECK, "OCSP no check", usage::null),
    (id::SCT_LIST, "certificate transparency", transparency::timestamps),
    (id::CT_POISON, "CT poison (precertificate)", usage::null),
    ("2.5.29.20", "CRL number", vendor::integer),
    ("2.5.29.21", "reason", vendor::reason),
    ("2.5.29.24", "invalidity date", vendor::date),
    ("2.5.29.27", "delta CRL indicator", vendor::integer),
    ("2.5.29.28", "issuing distribution point", pointer::issuing),
    ("2.5.29.29", "certificate issuer", name::alternative),
    ("1.3.6.1.5.5.7.48.1.2", "OCSP nonce", vendor::octets),
    ("2.23.140.3.1", "CA/B organization id", policy::organization),
    (
        "2.16.840.1.113730.1.1",
        "Netscape certificate type",
        usage::netscape,
    ),
    ("2.16.840.1.113730.1.13", "Netscape comment", vendor::string),
    ("1.3.6.1.4.1.311.20.2", "Microsoft template name", vendor::string),
    ("1.3.6.1.4.1.311.21.1", "Microsoft CA version", vendor::ca_version),
    (
        "1.3.6.1.4.1.311.21.2",
        "Microsoft previous CA hash",
        vendor::octets,
    ),
    ("1.3.6.1.4.1.311.21.7", "Microsoft template", vendor::template),
    (
        "1.3.6.1.4.1.311.21.10",
        "Microsoft application policies",
        policy::application,
    ),
    (
        "1.2.840.113549.1.9.15",
        "S/MIME capabilities",
        vendor::capabilities,
    ),
];
