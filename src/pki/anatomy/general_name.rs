//! General names (RFC 5280 §4.2.1.6): what a subjectAltName, a constraint or a pointer can hold.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};

use super::name::narrow;
use super::{Dn, text};
use crate::pki::format::der::{Fault, Tlv, hex, single, tag};

/// One general name, as encoded.
#[derive(Clone, Debug)]
pub(crate) enum GeneralName<'a> {
    /// A directory name.
    Directory(Dn<'a>),
    /// A DNS name, as its bytes stand.
    Dns(&'a [u8]),
    /// An e-mail address.
    Email(&'a [u8]),
    /// An address of 4 or 16 bytes; in constraints an address and a mask.
    Ip(&'a [u8]),
    /// Another kind: its id and value.
    Other(String, Tlv<'a>),
    /// A registered id, dotted.
    RegisteredId(String),
    /// An x400Address, ediPartyName, or a tag that is none.
    Unknown(Tlv<'a>),
    /// A URI.
    Uri(&'a [u8]),
}

impl<'a> GeneralName<'a> {
    /// Reads a GeneralNames SEQUENCE.
    pub(crate) fn list(value: &'a [u8]) -> Result<Vec<Self>, Fault> {
        let sequence = single(value, tag::SEQUENCE, "general names")?;
        Ok(sequence.children()?.into_iter().map(Self::new).collect())
    }

    /// Reads one element of GeneralNames.
    pub(crate) fn new(element: Tlv<'a>) -> Self {
        match element.tag {
            0xa0 => other(&element).unwrap_or(Self::Unknown(element)),
            0x81 => Self::Email(element.content),
            0x82 => Self::Dns(element.content),
            0xa4 => match element.reader().any() {
                Ok(name) => Self::Directory(Dn::new(name)),
                Err(_) => Self::Unknown(element),
            },
            0x86 => Self::Uri(element.content),
            0x87 => Self::Ip(element.content),
            0x88 => Self::RegisteredId(element.oid()),
            _ => Self::Unknown(element),
        }
    }

    /// The kind as it is written before a colon: `DNS`, `IP`.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Directory(_) => "directory",
            Self::Dns(_) => "DNS",
            Self::Email(_) => "email",
            Self::Ip(_) => "IP",
            Self::Other(..) => "other",
            Self::RegisteredId(_) => "registered id",
            Self::Unknown(_) => "unknown",
            Self::Uri(_) => "URI",
        }
    }

    /// The name itself as text.
    pub(crate) fn value(&self) -> String {
        match self {
            Self::Directory(name) => name.to_string(),
            Self::Dns(bytes) | Self::Email(bytes) | Self::Uri(bytes) => narrow(bytes),
            Self::Ip(bytes) => address(bytes),
            Self::Other(id, value) => match id.as_str() {
                "1.3.6.1.4.1.311.20.2.3" => format!("UPN {}", text(value)),
                "1.3.6.1.5.5.7.8.5" => format!("XMPP {}", text(value)),
                "1.3.6.1.5.5.7.8.7" => format!("SRV {}", text(value)),
                "1.3.6.1.5.5.7.8.9" => format!("SMTP {}", text(value)),
                _ => format!("{id} {}", hex(value.full)),
            },
            Self::RegisteredId(id) => id.clone(),
            Self::Unknown(element) => format!("#{}", hex(element.full)),
        }
    }
}

impl fmt::Display for GeneralName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.kind(), self.value())
    }
}

fn other<'a>(element: &Tlv<'a>) -> Option<GeneralName<'a>> {
    let mut fields = element.reader();
    let id = fields.expect(tag::OID, "the kind of name").ok()?.oid();
    let explicit = fields.expect(tag::constructed(0), "the name").ok()?;
    Some(GeneralName::Other(id, explicit.reader().any().ok()?))
}

/// An address, an address with its mask, or the bytes where it is neither.
fn address(bytes: &[u8]) -> String {
    let v4 = |b: &[u8]| <[u8; 4]>::try_from(b).map(Ipv4Addr::from).ok();
    let v6 = |b: &[u8]| <[u8; 16]>::try_from(b).map(Ipv6Addr::from).ok();
    let half = bytes.len() / 2;
    match bytes.len() {
        4 => v4(bytes).map(|ip| ip.to_string()),
        16 => v6(bytes).map(|ip| ip.to_string()),
        8 => v4(&bytes[..half]).map(|ip| format!("{ip}{}", mask(&bytes[half..]))),
        32 => v6(&bytes[..half]).map(|ip| format!("{ip}{}", mask(&bytes[half..]))),
        _ => None,
    }
    .unwrap_or_else(|| format!("#{}", hex(bytes)))
}

fn mask(bytes: &[u8]) -> String {
    let ones: u32 = bytes.iter().map(|b| b.leading_ones()).sum();
    let prefix = bytes.iter().skip_while(|b| **b == 0xff).skip(1).all(|b| *b == 0)
        && bytes.iter().all(|b| b.leading_ones() + b.trailing_zeros() >= 8);
    if prefix {
        format!("/{ones}")
    } else {
        format!("/(mask {})", hex(bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_masks_read_as_people_write_them() {
        assert_eq!(address(&[127, 0, 0, 1]), "127.0.0.1");
        assert_eq!(address(&[10, 0, 0, 0, 255, 128, 0, 0]), "10.0.0.0/9");
        assert_eq!(address(&[0; 16]), "::");
        assert_eq!(address(&[1, 2, 3]), "#010203");
        assert_eq!(
            address(&[10, 0, 0, 0, 255, 0, 255, 0]),
            "10.0.0.0/(mask ff00ff00)"
        );
    }
}
