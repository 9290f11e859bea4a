//! The further forms of a key and its certificate, each one file more in the same directory.

use std::path::{Path, absolute};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;

use super::made::{Made, bundle, shell};
use crate::cli::Forms;
use crate::error::Result;
use crate::output::directory::Entry;
use crate::pki::format::pkcs12::Age;
use crate::pki::format::{jks, pkcs12};

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

/// Whether a password is needed for what was asked for.
pub(super) fn need_password(forms: &Forms) -> bool {
    forms.p12 || forms.jks || forms.encrypt
}

/// The names of the further files.
pub(super) fn names(forms: &Forms) -> Vec<&'static str> {
    let all = [
        (forms.der, "cert.der"),
        (forms.der, "privkey.der"),
        (forms.combined, "combined.pem"),
        (forms.p12, "keystore.p12"),
        (forms.jks, "keystore.jks"),
        (forms.k8s_secret, "secret.yaml"),
        (forms.env_file, "env"),
    ];
    all.into_iter()
        .filter(|(wanted, _)| *wanted)
        .map(|(_, name)| name)
        .collect()
}

/// The further files.
///
/// # Errors
///
/// A bug where a library cannot write what was made here.
pub(super) fn files(forms: &Forms, made: &Made, context: &Context<'_>) -> Result<Vec<Entry>> {
    names(forms)
        .into_iter()
        .map(|name| file(name, forms, made, context))
        .collect()
}

fn file(name: &'static str, forms: &Forms, made: &Made, context: &Context<'_>) -> Result<Entry> {
    let sealed = context.password.filter(|_| forms.encrypt);
    let password = context.password.unwrap_or_default();
    let chain: Vec<&[u8]> = std::iter::once(&made.cert)
        .chain(&made.chain)
        .map(|cert| cert.der())
        .collect();
    let age = if forms.legacy { Age::Legacy } else { Age::Modern };
    let millis = u64::try_from(context.now.as_millisecond()).unwrap_or_default();
    Ok(match name {
        "cert.der" => Entry::public(name, made.cert.der()),
        "privkey.der" => Entry::private(name, made.key_der(sealed)?),
        "combined.pem" => Entry::private(name, made.combined(sealed)?),
        "keystore.p12" => Entry::private(
            name,
            pkcs12::close(context.name, Some(made.key.pkcs8()), &chain, password, age)?,
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
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() || c == '.' {
            c.to_ascii_lowercase()
        } else {
            '-'
        }
    };
    let name: String = name.replace("*.", "wildcard.").chars().map(plain).collect();
    let name = name.trim_matches(['-', '.']);
    let root = made
        .root
        .as_ref()
        .map(|root| format!("  ca.crt: {}\n", BASE64.encode(bundle([root]))));
    Ok(format!(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: {}\ntype: kubernetes.io/tls\ndata:\n{}  tls.crt: {}\n  tls.key: {}\n",
        if name.is_empty() { "tls" } else { name },
        root.unwrap_or_default(),
        BASE64.encode(made.fullchain()),
        BASE64.encode(made.privkey(None)?),
    ))
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
