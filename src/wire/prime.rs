//! Diffie-Hellman primes that more than one server uses: those of RFC 7919, RFC 3526, RFC 2409 and RFC 5114, and
//! those that servers were shipped with. Each by the first half of its SHA-256. A prime of 1024 bits that
//! many share is worth a nation's while to break once (weakdh.org).

use aws_lc_rs::digest::{SHA256, digest};

use super::group::Group;

/// Where a prime (big-endian, without leading zeros) is known from.
pub(crate) fn origin(prime: &[u8]) -> Option<&'static str> {
    let hash = digest(&SHA256, prime);
    let half = u128::from_be_bytes(*hash.as_ref().first_chunk()?);
    let found = KNOWN.binary_search_by_key(&half, |&(hash, _)| hash).ok()?;
    Some(KNOWN[found].1)
}

/// The group of RFC 7919 that a prime belongs to.
pub(crate) fn group(prime: &[u8]) -> Option<Group> {
    let name = origin(prime)?.strip_suffix(" (RFC 7919)")?;
    Group::all().find(|group| group.known() == Some(name))
}

#[rustfmt::skip]
static KNOWN: &[(u128, &str)] = &[
    (0x0b7835722cb619827610c2549fdda558, "RFC 5114 2048 bits, subgroup of 256"),
    (0x0eaf67db3a839156d5013494a5318a77, "ffdhe3072 (RFC 7919)"),
    (0x0ef134beacbbf1b59a09bb1581cbe08b, "ProFTPD 1.3.7, built in"),
    (0x1c70784ccc75ed9ddab31a9fcbb1854b, "ProFTPD 1.3.8, built in"),
    (0x20ce5e9531472e234e1ef76788a6f5f5, "ProFTPD 1.3.5, built in"),
    (0x227ac9066b3ddd9e193670cda2388fa8, "ffdhe6144 (RFC 7919)"),
    (0x245ccb3bb7e5f8e431c3786ce8c84360, "ProFTPD 1.3.5, built in"),
    (0x329f829265b0371566c11e71b9754f12, "ProFTPD 1.3.8, built in"),
    (0x39ab4feab950a3128fb71accb9fc3965, "group 18 (RFC 3526)"),
    (0x3b37d357836b4c0b81ae99d4bb204f5f, "ProFTPD 1.3.2, built in"),
    (0x3cdb020b9ef298b2f3f6cf5a872af527, "Apache httpd 2.0.18, built in"),
    (0x3f35a3f5f6c4376a744acad409bb22f8, "group 2 (RFC 2409)"),
    (0x42c55340f006f5b2ea5fb437952d551a, "ProFTPD 1.3.7, built in"),
    (0x42e53774b95b3bb1e5bf29914233ba47, "ProFTPD 1.3.8, built in"),
    (0x44c55cfee5c075927cf682da5b681bde, "RFC 5114 1024 bits, subgroup of 160"),
    (0x4648414224ac881b3d0dc59b466f96d0, "ffdhe4096 (RFC 7919)"),
    (0x486e235226a927b22b9389bf43377084, "HAProxy 1.6, built in"),
    (0x48cf8b092fbce4359d9871abf74f98e2, "group 15 (RFC 3526)"),
    (0x4e6706b2928b0b84405ecbd2d6a7d53d, "ProFTPD 1.3.8, built in"),
    (0x4ee95187682bcb230ad26a95205f6920, "group 16 (RFC 3526)"),
    (0x64fcc83ec403930bf18393dbc883ccaa, "group 5 (RFC 3526)"),
    (0x6c863838510bab3e2093066fc14976f0, "Postfix 2.2, built in"),
    (0x770b14efaf6f049929c523113b3fa99a, "ffdhe8192 (RFC 7919)"),
    (0x7b6551ea6ff09bd78c24bede10980a15, "HAProxy 1.6, built in"),
    (0x7dafc874c19963c0dd38e642bf1f3ad9, "ProFTPD 1.2.8, built in"),
    (0x8ae47dca3d24e9b64640062686da234d, "nginx 0.7.2, built in"),
    (0x9cd3b7f336872f46c09428d1bbc19877, "ffdhe2048 (RFC 7919)"),
    (0xa0e7611e593dd96519900f0ae86be34a, "ProFTPD 1.3.7, built in"),
    (0xa67f41cb161353e098a815bf4070d326, "HAProxy 1.6, built in"),
    (0xad225f9367840e76af41a00757b85ead, "ProFTPD 1.3.2, built in"),
    (0xb22223eba55eff07fda0073c0bb7f65c, "ProFTPD 1.3.5, built in"),
    (0xb36ac84e5fa8bd7a6363e1fb989456e4, "ProFTPD 1.3.5, built in"),
    (0xb5244f702d9cd9d907709b4e1d068d20, "ProFTPD 1.3.8, built in"),
    (0xb52ba6a3026520a6c49d37e458760180, "group 1 (RFC 2409)"),
    (0xb85e2291d140459398cf0cd25689409c, "ProFTPD 1.3.5, built in"),
    (0xbc66927384785251c604a3836e404756, "ProFTPD 1.3.2, built in"),
    (0xbd646809c4e2d255e7082482b9917c2d, "ProFTPD 1.2.8, built in"),
    (0xbf910d9df4e0b2e76cda7443f592aa11, "Apache httpd 2.1.5, built in"),
    (0xbfe545862ca102ad1eeddb5fbfa5bf85, "RFC 5114 2048 bits, subgroup of 224"),
    (0xd03fdc7fe0f0d300624dd6d8a1682855, "socat 1.7.3, built in"),
    (0xd1bfe6d0925ce7e4da262b62861514a7, "group 17 (RFC 3526)"),
    (0xd2ae65bfc24596c0333a3ad57a67565d, "ProFTPD 1.2.8, built in"),
    (0xd4a418fa51edd0fa0aabdea2192828e1, "ProFTPD 1.3.8, built in"),
    (0xd66436f79bbd6b2e38c0ffbd079be904, "group 14 (RFC 3526)"),
    (0xdb01e702899166da28c9bc7896af62bc, "Apache httpd 2.1.5, built in"),
    (0xe2b343fa226b71092716a0cefea064b0, "ProFTPD 1.2.8, built in"),
    (0xec172d7c9ebbd008d562827a437b89e5, "ProFTPD 1.3.8, built in"),
    (0xedc26ebfeb5385659871debcbecc548f, "ProFTPD 1.3.2, built in"),
    (0xee302f149664decf1b364551326625cf, "ProFTPD 1.2.8, built in"),
    (0xef627d8cc44144f36a075d8dd8511bbd, "Postfix 2.2, built in"),
    (0xf50e69d53db8c4850afca68d49cf0a1f, "ProFTPD 1.3.7, built in"),
    (0xf5b0f0db19c1ffb9edd48c27d552e0c6, "ProFTPD 1.3.2, built in"),
    (0xf79d1db3c955a28fdeca462670a0712e, "Apache httpd 2.0.18, built in"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_prime_of_an_rfc_is_known_by_name() {
        assert!(KNOWN.windows(2).all(|pair| pair[0].0 < pair[1].0));
        // RFC 2409 §6.1: 2^768 - 2^704 - 1 + 2^64 * ([2^638 pi] + 149686).
        let hex = "ffffffffffffffffc90fdaa22168c234c4c6628b80dc1cd129024e088a67cc74020bbea63b139b22514a08798e3404dd\
                   ef9519b3cd3a431b302b0a6df25f14374fe1356d6d51c245e485b576625e7ec6f44c42e9a63a3620ffffffffffffffff";
        let prime: Vec<u8> = (0..hex.len() / 2)
            .map(|i| u8::from_str_radix(&hex[2 * i..2 * i + 2], 16).expect("hex"))
            .collect();
        assert_eq!(origin(&prime), Some("group 1 (RFC 2409)"));
        assert_eq!(group(&prime), None);
        assert_eq!(origin(&prime[1..]), None);
    }
}
