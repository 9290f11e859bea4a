//! Where identities come from: a directory with `privkey.pem` and `fullchain.pem` (as certbot, Sanic and
//! `tlsctl gen` lay them out), a directory of such directories, a file that holds both, or two files. The
//! key is looked for first, everything is checked before anything is bound, and every error names its file.
//! A PKCS#12 store is taken as what it holds.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::identity::{Identity, Origin};
use super::password::{self, Password, PasswordSource};
use crate::error::{Error, Result};
use crate::input;
use crate::model::Finding;
use crate::pki::cert::Cert;
use crate::pki::format::private_key::{KeyError, read_key};
use crate::pki::format::{Kind, classify, pem, pieces, pkcs12};
use crate::pki::key::Key;
use crate::pki::oid;
use crate::pki::primitive::Oid;
use crate::pki::rule;

/// Where one or more identities are.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Source {
    /// A directory, a directory of directories, or a file that holds chain and key.
    Path(PathBuf),
    /// A chain, and its key unless the same place holds both.
    Pair { cert: Material, key: Option<Material> },
}

/// Where the bytes of one thing are.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Material {
    /// Here, and what to call them.
    Bytes(Vec<u8>, String),
    /// In a file.
    File(PathBuf),
}

impl Source {
    /// A directory or a file; what comes through a pipe is a chain with its key.
    ///
    /// # Errors
    ///
    /// As [`Material::at`].
    pub(crate) fn at(path: PathBuf) -> Result<Self> {
        match Material::at(path)? {
            Material::File(path) => Ok(Self::Path(path)),
            cert @ Material::Bytes(..) => Ok(Self::Pair { cert, key: None }),
        }
    }
}

impl Material {
    /// What is in a file. A pipe is read at once: it has nothing to give a second time, when certificates are
    /// loaded again.
    ///
    /// # Errors
    ///
    /// An input error where a pipe cannot be read.
    pub(crate) fn at(path: PathBuf) -> Result<Self> {
        if !input::is_stream(&path) {
            return Ok(Self::File(path));
        }
        let bytes = input::receive(&path, input::LIMIT)?;
        Ok(Self::Bytes(bytes, path.display().to_string()))
    }

    /// The bytes.
    ///
    /// # Errors
    ///
    /// An input error where the file cannot be read.
    pub(crate) fn read(&self) -> Result<Vec<u8>> {
        match self {
            Self::Bytes(bytes, _) => Ok(bytes.clone()),
            Self::File(path) => input::read(path, input::LIMIT),
        }
    }

    /// What to call it in messages.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::Bytes(_, name) => name.clone(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// The file, where it is one.
    pub(crate) fn file(&self) -> Option<&Path> {
        match self {
            Self::Bytes(..) => None,
            Self::File(path) => Some(path),
        }
    }
}

/// A source with what is said about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Spec {
    /// Where it is.
    pub(crate) source: Source,
    /// The names to serve it under, in place of the certificate's.
    pub(crate) names: Option<Vec<String>>,
    /// Where the key's password is.
    pub(crate) password: PasswordSource,
    /// What the configuration says about it, for echo.
    pub(crate) meta: Option<serde_json::Value>,
}

/// What was loaded, and what is worth knowing about it.
#[derive(Debug, Default)]
pub(crate) struct Loaded {
    /// In the order of the sources.
    pub(crate) identities: Vec<Arc<Identity>>,
    /// Expired, not yet valid, names that the certificate is not for.
    pub(crate) findings: Vec<Finding>,
}

impl Spec {
    /// Reads `PATH[=NAME,...]`.
    ///
    /// # Errors
    ///
    /// A usage error where a name is none.
    pub(crate) fn parse(text: &str, password: PasswordSource) -> Result<Self> {
        let (path, names) = match text.rsplit_once('=') {
            Some((path, list)) if !Path::new(text).exists() => (path, Some(list)),
            _ => (text, None),
        };
        let named = |list: &str| {
            if list.is_empty() {
                return Err(Error::usage(format!("`{text}` ends where names should come"))
                    .hint(format!("write {text}example.com, or leave the = out")));
            }
            list.split(',').map(served_name).collect()
        };
        let names = names.map(named).transpose()?;
        Ok(Self::of(Source::at(path.into())?, names, password))
    }

    /// A source with what is said about it.
    pub(crate) fn of(source: Source, names: Option<Vec<String>>, password: PasswordSource) -> Self {
        Self {
            source,
            names,
            password,
            meta: None,
        }
    }
}

