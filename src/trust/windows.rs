//! The current user's root store on Windows, through `certutil.exe`; also from within WSL, where
//! browsers run on the Windows side. Windows asks the user before it adds a root.

use super::machine::ask;
use super::{Machine, Place, Store};
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
            && input::environment("WSL_DISTRO_NAME").is_some()
            && machine.program("certutil.exe").is_some();
        let here = machine.system == "windows" || wsl;
        here.then(|| Place::new("current user", "Root"))
            .into_iter()
            .collect()
    }

    fn holds(&self, root: &super::Root, _: &Place, _: &Machine) -> Result<bool> {
        Ok(ask(
            "certutil.exe",
            &["-user", "-store", "Root", &root.sha1],
            "Windows' certutil.exe",
        )?
        .is_some())
    }

    fn install(&self, root: &super::Root, _: &Place, machine: &Machine) -> Vec<super::Step> {
        let file = windows_path(root, machine);
        vec![super::Step::run(
            "certutil.exe",
            &["-user", "-addstore", "Root", &file],
        )]
    }

    fn uninstall(&self, root: &super::Root, place: &Place, machine: &Machine) -> Result<Vec<super::Step>> {
        if !self.holds(root, place, machine)? {
            return Ok(Vec::new());
        }
        Ok(vec![super::Step::run(
            "certutil.exe",
            &["-user", "-delstore", "Root", &root.sha1],
        )])
    }
}

/// The file as Windows names it: `wslpath` translates from within WSL.
fn windows_path(root: &super::Root, machine: &Machine) -> String {
    let file = root.file.to_string_lossy().into_owned();
    if machine.system == "windows" {
        return file;
    }
    match ask("wslpath", &["-w", &file], "WSL") {
        Ok(Some(path)) => String::from_utf8_lossy(&path).trim().to_owned(),
        _ => file,
    }
}
