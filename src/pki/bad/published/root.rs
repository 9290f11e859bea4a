//! The shapes of roots whose private keys were published, around fresh keys: names, extensions, algorithms and
//! sizes are as they were.

use std::sync::Arc;

use crate::error::Result;
use crate::pki::bad::draft::{Draft, Entity};
use crate::pki::bad::weak::{F4, Hash, Rsa};
use crate::pki::bad::{Forge, Secret, large, part};
use crate::pki::der::{self, tag};
use crate::pki::extension::{self, Constraint, KeyUsage};
use crate::pki::oid;
use crate::pki::tbs::Extension;

/// Superfish, Inc.: RSA of 1024 bits, SHA-1, basic constraints that are not critical, no key usage.
pub(super) fn superfish(forge: &Forge<'_>) -> Result<Entity> {
    let key = Arc::new(Secret::Weak(Rsa::generate(1024, F4)?));
    let names = [
        (oid::ORGANIZATION, "Superfish, Inc."),
        (oid::LOCALITY, "SF"),
        (oid::STATE, "CA"),
        (oid::COUNTRY, "US"),
        (oid::COMMON_NAME, "Superfish, Inc."),
    ];
    let mut root = bare(forge, &names, key)?;
    root.set(extension::basic_constraints(Constraint::Ca(None)).critical_if(false));
    identified(&mut root);
    signed(root, Hash::Sha1)
}

/// eDellRoot: SHA-1, no basic constraints, a key identifier in the form of 1995.
pub(super) fn edell(forge: &Forge<'_>) -> Result<Entity> {
    let mut root = bare(forge, &[(oid::COMMON_NAME, "eDellRoot")], forge.rsa()?)?;
    root.set(old_key_id(&root));
    signed(root, Hash::Sha1)
}

/// DSDTestProvider: RSA of 4096 bits, SHA-512.
pub(super) fn dsd_test_provider(forge: &Forge<'_>) -> Result<Entity> {
    let name = "DSDTestProvider";
    let names = [
        (oid::ORGANIZATIONAL_UNIT, name),
        (oid::ORGANIZATION, name),
        (oid::COMMON_NAME, name),
    ];
    let mut root = bare(forge, &names, Arc::new(large::rsa_4096()?))?;
    root.set(extension::basic_constraints(Constraint::Ca(None)));
    root.set(old_key_id(&root));
    signed(root, Hash::Sha512)
}

/// What Go's example of a certificate makes: Acme Co, a CA and a server for localhost at once.
pub(super) fn acme(forge: &Forge<'_>) -> Result<Entity> {
    let mut root = bare(forge, &[(oid::ORGANIZATION, "Acme Co")], forge.rsa()?)?;
    root.set(extension::key_usage(&[
        KeyUsage::DigitalSignature,
        KeyUsage::KeyEncipherment,
        KeyUsage::KeyCertSign,
    ]));
    root.set(extension::extended_key_usage(&[oid::SERVER_AUTH]));
    root.set(extension::basic_constraints(Constraint::Ca(None)));
    root.set(part::dns_names(&["localhost"]));
    signed(root, Hash::Sha256)
}

/// What `openssl req -x509` made for webpack-dev-server, as localhost: SHA-256, basic constraints that are not critical.
pub(super) fn local(forge: &Forge<'_>, name: &str) -> Result<Entity> {
    let mut root = bare(forge, &[(oid::COMMON_NAME, name)], forge.rsa()?)?;
    root.set(extension::basic_constraints(Constraint::Ca(None)).critical_if(false));
    identified(&mut root);
    signed(root, Hash::Sha256)
}

/// A program that listens in: the same with SHA-1 and a place.
pub(super) fn listener(forge: &Forge<'_>) -> Result<Entity> {
    let names = [
        (oid::COUNTRY, "US"),
        (oid::STATE, "California"),
        (oid::LOCALITY, "San Francisco"),
        (oid::ORGANIZATION, "Example"),
        (oid::COMMON_NAME, "MITM Software Test"),
    ];
    let mut root = bare(forge, &names, forge.rsa()?)?;
    root.set(extension::basic_constraints(Constraint::Ca(None)).critical_if(false));
    identified(&mut root);
    signed(root, Hash::Sha1)
}

/// A root of this name around this key, without any extension.
fn bare(forge: &Forge<'_>, names: &[(&[u8], &str)], key: Arc<Secret>) -> Result<Draft> {
    let mut root = forge.anchor("shape")?;
    root.tbs.extensions.clear();
    root.tbs.spki = key.spki();
    root.key = key;
    let attributes = names.iter().map(|(kind, text)| {
        let value = der::element(tag::PRINTABLE_STRING, text.as_bytes());
        der::set_of_one(&der::sequence([der::oid(kind), value]))
    });
    root.tbs.subject = der::sequence(attributes);
    root.tbs.issuer.clone_from(&root.tbs.subject);
    Ok(root)
}

/// Says which key it has, and by whom it was issued under which number, as `openssl req -x509` does.
fn identified(root: &mut Draft) {
    let id = crate::pki::profile::key_id(&root.tbs.spki);
    let issuer = der::element(tag::constructed(1), &part::directory(&root.tbs.issuer));
    let by_key = der::element(tag::context(0), &id);
    let serial = der::element(tag::context(2), &root.tbs.serial);
    root.set(extension::subject_key_id(&id));
    root.set(Extension::new(
        oid::AUTHORITY_KEY_ID,
        der::sequence([by_key, issuer, serial]),
    ));
}

/// authorityKeyIdentifier under its number of before 1997, 2.5.29.1, which Microsoft's makecert writes.
fn old_key_id(root: &Draft) -> Extension {
    let id = crate::pki::profile::key_id(&root.tbs.spki);
    let issuer = der::element(tag::constructed(1), &part::directory(&root.tbs.issuer));
    let by_key = der::element(tag::context(0), &id[..16]);
    let serial = der::element(tag::context(2), &root.tbs.serial);
    Extension::new(&[0x55, 0x1d, 1], der::sequence([by_key, issuer, serial]))
}

fn signed(root: Draft, hash: Hash) -> Result<Entity> {
    let key = Arc::clone(&root.key);
    root.sign_with(hash, &key)
}
