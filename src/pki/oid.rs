//! Object identifiers as content octets, named as the RFCs name them. Must not know structures.

/// id-at-commonName, 2.5.4.3.
pub(crate) const COMMON_NAME: &[u8] = &[0x55, 4, 3];
/// id-at-organizationName, 2.5.4.10.
pub(crate) const ORGANIZATION: &[u8] = &[0x55, 4, 10];

/// id-ce-subjectKeyIdentifier, 2.5.29.14.
pub(crate) const SUBJECT_KEY_ID: &[u8] = &[0x55, 0x1d, 14];
/// id-ce-keyUsage, 2.5.29.15.
pub(crate) const KEY_USAGE: &[u8] = &[0x55, 0x1d, 15];
/// id-ce-subjectAltName, 2.5.29.17.
pub(crate) const SUBJECT_ALT_NAME: &[u8] = &[0x55, 0x1d, 17];
/// id-ce-basicConstraints, 2.5.29.19.
pub(crate) const BASIC_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 19];
/// id-ce-authorityKeyIdentifier, 2.5.29.35.
pub(crate) const AUTHORITY_KEY_ID: &[u8] = &[0x55, 0x1d, 35];
/// id-ce-extKeyUsage, 2.5.29.37.
pub(crate) const EXTENDED_KEY_USAGE: &[u8] = &[0x55, 0x1d, 37];

/// id-kp-serverAuth, 1.3.6.1.5.5.7.3.1.
pub(crate) const SERVER_AUTH: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 1];
/// id-kp-clientAuth, 1.3.6.1.5.5.7.3.2.
pub(crate) const CLIENT_AUTH: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 2];

/// rsaEncryption, 1.2.840.113549.1.1.1.
pub(crate) const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 1];
/// sha256WithRSAEncryption, 1.2.840.113549.1.1.11.
pub(crate) const RSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 11];
/// sha384WithRSAEncryption, 1.2.840.113549.1.1.12.
pub(crate) const RSA_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 12];
/// sha512WithRSAEncryption, 1.2.840.113549.1.1.13.
pub(crate) const RSA_SHA512: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 13];
/// id-ecPublicKey, 1.2.840.10045.2.1.
pub(crate) const EC_PUBLIC_KEY: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
/// secp256r1, 1.2.840.10045.3.1.7.
pub(crate) const P256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7];
/// secp384r1, 1.3.132.0.34.
pub(crate) const P384: &[u8] = &[0x2b, 0x81, 4, 0, 34];
/// secp521r1, 1.3.132.0.35.
pub(crate) const P521: &[u8] = &[0x2b, 0x81, 4, 0, 35];
/// ecdsa-with-SHA256, 1.2.840.10045.4.3.2.
pub(crate) const ECDSA_SHA256: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 2];
/// ecdsa-with-SHA384, 1.2.840.10045.4.3.3.
pub(crate) const ECDSA_SHA384: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 3];
/// ecdsa-with-SHA512, 1.2.840.10045.4.3.4.
pub(crate) const ECDSA_SHA512: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 4];
/// id-Ed25519, 1.3.101.112.
pub(crate) const ED25519: &[u8] = &[0x2b, 0x65, 112];
/// id-ml-dsa-44, 2.16.840.1.101.3.4.3.17 (RFC 9881).
pub(crate) const ML_DSA_44: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 17];
/// id-ml-dsa-65, 2.16.840.1.101.3.4.3.18.
pub(crate) const ML_DSA_65: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 18];
/// id-ml-dsa-87, 2.16.840.1.101.3.4.3.19.
pub(crate) const ML_DSA_87: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 3, 19];

