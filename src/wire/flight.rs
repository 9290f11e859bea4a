//! The server's first flight, as far as it is in the clear: everything of SSL 2.0 to TLS 1.2 up to
//! ServerHelloDone, and of TLS 1.3 the ServerHello or HelloRetryRequest. Reads whatever came, keeps
//! what could be read, and says what could not (RFC 5246 §7.3, RFC 8446 §2).

use super::alert::{Alert, Description};
use super::codec::{Malformed, Read, Reader};
use super::key_exchange::ServerKeyExchange;
use super::record::{ContentType, Record, Records, Unit};
use super::scheme::Scheme;
use super::server_hello::ServerHello;
use super::sslv2;
use super::version::Version;

/// What a server sent before any key was agreed.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct Flight {
    /// The hello.
    pub(crate) server_hello: Option<ServerHello>,
    /// The answer in SSL 2.0.
    pub(crate) ssl2: Option<sslv2::Answer>,
    /// The certificates as sent, DER, leaf first.
    pub(crate) certificates: Option<Vec<Vec<u8>>>,
    /// The OCSP response.
    pub(crate) staple: Option<Vec<u8>>,
    /// How keys are agreed.
    pub(crate) key_exchange: Option<ServerKeyExchange>,
    /// The wish for a client certificate.
    pub(crate) request: Option<CertificateRequest>,
    /// Whether the flight came to its end.
    pub(crate) is_done: bool,
    /// The alerts, in their order.
    pub(crate) alerts: Vec<Alert>,
    /// The types of every handshake message, in their order.
    pub(crate) messages: Vec<u8>,
    /// The version in the header of the first record.
    pub(crate) record_version: Option<Version>,
    /// What the server sent that is no TLS at all, to its end.
    pub(crate) foreign: Option<Vec<u8>>,
    /// What could not be read; reading went on behind it where that was possible.
    pub(crate) malformed: Option<Malformed>,
}

/// A wish for a client certificate, in SSL 3.0 to TLS 1.2 (RFC 5246 §7.4.4).
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(crate) struct CertificateRequest {
    /// The kinds of certificates.
    pub(crate) types: Vec<u8>,
    /// The schemes that the server verifies.
    pub(crate) schemes: Vec<Scheme>,
    /// The names of acceptable CAs, DER.
    pub(crate) authorities: Vec<Vec<u8>>,
}

/// The payloads of handshake records, joined, since messages keep to no record; and how far they are read.
/// What is read stays: a message may come in a thousand records, and each would move the rest.
#[derive(Default)]
struct Joined {
    bytes: Vec<u8>,
    read: usize,
}

impl Flight {
    /// Reads what came so far.
    pub(crate) fn read(stream: &[u8]) -> Self {
        let mut flight = Self::default();
        let mut handshake = Joined::default();
        for unit in Records::new(stream) {
            match unit {
                Unit::Foreign(bytes) => flight.foreign = Some(bytes.to_vec()),
                Unit::Record(record) => flight.take(&record, &mut handshake),
                Unit::Sslv2(message) => match sslv2::Answer::read(message) {
                    Ok(answer) => flight.ssl2 = Some(answer),
                    Err(error) => flight.malformed = Some(error),
                },
            }
            if flight.is_complete() {
                break;
            }
        }
        flight
    }

    /// Whether nothing more can come in the clear that says more.
    pub(crate) fn is_complete(&self) -> bool {
        // The last is enough: it is asked after each, and a server may send very many.
        let ended = |alert: &Alert| alert.is_fatal() || alert.description == Description::CLOSE_NOTIFY;
        self.is_done || self.ssl2.is_some() || self.foreign.is_some() || self.alerts.last().is_some_and(ended)
    }

    /// The version that the server chose.
    pub(crate) fn version(&self) -> Option<Version> {
        match (&self.server_hello, &self.ssl2) {
            (Some(hello), _) => Some(hello.version()),
            (None, Some(sslv2::Answer::Hello(hello))) => Some(hello.version),
            _ => None,
        }
    }

