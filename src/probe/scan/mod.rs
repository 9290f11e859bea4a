//! The scans, one question each.
//!
//! To add one: a file with a `struct` that implements [`Scan`], the rules it can find on top, and two lines
//! here: `mod x;` and `&x::X` in [`ALL`], which is the order of the report.

mod alpn;
mod certificate;
mod certificate_compression;
mod client_auth;
mod clients;
mod diffie_hellman;
mod dns;
mod ech;
mod feature;
mod fingerprint;
mod groups;
mod handshake;
mod http;
mod injection;
mod jarm;
mod lint;
mod other_certificates;
mod proof;
mod protocol;
mod quic;
mod resumption;
mod schemes;
mod simple;
mod sni;
mod staple;
mod suites;
mod tolerance;
mod verification;
mod vulnerability;
mod weakness;

use super::Scan;

/// Every scan, in the order of the report.
pub(crate) static ALL: &[&dyn Scan] = &[
    &protocol::PROTOCOL,
    &handshake::Handshake,
    &certificate::Certificate,
    &certificate::Chain,
    &verification::Verification,
    &lint::Lint,
    &staple::STAPLE,
    &other_certificates::OTHER_CERTIFICATES,
    &sni::Sni,
    &injection::STARTTLS,
    &client_auth::CLIENT_AUTH,
    &suites::SUITES,
    &groups::GROUPS,
    &diffie_hellman::DIFFIE_HELLMAN,
    &schemes::SCHEMES,
    &alpn::ALPN,
    &feature::renegotiation::RENEGOTIATION,
    &feature::compression::COMPRESSION,
    &feature::extended_master_secret::EXTENDED_MASTER_SECRET,
    &feature::encrypt_then_mac::ENCRYPT_THEN_MAC,
    &feature::downgrade::DOWNGRADE,
    &feature::fallback::FALLBACK,
    &feature::heartbeat::HEARTBEAT,
    &resumption::RESUMPTION,
    &http::HTTP,
    &http::hsts::HSTS,
    &http::cookies::COOKIES,
    &quic::QUIC,
    &quic::CERTIFICATE,
    &certificate_compression::CERTIFICATE_COMPRESSION,
    &weakness::null_cipher::NULL_CIPHER,
    &weakness::anonymous::ANONYMOUS,
    &weakness::freak::FREAK,
    &weakness::logjam::LOGJAM,
    &weakness::rc4::RC4,
    &weakness::broken_cipher::BROKEN_CIPHER,
    &weakness::sweet32::SWEET32,
    &weakness::drown::DROWN,
    &weakness::poodle::POODLE,
    &weakness::beast::BEAST,
    &dns::caa::CAA,
    &dns::tlsa::TLSA,
    &dns::https::HTTPS,
    &ech::ECH,
    &tolerance::TOLERANCE,
    &clients::CLIENTS,
    &fingerprint::FINGERPRINT,
    &jarm::Jarm,
    &vulnerability::Vulnerabilities,
];
