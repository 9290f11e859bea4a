//! The key encrypted, as files are that leave a machine.

use crate::pki::bad::{Case, Secret};
use crate::pki::format::{pem, private_key};

pub(super) static CASE: Case = Case {
    id: "good-encrypted-key",
    wrong: "its key is encrypted",
    client: "connect; who shows it needs the password",
    citation: "RFC 5958 §3; RFC 8018 §6.2",
    make: |forge| {
        let made = forge.present(forge.leaf()?)?;
        let key = match &*made.key {
            Secret::Sound(key) => private_key::seal(key, PASSWORD)?,
            _ => return Err(forge.impossible()),
        };
        let text = pem::encode("ENCRYPTED PRIVATE KEY", &key).into_bytes();
        Ok(made
            .replacing("privkey.pem", text)
            .with("password.txt", &format!("{PASSWORD}\n")))
    },
    ..Case::CONTROL
};

/// It lies beside the key: there is nothing to protect.
const PASSWORD: &str = "changeit";
