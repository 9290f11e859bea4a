//! The system keychain on macOS, through `security`: trusted for TLS only, and taken out by SHA-1, which
//! is how `security` names a certificate.

use super::machine::ask;
use super::{Machine, Place, Root, Step, Store};
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

    fn holds(&self, root: &Root, place: &Place, _: &Machine) -> Result<bool> {
        let keychain = place.path.to_string_lossy();
        let listed = ask(
            "security",
            &["find-certificate", "-a", "-Z", "-p", &keychain],
            "the macOS command line tools",
        )?;
        Ok(listed.is_some_and(|text| root.stands_in(&text)))
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

    fn uninstall(&self, root: &Root, place: &Place, machine: &Machine) -> Result<Vec<Step>> {
        if !self.holds(root, place, machine)? {
            return Ok(Vec::new());
        }
        let keychain = place.path.to_string_lossy();
        let arguments = [
            "delete-certificate",
            "-t",
            "-Z",
            &root.sha1.to_uppercase(),
            &keychain,
        ];
        Ok(vec![Step::run_as_root("security", &arguments)])
    }
}
