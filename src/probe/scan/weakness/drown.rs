//! DROWN: SSL 2.0 anywhere decrypts RSA key exchanges everywhere.

use super::Weakness;
use crate::model::{Rule, Severity};
use crate::probe::Evidence;
use crate::probe::survey::ssl2::Ssl2;
use crate::wire::sslv2::Kind;
use crate::wire::version::Version;

static RULE: Rule = Rule {
    id: "drown",
    severity: Severity::Error,
    citation: "CVE-2016-0800; drownattack.com",
    summary: "a server that speaks SSL 2.0 lets sessions of every other version with its RSA key be decrypted",
};

/// The scan.
pub(in crate::probe::scan) static DROWN: Weakness = Weakness {
    id: "drown",
    summary: "DROWN: SSL 2.0 with an RSA key",
    facts: &[(
        "weaknesses.drown",
        "whether SSL 2.0 is spoken here; another server with the same key would do as well",
    )],
    rules: &[&RULE],
    message: "SSL 2.0 is spoken: it gives away every session whose key exchange is RSA with this key",
    advice: "turn SSL 2.0 off on every server that has this key",
    versions: &[Version::SSL2],
    look,
};

fn look(seen: &Evidence) -> Vec<String> {
    let Some(Ssl2(Ok(Some(hello)))) = seen.first() else {
        return Vec::new();
    };
    let shown = |kind: &Kind| format!("{} ({} bits)", kind.name(), kind.bits().unwrap_or_default());
    hello.kinds.iter().map(shown).collect()
}
