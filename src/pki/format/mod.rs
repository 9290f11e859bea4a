//! Containers: how certificates, keys and the rest are wrapped into files. What a file holds is decided
//! by its content, never by its name.
//!
//! To add a container: one file that takes its bytes apart into [`Piece`]s, one [`Kind`], and its mark
//! in [`classify`].

mod ber;
pub(crate) mod der;
mod embedded;
pub(crate) mod jks;
mod legacy_key;
pub(crate) mod pem;
pub(crate) mod pkcs12;
pub(crate) mod pkcs7;
pub(crate) mod private_key;
pub(crate) mod secret;

use crate::error::Error;
use der::{Reader, Tlv, tag};

/// What a piece of a file is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Kind {
    /// An X.509 certificate.
    Certificate,
    /// A certificate revocation list.
    Crl,
    /// A private key that needs a password (PKCS#8, or the older OpenSSL form).
    EncryptedKey,
    /// A Java key store.
    Jks,
    /// An OCSP response.
    OcspResponse,
    /// A PKCS#12 key store.
    Pkcs12,
    /// A PKCS#7 bundle of certificates.
    Pkcs7,
    /// A private key that anyone can read: PKCS#8, PKCS#1 or SEC1.
    PrivateKey,
    /// A public key: SubjectPublicKeyInfo, or PKCS#1.
    PublicKey,
    /// A certificate signing request (PKCS#10).
    Request,
}

/// One thing found in a file.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Piece {
    /// What it is.
    pub(crate) kind: Kind,
    /// Its bytes, out of any armour.
    pub(crate) der: Vec<u8>,
    /// The PEM block it came from, if it did: its headers hold how an old key is encrypted.
    pub(crate) block: Option<pem::Block>,
    /// Its number among the PEM blocks of the file, from 1.
    pub(crate) number: usize,
    /// Whether it was in a set, where the order says nothing.
    pub(crate) is_of_set: bool,
}

impl Kind {
    /// What people call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Certificate => "certificate",
            Self::Crl => "revocation list",
            Self::EncryptedKey => "encrypted private key",
            Self::Jks => "Java key store",
            Self::OcspResponse => "OCSP response",
            Self::Pkcs12 => "PKCS#12 key store",
            Self::Pkcs7 => "PKCS#7 bundle",
            Self::PrivateKey => "private key",
            Self::PublicKey => "public key",
            Self::Request => "certificate request",
        }
    }
}

/// Everything that a file holds, in order, and an error for each part that could not be read.
pub(crate) fn pieces(bytes: &[u8]) -> (Vec<Piece>, Vec<Error>) {
    if pem::is_pem(bytes) {
        return of_blocks(bytes);
    }
    if let Some(text) = embedded::pem(bytes) {
        return of_blocks(&text);
    }
    if let Some(series) = series(bytes) {
        return (series, Vec::new());
    }
    let bare = classify(bytes)
        .map(|kind| (kind, bytes.to_vec()))
        .or_else(|| container(ber::to_der(bytes)?))
        .or_else(|| embedded::der(bytes).and_then(|der| Some((classify(&der)?, der))));
    let (mut pieces, mut faults) = (Vec::new(), Vec::new());
    match bare.map(|(kind, der)| Piece::bare(kind, der)) {
        Some(piece) if piece.kind == Kind::Pkcs7 => unwrap(piece, &mut pieces, &mut faults),
        Some(piece) if piece.kind == Kind::Jks => {
            if let Err(fault) = jks::open(&piece.der, &mut pieces) {
                faults.push(piece.damaged(&fault));
            }
        }
        Some(piece) => pieces.push(piece),
        None => faults.push(unknown(bytes)),
    }
    (pieces, faults)
}

/// Certificates and the like in DER one after the other, as some tools concatenate them.
fn series(bytes: &[u8]) -> Option<Vec<Piece>> {
    let mut reader = Reader::new(bytes);
    let mut pieces = Vec::new();
    while !reader.is_empty() {
        let one = reader.any().ok()?;
        let kind =
            classify(one.full).filter(|kind| !matches!(kind, Kind::Jks | Kind::Pkcs12 | Kind::Pkcs7))?;
        pieces.push(Piece {
            number: pieces.len() + 1,
            ..Piece::bare(kind, one.full.to_vec())
        });
    }
    (pieces.len() > 1).then_some(pieces)
}

/// A container that was written as a stream. What is signed as it stands, such as a certificate, is
/// damaged when it is no DER.
fn container(der: Vec<u8>) -> Option<(Kind, Vec<u8>)> {
    let kind = classify(&der).filter(|kind| matches!(kind, Kind::Pkcs12 | Kind::Pkcs7))?;
    Some((kind, der))
}

