//! The facts of one input: each piece described, keys and certificates matched, the chain as a tree.

use jiff::Timestamp;

use super::gather::Input;
use super::index::{Index, place};
use crate::error::{Error, Result};
use crate::model::{Fact, Report, Section, Value};
use crate::pki::anatomy::Anatomy;
use crate::pki::format::der::{Fault, Reader, single, tag};
use crate::pki::format::{Kind, Piece};
use crate::pki::key::DSA_NUMBERS;
use crate::pki::{describe, opaque};

/// The report on one input: everything in it, and a problem for each piece that cannot be read.
pub(super) fn report(input: &Input, index: &Index, now: Timestamp) -> Report {
    let mut report = Report::new("inspect", &input.name);
    report.problems.clone_from(&input.problems);
    let mut kinds: Vec<(&'static str, Vec<Value>)> = Vec::new();
    for piece in &input.pieces {
        match describe_piece(input, piece, index, now) {
            Ok((id, facts)) => match kinds.iter_mut().find(|(known, _)| *known == id) {
                Some((_, values)) => values.push(Value::Map(facts)),
                None => kinds.push((id, vec![Value::Map(facts)])),
            },
            Err(error) => report.problems.push(in_part(input, error)),
        }
    }
    if !kinds.is_empty() {
        let mut contents = Section::new("contents");
        for (id, values) in kinds {
            contents.push(id, Value::List(values));
        }
        report.sections.push(contents);
    }
    report.sections.extend(chain(input));
    report
}

/// What is wrong with the inputs and each piece of them, where nothing else is said of the pieces: who lists
/// or counts certificates must not pass over those that cannot be read.
pub(super) fn problems(inputs: &[Input], now: Timestamp) -> Vec<Error> {
    let is_bare = |piece: &Piece| piece.kind == Kind::Certificate;
    let bare = inputs.iter().all(|input| input.pieces.iter().all(is_bare));
    let index = Index::new(if bare { &[] } else { inputs });
    let of_input = |input: &Input| {
        let damaged = input.pieces.iter().filter_map(|piece| {
            let read = match piece.kind {
                Kind::Certificate => readable(input, piece),
                _ => describe_piece(input, piece, &index, now)
                    .map(drop)
                    .map_err(|error| in_part(input, error)),
            };
            read.err()
        });
        input.problems.iter().cloned().chain(damaged).collect::<Vec<_>>()
    };
    inputs.iter().flat_map(of_input).collect()
}

/// Whether a certificate can be read.
///
/// # Errors
///
/// An input error that names the place where it cannot.
pub(super) fn readable(input: &Input, piece: &Piece) -> Result<()> {
    let read = Anatomy::parse(&piece.der).map(drop);
    read.map_err(|fault| in_part(input, piece.damaged(&fault)))
}

fn in_part(input: &Input, error: Error) -> Error {
    error.context(format!("`{}` cannot be read in full", input.name))
}

/// The trees that the certificates of an input form, where there are several.
pub(super) fn chain(input: &Input) -> Option<Section> {
    let certificates = certificates(input);
    (certificates.len() > 1)
        .then(|| Section::new("tree").with("certificates", Value::List(describe::tree(&certificates))))
}

/// The certificates of an input that can be taken apart.
pub(super) fn certificates(input: &Input) -> Vec<Anatomy<'_>> {
    input
        .certificates()
        .filter_map(|piece| Anatomy::parse(&piece.der).ok())
        .collect()
}

/// One line for each certificate of all inputs, and for each other thing.
pub(super) fn listing(inputs: &[Input], now: Timestamp) -> Section {
    let (mut rows, mut others) = (Vec::new(), Vec::new());
    let nobody = Index::new(&[]);
    for input in inputs {
        for piece in &input.pieces {
            if piece.kind == Kind::Certificate {
                if let Ok(certificate) = Anatomy::parse(&piece.der) {
                    rows.push(row(&certificate, place(input, piece), now));
                }
            } else if let Ok((_, facts)) = describe_piece(input, piece, &nobody, now) {
                let of = |id| {
                    facts
                        .iter()
                        .find(|fact| fact.id == id)
                        .map(|fact| fact.value.clone())
                };
                others.push(Value::map([
                    Fact::new("kind", piece.kind.name()),
                    Fact::new(
                        "title",
                        of("title").or_else(|| of("issuer")).unwrap_or(Value::Absent),
                    ),
                    Fact::new("place", place(input, piece)),
                ]));
            }
        }
    }
    let section = Section::new("listing").with("certificates", Value::List(rows));
    if others.is_empty() {
        section
    } else {
        section.with("others", Value::List(others))
    }
}

/// One line's worth of facts.
pub(super) fn row(certificate: &Anatomy, place: String, now: Timestamp) -> Value {
    let mut facts = describe::summary(certificate, now);
    facts.push(Fact::new("place", place));
    Value::Map(facts)
}