/// id-at-surname, 2.5.4.4.
pub(crate) const SURNAME: &[u8] = &[0x55, 4, 4];
/// id-at-serialNumber, 2.5.4.5.
pub(crate) const SERIAL_NUMBER: &[u8] = &[0x55, 4, 5];
/// id-at-countryName, 2.5.4.6.
pub(crate) const COUNTRY: &[u8] = &[0x55, 4, 6];
/// id-at-localityName, 2.5.4.7.
pub(crate) const LOCALITY: &[u8] = &[0x55, 4, 7];
/// id-at-stateOrProvinceName, 2.5.4.8.
pub(crate) const STATE: &[u8] = &[0x55, 4, 8];
/// id-at-streetAddress, 2.5.4.9.
pub(crate) const STREET: &[u8] = &[0x55, 4, 9];
/// id-at-organizationalUnitName, 2.5.4.11.
pub(crate) const ORGANIZATIONAL_UNIT: &[u8] = &[0x55, 4, 0x0b];
/// id-at-title, 2.5.4.12.
pub(crate) const TITLE: &[u8] = &[0x55, 4, 0x0c];
/// id-at-givenName, 2.5.4.42.
pub(crate) const GIVEN_NAME: &[u8] = &[0x55, 4, 0x2a];
/// domainComponent, 0.9.2342.19200300.100.1.25.
pub(crate) const DOMAIN_COMPONENT: &[u8] = &[9, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 0x19];
/// userId, 0.9.2342.19200300.100.1.1.
pub(crate) const USER_ID: &[u8] = &[9, 0x92, 0x26, 0x89, 0x93, 0xf2, 0x2c, 0x64, 1, 1];
/// emailAddress (PKCS#9), 1.2.840.113549.1.9.1.
pub(crate) const EMAIL_ADDRESS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 1];
/// id-ce-issuerAltName, 2.5.29.18.
pub(crate) const ISSUER_ALT_NAME: &[u8] = &[0x55, 0x1d, 0x12];
/// id-ce-cRLNumber, 2.5.29.20.
pub(crate) const CRL_NUMBER: &[u8] = &[0x55, 0x1d, 0x14];
/// id-ce-cRLReasons, 2.5.29.21.
pub(crate) const CRL_REASON: &[u8] = &[0x55, 0x1d, 0x15];
/// id-ce-invalidityDate, 2.5.29.24.
pub(crate) const INVALIDITY_DATE: &[u8] = &[0x55, 0x1d, 0x18];
/// id-ce-deltaCRLIndicator, 2.5.29.27.
pub(crate) const DELTA_CRL_INDICATOR: &[u8] = &[0x55, 0x1d, 0x1b];
/// id-ce-issuingDistributionPoint, 2.5.29.28.
pub(crate) const ISSUING_DISTRIBUTION_POINT: &[u8] = &[0x55, 0x1d, 0x1c];
/// id-ce-certificateIssuer, 2.5.29.29.
pub(crate) const CERTIFICATE_ISSUER: &[u8] = &[0x55, 0x1d, 0x1d];
/// id-ce-nameConstraints, 2.5.29.30.
pub(crate) const NAME_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x1e];
/// id-ce-cRLDistributionPoints, 2.5.29.31.
pub(crate) const CRL_DISTRIBUTION_POINTS: &[u8] = &[0x55, 0x1d, 0x1f];
/// id-ce-certificatePolicies, 2.5.29.32.
pub(crate) const CERTIFICATE_POLICIES: &[u8] = &[0x55, 0x1d, 0x20];
/// id-ce-policyMappings, 2.5.29.33.
pub(crate) const POLICY_MAPPINGS: &[u8] = &[0x55, 0x1d, 0x21];
/// id-ce-policyConstraints, 2.5.29.36.
pub(crate) const POLICY_CONSTRAINTS: &[u8] = &[0x55, 0x1d, 0x24];
/// id-ce-freshestCRL, 2.5.29.46.
pub(crate) const FRESHEST_CRL: &[u8] = &[0x55, 0x1d, 0x2e];
/// id-ce-inhibitAnyPolicy, 2.5.29.54.
pub(crate) const INHIBIT_ANY_POLICY: &[u8] = &[0x55, 0x1d, 0x36];
/// id-pe-authorityInfoAccess, 1.3.6.1.5.5.7.1.1.
pub(crate) const AUTHORITY_INFO_ACCESS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 1, 1];
/// id-pe-tlsfeature (RFC 7633: must-staple), 1.3.6.1.5.5.7.1.24.
pub(crate) const TLS_FEATURE: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 1, 0x18];
/// id-pkix-ocsp-nocheck (RFC 6960), 1.3.6.1.5.5.7.48.1.5.
pub(crate) const OCSP_NO_CHECK: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 0x30, 1, 5];
/// signed certificate timestamps (RFC 6962), 1.3.6.1.4.1.11129.2.4.2.
pub(crate) const SCT_LIST: &[u8] = &[0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 2];
/// the mark of a precertificate (RFC 6962), 1.3.6.1.4.1.11129.2.4.3.
pub(crate) const CT_POISON: &[u8] = &[0x2b, 6, 1, 4, 1, 0xd6, 0x79, 2, 4, 3];
/// anyExtendedKeyUsage, 2.5.29.37.0.
pub(crate) const ANY_USAGE: &[u8] = &[0x55, 0x1d, 0x25, 0];
/// id-kp-codeSigning, 1.3.6.1.5.5.7.3.3.
pub(crate) const CODE_SIGNING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 3];
/// id-kp-emailProtection, 1.3.6.1.5.5.7.3.4.
pub(crate) const EMAIL_PROTECTION: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 4];
/// id-kp-timeStamping, 1.3.6.1.5.5.7.3.8.
pub(crate) const TIME_STAMPING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 8];
/// id-kp-OCSPSigning, 1.3.6.1.5.5.7.3.9.
pub(crate) const OCSP_SIGNING: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 3, 9];
/// anyPolicy, 2.5.29.32.0.
pub(crate) const ANY_POLICY: &[u8] = &[0x55, 0x1d, 0x20, 0];
/// id-qt-cps, 1.3.6.1.5.5.7.2.1.
pub(crate) const CPS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 2, 1];
/// id-qt-unotice, 1.3.6.1.5.5.7.2.2.
pub(crate) const USER_NOTICE: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 2, 2];
/// id-ad-ocsp, 1.3.6.1.5.5.7.48.1.
pub(crate) const ACCESS_OCSP: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 0x30, 1];
/// id-ad-caIssuers, 1.3.6.1.5.5.7.48.2.
pub(crate) const ACCESS_CA_ISSUERS: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 0x30, 2];
/// id-pkix-ocsp-basic, 1.3.6.1.5.5.7.48.1.1.
pub(crate) const OCSP_BASIC: &[u8] = &[0x2b, 6, 1, 5, 5, 7, 0x30, 1, 1];
/// id-RSASSA-PSS, 1.2.840.113549.1.1.10.
pub(crate) const RSA_PSS: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 0x0a];
/// id-mgf1, 1.2.840.113549.1.1.8.
pub(crate) const MGF1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 8];
/// md2WithRSAEncryption, 1.2.840.113549.1.1.2.
pub(crate) const RSA_MD2: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 2];
/// md5WithRSAEncryption, 1.2.840.113549.1.1.4.
pub(crate) const RSA_MD5: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 4];
/// sha1WithRSAEncryption, 1.2.840.113549.1.1.5.
pub(crate) const RSA_SHA1: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 5];
/// sha224WithRSAEncryption, 1.2.840.113549.1.1.14.
pub(crate) const RSA_SHA224: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 1, 0x0e];
/// secp192r1, 1.2.840.10045.3.1.1.
pub(crate) const P192: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 1];
/// secp224r1, 1.3.132.0.33.
pub(crate) const P224: &[u8] = &[0x2b, 0x81, 4, 0, 0x21];
/// ecdsa-with-SHA1, 1.2.840.10045.4.1.
pub(crate) const ECDSA_SHA1: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 1];
/// ecdsa-with-SHA224, 1.2.840.10045.4.3.1.
pub(crate) const ECDSA_SHA224: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x3d, 4, 3, 1];
/// id-X25519, 1.3.101.110.
pub(crate) const X25519: &[u8] = &[0x2b, 0x65, 0x6e];
/// id-Ed448, 1.3.101.113.
pub(crate) const ED448: &[u8] = &[0x2b, 0x65, 0x71];
/// id-dsa, 1.2.840.10040.4.1.
pub(crate) const DSA: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x38, 4, 1];
/// id-dsa-with-sha1, 1.2.840.10040.4.3.
pub(crate) const DSA_SHA1: &[u8] = &[0x2a, 0x86, 0x48, 0xce, 0x38, 4, 3];
/// id-sha1, 1.3.14.3.2.26.
pub(crate) const SHA1: &[u8] = &[0x2b, 0x0e, 3, 2, 0x1a];
/// id-sha256, 2.16.840.1.101.3.4.2.1.
pub(crate) const SHA256: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 1];
/// id-sha384, 2.16.840.1.101.3.4.2.2.
pub(crate) const SHA384: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2];
/// id-sha512, 2.16.840.1.101.3.4.2.3.
pub(crate) const SHA512: &[u8] = &[0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3];
/// Microsoft's application policies, 1.3.6.1.4.1.311.21.10.
pub(crate) const MS_APPLICATION_POLICIES: &[u8] = &[0x2b, 6, 1, 4, 1, 0x82, 0x37, 21, 10];

