//! What was made, as files and as a report: the certbot layout (`cert`, `chain`, `fullchain`,
//! `privkey`), the facts about the certificate, and what to run next.

use std::path::Path;

use crate::error::Result;
use crate::model::{Report, Section};
use crate::output::directory::Entry;
use crate::pki::cert::Cert;
use crate::pki::format::der::hex;
use crate::pki::format::{pem, private_key};
use crate::pki::key::Key;

/// A certificate with the chain above it (no root) and its key.
pub(super) struct Made {
    pub(super) cert: Cert,
    pub(super) chain: Vec<Cert>,
    pub(super) root: Option<Cert>,
    pub(super) key: Key,
}

impl Made {
    /// From the encoding of the certificate.
    pub(super) fn new(der: &[u8], chain: Vec<Cert>, root: Option<Cert>, key: Key) -> Result<Self> {
        Ok(Self {
            cert: Cert::parse(der)?,
            chain,
            root,
            key,
        })
    }

    /// The key as PEM, encrypted where there is a password.
    pub(super) fn privkey(&self, password: Option<&str>) -> Result<String> {
        let label = if password.is_some() {
            "ENCRYPTED PRIVATE KEY"
        } else {
            "PRIVATE KEY"
        };
        Ok(pem::encode(label, &self.key_der(password)?))
    }

    /// The same as DER.
    pub(super) fn key_der(&self, password: Option<&str>) -> Result<Vec<u8>> {
        match password {
            Some(password) => private_key::seal(&self.key, password),
            None => Ok(self.key.pkcs8().to_vec()),
        }
    }

    /// The certificate and the chain above it as PEM: what servers send.
    pub(super) fn fullchain(&self) -> String {
        bundle(std::iter::once(&self.cert).chain(&self.chain))
    }

    /// The same with the key after it, encrypted where there is a password.
    pub(super) fn combined(&self, password: Option<&str>) -> Result<String> {
        Ok(self.fullchain() + &self.privkey(password)?)
    }

    /// The four files, below `prefix`; the key encrypted where there is a password.
    pub(super) fn files(&self, prefix: &str, password: Option<&str>) -> Result<Vec<Entry>> {
        Ok(vec![
            Entry::private(format!("{prefix}privkey.pem"), self.privkey(password)?),
            Entry::public(format!("{prefix}cert.pem"), bundle([&self.cert])),
            Entry::public(format!("{prefix}chain.pem"), bundle(&self.chain)),
            Entry::public(format!("{prefix}fullchain.pem"), self.fullchain()),
        ])
    }

    /// A report of it, and of the files it went to.
    pub(super) fn report(&self, directory: &Path, files: &[Entry]) -> Report {
        let mut report = Report::new("gen", directory.display().to_string());
        report.sections.push(section(&self.cert, Some(&self.key)));
        let mut written = Section::new("files").with("directory", directory.display().to_string());
        for entry in files {
            if !entry.name.contains('/') {
                let id = entry
                    .name
                    .strip_suffix(".pem")
                    .unwrap_or(&entry.name)
                    .replace('.', "_");
                written.push(id, entry.name.clone());
            }
        }
        report.sections.push(written);
        report
    }
}

/// The facts that every certificate has, and of its key where that is at hand.
pub(super) fn section(cert: &Cert, key: Option<&Key>) -> Section {
    let names: Vec<String> = cert.sans().iter().map(ToString::to_string).collect();
    let issuer = if cert.is_self_issued() {
        "itself".to_owned()
    } else {
        cert.issuer().short()
    };
    let mut section = Section::new("certificate").with("subject", cert.label());
    if !names.is_empty() {
        section.push("names", names);
    }
    section.push("issuer", issuer);
    if let Some(key) = key {
        section.push("key_type", key.label());
    }
    section
        .with("serial", hex(cert.serial()))
        .with("not_before", cert.not_before())
        .with("not_after", cert.not_after())
        .with("sha256", hex(cert.fingerprint()))
}

/// Certificates as PEM, one after the other.
pub(super) fn bundle<'a>(certificates: impl IntoIterator<Item = &'a Cert>) -> String {
    certificates
        .into_iter()
        .map(|cert| pem::encode("CERTIFICATE", cert.der()))
        .collect()
}

/// A path as it can be pasted into a shell.
pub(super) fn shell(path: &Path) -> String {
    let text = path.display().to_string();
    let plain = |c: char| c.is_ascii_alphanumeric() || "/._-:@+=,".contains(c);
    if !text.is_empty() && text.chars().all(plain) {
        text
    } else {
        format!("'{}'", text.replace('\'', r"'\''"))
    }
}
