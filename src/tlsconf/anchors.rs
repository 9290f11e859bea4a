//! Trust anchors: from the system's store, Mozilla's list, or files. Which of them to trust is the user's
//! word; this only loads them.

use std::path::PathBuf;

use crate::error::{Error, Result};
use crate::input;
use crate::pki::cert::Cert;
use crate::pki::format::{Kind, Piece, pieces, pkcs12};

/// One source of trust anchors, as in `--roots`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum RootsSpec {
    /// These certificates, and what to call them.
    Bytes(Vec<u8>, String),
    /// The certificates in a file: PEM with any number of them, or DER.
    File(PathBuf),
    /// Mozilla's list, as it was when this program was built.
    Mozilla,
    /// Nobody.
    None,
    /// What the operating system trusts.
    System,
}

impl RootsSpec {
    /// Reads `system`, `mozilla`, `none`, or a path; `./none` names a file that is called so.
    pub(crate) fn parse(text: &str) -> Self {
        match text {
            "mozilla" => Self::Mozilla,
            "none" => Self::None,
            "system" => Self::System,
            path => Self::File(path.into()),
        }
    }
}

/// One source's anchors, under the name of the source.
#[derive(Clone, Debug)]
pub(crate) struct Store {
    /// `system`, `mozilla`, `java`, or the file as it was named.
    pub(crate) name: String,
    /// Whom it trusts.
    pub(crate) anchors: Vec<Cert>,
}

impl Store {
    /// The anchors of `spec`.
    ///
    /// # Errors
    ///
    /// As [`load`].
    pub(crate) fn load(spec: &RootsSpec) -> Result<Self> {
        let name = match spec {
            RootsSpec::Bytes(_, name) => name.clone(),
            RootsSpec::File(path) => path.display().to_string(),
            RootsSpec::Mozilla => "mozilla".to_owned(),
            RootsSpec::None => "none".to_owned(),
            RootsSpec::System => "system".to_owned(),
        };
        let anchors = of(spec)?;
        Ok(Self { name, anchors })
    }
}

/// The anchors of all `specs` together, each once.
///
/// # Errors
///
/// An input error where a file cannot be read or holds no certificate, or the system has no store.
pub(crate) fn load(specs: &[RootsSpec]) -> Result<Vec<Cert>> {
    let stores: Vec<Store> = specs.iter().map(Store::load).collect::<Result<_>>()?;
    Ok(together(&stores))
}

/// The anchors of all `stores`, each once.
pub(crate) fn together(stores: &[Store]) -> Vec<Cert> {
    let mut seen = std::collections::BTreeSet::new();
    let all = stores.iter().flat_map(|store| &store.anchors);
    all.filter(|anchor| seen.insert(*anchor.fingerprint()))
        .cloned()
        .collect()
}

fn of(spec: &RootsSpec) -> Result<Vec<Cert>> {
    match spec {
        RootsSpec::Bytes(bytes, name) => of_bytes(bytes, name),
        RootsSpec::File(path) => file(path),
        RootsSpec::Mozilla => Ok(webpki_root_certs::TLS_SERVER_ROOT_CERTS
            .iter()
            .filter_map(|der| Cert::parse(der).ok())
            .collect()),
        RootsSpec::None => Ok(Vec::new()),
        RootsSpec::System => system(),
    }
}

/// What the system trusts. A certificate in its store that cannot be read is left out, as every client
/// does; a store that gives nothing at all is an error.
fn system() -> Result<Vec<Cert>> {
    let file = input::raw_environment("SSL_CERT_FILE").map(PathBuf::from);
    let directories = input::raw_environment("SSL_CERT_DIR");
    if file.is_some() || directories.is_some() {
        let directories = directories.iter().flat_map(std::env::split_paths).collect();
        return redirected(file, directories);
    }
    let found = rustls_native_certs::load_native_certs();
    let anchors: Vec<Cert> = found
        .certs
        .iter()
        .filter_map(|der| Cert::parse(der).ok())
        .collect();
    if !anchors.is_empty() {
        return Ok(anchors);
    }
    let error = Error::input("the system's store of trust anchors is empty or cannot be found");
    let error = found.errors.into_iter().fold(error, Error::because);
    Err(error.hint("install the system's CA certificates, or choose others: --roots mozilla, --roots FILE"))
}

