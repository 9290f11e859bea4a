//! The PROXY protocol, versions 1 and 2: the first bytes on a connection, by which a proxy says for whom it
//! speaks (haproxy.org/download/2.8/doc/proxy-protocol.txt). Read from those only who are trusted to say it,
//! and written to an upstream.

use std::io;
use std::net::SocketAddr;

use ppp::{v1, v2};

use super::socket::End;
use super::stream::Stream;

/// The forms that an introduction has.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Form {
    /// One line of text.
    V1,
    /// Binary.
    V2,
}

/// Who is spoken for: the client and the address it connected to.
pub(crate) type Ends = (End, End);

/// Reads the introduction and takes it off the stream; `None` where the proxy speaks for itself or cannot
/// say for whom (LOCAL, UNKNOWN, UNSPEC, a Unix socket). The caller sets the deadline.
///
/// # Errors
///
/// What is wrong with the introduction, in a few words.
pub(super) async fn read(stream: &mut Stream) -> Result<Option<Ends>, String> {
    let broken = |e: io::Error| e.to_string();
    stream.look().await.map_err(broken)?;
    loop {
        let seen = stream.look().await.map_err(broken)?;
        if let Some((length, ends)) = parse(seen)? {
            stream.skip(length);
            return Ok(ends);
        }
        if !stream.look_further().await.map_err(broken)? {
            return Err("the connection ended within it".to_owned());
        }
    }
}

/// The introduction's length and what it says; `None` where there is more to come.
fn parse(seen: &[u8]) -> Result<Option<(usize, Option<Ends>)>, String> {
    let start = |whole: &[u8]| seen.starts_with(&whole[..whole.len().min(seen.len())]);
    if start(v2::PROTOCOL_PREFIX) {
        let Some(length) = seen.get(14..16) else {
            return Ok(None);
        };
        if let Some(version) = seen.get(12).map(|byte| byte >> 4).filter(|version| *version != 2) {
            return Err(format!("its version is {version}, not 2"));
        }
        let length = HEAD + usize::from(u16::from_be_bytes([length[0], length[1]]));
        if length > MOST {
            return Err(format!("it is {length} bytes long"));
        }
        let Some(whole) = seen.get(..length) else {
            return Ok(None);
        };
        let header = v2::Header::try_from(whole).map_err(|e| e.to_string())?;
        return Ok(Some((length, binary(&header))));
    }
    if start(b"PROXY ") {
        let line = &seen[..seen.len().min(LINE)];
        let Some(end) = line.windows(2).position(|two| two == b"\r\n") else {
            let more = seen.len() < LINE;
            return if more {
                Ok(None)
            } else {
                Err("its line has no end".to_owned())
            };
        };
        let header = v1::Header::try_from(&line[..end + 2]).map_err(|e| e.to_string())?;
        return Ok(Some((end + 2, text(&header))));
    }
    Err("it is not there".to_owned())
}

fn binary(header: &v2::Header<'_>) -> Option<Ends> {
    if header.command == v2::Command::Local {
        return None;
    }
    let ends = |source: SocketAddr, destination: SocketAddr| (End::at(source), End::at(destination));
    match header.addresses {
        v2::Addresses::IPv4(ip) => Some(ends(
            (ip.source_address, ip.source_port).into(),
            (ip.destination_address, ip.destination_port).into(),
        )),
        v2::Addresses::IPv6(ip) => Some(ends(
            (ip.source_address, ip.source_port).into(),
            (ip.destination_address, ip.destination_port).into(),
        )),
        v2::Addresses::Unix(_) | v2::Addresses::Unspecified => None,
    }
}

fn text(header: &v1::Header<'_>) -> Option<Ends> {
    let ends = |source: SocketAddr, destination: SocketAddr| (End::at(source), End::at(destination));
    match header.addresses {
        v1::Addresses::Tcp4(ip) => Some(ends(
            (ip.source_address, ip.source_port).into(),
            (ip.destination_address, ip.destination_port).into(),
        )),
        v1::Addresses::Tcp6(ip) => Some(ends(
            (ip.source_address, ip.source_port).into(),
            (ip.destination_address, ip.destination_port).into(),
        )),
        v1::Addresses::Unknown => None,
    }
}

