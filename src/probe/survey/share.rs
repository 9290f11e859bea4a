//! Key shares of TLS 1.3 that look right and that nobody has the key of: enough for a server to go on to its
//! ServerHello (RFC 8446 §4.2.8), and never for a session.

use aws_lc_rs::agreement::{Algorithm, ECDH_P256, ECDH_P384, ECDH_P521, EphemeralPrivateKey};
use aws_lc_rs::rand::{SystemRandom, fill};

use crate::wire::group::Group;

/// A share for `group`; none where a server would see through what can be made here.
pub(super) fn of(group: Group) -> Option<Vec<u8>> {
    match group.0 {
        23 => point(&ECDH_P256),
        24 => point(&ECDH_P384),
        25 => point(&ECDH_P521),
        // Every number is a key.
        29 => random(32),
        30 => random(56),
        256 => field(256),
        257 => field(384),
        258 => field(512),
        259 => field(768),
        260 => field(1024),
        // Zeros are coefficients like any other.
        0x11ec => Some([vec![0; ML_KEM_768], random(32)?].concat()),
        _ => None,
    }
}

fn point(curve: &'static Algorithm) -> Option<Vec<u8>> {
    let key = EphemeralPrivateKey::generate(curve, &SystemRandom::new()).ok()?;
    Some(key.compute_public_key().ok()?.as_ref().to_vec())
}

/// A power of the generator 2 in so many bytes: below the prime, whose first 64 bits are ones (RFC 7919 appendix A),
/// and in the group, of which only every other number is.
fn field(length: usize) -> Option<Vec<u8>> {
    let [place, bit] = random(2)?[..] else {
        return None;
    };
    let mut number = vec![0; length];
    // Not in the first byte, which begins the prime.
    number[1 + usize::from(place) % (length / 2)] = 1 << (bit % 8);
    Some(number)
}

fn random(length: usize) -> Option<Vec<u8>> {
    let mut bytes = vec![0; length];
    fill(&mut bytes).ok()?;
    Some(bytes)
}

/// Bytes of an encapsulation key (FIPS 203).
const ML_KEM_768: usize = 1184;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_has_the_length_that_its_group_wants() {
        for (group, length) in [(23, 65), (24, 97), (25, 133), (29, 32), (30, 56), (0x11ec, 1216)] {
            assert_eq!(of(Group(group)).map(|share| share.len()), Some(length), "{group}");
        }
        for (group, length) in [(256, 256), (257, 384), (258, 512), (259, 768), (260, 1024)] {
            let share = of(Group(group)).expect("a number");
            let ones: u32 = share.iter().map(|byte| byte.count_ones()).sum();
            assert_eq!((share.len(), share[0], ones), (length, 0, 1), "{group}");
        }
        assert_eq!(of(Group(31)), None);
    }
}