pub(super) type Described = (&'static str, Vec<Fact>);

/// The facts of a piece, under the id for its kind.
///
/// # Errors
///
/// An input error that says where it cannot be read.
pub(super) fn describe_piece(
    input: &Input,
    piece: &Piece,
    index: &Index,
    now: Timestamp,
) -> Result<Described> {
    let damaged = |fault: Fault| piece.damaged(&fault);
    Ok(match piece.kind {
        Kind::Certificate => {
            let certificate = Anatomy::parse(&piece.der).map_err(damaged)?;
            let mut facts = describe::certificate(&certificate, now);
            let place = place(input, piece);
            if let Some(first) = index.earlier(&piece.der, &place) {
                facts.push(Fact::new("same_as", first));
            }
            facts.push(Fact::new("place", place));
            let keys = index.keys(certificate.key.spki.full);
            facts.push(Fact::new("private_key", keys));
            ("certificates", facts)
        }
        Kind::Crl => ("revocation_lists", describe::crl(&piece.der).map_err(damaged)?),
        Kind::OcspResponse => ("ocsp_responses", describe::ocsp(&piece.der).map_err(damaged)?),
        Kind::Request => {
            let mut facts = describe::request(&piece.der).map_err(damaged)?;
            let spki = describe::request_spki(&piece.der).unwrap_or_default();
            facts.push(Fact::new("private_key", index.keys(spki)));
            ("requests", facts)
        }
        Kind::EncryptedKey => ("private_keys", encrypted_key(input, piece, index)),
        Kind::PrivateKey => ("private_keys", private_key(input, piece, index)?),
        Kind::PublicKey => ("public_keys", public_key(input, piece, index).map_err(damaged)?),
        Kind::Jks | Kind::Pkcs12 | Kind::Pkcs7 => {
            let name = piece.kind.name();
            return Err(Error::bug(format!(
                "{} is a {name} that nobody opened",
                piece.place()
            )));
        }
    })
}

fn private_key(input: &Input, piece: &Piece, index: &Index) -> Result<Vec<Fact>> {
    let format = key_format(&piece.der);
    match (input.key(piece), opaque::title(&piece.der)) {
        (Ok(key), _) => Ok(key_facts(input, piece, index, key.spki(), format)),
        // Whose it is cannot be said, but what it is.
        (Err(_), Some(title)) => Ok(vec![
            Fact::new("title", title),
            Fact::new("kind", piece.kind.name()),
            Fact::new(
                "format",
                format!("{format}; its public half is not computed here"),
            ),
            Fact::new("encrypted", false),
            Fact::new("place", place(input, piece)),
        ]),
        (Err(error), None) => Err(error.context(piece.place())),
    }
}

fn public_key(input: &Input, piece: &Piece, index: &Index) -> Result<Vec<Fact>, Fault> {
    let outer = single(&piece.der, tag::SEQUENCE, "a public key")?;
    let is_spki = outer.reader().any()?.tag == tag::SEQUENCE;
    if is_spki {
        return Ok(key_facts(input, piece, index, &piece.der, "SubjectPublicKeyInfo"));
    }
    let spki = describe::rsa_spki(&piece.der);
    Ok(key_facts(input, piece, index, &spki, "PKCS#1 (RSA)"))
}

fn key_facts(input: &Input, piece: &Piece, index: &Index, spki: &[u8], format: &str) -> Vec<Fact> {
    let mut facts = vec![
        Fact::new("title", opaque::name(spki)),
        Fact::new("kind", piece.kind.name()),
        Fact::new("format", format),
        Fact::new("encrypted", false),
        Fact::new("place", place(input, piece)),
        Fact::new("spki_pin", describe::pin(spki)),
    ];
    if index.has_owners() {
        facts.push(Fact::new("belongs_to", index.owners(spki)));
    }
    facts
}

fn encrypted_key(input: &Input, piece: &Piece, index: &Index) -> Vec<Fact> {
    let old = piece.block.as_ref().and_then(|block| {
        let cipher = block.headers.iter().find(|(name, _)| name == "DEK-Info")?;
        Some(cipher.1.split(',').next().unwrap_or_default().to_owned())
    });
    let format = match old {
        Some(cipher) => format!("OpenSSL's older form, encrypted with {cipher}"),
        None => "PKCS#8, encrypted".to_owned(),
    };
    if let Ok(key) = input.key(piece) {
        let mut facts = key_facts(input, piece, index, key.spki(), &format);
        facts.retain(|fact| fact.id != "encrypted");
        facts.push(Fact::new("encrypted", true));
        return facts;
    }
    let (title, hidden) = match input.unsigning(piece) {
        Some(title) => (title, "its public half is not computed here"),
        None => (
            "Encrypted private key".to_owned(),
            "its password tells whose it is (--password-file)",
        ),
    };
    vec![
        Fact::new("title", title),
        Fact::new("kind", piece.kind.name()),
        Fact::new("format", format!("{format}; {hidden}")),
        Fact::new("encrypted", true),
        Fact::new("place", place(input, piece)),
    ]
}

/// Which of the plain forms a private key is in.
fn key_format(der: &[u8]) -> &'static str {
    let second = || {
        let mut fields = Reader::new(der).any().ok()?.reader();
        fields.any().ok()?;
        Some(fields.any().ok()?.tag)
    };
    match second() {
        Some(tag::SEQUENCE) => "PKCS#8",
        Some(tag::OCTET_STRING) => "SEC1 (EC)",
        _ if is_dsa(der) => "OpenSSL's older form (DSA)",
        _ => "PKCS#1 (RSA)",
    }
}

/// Whether a key that is a row of numbers has as many as a DSA key.
fn is_dsa(der: &[u8]) -> bool {
    let numbers = single(der, tag::SEQUENCE, "a private key").and_then(|key| key.children());
    numbers.is_ok_and(|numbers| numbers.len() == DSA_NUMBERS)
}
