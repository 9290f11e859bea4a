//! The further forms of a key and its certificate, each one file more in the same directory.

use std::net::Ipv6Addr;
use std::path::{Path, absolute};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;

use super::super::password;
use super::made::{Made, bundle, shell};
use crate::cli::{Forms, Password};
use crate::error::{Error, Result};
use crate::input::{self, LIMIT};
use crate::output::directory::Entry;
use crate::pki::cert::Cert;
use crate::pki::format::pkcs12::Age;
use crate::pki::format::private_key::{self, KeyError, read_key};
use crate::pki::format::{Kind, Piece, jks, pieces, pkcs12};
use crate::pki::key::Key;
use crate::pki::manifest::Form;

/// What the forms need besides the certificate and its key.
pub(super) struct Context<'a> {
    /// What the entry of a key store is called, and a Secret.
    pub(super) name: &'a str,
    /// The certificate that clients have to trust, as a file.
    pub(super) anchor: &'a Path,
    /// For what is encrypted.
    pub(super) password: Option<&'a str>,
    pub(super) now: Timestamp,
}

/// In which further forms a pair is written.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    pub(super) forms: Vec<Form>,
    /// Whether old programs have to open the PKCS#12.
    pub(super) legacy: bool,
    /// Whether the key is encrypted wherever it is PEM or DER.
    pub(super) encrypt: bool,
}

impl Asked {
    /// What the flags ask for.
    pub(super) fn by(flags: &Forms) -> Self {
        let all = [
            (flags.der, Form::Der),
            (flags.combined, Form::Combined),
            (flags.p12, Form::P12),
            (flags.jks, Form::Jks),
            (flags.k8s_secret, Form::K8sSecret),
            (flags.env_file, Form::EnvFile),
        ];
        Self {
            forms: all
                .into_iter()
                .filter(|(wanted, _)| *wanted)
                .map(|(_, form)| form)
                .collect(),
            legacy: flags.legacy,
            encrypt: flags.encrypt,
        }
    }

    /// The same and the forms that are in `place` already: the old pair must not stay in one of them beside
    /// the new. A key store is made again only with the password that it has.
    ///
    /// # Errors
    ///
    /// An output error that names a key store whose password is not given.
    pub(super) fn with_those_in(mut self, place: &Path, password: &Password) -> Result<Self> {
        for form in [Form::Der, Form::Combined, Form::P12, Form::Jks, Form::K8sSecret] {
            let there = form.files().iter().map(|name| place.join(name));
            let Some(file) = there.into_iter().find(|file| file.is_file()) else {
                continue;
            };
            if self.forms.contains(&form) {
                continue;
            }
            if is_store(form) {
                is_opened(&file, form, password)?;
            }
            self.forms.push(form);
        }
        Ok(self)
    }

    /// Which readers a PKCS#12 is for.
    fn age(&self) -> Age {
        if self.legacy { Age::Legacy } else { Age::Modern }
    }

    /// Whether a password is needed for it.
    pub(super) fn needs_password(&self) -> bool {
        self.encrypt || self.forms.iter().copied().any(is_store)
    }

    /// The password for it, where one is needed.
    ///
    /// # Errors
    ///
    /// A usage error where there is none, or none that is long enough.
    pub(super) fn password(&self, from: &Password) -> Result<Option<String>> {
        if !self.needs_password() {
            return Ok(None);
        }
        let password = password::chosen(from)?;
        if self.forms.contains(&Form::Jks) && password.chars().count() < JKS_SHORTEST {
            return Err(Error::usage(format!(
                "the password of a Java key store has at least {JKS_SHORTEST} characters"
            ))
            .because("keytool changes no store with a shorter one")
            .hint("give a longer one, or use --p12, which Java reads too"));
        }
        Ok(Some(password))
    }

