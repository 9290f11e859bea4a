//! Java's `cacerts`, through `keytool`: of `JAVA_HOME`, or of the `java` in `PATH`.

use std::path::{Path, PathBuf};

use super::machine::ask;
use super::{Machine, Place, Root, Standing, Step, Store};
use crate::error::Result;
use crate::input;

const PACKAGE: &str = "a Java runtime with keytool, or set JAVA_HOME";
/// The password that every Java runtime ships its trust store with; it protects nothing.
const PASSWORD: &str = "changeit";

/// Java's own trust store.
pub(super) struct Java;

impl Store for Java {
    fn id(&self) -> &'static str {
        "java"
    }

    fn summary(&self) -> &'static str {
        "the cacerts of JAVA_HOME, or of the java in PATH"
    }

    fn places(&self, machine: &Machine) -> Vec<Place> {
        let homes = input::raw_environment("JAVA_HOME")
            .map(PathBuf::from)
            .or_else(|| {
                let java = machine.program("java")?.canonicalize().ok()?;
                Some(java.parent()?.parent()?.to_owned())
            });
        let keystores = ["lib/security/cacerts", "jre/lib/security/cacerts"];
        let found = homes.and_then(|home| {
            keystores
                .iter()
                .map(|below| home.join(below))
                .find(|path| path.is_file())
        });
        found.map(|path| Place::new("Java", path)).into_iter().collect()
    }

    fn is_at(&self, path: &Path, _: &Machine) -> bool {
        path.is_file()
    }

    fn standing(&self, root: &Root, place: &Place, _: &Machine) -> Result<Standing> {
        Ok(if aliases(root, place)?.is_empty() {
            Standing::Absent
        } else {
            Standing::Present
        })
    }

    fn install(&self, root: &Root, place: &Place, machine: &Machine) -> Vec<Step> {
        let file = root.file.to_string_lossy();
        vec![run(
            place,
            machine,
            &[
                "-importcert",
                "-noprompt",
                "-trustcacerts",
                "-file",
                &file,
                "-alias",
                &root.nickname(),
            ],
        )]
    }

    fn uninstall(&self, root: &Root, place: &Place, machine: &Machine) -> Result<Vec<Step>> {
        let aliases = aliases(root, place)?;
        let delete = |alias: &String| run(place, machine, &["-delete", "-alias", alias]);
        Ok(aliases.iter().map(delete).collect())
    }
}

/// The names under which a root is trusted: a rebuild of the system's store has its own for them.
fn aliases(root: &Root, place: &Place) -> Result<Vec<String>> {
    let keystore = place.path.to_string_lossy();
    let arguments = [
        // What is read here is in the language of the user otherwise.
        "-J-Duser.language=en",
        "-list",
        "-rfc",
        "-keystore",
        &keystore,
        "-storepass",
        PASSWORD,
    ];
    let listed = ask(&keytool(&place.path), &arguments, PACKAGE)?.sound()?;
    Ok(listed_with(root, &String::from_utf8_lossy(&listed)))
}

/// The entries of a listing that are this root.
fn listed_with(root: &Root, listing: &str) -> Vec<String> {
    let entries = listing.split("Alias name: ").skip(1);
    entries
        .filter(|entry| entry.contains("trustedCertEntry") && root.stands_in(entry.as_bytes()))
        .filter_map(|entry| entry.lines().next())
        .map(|alias| alias.trim().to_owned())
        .collect()
}

fn run(place: &Place, machine: &Machine, arguments: &[&str]) -> Step {
    let keystore = place.path.to_string_lossy();
    let mut all = arguments.to_vec();
    all.extend(["-keystore", &keystore, "-storepass", PASSWORD]);
    let program = keytool(&place.path);
    if machine.may_write(&place.path) {
        Step::run(&program, &all)
    } else {
        Step::run_as_root(&program, &all)
    }
}

/// The `keytool` that belongs to a keystore, so that `sudo`, which drops `JAVA_HOME`, still finds it.
fn keytool(keystore: &Path) -> String {
    let beside = keystore
        .ancestors()
        .map(|above| above.join("bin/keytool"))
        .find(|program| program.is_file());
    beside.map_or_else(
        || "keytool".to_owned(),
        |program| program.to_string_lossy().into_owned(),
    )
}