/// The introduction of a client that connected to `local`.
pub(super) fn write(form: Form, client: End, local: End) -> Vec<u8> {
    let ends = match (client, local) {
        (End::Ip(client), End::Ip(local)) if client.is_ipv4() == local.is_ipv4() => Some((client, local)),
        // What has no address, or two of different families, has no form but "unknown".
        _ => None,
    };
    match form {
        Form::V1 => match ends {
            Some((client, local)) => {
                let family = if client.is_ipv4() { "TCP4" } else { "TCP6" };
                let (from, to) = (client.ip(), local.ip());
                format!(
                    "PROXY {family} {from} {to} {} {}\r\n",
                    client.port(),
                    local.port()
                )
            }
            None => "PROXY UNKNOWN\r\n".to_owned(),
        }
        .into_bytes(),
        Form::V2 => {
            let version = v2::Version::Two | v2::Command::Proxy;
            let built = match ends {
                Some(ends) => v2::Builder::with_addresses(version, v2::Protocol::Stream, ends).build(),
                None => {
                    let nobody = v2::Addresses::Unspecified;
                    v2::Builder::with_addresses(version, v2::Protocol::Unspecified, nobody).build()
                }
            };
            built.unwrap_or_default()
        }
    }
}

/// The bytes of version 2 before its addresses.
const HEAD: usize = 16;

/// The longest introduction: addresses and the extensions that proxies really send; the form allows 64 KiB.
const MOST: usize = 4 << 10;

/// The longest line of version 1, by its specification.
const LINE: usize = 107;

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(client: &str, local: &str) -> Ends {
        let end = |text: &str| End::Ip(text.parse().expect("an address"));
        (end(client), end(local))
    }

    #[test]
    fn what_is_written_is_read_again_byte_by_byte() {
        let (v4, v6) = (
            ends("192.0.2.1:4711", "198.51.100.2:443"),
            ends("[2001:db8::1]:4711", "[2001:db8::2]:443"),
        );
        for form in [Form::V1, Form::V2] {
            for said in [v4, v6] {
                let mut bytes = write(form, said.0, said.1);
                for cut in 0..bytes.len() {
                    assert_eq!(parse(&bytes[..cut]), Ok(None), "{form:?} {cut}");
                }
                let length = bytes.len();
                bytes.extend(b"\x16\x03");
                assert_eq!(parse(&bytes), Ok(Some((length, Some(said)))));
            }
            let unknown = write(form, End::Unix, End::Unix);
            assert_eq!(parse(&unknown), Ok(Some((unknown.len(), None))), "{form:?}");
        }
    }

    #[test]
    fn local_and_extensions_are_skipped_and_nonsense_is_refused() {
        let head = |command: u8, family: u8, length: u16| {
            [v2::PROTOCOL_PREFIX, &[command, family], &length.to_be_bytes()].concat()
        };
        let mut local = head(0x20, 0x00, 4);
        local.extend([4, 0, 1, 0]);
        assert_eq!(parse(&local), Ok(Some((20, None))));
        let mut extended = head(0x21, 0x11, 16);
        extended.extend([192, 0, 2, 1, 198, 51, 100, 2, 0, 80, 1, 187, 4, 0, 1, 42]);
        let said = ends("192.0.2.1:80", "198.51.100.2:443");
        assert_eq!(parse(&extended), Ok(Some((32, Some(said)))));
        for wrong in [
            [head(0x31, 0x11, 12), vec![0; 12]].concat(),
            head(0x21, 0x11, 65_535),
            [head(0x21, 0x11, 2), vec![0, 0]].concat(),
            b"GET / HTTP/1.1\r\n".to_vec(),
            b"\x16\x03\x01".to_vec(),
            b"PROXY TCP4 a b 1 2\r\n".to_vec(),
            b"PROXY TCP4 1.2.3.4 1.2.3.4 99999 2\r\n".to_vec(),
            [&b"PROXY TCP4 "[..], &[b'1'; 200]].concat(),
        ] {
            assert!(parse(&wrong).is_err(), "{wrong:?}");
        }
    }
}
