//! The environment variables that are read, all of which begin with `TLSCTL_`, and a warning for one that is
//! nearly called like one of them: a misspelt variable would be ignored in silence.

use super::session::Session;
use crate::config::distance;
use crate::input;

/// Warns of variables that are set, unknown, and near a known one.
pub(super) fn check(session: &Session) {
    for name in input::variables(PREFIX) {
        if let Some(known) = meant(&name) {
            session.warn(&format!("`{name}` is ignored: did you mean `{known}`?"));
        }
    }
}

/// The variable that an unknown one was meant to be, where there is a likely one.
fn meant(name: &str) -> Option<String> {
    let rest = name.strip_prefix(PREFIX)?;
    let materials = MATERIALS
        .iter()
        .flat_map(|what| FORMS.map(|form| format!("{what}_{form}")));
    let known = SINGLE.iter().map(|name| (*name).to_owned()).chain(materials);
    let (off, nearest) = known
        .map(|known| (distance(rest, &known), known))
        .min_by_key(|(off, _)| *off)?;
    (off > 0 && off <= rest.len() / 3).then(|| format!("{PREFIX}{nearest}"))
}

const PREFIX: &str = "TLSCTL_";

/// Those that hold one value.
const SINGLE: &[&str] = &["PASSWORD", "PROXY"];

/// What is a file, base64 or PEM, as the ending of the name says.
const MATERIALS: &[&str] = &[
    "CERT",
    "CLIENT_CA",
    "KEY",
    "ROOTS",
    "UPSTREAM_CA",
    "UPSTREAM_CERT",
    "UPSTREAM_KEY",
];
const FORMS: [&str; 3] = ["FILE", "B64", "PEM"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_nearly_a_variable_is_told_from_what_is_one_and_from_what_is_none() {
        let meant = |name: &str| meant(name).unwrap_or_default();
        assert_eq!(meant("TLSCTL_CRT_FILE"), "TLSCTL_CERT_FILE");
        assert_eq!(meant("TLSCTL_UPSTREAM_CA_PM"), "TLSCTL_UPSTREAM_CA_PEM");
        assert_eq!(meant("TLSCTL_PASSWD"), "TLSCTL_PASSWORD");
        for name in [
            "TLSCTL_CERT_FILE",
            "TLSCTL_PROXY",
            "TLSCTL_BLESS",
            "TLSCTL_HOME",
            "TLSCTL_",
        ] {
            assert_eq!(meant(name), "", "{name}");
        }
    }
}
