//! `--diff OLD NEW`: what changed between two files or directories, by meaning.

use std::path::PathBuf;

use jiff::Timestamp;

use super::facts;
use super::gather::{Reading, gather};
use crate::error::Result;
use crate::model::{Report, Verdict};
use crate::pki::anatomy::Anatomy;
use crate::pki::describe::Difference;

/// The report on both; it fails where they differ.
///
/// # Errors
///
/// As reading the inputs.
pub(super) fn report(sides: &[PathBuf], reading: Reading, now: Timestamp) -> Result<Report> {
    let read = sides
        .iter()
        .map(|side| gather(std::slice::from_ref(side), reading))
        .collect::<Result<Vec<_>>>()?;
    let names: Vec<String> = sides.iter().map(|side| side.display().to_string()).collect();
    let mut report = Report::new("inspect", names.join(" "));
    report.problems = read
        .iter()
        .flat_map(|inputs| facts::problems(inputs, now))
        .collect();
    let of = |side: usize| -> Vec<Anatomy<'_>> {
        read.get(side)
            .into_iter()
            .flatten()
            .flat_map(facts::certificates)
            .collect()
    };
    let difference = Difference::between(&of(0), &of(1), now);
    report.verdict = Some(if difference.is_empty() {
        Verdict::Pass
    } else {
        Verdict::Fail
    });
    report.sections.push(difference.section());
    Ok(report)
}
