//! The stapled response has a nonce that nobody asked with. In a staple a nonce means nothing; who asked a responder
//! with one of its own, and gets another back, has to refuse the answer.

use crate::pki::bad::Case;

pub(super) static CASE: Case = Case {
    id: "good-other-nonce",
    wrong: "the stapled OCSP response has a nonce that nobody asked with",
    client: "connect; who asked the responder with a nonce of its own refuses the answer",
    citation: "RFC 9654 §2.1; RFC 6960 §4.4.1",
    make: |forge| {
        let leaf = forge.vouched()?.sign(&forge.intermediate().key)?;
        let mut response = forge.response(&leaf);
        response.nonce = Some(vec![0x5a; 32]);
        let response = response.sign(&forge.intermediate().key)?;
        let made = forge.chain(&leaf, &[forge.intermediate()]).stapling(response);
        forge.vouching(&leaf, made)
    },
    ..Case::CONTROL
};