    /// The names of the further files.
    pub(super) fn names(&self) -> Vec<&'static str> {
        self.forms.iter().flat_map(|form| form.files()).copied().collect()
    }

    /// The further files.
    ///
    /// # Errors
    ///
    /// A bug where a library cannot write what was made here.
    pub(super) fn files(&self, made: &Made, context: &Context<'_>) -> Result<Vec<Entry>> {
        self.names()
            .into_iter()
            .map(|name| file(name, self, made, context))
            .collect()
    }

    /// The first of the further files in `place` that is not that of this pair, and what is wrong with it.
    ///
    /// # Errors
    ///
    /// As [`Self::files`], and an input error where a key store cannot be opened with the password at hand.
    pub(super) fn stale(&self, place: &Path, made: &Made, context: &Context<'_>) -> Result<Option<String>> {
        for name in self.names() {
            let path = place.join(name);
            let is_right = match input::read(&path, LIMIT) {
                Ok(bytes) => holds(&path, name, &bytes, self, made, context)?,
                Err(_) => false,
            };
            if !is_right {
                return Ok(Some(format!("`{}` does not hold this pair", path.display())));
            }
        }
        Ok(None)
    }
}

/// Refuses to leave an old pair in some further form where a certificate is put beside it whose key is not at
/// hand.
///
/// # Errors
///
/// An output error that names the file.
pub(super) fn refuse_old(place: &Path) -> Result<()> {
    let pairs = [Form::Combined, Form::Der, Form::Jks, Form::K8sSecret, Form::P12];
    let mut files = pairs
        .iter()
        .flat_map(|form| form.files())
        .map(|name| place.join(name));
    match files.find(|file| file.exists()) {
        None => Ok(()),
        Some(file) => Err(Error::output(format!(
            "`{}` would be left with the old certificate",
            file.display()
        ))
        .hint("take it away, or write to another place with --out")),
    }
}

/// What keytool asks of the password of a store.
const JKS_SHORTEST: usize = 6;

fn is_store(form: Form) -> bool {
    matches!(form, Form::Jks | Form::P12)
}

/// Whether there is a key store in `place`.
pub(super) fn has_store(place: &Path) -> bool {
    let stores = [Form::Jks, Form::P12].into_iter().flat_map(Form::files);
    stores.into_iter().any(|name| place.join(name).exists())
}

/// Checks that the password at hand is that of an old key store.
fn is_opened(file: &Path, form: Form, from: &Password) -> Result<()> {
    let password = match password::given(from)? {
        None if input::is_interactive() => Some(input::ask_password(&format!(
            "Password for {}: ",
            file.display()
        ))?),
        password => password,
    };
    let bytes = input::read(file, LIMIT)?;
    let opens = |password: &str| match form {
        Form::Jks => read_key(&bytes, Some(password)).is_ok(),
        _ => pkcs12::open(&bytes, password).is_ok(),
    };
    let why = match password {
        Some(password) if opens(&password) => return Ok(()),
        Some(_) => "the password that is given does not open it",
        None => "to make it anew takes its password, which is not given",
    };
    Err(
        Error::output(format!("`{}` would be left with the old pair", file.display()))
            .because(why)
            .hint("give its password with --password-file FILE, or take the file away"),
    )
}

/// Whether the bytes of a further file are those of this pair. Nothing encrypted is the same twice: it is
/// opened.
fn holds(
    path: &Path,
    name: &str,
    bytes: &[u8],
    asked: &Asked,
    made: &Made,
    context: &Context<'_>,
) -> Result<bool> {
    let password = context.password.unwrap_or_default();
    let chain: Vec<&[u8]> = std::iter::once(&made.cert)
        .chain(&made.chain)
        .map(Cert::der)
        .collect();
    let certificates = |pieces: &[Piece]| {
        let found = pieces.iter().filter(|piece| piece.kind == Kind::Certificate);
        found.map(|piece| piece.der.clone()).collect::<Vec<_>>() == chain
    };
    let is_key = |key: Result<Key, KeyError>| key.is_ok_and(|key| key.spki() == made.key.spki());
    // What is not opened may well be right.
    let closed = |error: KeyError| {
        let error = match error {
            KeyError::WrongPassword if context.password.is_none() => KeyError::NeedsPassword,
            KeyError::WrongPassword => error,
            _ => return Ok(false),
        };
        Err(error.explain(&path.display().to_string()))
    };
    Ok(match name {
        "keystore.p12" => match pkcs12::open(bytes, password) {
            Ok(pieces) => {
                let key = pieces.iter().find(|piece| piece.kind == Kind::PrivateKey);
                let is_pair =
                    certificates(&pieces) && key.is_some_and(|key| is_key(private_key::open(key, None)));
                is_pair && pkcs12::age(bytes) == asked.age()
            }
            Err(error) => closed(error)?,
        },
        "keystore.jks" => match read_key(bytes, Some(password)) {
            Err(error) => closed(error)?,
            key => certificates(&pieces(bytes).0) && is_key(key),
        },
        "privkey.der" if asked.encrypt => is_key(read_key(bytes, Some(password))),
        "combined.pem" if asked.encrypt => {
            certificates(&pieces(bytes).0) && is_key(read_key(bytes, Some(password)))
        }
        name => file(name, asked, made, context)?.bytes == bytes,
    })
}

