//! The inputs of a run, read and taken apart: files, directories, standard input. A broken one keeps no
//! other from being read.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use super::effort::Effort;
use super::remote;
use crate::error::{Error, Result};
use crate::input;
use crate::pki::format::private_key::{KeyError, unseal};
use crate::pki::format::{Kind, Piece, pieces, pkcs12};
use crate::pki::host::Host;
use crate::pki::key::Key;
use crate::pki::opaque;
use crate::probe::target::Target;
use crate::probe::transport::Proxy;

/// How inputs are read.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading<'a> {
    /// For what is encrypted.
    pub(super) password: Option<&'a str>,
    /// Who connects to servers instead of this machine.
    pub(super) proxy: Option<&'a Arc<Proxy>>,
    /// The protocol in which servers are asked for TLS.
    pub(super) starttls: Option<&'a str>,
    /// The server name to send to servers, or `none`.
    pub(super) sni: Option<&'a str>,
    /// Where to connect instead of the server's own address.
    pub(super) connect: Option<&'a Target>,
    /// How long to wait for a connection, and again for each answer.
    pub(super) timeout: Option<Duration>,
    /// What goes into opening what is encrypted, over all inputs.
    pub(super) effort: Option<&'a Effort>,
}

impl Reading<'_> {
    /// Does work that derives keys.
    fn spend<T>(&self, work: impl FnOnce() -> Result<T, KeyError>) -> Result<T, KeyError> {
        match self.effort {
            Some(effort) => effort.spend(work),
            None => work(),
        }
    }
}

/// One input with what was found in it.
pub(super) struct Input {
    /// As the user would name it.
    pub(super) name: String,
    /// What it holds, in order.
    pub(super) pieces: Vec<Piece>,
    /// What of it could not be read.
    pub(super) problems: Vec<Error>,
    /// The name by which it was reached, where it is a server.
    pub(super) host: Option<Host>,
    /// The password that was given for what is encrypted.
    password: Option<String>,
    /// What that password made of each encrypted key, by its ciphertext: it is derived once.
    unsealed: HashMap<Vec<u8>, Result<Vec<u8>, KeyError>>,
}

/// Reads every input; without any, standard input if something is fed to it.
///
/// # Errors
///
/// A usage error where there is nothing to read.
pub(super) fn gather(paths: &[PathBuf], reading: Reading) -> Result<Vec<Input>> {
    if !paths.is_empty() {
        let told = paths
            .iter()
            .filter(|path| paths.len() == 1 || !is_empty_chain(path));
        return Ok(told.flat_map(|path| read(path, reading)).collect());
    }
    if input::is_interactive() {
        return Err(Error::usage("nothing to inspect was named")
            .hint("name files or directories, or feed standard input: tlsctl inspect cert.pem"));
    }
    Ok(read(Path::new("-"), reading))
}

/// Whether it is the chain of a certificate right below its root, in which nothing is: a shell names it with the
/// files beside it.
fn is_empty_chain(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name == "chain.pem") && input::size(path) == Some(0)
}

fn read(path: &Path, reading: Reading) -> Vec<Input> {
    if input::is_directory(path) {
        return read_directory(path, reading);
    }
    if let Some(target) = remote::target(path) {
        return vec![remote::read(target, reading)];
    }
    let name = if path == Path::new("-") {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    };
    vec![match input::read(path, input::LIMIT) {
        Ok(bytes) => Input::new(name, &bytes, reading),
        Err(error) => {
            let hint = absent(path);
            Input::failed(name, hint.into_iter().fold(error, Error::hint))
        }
    }]
}

/// What may have been meant by the name of a file that is not there.
fn absent(path: &Path) -> Option<String> {
    let text = path.to_str().filter(|_| !path.exists())?;
    let looks_like_a_file = path
        .extension()
        .is_some_and(|end| FILES.iter().any(|known| end.eq_ignore_ascii_case(known)));
    match text {
        _ if looks_like_a_file => None,
        "dev" | "private" | "public" => Some(format!("a profile follows its flag after =: --lint={text}")),
        _ => match Host::parse(text) {
            Ok(_) if text.contains('.') || text == "localhost" => Some(format!(
                "a server is named with its port: tlsctl inspect {text}:443"
            )),
            _ => None,
        },
    }
}

