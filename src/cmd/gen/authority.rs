//! A CA from the disk: a directory that `gen ca` wrote, one that another tool wrote, or a file with
//! certificate and key, PEM or PKCS#12. The key is looked for first.

use std::path::{Path, PathBuf};

use super::super::password;
use crate::cli::{Issuer, Password};
use crate::error::{Error, Result};
use crate::input::{self, LIMIT};
use crate::pki::authority::Authority;
use crate::pki::cert::Cert;
use crate::pki::format::private_key::{KeyError, read_key};
use crate::pki::format::{Kind, pieces};
use crate::pki::key::Key;

/// The CA that the arguments name, if they do.
///
/// # Errors
///
/// An input error that names the file; a refusal where it is no CA.
pub(super) fn load(arguments: &Issuer) -> Result<Option<Authority>> {
    let Some(path) = &arguments.ca else {
        return Ok(None);
    };
    load_from(path, arguments.ca_key.as_deref(), &arguments.password).map(Some)
}

/// The CA at `path`, its key perhaps in a file of its own.
///
/// # Errors
///
/// As [`load`].
pub(in crate::cmd) fn load_from(path: &Path, key: Option<&Path>, password: &Password) -> Result<Authority> {
    if key.is_none()
        && let Some(authority) = from_store(path, password)?
    {
        return Ok(authority);
    }
    let has_own_key = key.is_some() || path.is_dir();
    let files = files(path, key)?;
    let key = input::read(&files.key, LIMIT)?;
    let key =
        password::key(&key, &files.key.display().to_string(), password).map_err(|e| {
            match !has_own_key && matches!(read_key(&key, None), Err(KeyError::NoKey)) {
                true => e.hint("where the CA's key is in a file of its own: --ca-key FILE"),
                false => e,
            }
        })?;
    let mut chain = Vec::new();
    for file in &files.chain {
        chain.extend(certificates(file)?);
    }
    chain.dedup();
    let root = match &files.root {
        Some(file) => certificates(file)?.into_iter().next(),
        None => None,
    };
    let authority = Authority::new(chain, root, key);
    authority.map_err(|e| e.hint(format!("`tlsctl inspect {}` shows what there is", path.display())))
}

/// A CA from a PKCS#12 key store; nothing where `path` is none.
fn from_store(path: &Path, password: &Password) -> Result<Option<Authority>> {
    if !path.is_file() {
        return Ok(None);
    }
    let bytes = input::read(path, LIMIT)?;
    let (found, _) = pieces(&bytes);
    let Some(store) = found.iter().find(|piece| piece.kind == Kind::Pkcs12) else {
        return Ok(None);
    };
    let held = password::store(&store.der, &path.display().to_string(), password)?;
    let of_kind = |kind| held.iter().filter(move |piece| piece.kind == kind);
    let key = of_kind(Kind::PrivateKey).next().ok_or_else(|| {
        Error::input(format!("there is no private key in `{}`", path.display()))
            .because("it is a PKCS#12 key store with certificates alone")
            .hint("name the key's file with --ca-key, and the certificate as PEM: tlsctl inspect --to pem")
    })?;
    let key = Key::from_der(&key.der)?;
    let mut chain = of_kind(Kind::Certificate)
        .map(|piece| Cert::parse(&piece.der))
        .collect::<Result<Vec<_>>>()?;
    // A store has its certificates in any order.
    chain.sort_by_key(|cert| cert.spki() != key.spki());
    let authority = Authority::new(chain, None, key);
    authority
        .map(Some)
        .map_err(|e| e.hint(format!("`tlsctl inspect {}` shows what there is", path.display())))
}

/// Where the parts of a CA are.
struct Files {
    key: PathBuf,
    /// The CA's certificate first.
    chain: Vec<PathBuf>,
    root: Option<PathBuf>,
}

/// The names that tools give to a CA's key and certificate: ours and certbot's, mkcert's, minica's, easy-rsa's and
/// plain habit.
const PAIRS: &[(&str, &str)] = &[
    ("privkey.pem", "cert.pem"),
    ("privkey.pem", "fullchain.pem"),
    ("rootCA-key.pem", "rootCA.pem"),
    ("minica-key.pem", "minica.pem"),
    ("ca.key", "ca.crt"),
    ("ca-key.pem", "ca.pem"),
];

fn files(path: &Path, key: Option<&Path>) -> Result<Files> {
    if !path.exists() {
        return Err(Error::input(format!("there is no CA in `{}`", path.display()))
            .because("no such file or directory")
            .hint(format!("`tlsctl gen ca --out {}` makes one", path.display())));
    }
    if !path.is_dir() {
        let key = key.unwrap_or(path).to_owned();
        return Ok(Files {
            key,
            chain: vec![path.to_owned()],
            root: None,
        });
    }
    let present = |name: &str| Some(path.join(name)).filter(|file| file.exists());
    let key_of = |name: &str| key.map(Path::to_owned).or_else(|| present(name));
    let pair = PAIRS
        .iter()
        .find_map(|(key, cert)| Some((key_of(key)?, present(cert)?)));
    let Some((key, cert)) = pair else {
        let missing = if PAIRS.iter().any(|(key, _)| key_of(key).is_some()) {
            "cert.pem"
        } else {
            "privkey.pem"
        };
        return Err(Error::input(format!(
            "there is no CA in `{}`: `{missing}` is missing",
            path.display()
        ))
        .hint(format!("`tlsctl gen ca --out {}` makes one", path.display())));
    };
    let chain = [Some(cert), present("chain.pem")].into_iter().flatten().collect();
    Ok(Files {
        key,
        chain,
        root: present("root.pem"),
    })
}

/// The file with the root in a CA's directory.
pub(in crate::cmd) fn root_file(directory: &Path) -> Option<PathBuf> {
    let names = ["root.pem"]
        .into_iter()
        .chain(PAIRS.iter().map(|(_, cert)| *cert));
    names.map(|name| directory.join(name)).find(|file| file.is_file())
}

/// The file with a CA's certificate: the path itself, or where that is a directory, the file in it.
///
/// # Errors
///
/// An input error where the directory has none.
pub(super) fn certificate_file(path: &Path) -> Result<PathBuf> {
    if !path.is_dir() {
        return Ok(path.to_owned());
    }
    let mut files = PAIRS.iter().map(|(_, cert)| path.join(cert));
    files.find(|file| file.exists()).ok_or_else(|| {
        Error::input(format!(
            "there is no CA in `{}`: `cert.pem` is missing",
            path.display()
        ))
        .hint(format!("`tlsctl gen ca --out {}` makes one", path.display()))
    })
}

/// The certificates in a file, in their order.
pub(super) fn certificates(file: &Path) -> Result<Vec<Cert>> {
    let bytes = input::read(file, LIMIT)?;
    let name = file.display();
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(Vec::new());
    }
    let (pieces, faults) = pieces(&bytes);
    if let Some(fault) = faults.into_iter().next() {
        return Err(fault.context(format!("`{name}` is damaged")));
    }
    let certificates = pieces.iter().filter(|piece| piece.kind == Kind::Certificate);
    certificates
        .map(|piece| Cert::parse(&piece.der).map_err(|e| e.context(format!("`{name}` is damaged"))))
        .collect()
}