/// A name to serve an identity under, in the spelling that certificates use.
///
/// # Errors
///
/// A usage error where it is none.
pub(crate) fn served_name(text: &str) -> Result<String> {
    let name = crate::pki::name::San::parse(text)?;
    if name.is_host() {
        Ok(name.to_string())
    } else {
        Err(Error::usage(format!("`{text}` is not the name of a host"))
            .hint("names are like example.com, *.example.com or 192.0.2.1"))
    }
}

/// Loads all sources.
///
/// # Errors
///
/// The first thing that is wrong: a file absent or not understood, a key that belongs elsewhere, a password
/// that is missing, wrong, or not needed.
pub(crate) fn load(specs: &[Spec], now: Timestamp) -> Result<Loaded> {
    let mut loaded = Loaded::default();
    let mut used: Vec<&PasswordSource> = Vec::new();
    for spec in specs {
        let password = spec.password.read()?;
        let mut opener = Opener {
            password,
            used: false,
        };
        for (cert, key) in inputs(&spec.source)? {
            let identity = identity(spec, &cert, key.as_ref(), &mut opener)?;
            judge(&identity, spec, now, &mut loaded.findings);
            loaded.identities.push(Arc::new(identity));
        }
        used.extend(opener.used.then_some(&spec.password));
    }
    let given = specs.iter().map(|spec| &spec.password);
    match given
        .filter(|source| source.is_given())
        .find(|source| !used.contains(source))
    {
        Some(source) => Err(needless(source)),
        None => Ok(loaded),
    }
}

/// A password that was given and opened nothing is a mistake: perhaps the wrong key was given. One from
/// `TLSCTL_PASSWORD` may be for another command.
fn needless(source: &PasswordSource) -> Error {
    Error::input(format!(
        "a password was given ({}), but the private key is not encrypted",
        source.shown()
    ))
    .hint("leave the password out, or give the key that it is for")
}

/// Bytes with a name for messages and, where they came from one, their file.
struct Input {
    bytes: Vec<u8>,
    name: String,
    file: Option<PathBuf>,
}

impl Input {
    fn read(path: PathBuf) -> Result<Self> {
        let bytes = input::read(&path, input::LIMIT)?;
        Ok(Self {
            bytes,
            name: path.display().to_string(),
            file: Some(path),
        })
    }

    fn of(material: &Material) -> Result<Self> {
        let bytes = material.read()?;
        Ok(Self {
            bytes,
            name: material.name(),
            file: material.file().map(Path::to_owned),
        })
    }
}

/// The pairs that a source stands for: each a chain and, where it is elsewhere, its key.
fn inputs(source: &Source) -> Result<Vec<(Input, Option<Input>)>> {
    match source {
        Source::Path(path) if path.is_dir() => directory(path),
        Source::Path(path) => {
            let input = Input::read(path.clone()).map_err(layout_hint(path))?;
            Ok(vec![(input, None)])
        }
        Source::Pair { cert, key } => {
            let key = key.as_ref().map(Input::of).transpose().map_err(pair_hint)?;
            Ok(vec![(Input::of(cert).map_err(pair_hint)?, key)])
        }
    }
}

fn directory(path: &Path) -> Result<Vec<(Input, Option<Input>)>> {
    if is_holder(path)? {
        return Ok(vec![pair(path)?]);
    }
    let mut pairs = Vec::new();
    for inner in input::list(path)?
        .iter()
        .filter(|inner| input::is_directory(inner))
    {
        if is_holder(inner).map_err(left_out)? {
            pairs.push(pair(inner)?);
        }
    }
    if pairs.is_empty() {
        return Ok(vec![pair(path)?]);
    }
    Ok(pairs)
}

/// Whether a directory is meant to hold an identity: it has one of the two files, and then lacks the other only
/// by mistake.
fn is_holder(directory: &Path) -> Result<bool> {
    Ok(input::exists(&directory.join(KEY))? || input::exists(&directory.join(CHAIN))?)
}

/// A directory that cannot be looked into may hold a site, which must not be missing in silence.
fn left_out(error: Error) -> Error {
    error.hint("let tlsctl read it, or name the directories to serve: one --tls for each")
}

/// The key first, since it is what a deployment forgets or may not read.
fn pair(directory: &Path) -> Result<(Input, Option<Input>)> {
    let read = |path: PathBuf| {
        let unread = layout_hint(&path);
        Input::read(path).map_err(unread)
    };
    let key = read(directory.join(KEY))?;
    let chain = read(directory.join(CHAIN))?;
    Ok((chain, Some(key)))
}

