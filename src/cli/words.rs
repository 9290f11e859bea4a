//! Values of which most come from a table, for completions; what stands behind a word is for `cmd` to read.

use std::ffi::OsStr;

use clap::builder::{PossibleValue, StringValueParser, TypedValueParser};

/// Takes every text, and knows some.
#[derive(Clone)]
pub(super) struct Words(pub(super) fn() -> Vec<PossibleValue>);

impl TypedValueParser for Words {
    type Value = String;

    fn parse_ref(
        &self,
        command: &clap::Command,
        argument: Option<&clap::Arg>,
        value: &OsStr,
    ) -> Result<String, clap::Error> {
        StringValueParser::new().parse_ref(command, argument, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        Some(Box::new((self.0)().into_iter()))
    }
}

/// The kinds of `--fault`.
pub(super) fn faults() -> Vec<PossibleValue> {
    let list = PossibleValue::new("list").help("show all kinds");
    let kinds = crate::serve::fault::ALL
        .iter()
        .map(|fault| PossibleValue::new(fault.id).help(fault.what));
    kinds.chain([list]).collect()
}

/// The broken certificates: all, groups, cases.
pub(super) fn cases() -> Vec<PossibleValue> {
    let groups = crate::pki::bad::GROUPS;
    let cases = groups.iter().flat_map(|group| group.cases);
    [PossibleValue::new("all").help("every case")]
        .into_iter()
        .chain(groups.iter().map(|group| PossibleValue::new(group.id)))
        .chain(cases.map(|case| PossibleValue::new(case.id).help(case.wrong)))
        .collect()
}
