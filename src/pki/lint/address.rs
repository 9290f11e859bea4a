//! Addresses as certificates hold them, and the ranges that no public network has (RFC 6890).

use std::net::{Ipv4Addr, Ipv6Addr};

/// Whether the octets of an iPAddress are one that the public Internet does not route.
pub(super) fn is_reserved(octets: &[u8]) -> bool {
    if let Ok(four) = <[u8; 4]>::try_from(octets) {
        return is_reserved_v4(Ipv4Addr::from(four));
    }
    <[u8; 16]>::try_from(octets).is_ok_and(|sixteen| is_reserved_v6(Ipv6Addr::from(sixteen)))
}

/// Whether the octets of a constraint are an address and a mask of leading ones.
pub(super) fn is_network(octets: &[u8]) -> bool {
    if !matches!(octets.len(), 8 | 32) {
        return false;
    }
    let mask = &octets[octets.len() / 2..];
    let ones: usize = mask.iter().map(|octet| octet.count_ones() as usize).sum();
    let leading = mask.iter().take_while(|octet| **octet == 0xff).count();
    let tail = mask.get(leading).map_or(0, |octet| octet.leading_ones() as usize);
    ones == leading * 8 + tail
}

fn is_reserved_v4(address: Ipv4Addr) -> bool {
    let number = u32::from(address);
    V4.iter()
        .any(|(network, bits)| number >> (32 - bits) == u32::from(Ipv4Addr::from(*network)) >> (32 - bits))
}

fn is_reserved_v6(address: Ipv6Addr) -> bool {
    let parts = address.segments();
    let global = parts[0] & 0xe000 == 0x2000;
    !global || (parts[0] == 0x2001 && (parts[1] == 0xdb8 || parts[1] < 0x200)) || parts[0] == 0x2002
}

/// Network and prefix length of the special-purpose registry.
const V4: &[([u8; 4], u32)] = &[
    ([0, 0, 0, 0], 8),
    ([10, 0, 0, 0], 8),
    ([100, 64, 0, 0], 10),
    ([127, 0, 0, 0], 8),
    ([169, 254, 0, 0], 16),
    ([172, 16, 0, 0], 12),
    ([192, 0, 0, 0], 24),
    ([192, 0, 2, 0], 24),
    ([192, 88, 99, 0], 24),
    ([192, 168, 0, 0], 16),
    ([198, 18, 0, 0], 15),
    ([198, 51, 100, 0], 24),
    ([203, 0, 113, 0], 24),
    ([224, 0, 0, 0], 4),
    ([240, 0, 0, 0], 4),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_and_documentation_ranges_are_reserved() {
        for reserved in [
            [10, 1, 2, 3],
            [127, 0, 0, 1],
            [192, 0, 2, 9],
            [255, 255, 255, 255],
        ] {
            assert!(is_reserved(&reserved), "{reserved:?}");
        }
        assert!(!is_reserved(&[1, 1, 1, 1]));
        assert!(is_reserved(&Ipv6Addr::LOCALHOST.octets()));
        assert!(!is_reserved(
            &"2606:4700::1111"
                .parse::<Ipv6Addr>()
                .expect("an address")
                .octets()
        ));
    }

    #[test]
    fn a_network_has_a_mask_of_leading_ones() {
        assert!(is_network(&[10, 0, 0, 0, 255, 128, 0, 0]));
        assert!(is_network(&[0; 8]));
        assert!(!is_network(&[10, 0, 0, 0, 255, 0, 255, 0]));
        assert!(!is_network(&[10, 0, 0, 0]));
    }
}