/// What a directory holds; files that hold nothing known are passed by, damaged ones are not.
fn read_directory(directory: &Path, reading: Reading) -> Vec<Input> {
    let name = directory.display().to_string();
    let files = match input::walk(directory) {
        Ok(files) => files,
        Err(error) => return vec![Input::failed(name, error)],
    };
    let mut inputs = Vec::new();
    for file in files {
        let name = file.display().to_string();
        match input::read(&file, IN_DIRECTORY) {
            Ok(bytes) => {
                let input = Input::new(name, &bytes, reading);
                if !input.pieces.is_empty()
                    || crate::pki::format::classify(&bytes).is_some()
                    || crate::pki::format::pem::is_pem(&bytes)
                {
                    inputs.push(input);
                }
            }
            Err(error) if error.causes().is_empty() => {}
            Err(error) => inputs.push(Input::failed(name, error)),
        }
    }
    if inputs.is_empty() {
        let empty = Error::input(format!(
            "`{name}` holds no certificate, key, request or revocation list"
        ));
        return vec![Input::failed(name, empty)];
    }
    inputs
}

impl Input {
    /// The pieces that are said to be certificates.
    pub(super) fn certificates(&self) -> impl Iterator<Item = &Piece> {
        self.pieces.iter().filter(|piece| piece.kind == Kind::Certificate)
    }

    /// Whether one of its pieces is said to be a certificate.
    pub(super) fn has_certificate(&self) -> bool {
        self.certificates().next().is_some()
    }

    fn new(name: String, bytes: &[u8], reading: Reading) -> Self {
        let (found, faults) = pieces(bytes);
        let mut input = Self {
            name,
            pieces: Vec::with_capacity(found.len()),
            problems: Vec::new(),
            host: None,
            password: reading.password.map(str::to_owned),
            unsealed: HashMap::new(),
        };
        for piece in found {
            match piece.kind {
                Kind::Pkcs12 => match input.store(&piece, reading) {
                    Ok(inside) => input.pieces.extend(inside),
                    Err(error) => input.problems.push(error),
                },
                _ => input.pieces.push(piece),
            }
        }
        let what = if input.pieces.is_empty() {
            "cannot be read"
        } else {
            "cannot be read in full"
        };
        let read = format!("`{}` {what}", input.name);
        input
            .problems
            .extend(faults.into_iter().map(|fault| fault.context(read.as_str())));
        if reading.password.is_some() {
            for piece in input
                .pieces
                .iter()
                .filter(|piece| piece.kind == Kind::EncryptedKey)
            {
                let opened = reading.spend(|| unseal(piece, reading.password));
                input.unsealed.insert(piece.der.clone(), opened);
            }
        }
        input.problems.extend(input.locked());
        input
    }

    /// A part of a large PEM file: some of its pieces.
    pub(super) fn part(name: &str, pieces: Vec<Piece>, faults: Vec<Error>) -> Self {
        let read = format!("`{name}` cannot be read in full");
        Self {
            name: name.to_owned(),
            pieces,
            problems: faults
                .into_iter()
                .map(|fault| fault.context(read.as_str()))
                .collect(),
            host: None,
            password: None,
            unsealed: HashMap::new(),
        }
    }

