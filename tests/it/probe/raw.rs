//! A server of TLS that finishes nothing and obeys a policy: which versions, suites, groups, whose order, and in
//! which ways it is odd. It plays what no library would, from SSL 2.0 to TLS 1.3, up to the end of its first
//! flight.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use num_bigint::BigUint;

use super::peer::{Peer, swallow};

/// What the server does.
#[derive(Clone, Default)]
pub(super) struct Policy {
    /// The versions it speaks.
    pub(super) versions: Vec<u16>,
    /// The suites up to TLS 1.2, in its order.
    pub(super) suites: Vec<u16>,
    /// The suites of TLS 1.3, in its order.
    pub(super) suites13: Vec<u16>,
    /// The groups, in its order.
    pub(super) groups: Vec<u16>,
    /// Groups that it ranks, while inside each tuple the client's order decides; instead of `groups`.
    pub(super) tuples: Vec<Vec<u16>>,
    /// The signature schemes, in its order.
    pub(super) schemes: Vec<u16>,
    /// The kinds of SSL 2.0, three bytes each.
    pub(super) kinds: Vec<[u8; 3]>,
    /// Whether the client's order of suites decides.
    pub(super) follows_client: bool,
    /// The certificate, which nobody reads unless its key is needed.
    pub(super) leaf: Vec<u8>,
    /// The modulus and the private exponent of its key, for key exchanges with static RSA.
    pub(super) key: Option<(BigUint, BigUint)>,
    /// In what ways it is odd.
    pub(super) oddity: Oddity,
}

#[derive(Clone, Copy, Default, PartialEq)]
pub(super) enum Oddity {
    /// It is silent to hellos of 256 to 511 bytes.
    DeafToMedium,
    /// It closes where it should send an alert.
    ClosesToRefuse,
    /// It takes a ChangeCipherSpec at any time.
    EarlyCcs,
    /// It closes where the client offers application protocols and not this one.
    ClosesWithout(&'static str),
    /// It gives up behind its certificate where it has no group or scheme in common with the client.
    GivesUp,
    /// It answers heartbeats that hold what they claim, and drops the others.
    Heartbeats,
    /// It answers a heartbeat with as much as that claims to hold.
    Heartbleed,
    /// It answers every refusal with `internal_error`.
    InternalError,
    #[default]
    None,
    /// It sends one byte at a time.
    OneByte,
    /// It sends this many bytes of whatever it has to say, and resets the connection.
    ResetsAfter(usize),
    /// It resets the connection where it should send an alert.
    ResetsToRefuse,
    /// It drops hellos with more than this many suites.
    ShortLists(usize),
    /// It says by its alert whether the padding of an RSA key exchange was right.
    TellsPadding,
    /// It chooses this suite whatever is offered.
    Unasked(u16),
    /// It warns of the name before its hello.
    Warns,
    /// It takes an empty key_share for an error.
    WantsShare,
}

impl Policy {
    pub(super) fn serve(self) -> Peer {
        Peer::scripted(move |stream| self.answer(stream))
    }

    fn answer(&self, mut stream: TcpStream) {
        let Some(first) = take(&mut stream, 3) else { return };
        if first[0] & 0x80 != 0 {
            let rest = usize::from(first[0] & 0x7f) << 8 | usize::from(first[1]);
            if take(&mut stream, rest - 1).is_some() && !self.kinds.is_empty() {
                self.send(&mut stream, &self.sslv2());
            }
            return;
        }
        let Some(hello) = read_hello(&mut stream, &first) else {
            return;
        };
        if self.oddity == Oddity::DeafToMedium && (256..512).contains(&hello.length) {
            return swallow(stream);
        }
        match self.flight(&hello) {
            Some(flight) => {
                if self.oddity == Oddity::Warns {
                    self.send(&mut stream, &[21, 3, 3, 0, 2, 1, 112]);
                }
                self.send(&mut stream, &flight);
                if !matches!(self.oddity, Oddity::ResetsAfter(_)) {
                    self.go_on(&mut stream);
                }
            }
            None => self.refuse(&mut stream, &hello),
        }
    }

