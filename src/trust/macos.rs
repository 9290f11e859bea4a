//! The system keychain on macOS, through `security`: trusted for TLS only, and taken out by SHA-1, which
//! is how `security` names a certificate. A certificate in the keychain and the trust in it are two
//! things: whoever takes out the one without the other leaves a root that is trusted when a server sends it.

use super::machine::ask;
use super::{Machine, Place, Root, Standing, Step, Store};
use crate::error::Result;

const KEYCHAIN: &str = "/Library/Keychains/System.keychain";

/// macOS' system keychain.
pub(super) struct Keychain;

impl Store for Keychain {
    fn id(&self) -> &'static str {
        "keychain"
    }

    fn summary(&self) -> &'static str {
        "the system keychain on macOS"
    }

    fn places(&self, machine: &Machine) -> Vec<Place> {
        let here = machine.system == "macos";
        here.then(|| Place::new("system keychain", KEYCHAIN))
            .into_iter()
            .collect()
    }

    fn standing(&self, root: &Root, place: &Place, _: &Machine) -> Result<Standing> {
        Ok(if !holds(root, place)? {
            Standing::Absent
        } else if is_trusted(root)? {
            Standing::Present
        } else {
            Standing::Incomplete
        })
    }

    fn install(&self, root: &Root, place: &Place, _: &Machine) -> Vec<Step> {
        let file = root.file.to_string_lossy();
        let keychain = place.path.to_string_lossy();
        let arguments = [
            "add-trusted-cert",
            "-d",
            "-r",
            "trustRoot",
            "-p",
            "ssl",
            "-p",
            "basic",
            "-k",
            &keychain,
            &file,
        ];
        vec![Step::run_as_root("security", &arguments)]
    }

    fn uninstall(&self, root: &Root, place: &Place, _: &Machine) -> Result<Vec<Step>> {
        let file = root.file.to_string_lossy();
        let keychain = place.path.to_string_lossy();
        let mut steps = Vec::new();
        if is_trusted(root)? {
            let arguments = ["remove-trusted-cert", "-d", &file];
            steps.push(Step::run_as_root("security", &arguments));
        }
        let arguments = ["delete-certificate", "-Z", &root.sha1.to_uppercase(), &keychain];
        steps.push(Step::run_as_root("security", &arguments));
        Ok(steps)
    }
}

fn holds(root: &Root, place: &Place) -> Result<bool> {
    let keychain = place.path.to_string_lossy();
    let listed = ask("security", &["find-certificate", "-a", "-p", &keychain], PACKAGE)?;
    Ok(root.stands_in(&listed.sound()?))
}

/// Whether the administrator's trust settings name the root. They are listed by name alone; that it is
/// this certificate, the keychain has said.
fn is_trusted(root: &Root) -> Result<bool> {
    let listed = ask("security", &["dump-trust-settings", "-d"], PACKAGE)?;
    let none = listed
        .failure
        .as_ref()
        .is_some_and(|why| why.contains("No Trust Settings"));
    Ok(!none && is_listed(&root.name, &String::from_utf8_lossy(&listed.sound()?)))
}

/// Whether a list with lines such as `Cert 0: NAME` has the name.
fn is_listed(name: &str, listing: &str) -> bool {
    let names = listing
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Cert ")?.split_once(": "));
    names.into_iter().any(|(_, listed)| listed.trim() == name)
}

const PACKAGE: &str = "the macOS command line tools";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn trust_settings_are_found_by_name() {
        let listing = "Number of trusted certs = 2\nCert 0: mkcert me@host\n   Number of trust settings : 2\n\
            Cert 1: tlsctl local CA me@host: one\n";
        assert!(is_listed("tlsctl local CA me@host: one", listing));
        assert!(!is_listed("tlsctl local CA me@host", listing));
    }
}
