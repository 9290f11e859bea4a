//! The older OpenSSL form of an encrypted key: a PEM block with `Proc-Type: 4,ENCRYPTED` and `DEK-Info`
//! headers (RFC 1421 §4.6), its cipher key derived by one round of MD5 (EVP_BytesToKey). Read only.

use aes::{Aes128, Aes192, Aes256};
use cbc::Decryptor;
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use des::{Des, TdesEde3};
use md5::{Digest as _, Md5};

use super::pem::Block;
use super::private_key::KeyError;

/// A key that is still closed: which cipher, and what it starts from.
pub(crate) struct Sealed<'a> {
    cipher: Cipher,
    iv: Vec<u8>,
    content: &'a [u8],
}

#[derive(Clone, Copy)]
enum Cipher {
    Aes128,
    Aes192,
    Aes256,
    Des,
    TripleDes,
}

impl<'a> Sealed<'a> {
    /// The sealed key that `content` is, where the headers of its block say so.
    pub(crate) fn of(block: &Block, content: &'a [u8]) -> Option<Result<Self, KeyError>> {
        let (_, info) = block
            .headers
            .iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("DEK-Info"))?;
        Some(Self::parse(info, content))
    }

    fn parse(info: &str, content: &'a [u8]) -> Result<Self, KeyError> {
        let (name, iv) = info.split_once(',').unwrap_or((info, ""));
        let cipher = match name.trim().to_ascii_uppercase().as_str() {
            "AES-128-CBC" => Cipher::Aes128,
            "AES-192-CBC" => Cipher::Aes192,
            "AES-256-CBC" => Cipher::Aes256,
            "DES-CBC" => Cipher::Des,
            "DES-EDE3-CBC" => Cipher::TripleDes,
            _ => {
                let name: String = name.chars().filter(char::is_ascii_graphic).take(32).collect();
                return Err(KeyError::Unsupported(format!(
                    "encrypted with {name}, which is not supported"
                )));
            }
        };
        let iv = unhex(iv.trim()).filter(|iv| iv.len() == cipher.iv());
        let iv = iv.ok_or_else(|| KeyError::Unsupported("without a sound DEK-Info header".to_owned()))?;
        Ok(Self { cipher, iv, content })
    }

    /// The plain key.
    pub(crate) fn open(&self, password: &str) -> Result<Vec<u8>, KeyError> {
        let key = self.derive(password);
        let plain = match self.cipher {
            Cipher::Aes128 => self.decrypt::<Decryptor<Aes128>>(&key),
            Cipher::Aes192 => self.decrypt::<Decryptor<Aes192>>(&key),
            Cipher::Aes256 => self.decrypt::<Decryptor<Aes256>>(&key),
            Cipher::Des => self.decrypt::<Decryptor<Des>>(&key),
            Cipher::TripleDes => self.decrypt::<Decryptor<TdesEde3>>(&key),
        };
        plain.ok_or(KeyError::WrongPassword)
    }

    fn decrypt<D: BlockModeDecrypt + KeyIvInit>(&self, key: &[u8]) -> Option<Vec<u8>> {
        let mut buffer = self.content.to_vec();
        let cipher = D::new_from_slices(key, &self.iv).ok()?;
        Some(cipher.decrypt_padded::<Pkcs7>(&mut buffer).ok()?.to_vec())
    }

    /// EVP_BytesToKey: MD5 over what came before, the password, and the first 8 octets of the IV.
    fn derive(&self, password: &str) -> Vec<u8> {
        let mut key = Vec::new();
        let mut last = Vec::new();
        while key.len() < self.cipher.key() {
            let hash = Md5::new()
                .chain_update(&last)
                .chain_update(password)
                .chain_update(&self.iv[..8]);
            last = hash.finalize().to_vec();
            key.extend_from_slice(&last);
        }
        key.truncate(self.cipher.key());
        key
    }
}

impl Cipher {
    fn key(self) -> usize {
        match self {
            Self::Aes128 => 16,
            Self::Aes192 | Self::TripleDes => 24,
            Self::Aes256 => 32,
            Self::Des => 8,
        }
    }

    fn iv(self) -> usize {
        match self {
            Self::Aes128 | Self::Aes192 | Self::Aes256 => 16,
            Self::Des | Self::TripleDes => 8,
        }
    }
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    let pairs = text.as_bytes().chunks(2);
    pairs
        .map(|pair| u8::from_str_radix(std::str::from_utf8(pair).ok().filter(|p| p.len() == 2)?, 16).ok())
        .collect()
}