/// The store that `SSL_CERT_FILE` and `SSL_CERT_DIR` put in the place of the system's, as OpenSSL knows them: read
/// here, since whoever sets them may name what has no end.
fn redirected(file: Option<PathBuf>, directories: Vec<PathBuf>) -> Result<Vec<Cert>> {
    let mut anchors = Vec::new();
    let mut causes = Vec::new();
    let mut room = input::LIMIT;
    let listed = directories.iter().map(|directory| input::list(directory));
    let mut inside = Vec::new();
    for entries in listed {
        match entries {
            Ok(entries) => inside.extend(entries.into_iter().filter(|path| input::size(path).is_some())),
            Err(error) => causes.push(error),
        }
    }
    for path in file.into_iter().chain(inside) {
        match input::receive(&path, room) {
            Ok(bytes) => {
                room = room.saturating_sub(bytes.len() as u64);
                let (found, _) = pieces(&bytes);
                let found = found.iter().filter(|piece| piece.kind == Kind::Certificate);
                anchors.extend(found.filter_map(|piece| Cert::parse(&piece.der).ok()));
            }
            Err(error) => causes.push(error),
        }
    }
    // Such a directory links to each certificate by the hash of its name too.
    let mut seen = std::collections::BTreeSet::new();
    anchors.retain(|anchor: &Cert| seen.insert(*anchor.fingerprint()));
    if !anchors.is_empty() {
        return Ok(anchors);
    }
    let error = Error::input("no trust anchors are where SSL_CERT_FILE or SSL_CERT_DIR point");
    let error = causes.into_iter().take(MOST_CAUSES).fold(error, Error::because);
    Err(error.hint("run without them: env -u SSL_CERT_FILE -u SSL_CERT_DIR tlsctl …, or choose anchors: --roots mozilla, --roots FILE"))
}

/// How many of the things that stand in the way are named.
const MOST_CAUSES: usize = 3;

/// The certificates in one file.
pub(crate) fn file(path: &std::path::Path) -> Result<Vec<Cert>> {
    of_bytes(&input::read(path, input::LIMIT)?, &path.display().to_string())
}

/// The certificates in `bytes`, which came from `name`.
///
/// # Errors
///
/// An input error where there is none, or one of them is broken.
pub(crate) fn of_bytes(bytes: &[u8], name: &str) -> Result<Vec<Cert>> {
    let (mut pieces, faults) = pieces(bytes);
    let stores: Vec<Piece> = pieces
        .iter()
        .filter(|piece| piece.kind == Kind::Pkcs12)
        .flat_map(opened)
        .collect();
    pieces.extend(stores);
    let mut anchors = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.kind == Kind::Certificate) {
        let cert = Cert::parse(&piece.der);
        anchors.push(
            cert.map_err(|e| e.context(format!("certificate {} in `{name}` is broken", piece.number)))?,
        );
    }
    if anchors.is_empty() {
        let mut error = Error::input(format!("`{name}` holds no certificate to trust"));
        for fault in faults.into_iter().take(1) {
            error = error.because(fault);
        }
        return Err(error.hint(
            "give a CA's certificate in PEM or DER, such as the cert.pem that `tlsctl gen ca` writes",
        ));
    }
    Ok(anchors)
}

/// What a PKCS#12 store of trust anchors holds, under the passwords that such stores are shipped with. A store
/// with a key is someone's identity and no word on whom to trust.
fn opened(store: &Piece) -> Vec<Piece> {
    let open = |password: &&str| pkcs12::open(&store.der, password).ok();
    let held = ["", "changeit"].iter().find_map(open).unwrap_or_default();
    if held.iter().any(|piece| piece.kind == Kind::PrivateKey) {
        return Vec::new();
    }
    held
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_and_paths_are_told_apart() {
        assert_eq!(RootsSpec::parse("none"), RootsSpec::None);
        assert_eq!(RootsSpec::parse("./none"), RootsSpec::File("./none".into()));
    }

    #[test]
    fn mozillas_list_is_there_and_whole() {
        let anchors = load(&[RootsSpec::Mozilla, RootsSpec::Mozilla]).expect("built in");
        assert!(anchors.len() > 100);
        assert!(anchors.iter().all(Cert::is_ca));
    }

    #[test]
    fn a_file_without_a_certificate_is_no_source_of_trust() {
        assert!(of_bytes(b"hello", "x").is_err());
        assert!(load(&[RootsSpec::File("/nonexistent".into())]).is_err());
        assert!(load(&[RootsSpec::None]).expect("nothing").is_empty());
    }
}