    /// The alert that ended it.
    pub(crate) fn refusal(&self) -> Option<Alert> {
        let fatal = self.alerts.iter().find(|alert| alert.is_fatal());
        fatal.or(self.alerts.last()).copied()
    }

    fn take(&mut self, record: &Record<'_>, handshake: &mut Joined) {
        self.record_version.get_or_insert(record.version);
        match record.kind {
            ContentType::ALERT => match Alert::read(record.payload) {
                Ok(alert) => self.alerts.push(alert),
                Err(error) => self.malformed = Some(error),
            },
            ContentType::HANDSHAKE => {
                handshake.bytes.extend_from_slice(record.payload);
                self.take_messages(handshake);
            }
            // A session that is taken up again goes straight to what is encrypted.
            ContentType::CHANGE_CIPHER_SPEC => self.is_done = self.server_hello.is_some(),
            // Whatever comes encrypted after the hello of TLS 1.3 says nothing here.
            _ => {}
        }
    }

    /// Takes every whole message off the front of `handshake`.
    fn take_messages(&mut self, handshake: &mut Joined) {
        let mut reader = Reader::new(&handshake.bytes[handshake.read..]);
        loop {
            let mut ahead = reader;
            let (Ok(kind), Ok(body)) = (ahead.u8("a message"), ahead.vec24("a message")) else {
                break;
            };
            reader = ahead;
            self.messages.push(kind);
            if let Err(error) = self.take_message(kind, body) {
                self.malformed = Some(error);
            }
        }
        handshake.read = handshake.bytes.len() - reader.rest().len();
    }

    fn take_message(&mut self, kind: u8, body: &[u8]) -> Read<()> {
        match kind {
            2 => {
                let hello = ServerHello::read_body(body)?;
                self.is_done = hello.version() >= Version::TLS1_3;
                self.server_hello = Some(hello);
            }
            11 => self.certificates = Some(read_certificates(body)?),
            12 => {
                if let Some(hello) = &self.server_hello {
                    let read = ServerKeyExchange::read_body(body, hello.suite, hello.version())?;
                    self.key_exchange = Some(read);
                }
            }
            13 => self.request = Some(CertificateRequest::read_body(body, self.version())?),
            14 => self.is_done = true,
            22 => self.staple = Some(read_staple(body)?),
            _ => {}
        }
        Ok(())
    }
}

/// Whether the flight in `stream` is complete: the test for when to stop reading.
pub(crate) fn is_complete(stream: &[u8]) -> bool {
    Flight::read(stream).is_complete()
}

impl CertificateRequest {
    fn read_body(body: &[u8], version: Option<Version>) -> Read<Self> {
        let what = "the certificate request";
        let mut body = Reader::new(body);
        let types = body.vec8(what)?.to_vec();
        let schemes = if version >= Some(Version::TLS1_2) {
            super::codec::numbers(body.vec16(what)?, what)?
        } else {
            Vec::new()
        };
        let mut names = Reader::new(body.vec16(what)?);
        let mut authorities = Vec::new();
        while !names.is_empty() {
            authorities.push(names.vec16(what)?.to_vec());
        }
        Ok(Self {
            types,
            schemes: schemes.into_iter().map(Scheme).collect(),
            authorities,
        })
    }
}

fn read_certificates(body: &[u8]) -> Read<Vec<Vec<u8>>> {
    let what = "the certificate message";
    let mut list = Reader::new(Reader::new(body).vec24(what)?);
    let mut certificates = Vec::new();
    while !list.is_empty() {
        certificates.push(list.vec24(what)?.to_vec());
    }
    Ok(certificates)
}

