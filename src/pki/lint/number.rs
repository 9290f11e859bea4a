//! What can be seen of an RSA modulus that a broken generator made: small factors, primes that are close
//! to each other, the fingerprint of ROCA. Works on the public number alone, and fast: a bundle of
//! 150 certificates must not feel it.

use std::sync::LazyLock;

use num_bigint::BigUint;

/// The smallest prime below 752 that divides the modulus (CABF BR 6.1.6).
pub(super) fn small_factor(modulus: &[u8]) -> Option<u32> {
    let rest = BigUint::from_bytes_be(modulus) % &*PRODUCT;
    let digits = rest.to_u32_digits();
    PRIMES
        .iter()
        .copied()
        .find(|prime| remainder(&digits, *prime) == 0)
}

/// Whether Fermat's method finds the factors within a hundred rounds (CVE-2022-26320): it looks for
/// squares a² and b² whose difference the modulus is, from the smallest a on.
pub(super) fn has_close_factors(modulus: &[u8]) -> bool {
    let number = BigUint::from_bytes_be(modulus);
    if modulus.last().is_none_or(|last| last % 2 == 0) {
        return false;
    }
    let mut a = number.sqrt();
    if &a * &a < number {
        a += 1_u32;
    }
    let mut difference = &a * &a - &number;
    for _ in 0..ROUNDS {
        if is_square(&difference) {
            return true;
        }
        difference += &a * 2_u32 + 1_u32;
        a += 1_u32;
    }
    false
}

/// Whether the modulus is, for every small prime, a power of 65537: what CVE-2017-15361 (ROCA) leaves
/// behind, since the broken library makes primes of the form k·M + (65537^a mod M). Random moduli pass by
/// chance less than once in 2²⁷.
pub(super) fn has_roca_fingerprint(modulus: &[u8]) -> bool {
    let rest = BigUint::from_bytes_be(modulus) % &*PRODUCT;
    let digits = rest.to_u32_digits();
    let of_the_library = PRIMES.iter().filter(|prime| (3..=167).contains(*prime));
    of_the_library
        .zip(POWERS.iter())
        .all(|(prime, powers)| powers[remainder(&digits, *prime) as usize])
}

/// A perfect square; the cheap test on remainders settles all but one in thousands.
fn is_square(number: &BigUint) -> bool {
    let low = number.iter_u64_digits().next().unwrap_or(0) & 63;
    if SQUARES_MOD_64 >> low & 1 == 0 {
        return false;
    }
    let rest = number % SIEVE.iter().product::<u64>();
    let rest = rest.iter_u64_digits().next().unwrap_or(0);
    let could = |modulus: &u64| (0..*modulus).any(|root| root * root % modulus == rest % modulus);
    if !SIEVE.iter().all(could) {
        return false;
    }
    let root = number.sqrt();
    &root * &root == *number
}

fn remainder(digits: &[u32], prime: u32) -> u32 {
    let rest = digits.iter().rev().fold(0_u64, |rest, digit| {
        (rest << 32 | u64::from(*digit)) % u64::from(prime)
    });
    u32::try_from(rest).expect("a remainder is below its prime")
}

/// Rounds that take microseconds and catch every known broken generator; zlint makes as many.
const ROUNDS: u32 = 100;

/// Bit n is set where n is a square modulo 64.
const SQUARES_MOD_64: u64 = 0x0202_0212_0203_0213;

/// Small moduli in which most numbers are no squares.
const SIEVE: &[u64] = &[63, 65, 11, 17, 19, 23, 31];

static PRIMES: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let is_prime = |n: &u32| (2..*n).take_while(|d| d * d <= *n).all(|d| !n.is_multiple_of(d));
    (2..752).filter(is_prime).collect()
});

static PRODUCT: LazyLock<BigUint> = LazyLock::new(|| PRIMES.iter().product());

/// For each prime from 3 to 167, which remainders are powers of 65537.
static POWERS: LazyLock<Vec<Vec<bool>>> = LazyLock::new(|| {
    let powers = |prime: &u32| {
        let mut seen = vec![false; *prime as usize];
        let mut power = 1;
        while !std::mem::replace(&mut seen[power as usize], true) {
            power = power * (65_537 % prime) % prime;
        }
        seen
    };
    PRIMES
        .iter()
        .filter(|prime| (3..=167).contains(*prime))
        .map(powers)
        .collect()
});

/// A modulus that bears the fingerprint.
#[cfg(test)]
pub(super) fn roca_shaped() -> Vec<u8> {
    let primes: BigUint = PRIMES.iter().filter(|prime| (3..=167).contains(*prime)).product();
    let power = BigUint::from(65_537_u32).modpow(&BigUint::from(12_345_u32), &primes);
    (power + (primes << 1900_u32)).to_bytes_be()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_factors_are_found() {
        let product = BigUint::from(751_u32) * (BigUint::from(1_u32) << 521_u32);
        assert_eq!(small_factor(&product.to_bytes_be()), Some(2));
        let mersenne = (BigUint::from(1_u32) << 521_u32) - 1_u32;
        assert_eq!(small_factor(&(&mersenne * 751_u32).to_bytes_be()), Some(751));
        assert_eq!(small_factor(&mersenne.to_bytes_be()), None);
    }

    #[test]
    fn close_factors_are_found_and_distant_ones_are_not() {
        let p = (BigUint::from(1_u32) << 521_u32) - 1_u32;
        let close = &p * (&p + 1_000_u32);
        assert!(has_close_factors(&(&close | &BigUint::from(1_u32)).to_bytes_be()) == is_close(&close));
        assert!(has_close_factors(&(&p * &p).to_bytes_be()));
        assert!(has_close_factors(&(&p * (&p + 2_u32)).to_bytes_be()));
        let far = &p * ((BigUint::from(1_u32) << 607_u32) - 1_u32);
        assert!(!has_close_factors(&far.to_bytes_be()));
    }

    fn is_close(number: &BigUint) -> bool {
        has_close_factors(&number.to_bytes_be())
    }

    #[test]
    fn the_sieve_lets_every_square_through() {
        for root in 0..2_000_u32 {
            assert!(
                is_square(&BigUint::from(u64::from(root) * u64::from(root))),
                "{root}"
            );
        }
        assert!(!is_square(&BigUint::from(2_u32)));
    }

    #[test]
    fn powers_of_65537_bear_the_fingerprint() {
        assert!(has_roca_fingerprint(&roca_shaped()));
        let mersenne = (BigUint::from(1_u32) << 521_u32) - 1_u32;
        assert!(!has_roca_fingerprint(&mersenne.to_bytes_be()));
    }
}
