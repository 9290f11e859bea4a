//! NSS databases, which Firefox, Thunderbird, LibreWolf and, on Linux, Chromium read: every profile of the
//! usual, Snap, Flatpak and XDG places, and those that a `profiles.ini` names elsewhere. Through NSS' own
//! `certutil`.

use std::path::{Path, PathBuf};

use super::machine::ask;
use super::{Machine, Place, Root, Standing, Step, Store};
use crate::error::Result;
use crate::input;

const PACKAGE: &str = "NSS' certutil (Debian: libnss3-tools, Fedora: nss-tools, SUSE: mozilla-nss-tools, macOS: brew install nss)";

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

    fn is_at(&self, path: &Path, _: &Machine) -> bool {
        is_database(path)
    }

    fn standing(&self, root: &Root, place: &Place, _: &Machine) -> Result<Standing> {
        Ok(match entry(root, place)? {
            None => Standing::Absent,
            Some(entry) if entry.is_trusted => Standing::Present,
            Some(_) => Standing::Incomplete,
        })
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
        let Some(entry) = entry(root, place)? else {
            return Ok(Vec::new());
        };
        let delete = ["-D", "-d", &database(place), "-n", &entry.nickname];
        Ok(vec![run(place, machine, &delete)])
    }
}

/// A certificate in a database.
#[derive(Debug, Eq, PartialEq)]
struct Entry {
    nickname: String,
    /// Whether it is trusted as a CA for TLS servers.
    is_trusted: bool,
}

/// The entry that is this root. A database keeps a certificate under the name that it was first given;
/// so those that are trusted are looked at under any name, and of the others the one of this root's.
fn entry(root: &Root, place: &Place) -> Result<Option<Entry>> {
    if !is_database(&place.path) {
        return Ok(None);
    }
    let database = database(place);
    let listing = ask("certutil", &["-L", "-d", &database], PACKAGE)?.sound()?;
    let own = root.nickname();
    let mut entries = entries(&String::from_utf8_lossy(&listing));
    entries.retain(|entry| entry.is_trusted || entry.nickname == own);
    entries.sort_by_key(|entry| entry.nickname != own);
    for entry in entries {
        let shown = ask(
            "certutil",
            &["-L", "-d", &database, "-n", &entry.nickname, "-a"],
            PACKAGE,
        )?;
        let text = shown.sound()?;
        // Certificates of the same subject are shown together, under the name of any of them.
        let is_it = if entry.nickname == own {
            root.stands_in(&text)
        } else {
            root.stands_alone_in(&text)
        };
        if is_it {
            return Ok(Some(entry));
        }
    }
    Ok(None)
}

/// What `certutil -L` lists: a name, which may have spaces, and three groups of letters.
fn entries(listing: &str) -> Vec<Entry> {
    let lines = listing.lines().filter_map(|line| {
        let (nickname, letters) = line.trim_end().rsplit_once(' ')?;
        let is_letters =
            letters.matches(',').count() == 2 && letters.chars().all(|c| ",pPcCTuwg".contains(c));
        let nickname = nickname.trim_end();
        (is_letters && !nickname.is_empty()).then(|| Entry {
            nickname: nickname.to_owned(),
            is_trusted: letters.split(',').next().is_some_and(|tls| tls.contains('C')),
        })
    });
    lines.collect()
}

fn run(place: &Place, machine: &Machine, arguments: &[&str]) -> Step {
    let file = ["cert9.db", "cert8.db"]
        .map(|name| place.path.join(name))
        .into_iter()
        .find(|file| file.is_file());
    // One that is yet to be made is in the user's own directory.
    if file.is_none_or(|file| machine.may_write(&file)) {
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
    ("Chromium (Snap)", "snap/chromium/current/.local/share/pki/nssdb"),
    (
        "Chromium (Flatpak)",
        ".var/app/org.chromium.Chromium/data/pki/nssdb",
    ),
    ("Chrome (Flatpak)", ".var/app/com.google.Chrome/.pki/nssdb"),
    ("Chrome (Flatpak)", ".var/app/com.google.Chrome/data/pki/nssdb"),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_listing_is_read_with_its_names_and_its_trust() {
        let listing = "\nCertificate Nickname                 Trust Attributes\n                     SSL,S/MIME,JAR/XPI\n\n\
            tlsctl-0123456789abcdef              C,,  \nAn old CA, of many words             ,,   \nmine          CT,C,u\n";
        let found: Vec<(String, bool)> = entries(listing)
            .into_iter()
            .map(|entry| (entry.nickname, entry.is_trusted))
            .collect();
        let expected = [
            ("tlsctl-0123456789abcdef", true),
            ("An old CA, of many words", false),
            ("mine", true),
        ];
        assert_eq!(found, expected.map(|(name, trusted)| (name.to_owned(), trusted)));
    }
}