fn file(name: &str, asked: &Asked, made: &Made, context: &Context<'_>) -> Result<Entry> {
    let sealed = context.password.filter(|_| asked.encrypt);
    let password = context.password.unwrap_or_default();
    let chain: Vec<&[u8]> = std::iter::once(&made.cert)
        .chain(&made.chain)
        .map(|cert| cert.der())
        .collect();
    let millis = u64::try_from(context.now.as_millisecond()).unwrap_or_default();
    Ok(match name {
        "cert.der" => Entry::public(name, made.cert.der()),
        "privkey.der" => Entry::private(name, made.key_der(sealed)?),
        "combined.pem" => Entry::private(name, made.combined(sealed)?),
        "keystore.p12" => Entry::private(
            name,
            pkcs12::close(
                context.name,
                Some(made.key.pkcs8()),
                &chain,
                password,
                asked.age(),
            )?,
        ),
        "keystore.jks" => Entry::private(
            name,
            jks::close(
                &context.name.to_lowercase(),
                Some(made.key.pkcs8()),
                &chain,
                password,
                millis,
            )?,
        ),
        "secret.yaml" => Entry::private(name, secret(made, context.name)?),
        _ => Entry::public(name, environment(context.anchor)),
    })
}

/// A Secret that `kubectl apply` takes and an Ingress uses.
fn secret(made: &Made, name: &str) -> Result<String> {
    let root = made
        .root
        .as_ref()
        .map(|root| format!("  ca.crt: {}\n", BASE64.encode(bundle([root]))));
    Ok(format!(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: {}\ntype: kubernetes.io/tls\ndata:\n{}  tls.crt: {}\n  tls.key: {}\n",
        secret_name(name),
        root.unwrap_or_default(),
        BASE64.encode(made.fullchain()),
        BASE64.encode(made.privkey(None)?),
    ))
}

/// The name as one that Kubernetes takes (RFC 1123 §2.1).
fn secret_name(name: &str) -> String {
    if let Ok(address) = name.parse::<Ipv6Addr>() {
        // Every group of digits, since a name can neither have a colon nor begin with a hyphen.
        return address.segments().map(|group| format!("{group:x}")).join("-");
    }
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '.' {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let text = name.replace("*.", "wildcard.");
    let name: String = text.chars().map(plain).collect();
    match name.trim_matches(['-', '.']) {
        "" => "tls".to_owned(),
        name => name.to_owned(),
    }
}

/// Each variable and the programs that read it.
const VARIABLES: &[(&str, &str)] = &[
    (
        "SSL_CERT_FILE",
        "OpenSSL, Go, Ruby, rustls: instead of the system's roots",
    ),
    ("CURL_CA_BUNDLE", "curl"),
    ("REQUESTS_CA_BUNDLE", "Python requests"),
    ("PIP_CERT", "pip"),
    ("NODE_EXTRA_CA_CERTS", "Node.js: besides its own roots"),
    ("DENO_CERT", "Deno"),
    ("GIT_SSL_CAINFO", "Git"),
    ("CARGO_HTTP_CAINFO", "Cargo"),
    ("AWS_CA_BUNDLE", "AWS CLI and SDKs"),
];

/// For `set -a; . ./env; set +a`, or a container's environment file.
fn environment(anchor: &Path) -> String {
    let path = shell(&absolute(anchor).unwrap_or_else(|_| anchor.to_owned()));
    let lines = VARIABLES
        .iter()
        .map(|(name, who)| format!("# {who}\n{name}={path}\n"));
    lines.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_has_a_name_that_tells_addresses_apart() {
        let named = secret_name;
        assert_eq!(named("::1"), "0-0-0-0-0-0-0-1");
        assert_eq!(named("fe80::1"), "fe80-0-0-0-0-0-0-1");
        assert_eq!(named("10.0.0.1"), "10.0.0.1");
        assert_eq!(named("*.a.test"), "wildcard.a.test");
        assert_eq!(named("me@a.test"), "me-a.test");
    }
}