    /// What a PKCS#12 store holds: with the password given, without one where it has none, or with what
    /// the user at the terminal says.
    fn store(&mut self, piece: &Piece, reading: Reading) -> Result<Vec<Piece>> {
        let name = &self.name;
        let wrong = || {
            let error = Error::input(format!("the password does not open the PKCS#12 store `{name}`"));
            error.hint("give it with --password-file FILE, --password-env NAME, or TLSCTL_PASSWORD")
        };
        let open = |password: &str| reading.spend(|| pkcs12::open(&piece.der, password));
        let (opened, is_given) = match &self.password {
            // The password may be for another input: this one may have none.
            Some(password) => match open(password) {
                Err(KeyError::WrongPassword) => (open("").or_else(|_| open(password)), true),
                opened => (opened, true),
            },
            None => match open("") {
                Err(KeyError::WrongPassword) if input::is_interactive() => {
                    let typed = input::ask_password(&format!("Password for {name}: "))?;
                    (open(&typed), true)
                }
                opened => (opened, false),
            },
        };
        opened.map_err(|e| match (e, is_given) {
            (KeyError::WrongPassword, true) => wrong(),
            (KeyError::WrongPassword, false) => {
                let error = Error::input(format!("the PKCS#12 store `{name}` needs a password"));
                error.hint("give it with --password-file FILE, --password-env NAME, or TLSCTL_PASSWORD")
            }
            (KeyError::Malformed(error), _) => error.context(format!("`{name}` cannot be read")),
            (KeyError::Unsupported(what), _) => Error::input(format!("the PKCS#12 store `{name}` is {what}")),
            (other, _) => other.explain(name),
        })
    }

    /// The private key in a piece that is one; an encrypted one opens with the password given.
    ///
    /// # Errors
    ///
    /// An input error where it is damaged or of no kind that is known, or the password does not open it.
    pub(super) fn key(&self, piece: &Piece) -> Result<Key> {
        if piece.kind == Kind::PrivateKey {
            return Key::from_der(&piece.der);
        }
        let opened = self
            .unsealed(piece)
            .and_then(|plain| Key::from_der(&plain).map_err(KeyError::Malformed));
        opened.map_err(|e| e.explain(&self.name))
    }

    /// The plain form of an encrypted key.
    fn unsealed(&self, piece: &Piece) -> Result<Vec<u8>, KeyError> {
        match self.unsealed.get(&piece.der) {
            Some(opened) => opened.clone(),
            None => unseal(piece, self.password.as_deref()),
        }
    }

    /// What an encrypted key is that the password given opens, and that nothing here signs with.
    pub(super) fn unsigning(&self, piece: &Piece) -> Option<String> {
        self.password.as_deref()?;
        let plain = self.unsealed(piece).ok()?;
        match Key::from_der(&plain) {
            Ok(_) => None,
            Err(_) => opaque::title(&plain),
        }
    }

    /// Errors for encrypted keys that the password given does not open.
    fn locked(&self) -> Vec<Error> {
        let encrypted = self
            .pieces
            .iter()
            .filter(|piece| piece.kind == Kind::EncryptedKey);
        match self.password {
            Some(_) => encrypted
                .filter(|piece| self.unsigning(piece).is_none())
                .filter_map(|piece| self.key(piece).err())
                .collect(),
            None => Vec::new(),
        }
    }

    /// The certificates that a server sent.
    pub(super) fn sent(name: String, host: Host, chain: Vec<Vec<u8>>) -> Self {
        let piece = |(i, der)| Piece {
            number: i + 1,
            ..Piece::bare(Kind::Certificate, der)
        };
        Self {
            name,
            pieces: chain.into_iter().enumerate().map(piece).collect(),
            problems: Vec::new(),
            host: Some(host),
            password: None,
            unsealed: HashMap::new(),
        }
    }

    pub(super) fn failed(name: String, error: Error) -> Self {
        Self {
            name,
            pieces: Vec::new(),
            problems: vec![error],
            host: None,
            password: None,
            unsealed: HashMap::new(),
        }
    }
}

/// How files of certificates and keys are called, and hosts are not.
const FILES: &[&str] = &[
    "cer", "cert", "crl", "crt", "csr", "der", "jks", "key", "p12", "p7b", "pem", "pfx", "txt", "yaml",
];
/// Larger files in a directory are something else, in bytes.
const IN_DIRECTORY: u64 = 16 << 20;
