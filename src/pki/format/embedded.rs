//! Certificates inside other text: base64 of PEM as Kubernetes Secrets and kubeconfigs carry it, and
//! bare base64 of DER. It knows nothing of YAML: the base64 of `-----BEGIN ` is mark enough.

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

/// The PEM text of every base64 run that begins with `-----BEGIN `, joined; none where there is none.
pub(super) fn pem(text: &[u8]) -> Option<Vec<u8>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.windows(MARK.len()).position(|w| w == MARK) {
        let (run, length) = run(&rest[at..]);
        if let Some(decoded) = decode(&run) {
            found.extend(decoded);
            found.push(b'\n');
        }
        rest = &rest[at + length..];
    }
    (!found.is_empty()).then_some(found)
}

/// The bytes of a text that is base64 and nothing else.
pub(super) fn der(text: &[u8]) -> Option<Vec<u8>> {
    let digits: Vec<u8> = text
        .iter()
        .copied()
        .filter(|b| !b.is_ascii_whitespace())
        .collect();
    let plausible = digits.len() >= 64 && digits.iter().all(|b| is_digit(*b));
    plausible.then(|| decode(&digits)).flatten()
}

/// The base64 digits from the start of `text`, over line breaks and indentation (a folded YAML scalar),
/// and how far they reach.
fn run(text: &[u8]) -> (Vec<u8>, usize) {
    let mut digits = Vec::new();
    let mut end = 0;
    for line in text.split_inclusive(|b| *b == b'\n') {
        let trimmed = line.trim_ascii();
        let length = trimmed
            .iter()
            .position(|b| !is_digit(*b))
            .unwrap_or(trimmed.len());
        // A line that only begins with digits is the next key, unless it is the first.
        if end > 0 && length < trimmed.len() {
            break;
        }
        digits.extend(&trimmed[..length]);
        end += line.len();
        if length < trimmed.len() || trimmed.is_empty() || digits.ends_with(b"=") {
            break;
        }
    }
    (digits, end)
}

/// Decodes with or without its padding.
fn decode(digits: &[u8]) -> Option<Vec<u8>> {
    let bare = digits
        .trim_ascii_end()
        .strip_suffix(b"==")
        .or(digits.strip_suffix(b"="))
        .unwrap_or(digits);
    base64::prelude::BASE64_STANDARD_NO_PAD
        .decode(bare)
        .or_else(|_| BASE64_STANDARD.decode(digits))
        .ok()
}

fn is_digit(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/' | b'=')
}

/// The base64 of `-----BEGIN ` as far as it does not depend on what follows.
const MARK: &[u8] = b"LS0tLS1CRUdJTi";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pem_is_found_in_a_kubernetes_secret() {
        let block = super::super::pem::encode("CERTIFICATE", &[7; 90]);
        let inner = BASE64_STANDARD.encode(&block);
        let yaml = format!("data:\n  tls.crt: {inner}\n  tls.key: \"{inner}\"\ntype: kubernetes.io/tls\n");
        let text = pem(yaml.as_bytes()).expect("two blocks");
        assert_eq!(super::super::pem::blocks(&text).0.len(), 2);
        assert_eq!(pem(b"kind: Secret\n"), None);
    }

    #[test]
    fn bare_base64_is_decoded() {
        let text = BASE64_STANDARD.encode([0x30; 100]);
        assert_eq!(
            der(format!("{}\n{}\n", &text[..64], &text[64..]).as_bytes()),
            Some(vec![0x30; 100])
        );
        assert_eq!(der(b"too short"), None);
    }
}
