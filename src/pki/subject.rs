//! The subject of a certificate as people write it: attributes as RFC 4514 has them (`CN=bob,O=Acme`), or as
//! OpenSSL does (`/O=Acme/CN=bob`); a text without `=` is a common name. Must not guess: what is no attribute
//! is refused, so that nothing meant as one ends up inside of a name.

use super::der::{self, tag};
use super::dn::Name;
use super::format::der::single;
use super::name::San;
use super::{oid, profile};
use crate::error::{Error, Result};

/// Reads a subject.
///
/// # Errors
///
/// A usage error that names the attribute and what is wrong with it.
pub(crate) fn parse(text: &str) -> Result<Name> {
    let text = text.trim_start();
    if !holds_equals(text) {
        return common_name(text.trim_end());
    }
    let relatives = if let Some(rest) = text.strip_prefix('/') {
        relatives(rest, &['/'])?
    } else {
        let mut all = relatives(text, &[',', ';'])?;
        // RFC 4514 §2.1 begins with what a certificate has last; people also write it as it is shown.
        if begins_with_the_last(text) {
            all.reverse();
        }
        all
    };
    Ok(assembled(relatives.iter().map(Vec::as_slice)))
}

/// A subject of one common name, whatever is in that.
///
/// # Errors
///
/// A usage error where it is too long, or has control characters.
pub(crate) fn common_name(text: &str) -> Result<Name> {
    Ok(assembled([&[encoded(&KINDS[0], text)?][..]].into_iter()))
}

/// The same subject with a mark that its key is nobody's secret.
pub(crate) fn for_tests(name: &Name) -> Name {
    read(&profile::for_tests(name.raw()))
}

/// The mail addresses in a subject, which a CA's constraints are about as well (RFC 5280 §4.2.1.10).
pub(crate) fn mail_addresses(name: &Name) -> Vec<San> {
    let values = name.values(oid::EMAIL_ADDRESS);
    values.filter_map(|value| San::parse(&value).ok()).collect()
}

/// A kind of attribute: how people write it, what it is, its string, and how long that may be (RFC 5280 §A.1).
struct Kind {
    names: &'static [&'static str],
    oid: &'static [u8],
    form: Form,
    most: usize,
}

/// What its string is made of.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Form {
    /// A country: two letters.
    Country,
    /// ASCII (IA5String).
    Ascii,
    /// The letters, digits and signs of PrintableString.
    Printable,
    Text,
}

/// One attribute that is written out, or the several of one relative name.
type Pair = Vec<u8>;

fn relatives(text: &str, separators: &[char]) -> Result<Vec<Vec<Pair>>> {
    let parts = split(text, separators);
    parts
        .into_iter()
        .map(|part| split(part, &['+']).into_iter().map(attribute).collect())
        .collect()
}