/// What to do where a file is not there, or is a directory.
fn layout_hint(path: &Path) -> impl FnOnce(Error) -> Error + use<> {
    let is_forbidden = path.is_file();
    move |error| {
        error.hint(if is_forbidden {
            "run tlsctl as a user who may read it".to_owned()
        } else {
            format!(
                "--tls takes a directory that holds {KEY} and {CHAIN}, or a file that holds both: `tlsctl gen` makes one"
            )
        })
    }
}

fn pair_hint(error: Error) -> Error {
    error
        .hint("a certificate is given as its chain, leaf first, and its private key: `tlsctl gen` makes both")
}

fn identity(spec: &Spec, cert: &Input, key: Option<&Input>, opener: &mut Opener) -> Result<Identity> {
    let unpacked = if key.is_none() { opener.unpack(cert)? } else { None };
    let cert = unpacked.as_ref().unwrap_or(cert);
    let holder = key.unwrap_or(cert);
    let opened = opener.open(holder);
    let chain = chain(cert, holder, opened.is_ok())?;
    let is_alone = key.is_none() && matches!(spec.source, Source::Pair { .. });
    let key_of = if is_alone && !holds_key(&cert.bytes) {
        Err(keyless(cert))
    } else {
        opened
    }?;
    let chain = in_order(chain, &key_of, cert, holder)?;
    let files = [Some(cert), key]
        .into_iter()
        .flatten()
        .filter_map(|input| input.file.clone());
    let origin = Origin {
        shown: cert.name.clone(),
        files: files.collect(),
        meta: spec.meta.clone(),
    };
    Identity::new(chain, &key_of, spec.names.clone(), origin)
}

/// Whether there is a private key among these bytes, encrypted or not.
pub(crate) fn holds_key(bytes: &[u8]) -> bool {
    let (found, _) = pieces(bytes);
    found
        .iter()
        .any(|piece| matches!(piece.kind, Kind::PrivateKey | Kind::EncryptedKey))
}

/// A certificate was given without its key.
fn keyless(cert: &Input) -> Error {
    Error::input(format!("there is no private key in `{}`", cert.name)).hint(
        "give the key too: --key beside --cert, TLSCTL_KEY_FILE beside TLSCTL_CERT_FILE, `key_pem_file` beside `cert_pem_file`",
    )
}

/// The certificates of a chain; where there are none, why.
fn chain(cert: &Input, key: &Input, has_key: bool) -> Result<Vec<Cert>> {
    let (found, faults) = pieces(&cert.bytes);
    let certificates: Vec<_> = found
        .iter()
        .filter(|piece| piece.kind == Kind::Certificate)
        .collect();
    if certificates.is_empty() {
        let swapped = holds_key(&cert.bytes)
            && !has_key
            && pieces(&key.bytes)
                .0
                .iter()
                .any(|piece| piece.kind == Kind::Certificate);
        return Err(if swapped {
            let error = Error::input(format!(
                "`{}` holds a private key and `{}` a certificate",
                cert.name, key.name
            ));
            error.because("they are switched").hint(if both_files(cert, key) {
                format!("write --cert {} --key {}", key.name, cert.name)
            } else {
                "exchange the two".to_owned()
            })
        } else {
            let error = Error::input(format!("there is no certificate in `{}`", cert.name));
            let error = faults.into_iter().take(1).fold(error, Error::because);
            error.hint("a certificate is between -----BEGIN CERTIFICATE----- and -----END CERTIFICATE-----")
        });
    }
    let broken =
        |number, error: Error| error.context(format!("certificate {number} in `{}` is broken", cert.name));
    let parse =
        |piece: &&crate::pki::format::Piece| Cert::parse(&piece.der).map_err(|e| broken(piece.number, e));
    certificates.iter().map(parse).collect()
}

/// The chain with the certificate that the key belongs to in front.
fn in_order(mut chain: Vec<Cert>, key: &Key, cert: &Input, holder: &Input) -> Result<Vec<Cert>> {
    match chain.iter().position(|one| one.spki() == key.spki()) {
        Some(0) => Ok(chain),
        Some(place) => {
            let leaf = chain.remove(place);
            chain.insert(0, leaf);
            Ok(chain)
        }
        None => {
            let of_leaf = |leaf: &Cert| format!("{} key {}", leaf.public_key().kind(), short(leaf.spki()));
            let certified = chain.first().map(of_leaf).unwrap_or_default();
            let message = format!(
                "key `{}` does not belong to certificate `{}`",
                holder.name, cert.name
            );
            let error = Error::input(message).because(format!(
                "the certificate holds {certified}, `{}` holds {} key {}",
                holder.name,
                key.label(),
                short(key.spki())
            ));
            Err(error.hint(if both_files(cert, holder) {
                format!(
                    "`tlsctl inspect {} {}` shows both fingerprints",
                    cert.name, holder.name
                )
            } else {
                "take the certificate and the key from the same place".to_owned()
            }))
        }
    }
}

