//! `--diff OLD NEW`: what changed between two files or directories, by meaning.

use std::path::PathBuf;

use jiff::Timestamp;

use super::facts::{self, describe_piece};
use super::gather::{Input, Reading, gather};
use super::index::Index;
use crate::error::Result;
use crate::model::{Fact, Report, Value, Verdict};
use crate::pki::describe::{Difference, Other, Side};
use crate::pki::format::{Kind, Piece};

/// The report on both; it fails where they differ.
///
/// # Errors
///
/// As reading the inputs, or where nothing of one side can be read: it would all look lost.
pub(super) fn report(sides: &[PathBuf], reading: Reading, now: Timestamp) -> Result<Report> {
    let read = sides
        .iter()
        .map(|side| gather(std::slice::from_ref(side), reading))
        .collect::<Result<Vec<_>>>()?;
    for side in &read {
        if side.iter().all(|input| input.pieces.is_empty())
            && let Some(problem) = side.iter().find_map(|input| input.problems.first())
        {
            return Err(problem.clone());
        }
    }
    let names: Vec<String> = sides.iter().map(|side| side.display().to_string()).collect();
    let mut report = Report::new("inspect", names.join(" "));
    report.problems = read
        .iter()
        .flat_map(|inputs| facts::problems(inputs, now))
        .collect();
    let of = |number: usize| {
        let inputs = read.get(number).map_or(&[][..], Vec::as_slice);
        Side {
            certificates: inputs.iter().flat_map(facts::certificates).collect(),
            others: inputs.iter().flat_map(|input| others(input, now)).collect(),
        }
    };
    let difference = Difference::between(&of(0), &of(1), now);
    report.verdict = Some(if difference.is_empty() {
        Verdict::Pass
    } else {
        Verdict::Fail
    });
    report.findings = difference.findings();
    report.sections.push(difference.section());
    Ok(report)
}

/// What an input holds besides certificates, as far as it can be read.
fn others(input: &Input, now: Timestamp) -> Vec<Other> {
    let nobody = Index::new(&[]);
    let pieces = input
        .pieces
        .iter()
        .filter(|piece| piece.kind != Kind::Certificate);
    let described = pieces.filter_map(|piece| {
        let (_, facts) = describe_piece(input, piece, &nobody, now).ok()?;
        Some(other(piece, facts))
    });
    described.collect()
}

/// A key is what its public half is, in whatever form it is written; a list belongs to its issuer's next,
/// a request to the next of its subject.
fn other(piece: &Piece, facts: Vec<Fact>) -> Other {
    let text = |id: &str| {
        facts
            .iter()
            .find(|fact| fact.id == id)
            .and_then(|fact| match &fact.value {
                Value::Text(text) => Some(text.clone()),
                _ => None,
            })
    };
    let name = piece.kind.name();
    let (identity, of) = match piece.kind {
        Kind::EncryptedKey | Kind::PrivateKey | Kind::PublicKey => (text("spki_pin"), None),
        Kind::Crl => (None, text("issuer")),
        Kind::Request => (None, text("subject")),
        _ => (None, None),
    };
    let title = match (piece.kind, &identity, &of) {
        (Kind::OcspResponse, ..) => name.to_owned(),
        (_, Some(pin), _) => format!("{name} {}, SPKI pin {pin}", text("title").unwrap_or_default()),
        (_, _, Some(of)) => format!("{name} of {of}"),
        _ => text("title").unwrap_or_else(|| name.to_owned()),
    };
    let is_private = matches!(piece.kind, Kind::EncryptedKey | Kind::PrivateKey);
    Other {
        title,
        identity: match identity {
            Some(pin) if is_private => format!("private {pin}").into_bytes(),
            Some(pin) => pin.into_bytes(),
            None => piece.der.clone(),
        },
        of: of.map(|of| format!("{name} {of}")),
        facts,
    }
}