/// The parts between separators that are neither escaped nor in quotes.
fn split<'a>(text: &'a str, separators: &[char]) -> Vec<&'a str> {
    let mut parts = Vec::new();
    let (mut start, mut escaped, mut quoted) = (0, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => quoted = !quoted,
            _ if !quoted && separators.contains(&c) => {
                parts.push(&text[start..at]);
                start = at + c.len_utf8();
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

fn holds_equals(text: &str) -> bool {
    split(text, &['=']).len() > 1
}

/// `TYPE=value`.
fn attribute(text: &str) -> Result<Pair> {
    let Some((name, value)) = text.split_once('=') else {
        return Err(refused(text, "is no attribute of a subject")
            .because("an attribute is like O=Acme")
            .hint("what separates attributes is written with a backslash where it is part of a value: O=Acme\\, Inc."));
    };
    let (name, value) = (name.trim(), unescaped(value)?);
    if let Some(kind) = KINDS.iter().find(|kind| kind.is_called(name)) {
        return encoded(kind, &value);
    }
    let Some(oid) = oid::parse(name) else {
        return Err(refused(name, "is no attribute of a subject").hint(format!(
            "attributes are {}, or an object identifier; a common name with = in it is written CN=a=b",
            KINDS
                .iter()
                .map(|kind| kind.names[0])
                .collect::<Vec<_>>()
                .join(", ")
        )));
    };
    sound(name, &value, MOST)?;
    Ok(pair(&oid, der::utf8(&value)))
}

impl Kind {
    fn is_called(&self, name: &str) -> bool {
        let dotted = || super::format::der::dotted(self.oid);
        self.names.iter().any(|own| own.eq_ignore_ascii_case(name)) || dotted().as_deref() == Some(name)
    }
}

fn encoded(kind: &Kind, value: &str) -> Result<Pair> {
    let name = kind.names[0];
    sound(name, value, kind.most)?;
    let refuse = |what: &str| Err(refused(&format!("{name}={value}"), what));
    let printable = |c: char| c.is_ascii_alphanumeric() || " '()+,-./:=?".contains(c);
    let string = match kind.form {
        Form::Country if value.len() != 2 || !value.chars().all(|c| c.is_ascii_alphabetic()) => {
            return refuse("is no country: two letters, such as DE");
        }
        Form::Country => der::element(tag::PRINTABLE_STRING, value.to_ascii_uppercase().as_bytes()),
        Form::Printable if !value.chars().all(printable) => {
            return refuse("has a character in it that such an attribute cannot have");
        }
        Form::Printable => der::element(tag::PRINTABLE_STRING, value.as_bytes()),
        Form::Ascii if !value.is_ascii() => return refuse("has to be ASCII"),
        Form::Ascii => der::element(tag::IA5_STRING, value.as_bytes()),
        Form::Text => der::utf8(value),
    };
    if kind.oid == oid::EMAIL_ADDRESS && !matches!(San::parse(value), Ok(San::Email(_))) {
        return refuse("is no mail address");
    }
    Ok(pair(kind.oid, string))
}

fn sound(name: &str, value: &str, most: usize) -> Result<()> {
    let length = value.chars().count();
    if value.is_empty() {
        return Err(refused(name, "has no value"));
    }
    if value.chars().any(char::is_control) {
        return Err(refused(name, "has a control character in it"));
    }
    if length > most {
        return Err(refused(
            name,
            &format!("has {length} characters, and may have {most}"),
        ));
    }
    Ok(())
}

fn refused(what: &str, why: &str) -> Error {
    Error::usage(format!("`{what}` {why}"))
        .hint("a subject is like \"Bob\", \"CN=Bob,O=Acme,C=DE\" or \"/C=DE/O=Acme/CN=Bob\"")
}

/// A value without backslashes, quotes, and the space around it (RFC 4514 §2.4, RFC 2253 §4).
fn unescaped(text: &str) -> Result<String> {
    let broken = || {
        refused(
            text,
            "ends in the middle of an escape, or is no UTF-8 once they are undone",
        )
    };
    let mut octets = Vec::with_capacity(text.len());
    let mut rest = text.trim_start();
    // How much of it an escape keeps from being trimmed.
    let mut kept = 0;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        match c {
            '"' => kept = octets.len(),
            '\\' => {
                let pair = rest.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
                let next = rest.chars().next().ok_or_else(broken)?;
                match pair {
                    Some(octet) => octets.push(octet),
                    None => octets.extend(next.encode_utf8(&mut [0; 4]).bytes()),
                }
                rest = &rest[pair.map_or(next.len_utf8(), |_| 2)..];
                kept = octets.len();
            }
            _ => octets.extend(c.encode_utf8(&mut [0; 4]).bytes()),
        }
    }
    while octets.len() > kept && octets.last() == Some(&b' ') {
        octets.pop();
    }
    String::from_utf8(octets).map_err(|_| broken())
}

/// Whether the first attribute written is more specific than the last, or as specific.
fn begins_with_the_last(text: &str) -> bool {
    let parts = split(text, &[',', ';']);
    let rank = |part: Option<&&str>| {
        let name = part
            .and_then(|part| part.split_once('='))
            .map_or("", |(name, _)| name.trim());
        GENERAL
            .iter()
            .position(|general| general.eq_ignore_ascii_case(name))
            .unwrap_or(GENERAL.len())
    };
    rank(parts.first()) >= rank(parts.last())
}

fn pair(kind: &[u8], string: Vec<u8>) -> Pair {
    der::sequence([der::oid(kind), string])
}

fn assembled<'a>(relatives: impl Iterator<Item = &'a [Pair]>) -> Name {
    let raw = der::sequence(relatives.map(|pairs| {
        // DER has the members of a SET OF in the order of their encodings (X.690 §11.6).
        let mut pairs = pairs.to_vec();
        pairs.sort();
        der::element(tag::SET, &der::concat(pairs))
    }));
    read(&raw)
}