/// id-ExtensionReq, 1.2.840.113549.1.9.14 (RFC 2985 §5.4.2).
pub(crate) const EXTENSION_REQUEST: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 9, 14];

/// The content octets of a dotted identifier, where it is one (X.690 §8.19).
pub(crate) fn parse(dotted: &str) -> Option<Vec<u8>> {
    let arcs: Vec<u64> = dotted
        .split('.')
        .map(|arc| arc.parse().ok())
        .collect::<Option<_>>()?;
    let [root, second, rest @ ..] = &arcs[..] else {
        return None;
    };
    if *root > 2 || (*root < 2 && *second > 39) {
        return None;
    }
    let first = (root * 40).checked_add(*second)?;
    let mut octets = Vec::new();
    for arc in std::iter::once(&first).chain(rest) {
        let groups = (64 - arc.leading_zeros()).div_ceil(7).max(1);
        for group in (0..groups).rev() {
            let septet = u8::try_from(arc >> (group * 7) & 0x7f).expect("seven bits");
            octets.push(if group > 0 { septet | 0x80 } else { septet });
        }
    }
    Some(octets)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dotted_identifiers_are_encoded() {
        assert_eq!(parse("1.2.840.10045.3.1.7").as_deref(), Some(P256));
        assert_eq!(parse("2.16.840.1.101.3.4.3.18").as_deref(), Some(ML_DSA_65));
        assert_eq!(parse("2.999.0"), Some(vec![0x88, 0x37, 0]));
        for wrong in ["", "1", "3.1", "1.40", "1..2", "1.2.x", "1.2.-3"] {
            assert_eq!(parse(wrong), None, "{wrong}");
        }
    }
}