/// What DER is, by its structure alone.
pub(crate) fn classify(bytes: &[u8]) -> Option<Kind> {
    if matches!(
        bytes.get(..4),
        Some([0xfe, 0xed, 0xfe, 0xed] | [0xce, 0xce, 0xce, 0xce])
    ) {
        return Some(Kind::Jks);
    }
    let outer = Reader::new(bytes).any().ok().filter(|o| o.tag == tag::SEQUENCE)?;
    let mut inside = outer.reader();
    let first = inside.any().ok()?;
    let second = inside.any().ok();
    let third = inside.any().ok();
    let tags = (first.tag, second.map(|t| t.tag), third.map(|t| t.tag));
    match tags {
        (tag::OID, ..) => (first.oid() == "1.2.840.113549.1.7.2").then_some(Kind::Pkcs7),
        (tag::ENUMERATED, None | Some(0xa0), None) => Some(Kind::OcspResponse),
        (tag::INTEGER, Some(tag::SEQUENCE), Some(tag::OCTET_STRING)) => Some(Kind::PrivateKey),
        (tag::INTEGER, Some(tag::SEQUENCE), _) => (first.small() == Some(3)).then_some(Kind::Pkcs12),
        (tag::INTEGER, Some(tag::OCTET_STRING), _) => Some(Kind::PrivateKey),
        (tag::INTEGER, Some(tag::INTEGER), Some(tag::INTEGER)) => Some(Kind::PrivateKey),
        (tag::INTEGER, Some(tag::INTEGER), None) => Some(Kind::PublicKey),
        (tag::SEQUENCE, Some(tag::OCTET_STRING), None) => Some(Kind::EncryptedKey),
        (tag::SEQUENCE, Some(tag::BIT_STRING), None) => Some(Kind::PublicKey),
        (tag::SEQUENCE, Some(tag::SEQUENCE), _) => signed(&first),
        _ => None,
    }
}

/// Which of the signed structures a to-be-signed part belongs to.
fn signed(tbs: &Tlv) -> Option<Kind> {
    let mut inside = tbs.reader();
    let mut tags = [0; 4];
    for slot in &mut tags {
        *slot = inside.any().map_or(0, |t| t.tag);
    }
    match tags {
        [0xa0, ..] | [tag::INTEGER, tag::SEQUENCE, tag::SEQUENCE, tag::SEQUENCE] => Some(Kind::Certificate),
        [tag::INTEGER, tag::SEQUENCE, tag::SEQUENCE, 0xa0 | 0] => Some(Kind::Request),
        [
            tag::INTEGER,
            tag::SEQUENCE,
            tag::SEQUENCE,
            tag::UTC_TIME | tag::GENERALIZED_TIME,
        ]
        | [
            tag::SEQUENCE,
            tag::SEQUENCE,
            tag::UTC_TIME | tag::GENERALIZED_TIME,
            _,
        ] => Some(Kind::Crl),
        _ => None,
    }
}

impl Piece {
    /// Where in its file it is: `PEM block 2 (line 30, byte 1204)`, or `the file`.
    pub(crate) fn place(&self) -> String {
        match &self.block {
            Some(block) => format!(
                "PEM block {} (line {}, byte {})",
                self.number, block.line, block.offset
            ),
            None => "the file".to_owned(),
        }
    }

    /// An error for a piece that turns out not to be what it claims.
    pub(crate) fn damaged(&self, fault: &der::Fault) -> Error {
        let of = if self.block.is_some() { " of its DER" } else { "" };
        Error::input(format!(
            "{} is no {} that can be read",
            self.place(),
            self.kind.name()
        ))
        .because(format!("at byte {}{of}: {}", fault.offset, fault.what))
    }

    /// A piece that stands for itself, in no armour.
    pub(crate) fn bare(kind: Kind, der: Vec<u8>) -> Self {
        Self {
            kind,
            der,
            block: None,
            number: 1,
            is_of_set: false,
        }
    }
}

/// Adds what a PKCS#7 bundle holds.
fn unwrap(bundle: Piece, pieces: &mut Vec<Piece>, faults: &mut Vec<Error>) {
    match pkcs7::open(&bundle.der, bundle.block.as_ref(), bundle.number) {
        Ok(inside) if inside.is_empty() => {
            faults.push(Error::input(format!(
                "{} is a PKCS#7 bundle of nothing",
                bundle.place()
            )));
        }
        Ok(inside) => pieces.extend(inside),
        Err(fault) => faults.push(bundle.damaged(&fault)),
    }
}

fn of_blocks(text: &[u8]) -> (Vec<Piece>, Vec<Error>) {
    let (blocks, faults) = pem::blocks(text);
    let (pieces, mut faults) = sort(blocks, faults);
    if pieces.is_empty() && faults.is_empty() {
        faults.push(
            Error::input("its PEM blocks hold no certificate, key, request or revocation list").hint(
                "tlsctl reads CERTIFICATE, PRIVATE KEY, CERTIFICATE REQUEST, X509 CRL, PKCS7 and the like",
            ),
        );
    }
    (pieces, faults)
}

/// What PEM blocks hold.
pub(crate) fn sort(blocks: Vec<pem::Block>, mut faults: Vec<Error>) -> (Vec<Piece>, Vec<Error>) {
    let mut pieces = Vec::with_capacity(blocks.len());
    for block in blocks {
        match of_block(block) {
            Ok(Some(piece)) if piece.kind == Kind::Pkcs7 => unwrap(piece, &mut pieces, &mut faults),
            Ok(piece) => pieces.extend(piece),
            Err(fault) => faults.push(fault),
        }
    }
    (pieces, faults)
}

