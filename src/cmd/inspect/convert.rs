//! `--to`, `--split`, `--merge` and `--reorder`: the same certificates, keys and the rest in another form.

use jiff::Timestamp;

use super::facts;
use super::gather::Input;
use crate::cli::Inspect;
use crate::cmd::session::Session;
use crate::error::{Error, Result};
use crate::exit::Exit;
use crate::output::directory::Entry;
use crate::output::{Access, Existing, directory};
use crate::pki::anatomy::Anatomy;
use crate::pki::cert::Cert;
use crate::pki::chain;
use crate::pki::format::der::{single, tag};
use crate::pki::format::{Kind, jks, pem, pkcs7, pkcs12, secret};
use crate::pki::key::Key;

/// Everything that can be written in another form, duplicates left out.
struct Goods {
    certificates: Vec<Vec<u8>>,
    crls: Vec<Vec<u8>>,
    keys: Vec<Key>,
    /// Requests, public keys and OCSP responses: what only PEM and DER hold.
    others: Vec<(Kind, Vec<u8>)>,
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
        return split(&goods, form, session, existing(arguments.force));
    }
    let bytes = goods.write(form, password, now)?;
    for name in goods.left_out(form) {
        session.warn(&format!("--to {form} holds no {name}: it is left out"));
    }
    let access = if goods.keys.is_empty() || form == "pkcs7" {
        Access::Public
    } else {
        Access::Private
    };
    session.export(&bytes, access).map(|()| Exit::Ok)
}

impl Goods {
    fn of(inputs: &[Input]) -> Result<Self> {
        let mut goods = Self {
            certificates: Vec::new(),
            crls: Vec::new(),
            keys: Vec::new(),
            others: Vec::new(),
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
                    Kind::Crl if !goods.crls.contains(&piece.der) => goods.crls.push(piece.der.clone()),
                    Kind::EncryptedKey | Kind::PrivateKey => {
                        let key = input.key(piece)?;
                        if goods.keys.iter().all(|known| known.pkcs8() != key.pkcs8()) {
                            goods.keys.push(key);
                        }
                    }
                    Kind::OcspResponse | Kind::PublicKey | Kind::Request => {
                        let other = (piece.kind, piece.der.clone());
                        if !goods.others.contains(&other) {
                            goods.others.push(other);
                        }
                    }
                    _ => {}
                }
            }
        }
        if goods.all().is_empty() {
            return Err(Error::input("the inputs hold nothing to write"));
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
            _ => self.pem().into_bytes(),
        })
    }

    /// Each thing: certificates, then lists, then keys, then the rest.
    fn all(&self) -> Vec<(Kind, &[u8])> {
        let certificates = self
            .certificates
            .iter()
            .map(|der| (Kind::Certificate, der.as_slice()));
        let crls = self.crls.iter().map(|der| (Kind::Crl, der.as_slice()));
        let keys = self.keys.iter().map(|key| (Kind::PrivateKey, key.pkcs8()));
        let others = self.others.iter().map(|(kind, der)| (*kind, der.as_slice()));
        certificates.chain(crls).chain(keys).chain(others).collect()
    }

    fn pem(&self) -> String {
        let block = |(kind, der): &(Kind, &[u8])| pem::encode(armour(*kind, der), der);
        self.all().iter().map(block).collect()
    }

    /// The one thing that DER can hold.
    fn only(&self) -> Result<Vec<u8>> {
        match self.all().as_slice() {
            [(_, only)] => Ok(only.to_vec()),
            all => Err(
                Error::usage(format!("--to der holds one thing, and there are {}", all.len()))
                    .hint("--split writes a file for each"),
            ),
        }
    }

    /// What of this the form cannot hold.
    fn left_out(&self, form: &str) -> Vec<&'static str> {
        let is_held = |kind: Kind| match form {
            "jks" | "k8s-secret" | "pkcs12" | "pkcs12-legacy" => {
                matches!(kind, Kind::Certificate | Kind::PrivateKey)
            }
            // That a bundle of certificates holds no key is what it is for.
            "pkcs7" => matches!(kind, Kind::Certificate | Kind::Crl | Kind::PrivateKey),
            _ => true,
        };
        let mut names: Vec<&str> = Vec::new();
        for (kind, _) in self.all() {
            if !is_held(kind) && !names.contains(&kind.name()) {
                names.push(kind.name());
            }
        }
        names
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

/// A file for each thing, in the directory that `--output` names.
fn split(goods: &Goods, form: &str, session: &Session, existing: Existing) -> Result<Exit> {
    if !matches!(form, "der" | "pem") {
        return Err(Error::usage(format!("--split writes pem or der, not {form}")));
    }
    let place = session.destination().ok_or_else(|| {
        Error::usage("--split needs a directory for its files")
            .hint("name one with --output DIR, or -o . for this one")
    })?;
    let mut files = Vec::new();
    for (i, (kind, der)) in goods.all().into_iter().enumerate() {
        let title = match (kind, Anatomy::parse(der)) {
            (Kind::Certificate, Ok(certificate)) => secret::name(&certificate.title()),
            (Kind::Crl, _) => "crl".to_owned(),
            (Kind::OcspResponse, _) => "ocsp".to_owned(),
            (Kind::PublicKey, _) => "public-key".to_owned(),
            (Kind::Request, _) => "request".to_owned(),
            _ => "key".to_owned(),
        };
        let bytes = if form == "der" {
            der.to_vec()
        } else {
            pem::encode(armour(kind, der), der).into_bytes()
        };
        let name = format!("{:02}-{title}.{form}", i + 1);
        files.push(match kind {
            Kind::PrivateKey => Entry::private(name, bytes),
            _ => Entry::public(name, bytes),
        });
    }
    directory::write(place, &files, &[], existing)?;
    for file in &files {
        session.note(&format!("wrote {}", place.join(&file.name).display()));
    }
    Ok(Exit::Ok)
}

/// The label between which PEM holds a thing (RFC 7468; GnuTLS's for OCSP responses).
fn armour(kind: Kind, der: &[u8]) -> &'static str {
    let is_pkcs1 =
        || single(der, tag::SEQUENCE, "a key").is_ok_and(|key| key.content.first() == Some(&tag::INTEGER));
    match kind {
        Kind::Crl => "X509 CRL",
        Kind::OcspResponse => "OCSP RESPONSE",
        Kind::PrivateKey => "PRIVATE KEY",
        Kind::PublicKey if is_pkcs1() => "RSA PUBLIC KEY",
        Kind::PublicKey => "PUBLIC KEY",
        Kind::Request => "CERTIFICATE REQUEST",
        _ => "CERTIFICATE",
    }
}

/// What `--force` means.
pub(super) fn existing(force: bool) -> Existing {
    if force { Existing::Replace } else { Existing::Keep }
}

fn milliseconds(now: Timestamp) -> u64 {
    u64::try_from(now.as_millisecond()).unwrap_or(0)
}
