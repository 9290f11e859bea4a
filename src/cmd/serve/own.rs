//! The files that `tlsctl serve` keeps to itself: whatever it reads or writes as configuration or secret, should
//! it lie in the directory that is served.

use std::path::{Path, PathBuf};

use super::super::local_ca;
use super::identity::Identities;
use super::settings::Settings;
use super::terms;
use crate::tlsconf::source::{Material, Source, Spec};

/// All of them, whether or not they are there yet.
pub(super) fn files(settings: &Settings, identities: &[Identities]) -> Vec<PathBuf> {
    let flags = &settings.flags;
    let loaded = identities.iter().flat_map(Identities::files).map(Path::to_owned);
    let mut own: Vec<PathBuf> = loaded.collect();
    own.extend(flags.config.clone());
    own.extend(terms::keylog_file(flags));
    let logins = flags.auth.iter().filter_map(|text| text.split_once(':'));
    own.extend(logins.map(|(_, file)| file.into()));
    for front in &settings.fronts {
        own.extend(front.specs.iter().flat_map(of_spec));
        own.extend(front.client_ca.iter().filter_map(of_material));
        own.extend(front.identity.password.password_file.clone());
        own.extend(front.identity.ocsp.clone());
        own.extend(front.terms.ticket_key.clone());
    }
    own.extend(settings.upstream.iter().flat_map(of_spec));
    own.extend(settings.upstream_ca.iter().filter_map(of_material));
    own.extend(
        local_ca::installed()
            .into_iter()
            .flat_map(|ca| local_ca::files(&ca)),
    );
    own
}

fn of_spec(spec: &Spec) -> Vec<PathBuf> {
    let mut own: Vec<PathBuf> = match &spec.source {
        // Of a directory what was loaded out of it.
        Source::Path(path) if path.is_dir() => Vec::new(),
        Source::Path(path) => vec![path.clone()],
        Source::Pair { cert, key } => std::iter::once(cert).chain(key).filter_map(of_material).collect(),
    };
    own.extend(spec.password.file.clone());
    own
}

fn of_material(material: &Material) -> Option<PathBuf> {
    material.file().map(Path::to_owned)
}