fn read_staple(body: &[u8]) -> Read<Vec<u8>> {
    let what = "the OCSP staple";
    let mut body = Reader::new(body);
    if body.u8(what)? != 1 {
        return Err(Malformed(what));
    }
    body.vec24(what).map(<[u8]>::to_vec)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::codec::Writer;
    use crate::wire::compression::Compression;
    use crate::wire::record;
    use crate::wire::suite::Suite;

    fn message(kind: u8, fill: impl FnOnce(&mut Writer)) -> Vec<u8> {
        let mut writer = Writer::new();
        writer.u8(kind).vec24(fill);
        writer.into_bytes()
    }

    /// The flight of a TLS 1.2 server: a warning first, then two certificates, a staple, a key
    /// exchange, a wish for a client certificate.
    fn flight(fragment: usize) -> Vec<u8> {
        let hello = ServerHello {
            legacy_version: Version::TLS1_2,
            random: [3; 32],
            session_id: Vec::new(),
            suite: Suite(0xc02f),
            compression: Compression::NULL,
            extensions: None,
        };
        let mut all = hello.to_message();
        all.extend(message(11, |w| {
            w.vec24(|list| {
                for certificate in [&b"leaf"[..], b"ca"] {
                    list.vec24(|der| {
                        der.bytes(certificate);
                    });
                }
            });
        }));
        all.extend(message(22, |w| {
            w.u8(1).vec24(|staple| {
                staple.bytes(b"ocsp");
            });
        }));
        all.extend(message(12, |w| {
            w.bytes(&[3, 0, 23, 1, 4, 4, 3, 0, 1, 9]);
        }));
        all.extend(message(13, |w| {
            w.bytes(&[1, 64, 0, 2, 4, 3, 0, 4, 0, 2, b'c', b'a']);
        }));
        all.extend(message(14, |_| {}));
        let mut stream = record::write(ContentType::ALERT, Version::TLS1_2, &[1, 112]);
        stream.extend(record::handshake(Version::TLS1_2, &all, fragment));
        stream
    }

    #[test]
    fn a_flight_is_read_whatever_the_size_of_its_records() {
        for fragment in [1, 2, 7, record::FULL] {
            let read = Flight::read(&flight(fragment));
            assert!(read.is_complete() && read.malformed.is_none(), "{read:?}");
            assert_eq!(read.version(), Some(Version::TLS1_2));
            assert_eq!(read.certificates, Some(vec![b"leaf".to_vec(), b"ca".to_vec()]));
            assert_eq!(read.staple.as_deref(), Some(&b"ocsp"[..]));
            let exchange = read.key_exchange.expect("a key exchange");
            assert_eq!(exchange.scheme, Some(Scheme(0x0403)));
            assert_eq!(read.request.map(|r| r.authorities), Some(vec![b"ca".to_vec()]));
            assert_eq!(read.alerts[0].name(), "unrecognized_name");
        }
    }

    #[test]
    fn a_flight_cut_short_is_not_complete() {
        let stream = flight(100);
        for end in 0..stream.len() {
            assert!(!is_complete(&stream[..end]), "cut at {end}");
        }
    }

    #[test]
    fn no_change_of_a_byte_makes_the_reader_panic() {
        let stream = flight(64);
        let mut state = 0x2545_f491_4f6c_dd1d_u64;
        for at in 0..stream.len() {
            for _ in 0..8 {
                state ^= state << 13;
                state ^= state >> 7;
                state ^= state << 17;
                let mut bytes = stream.clone();
                bytes[at] = state.to_be_bytes()[0];
                let other = usize::from(state.to_be_bytes()[1]) % stream.len();
                bytes[other] = state.to_be_bytes()[2];
                let read = Flight::read(&bytes);
                let _ = (read.version(), read.refusal(), read.is_complete());
            }
        }
    }

    #[test]
    fn an_alert_ends_it_and_a_banner_is_kept() {
        let refused = Flight::read(&record::write(ContentType::ALERT, Version::TLS1_0, &[2, 70]));
        assert_eq!(
            refused.refusal().map(|alert| alert.description),
            Some(Description::PROTOCOL_VERSION)
        );
        let banner = Flight::read(b"220 mail ESMTP\r\n");
        assert_eq!(banner.foreign.as_deref(), Some(&b"220 mail ESMTP\r\n"[..]));
        assert!(banner.is_complete());
    }
}