    fn refuse(&self, stream: &mut TcpStream, hello: &Hello) {
        match self.oddity {
            Oddity::ClosesToRefuse | Oddity::ClosesWithout(_) | Oddity::ShortLists(_) => {}
            Oddity::ResetsToRefuse => reset(stream),
            Oddity::InternalError => self.send(stream, &[21, 3, 1, 0, 2, 2, 80]),
            _ => {
                let alert = if self.version(hello).is_none() { 70 } else { 40 };
                self.send(stream, &[21, 3, 1, 0, 2, 2, alert]);
            }
        }
    }

    /// What follows the first flight.
    fn go_on(&self, stream: &mut TcpStream) {
        let mut bytes = [0; 1024];
        while let Ok(count @ 1..) = stream.read(&mut bytes) {
            match (bytes[0], self.oddity) {
                (24, Oddity::Heartbleed) => self.send(stream, &heartbeat(bytes[7])),
                (24, Oddity::Heartbeats) => {
                    let holds = |record: &&[u8]| usize::from(record[7]) + 19 <= record.len() - 5;
                    for record in records(&bytes[..count]).into_iter().filter(holds) {
                        self.send(stream, &heartbeat(record[7]));
                    }
                }
                (22, _) => return self.send(stream, &[21, 3, 3, 0, 2, 2, self.decrypt(&bytes[..count])]),
                (20, Oddity::EarlyCcs) => return self.send(stream, &[21, 3, 3, 0, 2, 2, 20]),
                (20, _) => return self.send(stream, &[21, 3, 3, 0, 2, 2, 10]),
                _ => {}
            }
        }
    }

    /// The alert that answers a ClientKeyExchange with static RSA and a Finished that nobody could read.
    fn decrypt(&self, bytes: &[u8]) -> u8 {
        let (modulus, exponent) = self.key.as_ref().expect("static RSA takes a key");
        let size = usize::try_from(modulus.bits().div_ceil(8)).expect("short");
        let secret = BigUint::from_bytes_be(&bytes[11..11 + size]).modpow(exponent, modulus);
        let short = secret.to_bytes_be();
        let block = [vec![0; size - short.len()], short].concat();
        let zero = block[2..].iter().position(|byte| *byte == 0);
        let is_right = block.starts_with(&[0, 2]) && zero == Some(size - 2 - 49);
        match self.oddity {
            Oddity::TellsPadding if !is_right => 51,
            // A wrong secret shows in the Finished alone (RFC 5246 §7.4.7.1).
            _ => 20,
        }
    }

    fn version(&self, hello: &Hello) -> Option<u16> {
        let offered = |version: &&u16| {
            if hello.versions.is_empty() {
                **version <= hello.legacy.min(0x0303)
            } else {
                hello.versions.contains(version)
            }
        };
        self.versions.iter().filter(offered).max().copied()
    }

    /// The first flight, or nothing where client and server have nothing in common.
    fn flight(&self, hello: &Hello) -> Option<Vec<u8>> {
        if matches!(self.oddity, Oddity::ShortLists(most) if hello.suites.len() > most) {
            return None;
        }
        let protocol = self.protocol(hello)?;
        let version = self.version(hello)?;
        let mine = if version == 0x0304 {
            &self.suites13
        } else {
            &self.suites
        };
        let (first, second) = if self.follows_client {
            (&hello.suites, mine)
        } else {
            (mine, &hello.suites)
        };
        let chosen = first.iter().find(|suite| second.contains(suite)).copied();
        let suite = match self.oddity {
            Oddity::Unasked(suite) if version < 0x0304 => suite,
            _ => chosen?,
        };
        let group = self.group(hello);
        if version == 0x0304 {
            if self.oddity == Oddity::WantsShare && !hello.has_share {
                return None;
            }
            return Some(retry_request(suite, group?));
        }
        let scheme = self
            .schemes
            .iter()
            .find(|scheme| hello.schemes.contains(scheme))
            .copied();
        let has_heartbeat = matches!(self.oddity, Oddity::Heartbeats | Oddity::Heartbleed);
        let mut extensions = Vec::new();
        if has_heartbeat {
            extensions.extend([0, 15, 0, 1, 1]);
        }
        extensions.extend(protocol);
        let mut messages = server_hello(version, suite, &extensions);
        let leaf = if self.leaf.is_empty() {
            b"leaf"
        } else {
            &self.leaf[..]
        };
        let length = u16::try_from(leaf.len()).ok()?;
        let mut chain = vec![0];
        chain.extend((length + 3).to_be_bytes());
        chain.push(0);
        chain.extend(length.to_be_bytes());
        chain.extend(leaf);
        messages.extend(message(11, &chain));
        if suite >> 8 == 0xc0 || suite >> 8 == 0xcc {
            match group.and_then(|group| key_exchange(version, group, scheme)) {
                Some(exchange) => messages.extend(exchange),
                None if self.oddity == Oddity::GivesUp => {
                    return Some([in_record(version, &messages)?, vec![21, 3, 3, 0, 2, 2, 40]].concat());
                }
                None => return None,
            }
        }
        messages.extend(message(14, &[]));
        in_record(version, &messages)
    }

