//! `--to`, `--split`, `--merge`, `--reorder` and `--fix`: the same certificates and keys in another form.

use std::path::Path;

use jiff::Timestamp;

use super::gather::Input;
use super::{aia, facts};
use crate::cli::Inspect;
use crate::cmd::session::Session;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::output::directory::Entry;
use crate::output::{self, Access, Existing, directory};
use crate::pki::anatomy::Anatomy;
use crate::pki::cert::Cert;
use crate::pki::chain;
use crate::pki::format::{Kind, jks, pem, pkcs7, pkcs12, secret};
use crate::pki::key::Key;

/// Everything that can be written in another form, duplicates left out.
struct Goods {
    certificates: Vec<Vec<u8>>,
    crls: Vec<Vec<u8>>,
    keys: Vec<Key>,
}

/// Whether the arguments ask for another form.
pub(super) fn is_asked(arguments: &Inspect) -> bool {
    arguments.to.is_some() || arguments.split || arguments.merge || arguments.reorder
}

/// Writes what the inputs hold in the form asked for.
///
/// # Errors
///
/// An input error where an input cannot be read or holds nothing to write; a usage error where the form
/// cannot hold it; an output error.
pub(super) fn convert(
    arguments: &Inspect,
    inputs: &[Input],
    password: Option<&str>,
    session: &Session,
    now: Timestamp,
) -> Result<Exit> {
    let mut goods = Goods::of(inputs)?;
    if arguments.reorder {
        goods.reorder();
    }
    let form = arguments.to.as_deref().unwrap_or("pem");
    if arguments.split {
        return split(&goods, form, session, arguments.force);
    }
    let bytes = goods.write(form, password, now)?;
    if goods.keys.is_empty() || form == "pkcs7" {
        session.data(&bytes)?;
    } else {
        session.secret(&bytes)?;
    }
    Ok(Exit::Ok)
}

/// `--fix FILE`: the chain that a server should send, with the issuers that `--aia` fetches.
///
/// # Errors
///
/// An input error where there is no certificate; an output error.
pub(super) fn fix(file: &Path, arguments: &Inspect, inputs: &[Input], session: &Session) -> Result<Exit> {
    let goods = Goods::of(inputs)?;
    let mut certs: Vec<Cert> = goods
        .certificates
        .iter()
        .filter_map(|der| Cert::parse(der).ok())
        .collect();
    if let Some(reach) = &arguments.aia {
        let (issuers, unfetched) = aia::missing(&certs, reach != "public")?;
        certs.extend(issuers);
        for problem in unfetched {
            session.warn(&format!("{problem}; {}", problem.hints().join(", ")));
        }
    }
    let fixed = chain::repair(&certs);
    if fixed.is_empty() {
        return Err(Error::input("there is no certificate to make a chain of"));
    }
    let text: String = fixed
        .iter()
        .map(|cert| pem::encode("CERTIFICATE", cert.der()))
        .collect();
    output::write(file, text.as_bytes(), Access::Public, existing(arguments.force))?;
    session.note(&format!(
        "wrote {}: {} of {} certificates, the leaf first",
        file.display(),
        fixed.len(),
        certs.len()
    ));
    let left = chain::diagnose(&fixed).findings;
    for finding in &left {
        session.warn(&finding.message);
    }
    Ok(if left.is_empty() { Exit::Ok } else { Exit::Wrong })
}

impl Goods {
    fn of(inputs: &[Input]) -> Result<Self> {
        let mut goods = Self {
            certificates: Vec::new(),
            crls: Vec::new(),
            keys: Vec::new(),
        };
        for input in inputs {
            if let Some(problem) = input.problems.first() {
                return Err(problem.clone());
            }
            for piece in &input.pieces {
                match piece.kind {
                    Kind::Certificate if !goods.certificates.contains(&piece.der) => {
                        facts::readable(input, piece)?;
                        goods.certificates.push(piece.der.clone());
                    }
                    Kind::Crl => goods.crls.push(piece.der.clone()),
                    Kind::EncryptedKey | Kind::PrivateKey => goods.keys.push(input.key(piece)?),
                    _ => {}
                }
            }
        }
        if goods.certificates.is_empty() && goods.crls.is_empty() && goods.keys.is_empty() {
            return Err(Error::input(
                "the inputs hold no certificate, key or revocation list to write",
            ));
        }
        Ok(goods)
    }

    /// Puts the leaf first, then each signer, then the rest as it was.
    fn reorder(&mut self) {
        let parsed: Option<Vec<Cert>> = self
            .certificates
            .iter()
            .map(|der| Cert::parse(der).ok())
            .collect();
        let Some(certs) = parsed else { return };
        let path = chain::diagnose(&certs).path;
        let rest = (0..certs.len()).filter(|place| !path.contains(place));
        let order: Vec<usize> = path.iter().copied().chain(rest).collect();
        self.certificates = order
            .iter()
            .map(|place| self.certificates[*place].clone())
            .collect();
    }

