//! The ServerKeyExchange of SSL 3.0 to TLS 1.2 (RFC 5246 §7.4.3, RFC 8422 §5.4, RFC 4279): which group or
//! which prime the server uses, and how it signs. Everything in it is in the clear.

use super::codec::{Malformed, Read, Reader};
use super::group::Group;
use super::scheme::Scheme;
use super::suite::{Authentication, KeyExchange, Suite};
use super::version::Version;

/// What a ServerKeyExchange says.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct ServerKeyExchange {
    /// The named group; 0xff01 or 0xff02 where the server writes the curve out.
    pub(crate) group: Option<Group>,
    /// Diffie-Hellman over a prime field.
    pub(crate) field: Option<Field>,
    /// The modulus of the temporary key of an export suite.
    pub(crate) modulus: Option<Vec<u8>>,
    /// How the server signed, since TLS 1.2.
    pub(crate) scheme: Option<Scheme>,
    /// The server's public value: its key for this connection, if it makes one for each.
    pub(crate) public: Vec<u8>,
}

/// The parameters of Diffie-Hellman, without leading zeros.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Field {
    /// The prime.
    pub(crate) prime: Vec<u8>,
    /// The generator.
    pub(crate) generator: Vec<u8>,
}

impl ServerKeyExchange {
    /// Reads the body of the message as `suite` and `version` lay it out.
    ///
    /// # Errors
    ///
    /// Where a length does not fit, or the suite is not known to send one.
    pub(crate) fn read_body(body: &[u8], suite: Suite, version: Version) -> Read<Self> {
        let mut body = Reader::new(body);
        let mut read = Self::default();
        let exchange = suite.key_exchange();
        if matches!(
            exchange,
            KeyExchange::Psk | KeyExchange::RsaPsk | KeyExchange::DhePsk | KeyExchange::EcdhePsk
        ) {
            body.vec16("the PSK hint")?;
        }
        match exchange {
            KeyExchange::Ecdhe | KeyExchange::EcdhePsk => read.read_curve(&mut body)?,
            KeyExchange::Dhe | KeyExchange::DhePsk => read.read_field(&mut body)?,
            KeyExchange::Rsa => {
                read.modulus = Some(trimmed(body.vec16("the temporary RSA key")?));
                body.vec16("the temporary RSA key")?;
            }
            KeyExchange::Psk | KeyExchange::RsaPsk => return Ok(read),
            _ => return Err(Malformed("the key exchange of this suite")),
        }
        let is_signed = matches!(
            suite.authentication(),
            Authentication::Dss | Authentication::Ecdsa | Authentication::Rsa
        );
        if is_signed && version >= Version::TLS1_2 {
            read.scheme = Some(Scheme(body.u16("the signature scheme")?));
        }
        Ok(read)
    }

    fn read_curve(&mut self, body: &mut Reader<'_>) -> Read<()> {
        let what = "the curve";
        self.group = Some(match body.u8(what)? {
            1 => {
                skip_explicit(body, &[8, 8, 8, 8, 8, 8])?;
                Group(0xff01)
            }
            2 => Group(0xff02),
            3 => Group(body.u16(what)?),
            _ => return Err(Malformed(what)),
        });
        if self.group != Some(Group(0xff02)) {
            self.public = body.vec8(what)?.to_vec();
        }
        Ok(())
    }

    fn read_field(&mut self, body: &mut Reader<'_>) -> Read<()> {
        let what = "the Diffie-Hellman parameters";
        self.field = Some(Field {
            prime: trimmed(body.vec16(what)?),
            generator: trimmed(body.vec16(what)?),
        });
        self.public = body.vec16(what)?.to_vec();
        Ok(())
    }

    /// The size of the prime or of the temporary RSA key, in bits.
    pub(crate) fn bits(&self) -> Option<u32> {
        let number = self
            .field
            .as_ref()
            .map(|field| &field.prime)
            .or(self.modulus.as_ref())?;
        Some(bits(number))
    }
}

/// An explicit prime curve is six vectors: p, a, b, base, order, cofactor (RFC 4492 §5.4).
fn skip_explicit(body: &mut Reader<'_>, widths: &[u8]) -> Read<()> {
    widths.iter().try_for_each(|_| body.vec8("the curve").map(|_| ()))
}

/// The length in bits of a big-endian number without leading zeros.
pub(crate) fn bits(number: &[u8]) -> u32 {
    let whole = u32::try_from(number.len()).unwrap_or(u32::MAX).saturating_mul(8);
    number.first().map_or(0, |first| whole - first.leading_zeros())
}

fn trimmed(number: &[u8]) -> Vec<u8> {
    let zeros = number.iter().take_while(|byte| **byte == 0).count();
    number[zeros..].to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_curve_and_a_scheme_are_read() {
        let body = [3, 0, 29, 2, 5, 6, 8, 4, 0, 1, 9];
        let read = ServerKeyExchange::read_body(&body, Suite(0xc02f), Version::TLS1_2).expect("a curve");
        assert_eq!(read.group, Some(Group::X25519));
        assert_eq!(read.scheme, Some(Scheme(0x0804)));
        assert_eq!(read.public, [5, 6]);
        let older = ServerKeyExchange::read_body(&body, Suite(0xc013), Version::TLS1_1).expect("a curve");
        assert_eq!(older.scheme, None, "TLS 1.1 has no schemes");
    }

    #[test]
    fn a_prime_is_measured_without_its_leading_zeros() {
        let body = [0, 3, 0, 0x7f, 0xff, 0, 1, 2, 0, 1, 3];
        let read = ServerKeyExchange::read_body(&body, Suite(0x0034), Version::TLS1_2).expect("a field");
        assert_eq!(read.bits(), Some(15));
        assert_eq!(read.scheme, None, "an anonymous server signs nothing");
        for end in 0..body.len() {
            assert!(ServerKeyExchange::read_body(&body[..end], Suite(0x0034), Version::TLS1_2).is_err());
        }
    }

    #[test]
    fn the_hint_of_a_psk_suite_comes_first() {
        let body = [0, 2, b'h', b'i', 3, 0, 23, 1, 4];
        let read = ServerKeyExchange::read_body(&body, Suite(0xc035), Version::TLS1_2).expect("a hint");
        assert_eq!(read.group, Some(Group(23)));
    }
}
