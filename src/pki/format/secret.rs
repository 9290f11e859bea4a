//! A Kubernetes Secret of type `kubernetes.io/tls`: the chain and the key as base64 of PEM.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// The manifest, for a name that [`name`] made.
pub(crate) fn close(name: &str, chain_pem: &str, key_pem: &str) -> String {
    let (chain, key) = (BASE64_STANDARD.encode(chain_pem), BASE64_STANDARD.encode(key_pem));
    format!(
        "apiVersion: v1\nkind: Secret\nmetadata:\n  name: {name}\ntype: kubernetes.io/tls\n\
         data:\n  tls.crt: {chain}\n  tls.key: {key}\n"
    )
}

/// A name that Kubernetes takes (RFC 1123 §2.1): lower-case letters, digits, `-` and `.`, of 253 at most.
pub(crate) fn name(title: &str) -> String {
    let mut name = String::new();
    for c in title.chars().take(253) {
        match c.to_ascii_lowercase() {
            c @ ('a'..='z' | '0'..='9') => name.push(c),
            c @ ('.' | '-') if !name.is_empty() && !name.ends_with(['.', '-']) => name.push(c),
            _ => {}
        }
    }
    let name = name.trim_matches(['.', '-']);
    if name.is_empty() {
        "tls".to_owned()
    } else {
        name.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_that_kubernetes_takes() {
        assert_eq!(name("*.Example.com"), "example.com");
        assert_eq!(name("\u{1b}[2J"), "2j");
        assert_eq!(name("--"), "tls");
    }
}