    fn write(&self, form: &str, password: Option<&str>, now: Timestamp) -> Result<Vec<u8>> {
        let certificates: Vec<&[u8]> = self.certificates.iter().map(Vec::as_slice).collect();
        let key = || match self.keys.as_slice() {
            [] => Ok(None),
            [key] => Ok(Some(key.pkcs8())),
            _ => Err(Error::usage(format!(
                "--to {form} holds one private key, and there are {}",
                self.keys.len()
            ))),
        };
        let password = || {
            let missing = || Error::usage(format!("--to {form} needs a password"));
            let hint = "give one with --password-file FILE, --password-env NAME, or TLSCTL_PASSWORD";
            password.ok_or_else(|| missing().hint(hint))
        };
        Ok(match form {
            "der" => return self.only(),
            "jks" => jks::close(
                &self.name(),
                key()?,
                &certificates,
                password()?,
                milliseconds(now),
            )?,
            "k8s-secret" => self.secret()?.into_bytes(),
            "pkcs12" => pkcs12::close(
                &self.name(),
                key()?,
                &certificates,
                password()?,
                pkcs12::Age::Modern,
            )?,
            "pkcs12-legacy" => pkcs12::close(
                &self.name(),
                key()?,
                &certificates,
                password()?,
                pkcs12::Age::Legacy,
            )?,
            "pkcs7" => {
                let crls: Vec<&[u8]> = self.crls.iter().map(Vec::as_slice).collect();
                pkcs7::close(&certificates, &crls)
            }
            _ => self.pem().concat().into_bytes(),
        })
    }

    /// Each thing as a PEM block: certificates, then lists, then keys.
    fn pem(&self) -> Vec<String> {
        let certificates = self
            .certificates
            .iter()
            .map(|der| pem::encode("CERTIFICATE", der));
        let crls = self.crls.iter().map(|der| pem::encode("X509 CRL", der));
        let keys = self
            .keys
            .iter()
            .map(|key| pem::encode("PRIVATE KEY", key.pkcs8()));
        certificates.chain(crls).chain(keys).collect()
    }

    /// The one thing that DER can hold.
    fn only(&self) -> Result<Vec<u8>> {
        let keys = self.keys.iter().map(|key| key.pkcs8().to_vec());
        let all: Vec<Vec<u8>> = self
            .certificates
            .iter()
            .chain(&self.crls)
            .cloned()
            .chain(keys)
            .collect();
        match <[_; 1]>::try_from(all) {
            Ok([only]) => Ok(only),
            Err(all) => Err(
                Error::usage(format!("--to der holds one thing, and there are {}", all.len()))
                    .hint("--split writes a file for each"),
            ),
        }
    }

    fn secret(&self) -> Result<String> {
        let ([key], [_, ..]) = (self.keys.as_slice(), self.certificates.as_slice()) else {
            return Err(
                Error::usage("--to k8s-secret takes certificates and one private key")
                    .hint("tlsctl inspect fullchain.pem privkey.pem --to k8s-secret"),
            );
        };
        let chain: String = self
            .certificates
            .iter()
            .map(|der| pem::encode("CERTIFICATE", der))
            .collect();
        Ok(secret::close(
            &self.name(),
            &chain,
            &pem::encode("PRIVATE KEY", key.pkcs8()),
        ))
    }

    /// A name for the store: the first certificate's, as far as every store takes it.
    fn name(&self) -> String {
        let first = self.certificates.first().and_then(|der| Anatomy::parse(der).ok());
        secret::name(&first.map(|certificate| certificate.title()).unwrap_or_default())
    }
}

/// A file for each thing, in the directory that `--output` names, or here.
fn split(goods: &Goods, form: &str, session: &Session, force: bool) -> Result<Exit> {
    if !matches!(form, "der" | "pem") {
        return Err(Error::usage(format!("--split writes pem or der, not {form}")));
    }
    let mut files = Vec::new();
    let certificates = goods
        .certificates
        .iter()
        .map(|der| (der.as_slice(), "CERTIFICATE", Access::Public));
    let crls = goods
        .crls
        .iter()
        .map(|der| (der.as_slice(), "X509 CRL", Access::Public));
    let keys = goods
        .keys
        .iter()
        .map(|key| (key.pkcs8(), "PRIVATE KEY", Access::Private));
    for (i, (der, label, access)) in certificates.chain(crls).chain(keys).enumerate() {
        let title = match (label, Anatomy::parse(der)) {
            ("CERTIFICATE", Ok(certificate)) => secret::name(&certificate.title()),
            ("X509 CRL", _) => "crl".to_owned(),
            _ => "key".to_owned(),
        };
        let bytes = if form == "der" {
            der.to_vec()
        } else {
            pem::encode(label, der).into_bytes()
        };
        let name = format!("{:02}-{title}.{form}", i + 1);
        files.push(match access {
            Access::Private => Entry::private(name, bytes),
            Access::Public => Entry::public(name, bytes),
        });
    }
    let place = session.destination().unwrap_or(Path::new("."));
    directory::write(place, &files, &[], existing(force))?;
    for file in &files {
        session.note(&format!("wrote {}", place.join(&file.name).display()));
    }
    Ok(Exit::Ok)
}

fn existing(force: bool) -> Existing {
    if force { Existing::Replace } else { Existing::Keep }
}

fn milliseconds(now: Timestamp) -> u64 {
    u64::try_from(now.as_millisecond()).unwrap_or(0)
}
