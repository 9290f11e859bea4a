//! A DSA key, which TLS 1.3 and the Baseline Requirements have dropped.

use std::sync::Arc;

use crate::pki::bad::{Case, Judge, Secret, difference};
use crate::pki::der;
use crate::pki::oid;
use num_bigint::BigUint;

pub(super) static CASE: Case = Case {
    id: "dsa-key",
    wrong: "its key is DSA",
    rule: Some("weak-key"),
    citation: "CABF BR 6.1.5; RFC 8446 §4.2.3",
    unserved: Some("the TLS library here signs with no DSA key"),
    differs: &[
        (Judge::OpenSsl, "it knows DSA, and leaves it to the handshake"),
        (Judge::GnuTls, "it knows DSA, and leaves it to the handshake"),
        (Judge::Webpki, difference::KEY_UNUSED),
    ],
    make: |forge| forge.present(forge.leaf_with(Arc::new(key()), forge.intermediate())?),
    ..Case::REJECT
};

/// One key, made once, as RFC 3279 §2.3.2 writes it.
fn key() -> Secret {
    let number = |hex: &str| {
        let number = BigUint::parse_bytes(hex.as_bytes(), 16).unwrap_or_default();
        der::integer(&number.to_bytes_be())
    };
    let parameters = der::sequence([number(P), number(Q), number(G)]);
    let algorithm = der::sequence([der::oid(oid::DSA), parameters]);
    let private = der::octets(&number(X));
    let pkcs8 = der::sequence([der::integer(&[0]), algorithm.clone(), private]);
    Secret::Foreign(pkcs8, der::sequence([algorithm, der::bits(&number(Y))]))
}

const P: &str = "f90efb5c09cc2f6f78c76d49a1945adb925ae820e8db328707bbe54d6678b6964cda98936486b9f69c2c559f6be397de\
     db16f017286f6fdec82259ff72f96a4dbce05a00e4ac218f759c4534275029079ac75565ceeddfc700c533a564dcdab2\
     7fca302e8b43ff850cb61859a559aaf5a095edacfd80d8e9f0ed8e009ef04aeed092ceedb9b0aaa59ec53700b908caf5\
     d6375dda1ff038d2ba2c7464bf988dc44153d8f6c29bd9e4732864c84ad39e74b67c9ea556a997702f613048e289f1a1\
     35bcdb5a1daa4b7be46637252c9629fab587e6364b8bb50b9194fa9ee342d445c57ddda61ad0ca0e445aba3cc7de2f95\
     8a970bd49d18cc656002e2b2017d5b2f";
const Q: &str = "feeffc4e45479efe247363a5fc6d98417a0ed2ecf4159d09a5c86347";
const G: &str = "d58f21e4d58997270be416f7ab7af6ee647c86569b5e9a1d68f5924ba7eb39de68d678d3e22c7871c9ef6f418a0ccf2b\
     7b9939cd3dd6675e70fa924b3abcfe23266c3afd0c3e7ba0745e3dbc4c3fd30e9a80b4cc35d49bde15a7dec46b8b3544\
     c8bfc1a1f8a0ce48c035da16681f66cce3903907bbd1708a4d8cd161fad5cc88b3af1af5ed84a96fb4cbaa92e9afc2f5\
     629192791117417431ec6b3941d3d88ade9b14972a96daef3194e50ab97e139a689166a18a668fca7488f0e2a9974eed\
     cf863b7e48cde2983fada385cde94f533900786f1d72cf619aaab35309dda819dfe0ec92938434b721f30eecfdf9277e\
     90a5b80b42d93ebe21effb390f21bbfd";
const X: &str = "8a68e833cef23a9ee6ba63af8bad27d347382ba8ede16e4a3f7da58e";
const Y: &str = "5fab9541f3be1846bd6febfd2c3356597be99ddb55ac8646f4837af9b8a12f7c6a1c1014f4e9a04a9e8e96725002b51c\
     40c96a11607135ea41d739ae9823c5845a76fc8f918988d98d083ae761b9f9880b2c48aa27db00584f524e2f53c04891\
     d763c19cb4e825e85260942e17a0d5c2c866c2c15f7cb02497d2d73a07d72d780e07b1b12a0ba446b247462cf4fa6246\
     10ba0561dd0e5f35b3eef7fcc9b974825700a2c073cda6c18734fad01cfbc9bec289019dfa5474cd0aedc3a7c68ee20d\
     0f26c64a103c286f646a332a7f00333a8ba8bb25e8662ee039ef9858cf0e47f4d50871932ff896ebedb8ad493cad309c\
     098b9be877a337c300fc469d5052ebda";
