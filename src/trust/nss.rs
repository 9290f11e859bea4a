//! NSS databases, which Firefox, Thunderbird, LibreWolf and, on Linux, Chromium read: every profile of the
//! usual, Snap, Flatpak and XDG places, and those that a `profiles.ini` names elsewhere. Through NSS' own
//! `certutil`.

use std::path::{Path, PathBuf};

use super::machine::ask;
use super::{Machine, Place, Root, Step, Store};
use crate::error::Result;
use crate::input;

const PACKAGE: &str = "NSS' certutil (Debian: libnss3-tools, Fedora: nss-tools, macOS: brew install nss)";

/// NSS databases.
pub(super) struct Nss;

impl Store for Nss {
    fn id(&self) -> &'static str {
        "nss"
    }

    fn summary(&self) -> &'static str {
        "NSS databases: Firefox, Thunderbird, LibreWolf, and Chromium on Linux"
    }

    fn places(&self, machine: &Machine) -> Vec<Place> {
        let mut places = Vec::new();
        for (label, below) in CHROMIUM {
            let path = machine.home.join(below);
            if is_database(&path) {
                places.push(Place::new(*label, path));
            }
        }
        // Chromium from version 146 on reads its database here, and makes it only when it first writes.
        let newer = machine.home.join(".local/share/pki/nssdb");
        let has_chromium = ["chromium", "google-chrome", "chrome"]
            .iter()
            .any(|name| machine.program(name).is_some());
        if is_database(&newer) || (machine.system == "linux" && has_chromium) {
            places.push(Place::new("Chromium", newer));
        }
        for (label, below) in MOZILLA {
            places.extend(
                profiles(&machine.home.join(below), machine)
                    .into_iter()
                    .map(|path| Place::new(*label, path)),
            );
        }
        if is_database(Path::new("/etc/pki/nssdb")) {
            places.push(Place::new("system-wide NSS", "/etc/pki/nssdb"));
        }
        places
    }

    fn holds(&self, root: &Root, place: &Place, _: &Machine) -> Result<bool> {
        if !is_database(&place.path) {
            return Ok(false);
        }
        let found = ask(
            "certutil",
            &["-L", "-d", &database(place), "-n", &root.nickname(), "-a"],
            PACKAGE,
        )?;
        Ok(found.is_some_and(|text| root.stands_in(&text)))
    }

    fn install(&self, root: &Root, place: &Place, machine: &Machine) -> Vec<Step> {
        let database = database(place);
        let file = root.file.to_string_lossy();
        let mut steps = Vec::new();
        if !is_database(&place.path) {
            steps.push(Step::run("mkdir", &["-p", &place.path.to_string_lossy()]));
            steps.push(Step::run(
                "certutil",
                &["-N", "-d", &database, "--empty-password"],
            ));
        }
        steps.push(run(
            place,
            machine,
            &[
                "-A",
                "-d",
                &database,
                "-t",
                "C,,",
                "-n",
                &root.nickname(),
                "-i",
                &file,
            ],
        ));
        steps
    }

    fn uninstall(&self, root: &Root, place: &Place, machine: &Machine) -> Result<Vec<Step>> {
        if !self.holds(root, place, machine)? {
            return Ok(Vec::new());
        }
        Ok(vec![run(
            place,
            machine,
            &["-D", "-d", &database(place), "-n", &root.nickname()],
        )])
    }
}

fn run(place: &Place, machine: &Machine, arguments: &[&str]) -> Step {
    if place.path.starts_with(&machine.home) {
        Step::run("certutil", arguments)
    } else {
        Step::run_as_root("certutil", arguments)
    }
}

/// The directory as `certutil` wants it, with the kind of database in front.
fn database(place: &Place) -> String {
    let old = place.path.join("cert8.db").is_file() && !place.path.join("cert9.db").is_file();
    format!("{}:{}", if old { "dbm" } else { "sql" }, place.path.display())
}

fn is_database(directory: &Path) -> bool {
    directory.join("cert9.db").is_file() || directory.join("cert8.db").is_file()
}

/// The profiles of a Mozilla program whose data is in `directory`.
fn profiles(directory: &Path, machine: &Machine) -> Vec<PathBuf> {
    let mut found = machine.directories(directory);
    found.extend(machine.directories(&directory.join("Profiles")));
    if let Ok(ini) = input::read_text(&directory.join("profiles.ini"), 1 << 20) {
        let named = ini.lines().filter_map(|line| line.trim().strip_prefix("Path="));
        found.extend(named.map(|path| directory.join(path)));
    }
    found.retain(|path| is_database(path));
    found.sort();
    found.dedup();
    found
}

const CHROMIUM: &[(&str, &str)] = &[
    ("Chromium", ".pki/nssdb"),
    ("Chromium (Snap)", "snap/chromium/current/.pki/nssdb"),
    ("Chromium (Flatpak)", ".var/app/org.chromium.Chromium/.pki/nssdb"),
    ("Chrome (Flatpak)", ".var/app/com.google.Chrome/.pki/nssdb"),
];

const MOZILLA: &[(&str, &str)] = &[
    ("Firefox", ".mozilla/firefox"),
    ("Firefox (XDG)", ".config/mozilla/firefox"),
    ("Firefox (Snap)", "snap/firefox/common/.mozilla/firefox"),
    (
        "Firefox (Flatpak)",
        ".var/app/org.mozilla.firefox/.mozilla/firefox",
    ),
    (
        "Firefox (Flatpak, XDG)",
        ".var/app/org.mozilla.firefox/config/mozilla/firefox",
    ),
    ("Firefox", "Library/Application Support/Firefox"),
    ("Firefox", "AppData/Roaming/Mozilla/Firefox"),
    ("LibreWolf", ".librewolf"),
    (
        "LibreWolf (Flatpak)",
        ".var/app/io.gitlab.librewolf-community/.librewolf",
    ),
    ("Thunderbird", ".thunderbird"),
    ("Thunderbird (Snap)", "snap/thunderbird/common/.thunderbird"),
    (
        "Thunderbird (Flatpak)",
        ".var/app/org.mozilla.Thunderbird/.thunderbird",
    ),
    ("Thunderbird", "Library/Thunderbird"),
];
