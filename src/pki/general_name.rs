//! GeneralName (RFC 5280 §4.2.1.6): what alternative names, name constraints and pointers hold. Values
//! stay as they were received; `host` decides what they match.

use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use super::dn::Name;
use super::format::der::{Tlv, hex, single, tag};
use super::primitive::{Oid, Read, object_id};

/// A name of any of the nine kinds.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum GeneralName {
    /// `[4]`
    Directory(Name),
    /// `[2]`
    Dns(String),
    /// `[5]`, its encoding
    EdiParty(Box<[u8]>),
    /// `[1]`
    Email(String),
    /// `[7]`: 4 or 16 octets in an alternative name, twice as many with the mask in a constraint
    Ip(Box<[u8]>),
    /// `[0]`: the kind, and the encoding of the value
    Other(Oid, Box<[u8]>),
    /// `[8]`
    Registered(Oid),
    /// `[6]`
    Uri(String),
    /// `[3]`, its encoding
    X400(Box<[u8]>),
}

impl GeneralName {
    /// Reads one name. Text that is not ASCII is kept with replacement characters: it matches nothing.
    pub(crate) fn read(tlv: &Tlv<'_>) -> Read<Self> {
        let text = || String::from_utf8_lossy(tlv.content).into_owned();
        Ok(match tlv.tag & 0x9f {
            0x80 => {
                let mut reader = tlv.reader();
                let kind = object_id(&reader.expect(tag::OID, "the kind of an otherName")?)?;
                Self::Other(kind, reader.rest().into())
            }
            0x81 => Self::Email(text()),
            0x82 => Self::Dns(text()),
            0x83 => Self::X400(tlv.full.into()),
            0x84 => Self::Directory(Name::read(&single(
                tlv.content,
                tag::SEQUENCE,
                "a directory name",
            )?)?),
            0x85 => Self::EdiParty(tlv.full.into()),
            0x86 => Self::Uri(text()),
            0x87 => Self::Ip(tlv.content.into()),
            0x88 => Self::Registered(object_id(tlv)?),
            _ => return Err(tlv.fault("a general name of no known kind")),
        })
    }

    /// Reads a SEQUENCE of names, whatever its tag.
    pub(crate) fn read_all(sequence: &Tlv<'_>) -> Read<Vec<Self>> {
        sequence.children()?.iter().map(Self::read).collect()
    }

    /// The address in an iPAddress of an alternative name.
    pub(crate) fn ip(&self) -> Option<IpAddr> {
        let Self::Ip(octets) = self else {
            return None;
        };
        let four = <[u8; 4]>::try_from(&**octets).map(|octets| Ipv4Addr::from(octets).into());
        let sixteen = <[u8; 16]>::try_from(&**octets).map(|octets| Ipv6Addr::from(octets).into());
        four.or(sixteen).ok()
    }

    /// What kind it is, as people say it.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Directory(_) => "directory name",
            Self::Dns(_) => "DNS",
            Self::EdiParty(_) => "EDI party name",
            Self::Email(_) => "email",
            Self::Ip(_) => "IP",
            Self::Other(..) => "other name",
            Self::Registered(_) => "registered ID",
            Self::Uri(_) => "URI",
            Self::X400(_) => "X.400 address",
        }
    }
}

/// The value alone: `example.com`, `192.0.2.1`, `192.0.2.0/24`.
impl fmt::Display for GeneralName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Directory(name) => write!(f, "{name}"),
            Self::Dns(text) | Self::Email(text) | Self::Uri(text) => f.write_str(text),
            Self::EdiParty(raw) | Self::X400(raw) => write!(f, "#{}", hex(raw)),
            Self::Ip(octets) => match (self.ip(), network(octets)) {
                (Some(address), _) => write!(f, "{address}"),
                (None, Some(network)) => f.write_str(&network),
                (None, None) => write!(f, "#{}", hex(octets)),
            },
            Self::Other(kind, value) => write!(f, "{kind} #{}", hex(value)),
            Self::Registered(oid) => write!(f, "{oid}"),
        }
    }
}

/// `address/prefix` of the address and mask in a constraint, or `address/mask` for an odd mask.
fn network(octets: &[u8]) -> Option<String> {
    let half = octets.len() / 2;
    let address = |part: &[u8]| {
        GeneralName::Ip(part.into())
            .ip()
            .filter(|_| octets.len() == 2 * half)
    };
    let (base, mask) = (address(&octets[..half])?, address(&octets[half..])?);
    let ones: u32 = octets[half..].iter().map(|octet| octet.leading_ones()).sum();
    let set: u32 = octets[half..].iter().map(|octet| octet.count_ones()).sum();
    let contiguous = octets[half..]
        .windows(2)
        .all(|pair| pair[0] == 0xff || pair[1] == 0);
    if ones == set && contiguous {
        Some(format!("{base}/{ones}"))
    } else {
        Some(format!("{base}/{mask}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn networks_show_their_prefix() {
        let shown = |octets: &[u8]| GeneralName::Ip(octets.into()).to_string();
        assert_eq!(shown(&[192, 0, 2, 1]), "192.0.2.1");
        assert_eq!(shown(&[192, 0, 2, 0, 255, 255, 255, 0]), "192.0.2.0/24");
        assert_eq!(shown(&[10, 0, 0, 0, 255, 0, 255, 0]), "10.0.0.0/255.0.255.0");
        assert_eq!(shown(&[0; 16]), "::");
        assert_eq!(shown(&[1, 2, 3]), "#010203");
    }
}