    /// The extension that names the application protocol, where it looks at them; none where it wants another.
    fn protocol(&self, hello: &Hello) -> Option<Vec<u8>> {
        let Oddity::ClosesWithout(name) = self.oddity else {
            return Some(Vec::new());
        };
        let length = u8::try_from(name.len()).expect("short");
        let item = [&[length], name.as_bytes()].concat();
        if hello.alpn.is_empty() {
            return Some(Vec::new());
        }
        let is_offered = hello.alpn.windows(item.len()).any(|part| part == item);
        is_offered.then(|| [&[0, 16, 0, length + 3, 0, length + 1], &item[..]].concat())
    }

    fn group(&self, hello: &Hello) -> Option<u16> {
        // A hello that names none leaves the choice to the server (RFC 8422 section 4).
        if hello.groups.is_empty() {
            return self.groups.first().copied();
        }
        let best = self
            .tuples
            .iter()
            .find(|tuple| tuple.iter().any(|group| hello.groups.contains(group)));
        let (first, second) = match best {
            Some(tuple) => (&hello.groups, tuple),
            None => (&self.groups, &hello.groups),
        };
        first.iter().find(|group| second.contains(group)).copied()
    }

    fn sslv2(&self) -> Vec<u8> {
        let kinds = self.kinds.concat();
        let mut body = vec![
            4,
            0,
            1,
            0,
            2,
            0,
            4,
            0,
            u8::try_from(kinds.len()).expect("few"),
            0,
            2,
        ];
        body.extend(b"leaf");
        body.extend(kinds);
        body.extend([1, 2]);
        let mut record = vec![0x80, u8::try_from(body.len()).expect("short")];
        record.extend(body);
        record
    }