/// Whether commands that name these two can be pasted.
fn both_files(one: &Input, other: &Input) -> bool {
    one.file.is_some() && other.file.is_some()
}

/// The beginning of a public key's pin, as `inspect` shows it: enough to tell two apart.
fn short(spki: &[u8]) -> String {
    format!("{}…", &crate::pki::describe::pin(spki)[..12])
}

/// Opens the keys of one source with one password.
struct Opener {
    password: Option<Password>,
    used: bool,
}

impl Opener {
    fn open(&mut self, input: &Input) -> Result<Key> {
        match read_key(&input.bytes, None) {
            Err(KeyError::NeedsPassword) => {}
            other => return other.map_err(|error| error.explain(&input.name)),
        }
        let password = self.password(&input.name)?;
        read_key(&input.bytes, password).map_err(|error| error.explain(&input.name))
    }

    /// A PKCS#12 store as PEM, the root left out; nothing where the input is no such store.
    fn unpack(&mut self, input: &Input) -> Result<Option<Input>> {
        if classify(&input.bytes) != Some(Kind::Pkcs12) {
            return Ok(None);
        }
        // Without a password there may be one all the same: the empty one.
        let opened = pkcs12::open(&input.bytes, "").or_else(|_| {
            let password = self.password(&input.name).map_err(KeyError::Malformed)?;
            pkcs12::open(&input.bytes, password.ok_or(KeyError::NeedsPassword)?)
        });
        let held = opened.map_err(|error| error.explain(&input.name))?;
        let is_root = |der: &[u8]| Cert::parse(der).is_ok_and(|cert| cert.is_self_issued() && cert.is_ca());
        let mut text = String::new();
        for piece in &held {
            match piece.kind {
                Kind::PrivateKey => text.push_str(&pem::encode("PRIVATE KEY", &piece.der)),
                Kind::Certificate if held.len() == 2 || !is_root(&piece.der) => {
                    text.push_str(&pem::encode("CERTIFICATE", &piece.der));
                }
                _ => {}
            }
        }
        Ok(Some(Input {
            bytes: text.into_bytes(),
            name: input.name.clone(),
            file: input.file.clone(),
        }))
    }

    /// The password, asked for where it was not given.
    fn password(&mut self, name: &str) -> Result<Option<&str>> {
        if self.password.is_none() {
            self.password = password::ask(name)?;
        }
        self.used = true;
        Ok(self.password.as_ref().map(Password::reveal))
    }
}

/// What is worth knowing about an identity that is served all the same.
fn judge(identity: &Identity, spec: &Spec, now: Timestamp, findings: &mut Vec<Finding>) {
    let leaf = identity.leaf();
    let subject = identity.origin().shown.clone();
    let mut find = |rule, message: String| findings.push(Finding::new(rule, message).on(subject.clone()));
    if leaf.not_after() < now {
        find(
            &rule::EXPIRED,
            format!(
                "the certificate expired at {}: clients will refuse it",
                leaf.not_after()
            ),
        );
    }
    if leaf.not_before() > now {
        find(
            &rule::NOT_YET_VALID,
            format!(
                "the certificate is not valid before {}: clients will refuse it",
                leaf.not_before()
            ),
        );
    }
    if identity.names().is_empty() {
        let message =
            "the certificate has no alternative names: no name leads to it, and clients will refuse it";
        find(&rule::NO_SAN, message.to_owned());
    }
    if !is_for_servers(leaf) {
        let message = "the certificate is not for servers: clients will refuse it";
        find(&rule::WRONG_PURPOSE, message.to_owned());
    }
    if spec.names.is_some() {
        let uncovered = identity.uncovered();
        if !uncovered.is_empty() {
            find(
                &rule::NAME_MISMATCH,
                format!(
                    "it is served as {}, which the certificate is not for",
                    uncovered.join(", ")
                ),
            );
        }
    }
}

/// Whether its extended key usage, where it has one, lets a certificate be a server's.
fn is_for_servers(leaf: &Cert) -> bool {
    let usages = leaf.extensions().extended_key_usage.as_ref();
    let is_servers = |usage: &Oid| usage.is(oid::SERVER_AUTH) || usage.is(oid::ANY_USAGE);
    usages.is_none_or(|usages| usages.iter().any(is_servers))
}

/// The private key in a directory.
pub(crate) const KEY: &str = "privkey.pem";

/// The chain in a directory, leaf first, root left out.
pub(crate) const CHAIN: &str = "fullchain.pem";
