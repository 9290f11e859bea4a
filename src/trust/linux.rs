//! The system store on Linux: a directory of anchors and the program that rebuilds the bundles from it.
//! The first directory that exists decides which family this is. A root is trusted once it is in the
//! bundle, which is what programs read; one that is only among the anchors waits for the next rebuild.

use std::path::Path;

use super::{Machine, Place, Root, Standing, Step, Store};
use crate::error::Result;
use crate::input;

/// The system's own store on Linux.
pub(super) struct System;

struct Family {
    label: &'static str,
    directory: &'static str,
    extension: &'static str,
    bundle: &'static str,
    rebuild: &'static [&'static str],
}

impl Store for System {
    fn id(&self) -> &'static str {
        "system"
    }

    fn summary(&self) -> &'static str {
        "the system's store on Debian, Fedora, Arch, SUSE and their kin"
    }

    fn advice(&self) -> &'static str {
        "the package `ca-certificates` brings it; NixOS takes roots from security.pki.certificateFiles alone"
    }

    fn places(&self, machine: &Machine) -> Vec<Place> {
        if machine.system != "linux" {
            return Vec::new();
        }
        let family = FAMILIES
            .iter()
            .find(|family| Path::new(family.directory).is_dir());
        family
            .map(|family| Place::new(family.label, family.directory))
            .into_iter()
            .collect()
    }

    fn standing(&self, root: &Root, place: &Place, _: &Machine) -> Result<Standing> {
        let bundle = Path::new(family(place).bundle);
        let is_anchor = || Ok(!root.files_in(&place.path)?.is_empty());
        // Where this system has its bundle elsewhere, the anchors are all that there is to look at.
        let is_trusted = if bundle.exists() {
            root.stands_in(&input::read(bundle, input::LIMIT)?)
        } else {
            is_anchor()?
        };
        Ok(if is_trusted {
            Standing::Present
        } else if is_anchor()? {
            Standing::Incomplete
        } else {
            Standing::Absent
        })
    }

    fn install(&self, root: &Root, place: &Place, _: &Machine) -> Vec<Step> {
        let family = family(place);
        let path = place
            .path
            .join(format!("{}.{}", root.nickname(), family.extension));
        vec![
            Step::Write {
                path,
                text: root.pem.clone(),
                from: root.file.clone(),
            },
            rebuild(family),
        ]
    }

    fn uninstall(&self, root: &Root, place: &Place, _: &Machine) -> Result<Vec<Step>> {
        let mut steps: Vec<Step> = root
            .files_in(&place.path)?
            .into_iter()
            .map(Step::Remove)
            .collect();
        // Without a file too: a rebuild that failed may have left the root in the bundle.
        steps.push(rebuild(family(place)));
        Ok(steps)
    }
}

fn rebuild(family: &Family) -> Step {
    Step::run_as_root(family.rebuild[0], &family.rebuild[1..])
}

fn family(place: &Place) -> &'static Family {
    let known = FAMILIES
        .iter()
        .find(|family| Path::new(family.directory) == place.path);
    known.expect("the place was made from this table")
}

/// Fedora's directory first: some Debian-like systems have both, none of Fedora's has Debian's.
const FAMILIES: &[Family] = &[
    Family {
        label: "Fedora, RHEL",
        directory: "/etc/pki/ca-trust/source/anchors",
        extension: "pem",
        bundle: "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
        rebuild: &["update-ca-trust", "extract"],
    },
    Family {
        label: "Debian, Ubuntu, Alpine",
        directory: "/usr/local/share/ca-certificates",
        extension: "crt",
        bundle: "/etc/ssl/certs/ca-certificates.crt",
        rebuild: &["update-ca-certificates"],
    },
    Family {
        label: "Arch",
        directory: "/etc/ca-certificates/trust-source/anchors",
        extension: "crt",
        bundle: "/etc/ca-certificates/extracted/tls-ca-bundle.pem",
        rebuild: &["trust", "extract-compat"],
    },
    Family {
        label: "SUSE",
        directory: "/usr/share/pki/trust/anchors",
        extension: "pem",
        bundle: "/var/lib/ca-certificates/ca-bundle.pem",
        rebuild: &["update-ca-certificates"],
    },
];