/// The piece in a block; none where the block is known to be of no interest.
fn of_block(mut block: pem::Block) -> Result<Option<Piece>, Error> {
    let number = block.number;
    let kind = match block.label.as_str() {
        _ if block.headers.iter().any(|(name, _)| name == "DEK-Info") => Some(Kind::EncryptedKey),
        "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" => Some(Kind::Certificate),
        "CERTIFICATE REQUEST" | "NEW CERTIFICATE REQUEST" => Some(Kind::Request),
        "CMS" | "PKCS #7 SIGNED DATA" | "PKCS7" => Some(Kind::Pkcs7),
        "EC PRIVATE KEY" | "PRIVATE KEY" | "RSA PRIVATE KEY" => Some(Kind::PrivateKey),
        "ENCRYPTED PRIVATE KEY" => Some(Kind::EncryptedKey),
        "PUBLIC KEY" | "RSA PUBLIC KEY" => Some(Kind::PublicKey),
        "X509 CRL" => Some(Kind::Crl),
        "DH PARAMETERS" | "DSA PARAMETERS" | "EC PARAMETERS" | "X9.42 DH PARAMETERS" => return Ok(None),
        _ => None,
    };
    if let Some((_, der)) = ber::to_der(&block.der).and_then(container) {
        block.der = der;
    }
    let found = classify(&block.der);
    let Some(kind) = kind.or(found) else {
        let error = Error::input(format!(
            "PEM block {number} (line {}, byte {}): `{}` is nothing that tlsctl knows",
            block.line, block.offset, block.label
        ));
        return Err(match block.label.as_str() {
            "OPENSSH PRIVATE KEY" => {
                error.hint("ssh-keygen -p -m PKCS8 -f COPY turns a copy of it into one that can be read")
            }
            _ => error,
        });
    };
    if let Some(found) = found.filter(|found| *found != kind && kind != Kind::EncryptedKey) {
        return Err(Error::input(format!(
            "PEM block {number} (line {}, byte {}): it holds a {} under the label `{}`",
            block.line,
            block.offset,
            found.name(),
            block.label
        )));
    }
    let der = std::mem::take(&mut block.der);
    Ok(Some(Piece {
        kind,
        der,
        block: Some(block),
        number,
        is_of_set: false,
    }))
}

/// An error that says what the bytes look like.
fn unknown(bytes: &[u8]) -> Error {
    let known = "tlsctl reads PEM, DER, PKCS#7, PKCS#12 and Java key stores";
    let what = match bytes {
        [] => return Error::input("it is empty").hint(known),
        [0x30, ..] => match Reader::new(bytes).any() {
            Err(fault) => format!("it begins like DER, and is damaged {fault}"),
            Ok(_) => "it is DER, but no certificate, key, request, revocation list or container".to_owned(),
        },
        _ if bytes
            .iter()
            .all(|b| *b < 0x7f && (*b >= b' ' || b.is_ascii_whitespace())) =>
        {
            "it is text without a PEM block".to_owned()
        }
        _ => format!(
            "it begins with 0x{}, which no container does",
            der::hex(&bytes[..bytes.len().min(4)])
        ),
    };
    Error::input(what).hint(known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_known_is_said_for_what_it_is() {
        for (bytes, word) in [
            (&b""[..], "empty"),
            (b"hello\n", "text without"),
            (&[0x30, 0x82, 1, 0], "damaged at byte 0"),
            (&[0x30, 0], "it is DER"),
            (&[0x7f, b'E', b'L', b'F'], "0x7f454c46"),
        ] {
            let (pieces, faults) = pieces(bytes);
            assert!(pieces.is_empty());
            assert!(faults[0].to_string().contains(word), "{}", faults[0]);
        }
    }

    #[test]
    fn what_stands_one_after_the_other_in_der_is_read_one_by_one() {
        let sec1 = [0x30, 0x06, 2, 1, 1, 4, 1, 0];
        let (found, faults) = pieces(&[sec1, sec1, sec1].concat());
        assert!(faults.is_empty(), "{faults:?}");
        assert_eq!(
            found.iter().map(|piece| piece.number).collect::<Vec<_>>(),
            [1, 2, 3]
        );
        let (found, _) = pieces(&[&sec1[..], &[0]].concat());
        assert_eq!(found.len(), 1, "what follows is no more than noise");
    }

    #[test]
    fn a_wrong_label_is_a_fault() {
        let sec1 = [0x30, 0x06, 2, 1, 1, 4, 1, 0];
        let (pieces, faults) = pieces(pem::encode("CERTIFICATE", &sec1).as_bytes());
        assert!(pieces.is_empty());
        assert!(
            faults[0]
                .to_string()
                .contains("holds a private key under the label `CERTIFICATE`")
        );
    }
}
