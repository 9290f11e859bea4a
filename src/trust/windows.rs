//! The current user's root store on Windows, through `certutil.exe`; also from within WSL, where
//! browsers run on the Windows side. Windows asks the user before it adds a root.

use super::machine::{Answer, ask};
use super::{Machine, Place, Standing, Store};
use crate::error::Result;
use crate::input;

/// The current user's root store.
pub(super) struct Root;

impl Store for Root {
    fn id(&self) -> &'static str {
        "windows"
    }

    fn summary(&self) -> &'static str {
        "the current user's root store on Windows, also from within WSL"
    }

    fn places(&self, machine: &Machine) -> Vec<Place> {
        let wsl = machine.system == "linux"
            && input::raw_environment("WSL_DISTRO_NAME").is_some()
            && machine.program("certutil.exe").is_some();
        let here = machine.system == "windows" || wsl;
        here.then(|| Place::new("current user", "Root"))
            .into_iter()
            .collect()
    }

    fn standing(&self, root: &super::Root, _: &Place, _: &Machine) -> Result<Standing> {
        let arguments = ["-user", "-store", "Root", &root.sha1];
        let found = ask("certutil.exe", &arguments, "Windows' certutil.exe")?;
        if is_not_found(&String::from_utf8_lossy(&found.text)) {
            return Ok(Standing::Absent);
        }
        found.sound().map(|_| Standing::Present)
    }

    fn install(&self, root: &super::Root, _: &Place, machine: &Machine) -> Vec<super::Step> {
        let file = windows_path(root, machine);
        vec![super::Step::run(
            "certutil.exe",
            &["-user", "-addstore", "Root", &file],
        )]
    }

    fn uninstall(&self, root: &super::Root, _: &Place, _: &Machine) -> Result<Vec<super::Step>> {
        Ok(vec![super::Step::run(
            "certutil.exe",
            &["-user", "-delstore", "Root", &root.sha1],
        )])
    }
}

/// Whether an answer is `CRYPT_E_NOT_FOUND`, whose number is in it in every language.
fn is_not_found(answer: &str) -> bool {
    answer.to_ascii_lowercase().contains("0x80092004")
}

/// The file as Windows names it: `wslpath` translates from within WSL.
fn windows_path(root: &super::Root, machine: &Machine) -> String {
    let file = root.file.to_string_lossy().into_owned();
    if machine.system == "windows" {
        return file;
    }
    // Where it cannot be translated, `certutil.exe` says that it cannot find the file.
    match ask("wslpath", &["-w", &file], "WSL").and_then(Answer::sound) {
        Ok(path) => String::from_utf8_lossy(&path).trim().to_owned(),
        Err(_) => file,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_absent_root_is_told_from_a_store_that_cannot_be_read() {
        assert!(is_not_found(
            "CertUtil: -store command FAILED: 0x80092004 (-2146885628 CRYPT_E_NOT_FOUND)\r\nCertUtil: Cannot find object or property."
        ));
        assert!(!is_not_found(
            "CertUtil: -store command FAILED: 0x80070005 (WIN32: 5 ERROR_ACCESS_DENIED)"
        ));
    }
}
