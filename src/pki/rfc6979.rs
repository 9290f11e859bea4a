//! Deterministic ECDSA (RFC 6979): the same key and message give the same signature.

use p256::ecdsa::signature::Signer as _;

use super::algorithm::Signature;

/// Signs `message` with the private number `scalar` on the curve that goes with the algorithm.
pub(super) fn sign(algorithm: Signature, scalar: &[u8], message: &[u8]) -> Option<Vec<u8>> {
    match algorithm {
        Signature::EcdsaSha256 => {
            let signature: p256::ecdsa::Signature = p256::ecdsa::SigningKey::from_slice(scalar)
                .ok()?
                .try_sign(message)
                .ok()?;
            Some(signature.to_der().as_bytes().to_vec())
        }
        Signature::EcdsaSha384 => {
            let signature: p384::ecdsa::Signature = p384::ecdsa::SigningKey::from_slice(scalar)
                .ok()?
                .try_sign(message)
                .ok()?;
            Some(signature.to_der().as_bytes().to_vec())
        }
        Signature::EcdsaSha512 => {
            let signature: p521::ecdsa::Signature = p521::ecdsa::SigningKey::from_slice(scalar)
                .ok()?
                .try_sign(message)
                .ok()?;
            Some(signature.to_der().as_bytes().to_vec())
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6979 §A.2.5, P-256 with SHA-256, "sample".
    #[test]
    fn the_example_of_the_rfc_comes_out() {
        let scalar = hex("C9AFA9D845BA75166B5C215767B1D6934E50C3DB36E89B127B8A622B120F6721");
        let signature = sign(Signature::EcdsaSha256, &scalar, b"sample").expect("a signature");
        let r = hex("EFD48B2AACB6A8FD1140DD9CD45E81D69D2C877B56AAF991C34D0EA84EAF3716");
        let s = hex("F7CB1C942D657C41D436C7A1B6E29F65F3E900DBB9AFF4064DC4AB2F843ACDA8");
        assert_eq!(signature[5..37], r);
        assert_eq!(signature[40..], s);
    }

    fn hex(text: &str) -> Vec<u8> {
        let pairs = (0..text.len()).step_by(2);
        pairs
            .map(|i| u8::from_str_radix(&text[i..i + 2], 16).expect("hexadecimal"))
            .collect()
    }
}