/// A subject that was written here.
pub(crate) fn read(raw: &[u8]) -> Name {
    single(raw, tag::SEQUENCE, "a name")
        .and_then(|name| Name::read(&name))
        .expect("what was written here is a name")
}

/// From the most general on; all others come after these.
const GENERAL: &[&str] = &["C", "DC", "ST", "S", "L", "street", "O", "OU"];

/// ub-name, for what has no bound of its own.
const MOST: usize = 32_768;

/// Every kind that has a name, the common name first.
const KINDS: &[Kind] = &[
    kind(&["CN", "commonName"], oid::COMMON_NAME, Form::Text, 64),
    kind(&["O", "organizationName"], oid::ORGANIZATION, Form::Text, 64),
    kind(
        &["OU", "organizationalUnitName"],
        oid::ORGANIZATIONAL_UNIT,
        Form::Text,
        64,
    ),
    kind(&["C", "countryName"], oid::COUNTRY, Form::Country, 2),
    kind(&["ST", "S", "stateOrProvinceName"], oid::STATE, Form::Text, 128),
    kind(&["L", "localityName"], oid::LOCALITY, Form::Text, 128),
    kind(&["street", "streetAddress"], oid::STREET, Form::Text, 128),
    kind(&["serialNumber"], oid::SERIAL_NUMBER, Form::Printable, 64),
    kind(
        &["emailAddress", "email", "E"],
        oid::EMAIL_ADDRESS,
        Form::Ascii,
        255,
    ),
    kind(&["DC", "domainComponent"], oid::DOMAIN_COMPONENT, Form::Ascii, 63),
    kind(&["UID", "userId"], oid::USER_ID, Form::Text, 256),
    kind(&["GN", "givenName"], oid::GIVEN_NAME, Form::Text, MOST),
    kind(&["SN", "surname"], oid::SURNAME, Form::Text, MOST),
    kind(&["title"], oid::TITLE, Form::Text, 64),
];

const fn kind(names: &'static [&'static str], oid: &'static [u8], form: Form, most: usize) -> Kind {
    Kind {
        names,
        oid,
        form,
        most,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        parse(text).unwrap_or_else(|e| panic!("{text}: {e}")).to_string()
    }

    #[test]
    fn subjects_are_read_as_people_and_tools_write_them() {
        for (text, expected) in [
            ("Bob", "CN=Bob"),
            ("Acme, Inc. + Sons", "CN=Acme\\, Inc. \\+ Sons"),
            ("CN=bob,O=system:masters", "O=system:masters, CN=bob"),
            ("cn=bob, o=a, O=b", "O=b, O=a, CN=bob"),
            ("C=de, O=Acme, CN=bob", "C=DE, O=Acme, CN=bob"),
            ("CN=bob,DC=example,DC=com", "DC=com, DC=example, CN=bob"),
            ("/C=DE/O=x/CN=y", "C=DE, O=x, CN=y"),
            ("/O=a\\/b/CN=y, z", "O=a/b, CN=y\\, z"),
            (
                "CN=\"Acme, Inc.\";O=Acme\\, Inc.",
                "O=Acme\\, Inc., CN=Acme\\, Inc.",
            ),
            ("CN=B\\C3\\BCcher", "CN=Bücher"),
            ("CN=a=b", "CN=a\\=b"),
            ("CN= x\\ ", "CN=x "),
            ("CN=a\\;b,O=x", "O=x, CN=a\\;b"),
            ("UID=7+CN=bob,O=x", "O=x, CN=bob + UID=7"),
            ("1.2.3.4=x,2.5.4.3=y", "CN=y, 1.2.3.4=x"),
            (
                "emailAddress=me@a.test,CN=Me,serialNumber=5",
                "serialNumber=5, CN=Me, emailAddress=me@a.test",
            ),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_attribute_is_refused_and_never_part_of_a_name() {
        let long = format!("CN={}", "a".repeat(65));
        for text in [
            "",
            "CN=",
            "CN=bob,system:masters",
            "CN=bob,",
            "XX=y",
            "a b=c",
            "C=DEU",
            "C=1x",
            "DC=ü",
            "serialNumber=a_b",
            "emailAddress=nobody",
            "CN=a\\",
            "CN=\\ff",
            "CN=a\nb",
            "/CN=a/b",
            "CN=bob+x",
            &long,
        ] {
            let error = parse(text).err().unwrap_or_else(|| panic!("{text:?} is taken"));
            assert!(!error.hints().is_empty(), "{text}");
        }
    }
}
