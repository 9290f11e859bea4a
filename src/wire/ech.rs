//! The configurations by which a ClientHello is encrypted: an ECHConfigList (RFC 9849 §4), as the DNS
//! publishes it and as a server sends it to a client that has an old one. Read openly: what is of a version
//! that nobody here knows is kept by its number.

use super::codec::{Malformed, Read, Reader};
use super::registry::registry;

registry! {
    /// A key encapsulation of HPKE (RFC 9180 §7.1).
    Kem(u16, "4") in KEMS
}

registry! {
    /// A key derivation of HPKE (RFC 9180 §7.2).
    Kdf(u16, "4") in KDFS
}

registry! {
    /// A cipher of HPKE (RFC 9180 §7.3).
    Aead(u16, "4") in AEADS
}

/// One configuration.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct EchConfig {
    /// Of the format: 0xfe0d is that of the RFC.
    pub(crate) version: u16,
    /// What it says, where the version is known.
    pub(crate) contents: Option<Contents>,
}

/// What a configuration of the RFC's version says.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Contents {
    /// By which the server tells its keys apart.
    pub(crate) id: u8,
    pub(crate) kem: Kem,
    /// The server's public key, as the KEM writes it.
    pub(crate) key: Vec<u8>,
    pub(crate) suites: Vec<(Kdf, Aead)>,
    /// What names are padded to, in bytes.
    pub(crate) maximum_name_length: u8,
    /// The name that is seen from outside.
    pub(crate) public_name: String,
    /// The numbers of the extensions; those with the highest bit set a client has to know.
    pub(crate) extensions: Vec<u16>,
}

/// Reads a list, which has to fill `bytes` and to hold something.
///
/// # Errors
///
/// What is cut short, left over, or not as the RFC has it.
pub(crate) fn read(bytes: &[u8]) -> Read<Vec<EchConfig>> {
    let mut reader = Reader::new(bytes);
    let mut list = Reader::new(reader.vec16("the ECHConfigList")?);
    if !reader.is_empty() || list.is_empty() {
        return Err(Malformed("the ECHConfigList"));
    }
    let mut configs = Vec::new();
    while !list.is_empty() {
        let version = list.u16("an ECHConfig")?;
        let body = list.vec16("an ECHConfig")?;
        configs.push(EchConfig {
            version,
            contents: (version == VERSION).then(|| contents(body)).transpose()?,
        });
    }
    Ok(configs)
}

fn contents(body: &[u8]) -> Read<Contents> {
    let mut reader = Reader::new(body);
    let id = reader.u8("the configuration's id")?;
    let kem = Kem(reader.u16("the KEM")?);
    let key = reader.vec16("the public key")?.to_vec();
    let mut list = Reader::new(reader.vec16("the cipher suites")?);
    let mut suites = Vec::new();
    while !list.is_empty() {
        suites.push((
            Kdf(list.u16("a cipher suite")?),
            Aead(list.u16("a cipher suite")?),
        ));
    }
    let maximum_name_length = reader.u8("the maximum length of names")?;
    let name = reader.vec8("the public name")?;
    let mut list = Reader::new(reader.vec16("the extensions")?);
    let mut extensions = Vec::new();
    while !list.is_empty() {
        extensions.push(list.u16("an extension")?);
        list.vec16("an extension")?;
    }
    if key.is_empty() || suites.is_empty() || name.is_empty() || !reader.is_empty() {
        return Err(Malformed("an ECHConfig"));
    }
    Ok(Contents {
        id,
        kem,
        key,
        suites,
        maximum_name_length,
        public_name: String::from_utf8_lossy(name).into_owned(),
        extensions,
    })
}

/// The version of the RFC, which was that of its last drafts.
const VERSION: u16 = 0xfe0d;

static KEMS: &[(u16, &str)] = &[
    (0x0010, "DHKEM(P-256, HKDF-SHA256)"),
    (0x0011, "DHKEM(P-384, HKDF-SHA384)"),
    (0x0012, "DHKEM(P-521, HKDF-SHA512)"),
    (0x0020, "DHKEM(X25519, HKDF-SHA256)"),
    (0x0021, "DHKEM(X448, HKDF-SHA512)"),
    (0x0030, "X25519Kyber768Draft00"),
    (0x647a, "X-Wing"),
];

static KDFS: &[(u16, &str)] = &[(1, "HKDF-SHA256"), (2, "HKDF-SHA384"), (3, "HKDF-SHA512")];

static AEADS: &[(u16, &str)] = &[
    (1, "AES-128-GCM"),
    (2, "AES-256-GCM"),
    (3, "ChaCha20Poly1305"),
    (0xffff, "export only"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::codec::Writer;

    /// A list of one configuration of this version, with this name.
    fn list(version: u16, name: &[u8]) -> Vec<u8> {
        let mut list = Writer::new();
        list.vec16(|list| {
            list.u16(version);
            list.vec16(|config| {
                config.u8(7).u16(0x20);
                config.vec16(|key| {
                    key.bytes(&[9; 32]);
                });
                config.vec16(|suites| {
                    suites.u16(1).u16(3);
                });
                config.u8(64);
                config.vec8(|public| {
                    public.bytes(name);
                });
                config.vec16(|extensions| {
                    extensions.u16(0x8001).u16(0);
                });
            });
        });
        list.into_bytes()
    }

    #[test]
    fn a_configuration_says_what_is_in_it() {
        let configs = read(&list(VERSION, b"cover.test")).expect("a list");
        let contents = configs[0].contents.as_ref().expect("a known version");
        assert_eq!(contents.public_name, "cover.test");
        assert_eq!(contents.kem.name(), "DHKEM(X25519, HKDF-SHA256)");
        assert_eq!(contents.suites, [(Kdf(1), Aead(3))]);
        assert_eq!(contents.extensions, [0x8001]);
    }

    #[test]
    fn an_unknown_version_is_kept_and_passed_over() {
        let configs = read(&list(0xfe0a, b"")).expect("a list");
        assert_eq!((configs[0].version, &configs[0].contents), (0xfe0a, &None));
    }

    #[test]
    fn what_is_cut_short_or_left_over_is_malformed() {
        let whole = list(VERSION, b"cover.test");
        for end in 0..whole.len() {
            assert!(read(&whole[..end]).is_err(), "{end}");
        }
        assert!(read(&[&whole[..], &[0]].concat()).is_err());
        assert!(read(&list(VERSION, b"")).is_err(), "no public name");
        assert!(read(&[0, 0]).is_err(), "an empty list");
    }
}