    fn send(&self, stream: &mut TcpStream, bytes: &[u8]) {
        if let Oddity::ResetsAfter(count) = self.oddity {
            let _ = stream.write_all(&bytes[..count.min(bytes.len())]);
            return reset(stream);
        }
        if self.oddity != Oddity::OneByte {
            let _ = stream.write_all(bytes);
            return;
        }
        let _ = stream.set_nodelay(true);
        for byte in bytes {
            if stream.write_all(&[*byte]).is_err() {
                return;
            }
        }
    }
}

/// What a ClientHello says.
struct Hello {
    length: usize,
    legacy: u16,
    suites: Vec<u16>,
    versions: Vec<u16>,
    groups: Vec<u16>,
    schemes: Vec<u16>,
    /// The application protocols, each behind its length.
    alpn: Vec<u8>,
    has_share: bool,
}

fn read_hello(stream: &mut TcpStream, first: &[u8]) -> Option<Hello> {
    let mut header = first.to_vec();
    header.extend(take(stream, 2)?);
    let mut bytes = Vec::new();
    loop {
        let length = usize::from(header[3]) << 8 | usize::from(header[4]);
        bytes.extend(take(stream, length)?);
        let whole = 4 + (usize::from(bytes[2]) << 8 | usize::from(bytes[3]));
        if bytes.len() >= whole {
            return parse(&bytes[4..whole]).map(|hello| Hello {
                length: whole,
                ..hello
            });
        }
        header = take(stream, 5)?;
    }
}

fn parse(body: &[u8]) -> Option<Hello> {
    let word = |at: usize| Some(u16::from_be_bytes([*body.get(at)?, *body.get(at + 1)?]));
    let words = |bytes: &[u8]| {
        bytes
            .chunks_exact(2)
            .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
            .collect()
    };
    let mut at = 35 + usize::from(*body.get(34)?);
    let count = usize::from(word(at)?);
    let mut hello = Hello {
        length: body.len(),
        legacy: word(0)?,
        suites: words(body.get(at + 2..at + 2 + count)?),
        versions: Vec::new(),
        groups: Vec::new(),
        schemes: Vec::new(),
        alpn: Vec::new(),
        has_share: false,
    };
    at += 2 + count;
    at += 1 + usize::from(*body.get(at)?) + 2;
    while let (Some(kind), Some(length)) = (word(at), word(at + 2)) {
        let inside = body.get(at + 4..at + 4 + usize::from(length))?;
        match kind {
            10 => hello.groups = words(&inside[2..]),
            13 => hello.schemes = words(&inside[2..]),
            16 => hello.alpn = inside[2..].to_vec(),
            43 => hello.versions = words(&inside[1..]),
            51 => hello.has_share = inside.len() > 2,
            _ => {}
        }
        at += 4 + usize::from(length);
    }
    Some(hello)
}

/// A heartbeat in answer to one that claims to hold so much.
fn heartbeat(claimed: u8) -> Vec<u8> {
    let mut answer = vec![24, 3, 3, 0, claimed + 19, 2, 0, claimed];
    answer.resize(8 + usize::from(claimed) + 16, 0x5a);
    answer
}

/// The records in these bytes, each with its header.
fn records(mut bytes: &[u8]) -> Vec<&[u8]> {
    let mut records = Vec::new();
    while bytes.len() > 5 {
        let (record, rest) = bytes.split_at(5 + usize::from(bytes[4]));
        records.push(record);
        bytes = rest;
    }
    records
}

fn server_hello(version: u16, suite: u16, further: &[u8]) -> Vec<u8> {
    let mut body = version.to_be_bytes().to_vec();
    body.extend([7; 32]);
    body.push(0);
    body.extend(suite.to_be_bytes());
    body.push(0);
    if version > 0x0300 {
        body.extend([0, 5 + u8::try_from(further.len()).expect("short")]);
        body.extend([0xff, 1, 0, 1, 0]);
        body.extend(further);
    }
    message(2, &body)
}

fn retry_request(suite: u16, group: u16) -> Vec<u8> {
    // SHA-256 of `HelloRetryRequest` (RFC 8446 §4.1.3).
    let mark = "cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c";
    let mut body = vec![3, 3];
    body.extend((0..32).map(|i| u8::from_str_radix(&mark[2 * i..2 * i + 2], 16).expect("hex")));
    body.push(0);
    body.extend(suite.to_be_bytes());
    body.extend([0, 0, 12, 0, 43, 0, 2, 3, 4, 0, 51, 0, 2]);
    body.extend(group.to_be_bytes());
    let message = message(2, &body);
    let mut record = vec![22, 3, 3, 0, u8::try_from(message.len()).expect("short")];
    record.extend(message);
    record
}

fn key_exchange(version: u16, group: u16, scheme: Option<u16>) -> Option<Vec<u8>> {
    let mut body = vec![3];
    body.extend(group.to_be_bytes());
    body.extend([1, 4]);
    if version == 0x0303 {
        body.extend(scheme?.to_be_bytes());
    }
    body.extend([0, 1, 9]);
    Some(message(12, &body))
}

fn in_record(version: u16, messages: &[u8]) -> Option<Vec<u8>> {
    let mut record = vec![22];
    record.extend(version.to_be_bytes());
    record.extend(u16::try_from(messages.len()).ok()?.to_be_bytes());
    record.extend(messages);
    Some(record)
}

fn message(kind: u8, body: &[u8]) -> Vec<u8> {
    let length = u16::try_from(body.len()).expect("short").to_be_bytes();
    [&[kind, 0, length[0], length[1]], body].concat()
}

fn take(stream: &mut TcpStream, count: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; count];
    stream.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

/// Closing without lingering makes the kernel send a reset.
fn reset(stream: &TcpStream) {
    let _ = socket2::SockRef::from(stream).set_linger(Some(std::time::Duration::ZERO));
}
