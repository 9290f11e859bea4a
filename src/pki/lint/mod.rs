//! LINTS: what is wrong with one certificate in its place, by RFC 5280, by what clients refuse and by the
//! Baseline Requirements. Pure: a certificate, a profile and a time in, findings out.
//!
//! To add one: a file with a unit struct, its `Rule` (or one of `pki::rule` where another room can find the
//! same fault) and its `Lint`; its `mod` and its place in [`ALL`] below, in alphabetical order; a bad
//! certificate for it in `fixture` (none is needed where zlint's own files hold one). One screen, one
//! fault. Rules that came into force at a date are judged at `now`, never at the date of issue: only limits
//! that themselves go by the date of issue look at it. zlint's names for the same fault go into `zlint`, and
//! the test against its answers then covers the lint.

mod address;
#[cfg(test)]
mod agreement;
mod aia_critical;
mod aia_internal_name;
mod aia_issuer_not_http;
mod aia_missing;
mod aia_ocsp_not_http;
mod aki_critical;
mod aki_issuer_and_key_id;
mod aki_missing;
mod aki_without_key_id;
mod anchor_expired;
mod any_usage;
mod backdated;
mod bad_signature;
mod bare_public_suffix;
mod basic_constraints_explicit_false;
mod basic_constraints_not_critical;
mod ca_cert_sign_missing;
mod ca_crl_sign_missing;
mod ca_key_usage_missing;
mod ca_key_usage_not_critical;
mod ca_unconstrained;
mod certificate_version;
mod client_auth_in_server;
mod common_name_included;
mod common_name_not_in_san;
mod common_name_too_long;
mod common_names_several;
mod constraint;
mod control_characters;
mod country_not_printable;
mod country_not_uppercase;
pub(crate) mod crl;
mod crl_point_critical;
mod crl_point_incomplete;
mod crl_point_not_http;
mod dns;
mod dns_bad_character;
mod dns_empty_label;
mod dns_hyphen_position;
mod dns_label_too_long;
mod dns_name_too_long;
mod dns_name_underscore;
mod dns_space;
mod dsa_key;
mod ec_explicit_curve;
mod ec_key_encipherment;
mod ec_leaf_usage;
mod ec_weak_curve;
mod ecdsa_key_algorithm;
mod ecdsa_signature_algorithm;
mod expired;
mod expires_soon;
mod extended_key_usage_missing;
mod extension_critical_false;
mod extension_duplicate;
mod extension_empty_sequence;
mod extension_malformed;
mod extension_odd_boolean;
mod extensions_without_version_3;
mod family;
#[cfg(test)]
mod fixture;
mod freshest_crl_critical;
mod generalized_time_fraction;
mod generalized_time_not_zulu;
mod generalized_time_without_seconds;
mod given_name_too_long;
mod idn_invalid;
mod idn_not_nfc;
mod inhibit_any_policy_not_critical;
mod internal_name;
mod ip_in_dns_name;
mod ip_wrong_length;
mod issuer_alternative_critical;
mod issuer_empty;
mod issuer_leading_space;
mod issuer_name_folded;
mod issuer_several_attributes;
mod issuer_trailing_space;
mod key_cert_sign_without_ca;
mod key_id_mismatch;
mod key_usage_empty;
mod key_usage_encoding;
mod key_usage_length;
mod key_usage_not_critical;
mod key_usage_superfluous_octet;
mod leaf_crl_sign;
mod leaf_is_ca;
mod leaf_ski_missing;
mod locality_too_long;
mod log;
mod must_staple_without_ocsp;
mod name_constraints_address;
mod name_constraints_dns;
mod name_constraints_edi_party;
mod name_constraints_empty;
mod name_constraints_maximum;
mod name_constraints_minimum;
mod name_constraints_not_ca;
mod name_constraints_not_critical;
mod name_constraints_registered_id;
mod name_constraints_uri;
mod name_constraints_x400;
mod name_homograph;
mod not_a_ca;
mod not_yet_valid;
mod number;
mod organization_too_long;
mod organizational_unit_too_long;
mod ou_prohibited;
mod outlives_issuer;
mod path_length;
mod path_length_negative;
mod path_length_without_ca;
mod points;
mod policies_missing;
mod policy_constraints_empty;
mod policy_constraints_not_critical;
mod policy_duplicate;
mod policy_mapping_any;
mod policy_mappings_not_critical;
mod pool;
mod postal_code_too_long;
mod pq_draft_key;
mod precertificate_with_scts;
mod pss_key;
mod pss_parameters;
mod public_suffix_wildcard;
mod published_key;
mod reserved_ip;
mod root_eku;
mod root_path_length;
mod rsa_ca_enciphers;
mod rsa_ca_usage;
mod rsa_close_primes;
mod rsa_exponent_even;
mod rsa_exponent_small;
mod rsa_exponent_tiny;
mod rsa_key_parameters;
mod rsa_leaf_usage;
mod rsa_modulus_even;
mod rsa_modulus_size;
mod rsa_roca;
mod rsa_signature_parameters;
mod rsa_small_factor;
mod rsa_too_short;
mod san_critical;
mod san_directory_name;
mod san_duplicate;
mod san_edi_party;
mod san_email_in_server;
mod san_email_invalid;
mod san_empty_name;
mod san_missing;
mod san_no_entries;
mod san_not_ascii;
mod san_not_critical;
mod san_nul;
mod san_other_name;
mod san_registered_id;
mod san_uri_host;
mod san_uri_in_server;
mod san_uri_invalid;
mod san_uri_not_ascii;
mod san_uri_relative;
mod sct;
mod sct_count;
mod sct_future;
mod sct_list_empty;
mod sct_malformed;
mod sct_missing;
mod sct_signature;
mod serial_entropy;
mod serial_not_positive;
mod serial_too_long;
mod server_auth_missing;
mod server_usage_missing;
mod signature_algorithm_mismatch;
mod ski_critical;
mod ski_missing;
mod state_too_long;
mod street_too_long;
mod string_encoding;
mod subject;
mod subject_directory_critical;
mod subject_email_not_in_san;
mod subject_email_too_long;
mod subject_empty_ca;
mod subject_empty_without_san;
mod subject_info_access_critical;
mod subject_leading_space;
mod subject_serial_too_long;
mod subject_several_attributes;
mod subject_trailing_space;
mod suffix;
mod surname_too_long;
mod time_form;
mod unique_identifier;
mod unique_identifier_version;
mod unknown_critical_extension;
mod uri;
mod usages_inconsistent;
mod utc_time_not_zulu;
mod utc_time_without_seconds;
mod validity;
mod validity_not_positive;
mod validity_over_100_days;
mod validity_over_199_days;
mod validity_over_200_days;
mod validity_over_397_days;
mod validity_over_398_days;
mod validity_over_39_months;
mod validity_over_46_days;
mod validity_over_47_days;
mod validity_over_825_days;
mod validity_over_99_days;
mod weak_signature;
mod wildcard_bare;
mod wildcard_inner;
mod wildcard_not_first;
mod wildcard_partial;

pub(crate) use crate::pki::verify::Profile;
pub(crate) use dns::is_public_suffix;
pub(crate) use pool::Pool;
use subject::usage;
pub(crate) use subject::{Role, Subject};

pub(crate) use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::model::{Finding, Value};
pub(crate) use crate::model::{Rule, Severity};
use crate::pki::anatomy::id;
use crate::pki::format::der::Tlv;
use validity::{DAY, day, times, too_long};

/// A rule about one certificate in its place.
pub(crate) trait Lint: Sync {
    /// What can be wrong.
    fn rule(&self) -> &'static Rule;

    /// What to do about it.
    fn advice(&self) -> &'static str;

    /// How bad it is in this profile; `None` where the profile does not ask.
    fn severity(&self, _: Profile) -> Option<Severity> {
        Some(self.rule().severity)
    }

    /// zlint's ids for the same fault.
    fn zlint(&self) -> &'static [&'static str] {
        &[]
    }

    /// The day on which the rule came into force.
    fn since(&self) -> Date {
        Date::MIN
    }

    /// Whether the rule is about such a certificate at all.
    fn applies(&self, _: &Subject<'_>) -> bool {
        true
    }

    /// What is so, one line for each time that the rule is broken.
    fn check(&self, subject: &Subject<'_>, now: Timestamp) -> Vec<String>;
}

/// Everything that is wrong with one certificate, in the order of [`ALL`].
pub(crate) fn lint(subject: &Subject<'_>, now: Timestamp) -> Vec<Finding> {
    let today = TimeZone::UTC.to_datetime(now).date();
    let in_force = |lint: &&&dyn Lint| lint.since() <= today && lint.applies(subject);
    let mut findings = Vec::new();
    for lint in ALL.iter().filter(in_force) {
        let Some(severity) = lint.severity(subject.profile) else {
            continue;
        };
        for message in lint.check(subject, now) {
            let finding = Finding::new(lint.rule(), message).severity(severity);
            let finding = finding.advice(lint.advice());
            findings.push(match lint.zlint() {
                [] => finding,
                ids => finding.evidence("zlint", Value::list(ids.iter().copied())),
            });
        }
    }
    findings
}

/// One line where something is so, none where it is not.
fn when(broken: bool, message: impl FnOnce() -> String) -> Vec<String> {
    if broken { vec![message()] } else { Vec::new() }
}

/// The content of keyUsage's BIT STRING, unused bits first; empty where it cannot be read.
fn key_usage_octets<'a>(subject: &Subject<'a>) -> &'a [u8] {
    let extension = subject.cert.extension(id::KEY_USAGE);
    let value = extension.and_then(|extension| extension.value.reader().any().ok());
    value.map_or(&[], |bits: Tlv<'a>| bits.content)
}

/// Every lint. Each stands once, in alphabetical order of its file.
pub(crate) static ALL: &[&dyn Lint] = &[
    &aia_critical::AiaCritical,
    &aia_internal_name::AiaInternalName,
    &aia_issuer_not_http::AiaIssuerNotHttp,
    &aia_missing::AiaMissing,
    &aia_ocsp_not_http::AiaOcspNotHttp,
    &aki_critical::AkiCritical,
    &aki_issuer_and_key_id::AkiIssuerAndKeyId,
    &aki_missing::AkiMissing,
    &aki_without_key_id::AkiWithoutKeyId,
    &anchor_expired::AnchorExpired,
    &any_usage::AnyUsage,
    &backdated::Backdated,
    &bad_signature::BadSignature,
    &bare_public_suffix::BarePublicSuffix,
    &basic_constraints_explicit_false::BasicConstraintsExplicitFalse,
    &basic_constraints_not_critical::BasicConstraintsNotCritical,
    &ca_cert_sign_missing::CaCertSignMissing,
    &ca_crl_sign_missing::CaCrlSignMissing,
    &ca_key_usage_missing::CaKeyUsageMissing,
    &ca_key_usage_not_critical::CaKeyUsageNotCritical,
    &ca_unconstrained::CaUnconstrained,
    &certificate_version::CertificateVersion,
    &client_auth_in_server::ClientAuthInServer,
    &common_name_included::CommonNameIncluded,
    &common_name_not_in_san::CommonNameNotInSan,
    &common_name_too_long::CommonNameTooLong,
    &common_names_several::CommonNamesSeveral,
    &control_characters::ControlCharacters,
    &country_not_printable::CountryNotPrintable,
    &country_not_uppercase::CountryNotUppercase,
    &crl_point_critical::CrlPointCritical,
    &crl_point_incomplete::CrlPointIncomplete,
    &crl_point_not_http::CrlPointNotHttp,
    &dns_bad_character::DnsBadCharacter,
    &dns_empty_label::DnsEmptyLabel,
    &dns_hyphen_position::DnsHyphenPosition,
    &dns_label_too_long::DnsLabelTooLong,
    &dns_name_too_long::DnsNameTooLong,
    &dns_name_underscore::DnsNameUnderscore,
    &dns_space::DnsSpace,
    &dsa_key::Dsa,
    &ec_explicit_curve::EcExplicitCurve,
    &ec_key_encipherment::EcKeyEncipherment,
    &ec_leaf_usage::EcLeafUsage,
    &ec_weak_curve::EcWeakCurve,
    &ecdsa_key_algorithm::EcdsaKeyAlgorithm,
    &ecdsa_signature_algorithm::EcdsaSignatureAlgorithm,
    &expired::Expired,
    &expires_soon::ExpiresSoon,
    &extended_key_usage_missing::ExtendedKeyUsageMissing,
    &extension_critical_false::ExtensionCriticalFalse,
    &extension_duplicate::ExtensionDuplicate,
    &extension_empty_sequence::ExtensionEmptySequence,
    &extension_malformed::ExtensionMalformed,
    &extension_odd_boolean::ExtensionOddBoolean,
    &extensions_without_version_3::ExtensionsWithoutVersion3,
    &freshest_crl_critical::FreshestCrlCritical,
    &generalized_time_fraction::GeneralizedTimeFraction,
    &generalized_time_not_zulu::GeneralizedTimeNotZulu,
    &generalized_time_without_seconds::GeneralizedTimeWithoutSeconds,
    &given_name_too_long::GivenNameTooLong,
    &idn_invalid::IdnInvalid,
    &idn_not_nfc::IdnNotNfc,
    &inhibit_any_policy_not_critical::InhibitAnyPolicyNotCritical,
    &internal_name::InternalName,
    &ip_in_dns_name::IpInDnsName,
    &ip_wrong_length::IpWrongLength,
    &issuer_alternative_critical::IssuerAlternativeCritical,
    &issuer_empty::IssuerEmpty,
    &issuer_leading_space::IssuerLeadingSpace,
    &issuer_name_folded::IssuerNameFolded,
    &issuer_several_attributes::IssuerSeveralAttributes,
    &issuer_trailing_space::IssuerTrailingSpace,
    &key_cert_sign_without_ca::KeyCertSignWithoutCa,
    &key_id_mismatch::KeyIdMismatch,
    &key_usage_empty::KeyUsageEmpty,
    &key_usage_encoding::KeyUsageEncoding,
    &key_usage_length::KeyUsageLength,
    &key_usage_not_critical::KeyUsageNotCritical,
    &key_usage_superfluous_octet::KeyUsageSuperfluousOctet,
    &leaf_crl_sign::LeafCrlSign,
    &leaf_is_ca::LeafIsCa,
    &leaf_ski_missing::LeafSkiMissing,
    &locality_too_long::LocalityTooLong,
    &must_staple_without_ocsp::MustStapleWithoutOcsp,
    &name_constraints_address::NameConstraintsAddress,
    &name_constraints_dns::NameConstraintsDns,
    &name_constraints_edi_party::NameConstraintsEdiParty,
    &name_constraints_empty::NameConstraintsEmpty,
    &name_constraints_maximum::NameConstraintsMaximum,
    &name_constraints_minimum::NameConstraintsMinimum,
    &name_constraints_not_ca::NameConstraintsNotCa,
    &name_constraints_not_critical::NameConstraintsNotCritical,
    &name_constraints_registered_id::NameConstraintsRegisteredId,
    &name_constraints_uri::NameConstraintsUri,
    &name_constraints_x400::NameConstraintsX400,
    &name_homograph::NameHomograph,
    &not_a_ca::NotACa,
    &not_yet_valid::NotYetValid,
    &organization_too_long::OrganizationTooLong,
    &organizational_unit_too_long::OrganizationalUnitTooLong,
    &ou_prohibited::OuProhibited,
    &outlives_issuer::OutlivesIssuer,
    &path_length::PathLength,
    &path_length_negative::PathLengthNegative,
    &path_length_without_ca::PathLengthWithoutCa,
    &policies_missing::PoliciesMissing,
    &policy_constraints_empty::PolicyConstraintsEmpty,
    &policy_constraints_not_critical::PolicyConstraintsNotCritical,
    &policy_duplicate::PolicyDuplicate,
    &policy_mapping_any::PolicyMappingAny,
    &policy_mappings_not_critical::PolicyMappingsNotCritical,
    &postal_code_too_long::PostalCodeTooLong,
    &pq_draft_key::PqDraftKey,
    &precertificate_with_scts::PrecertificateWithScts,
    &pss_key::PssKey,
    &pss_parameters::PssParameters,
    &public_suffix_wildcard::WildcardPublicSuffix,
    &published_key::PublishedKey,
    &reserved_ip::ReservedIp,
    &root_eku::RootEku,
    &root_path_length::RootPathLength,
    &rsa_ca_enciphers::RsaCaEnciphers,
    &rsa_ca_usage::RsaCaUsage,
    &rsa_close_primes::RsaClosePrimes,
    &rsa_exponent_even::RsaExponentEven,
    &rsa_exponent_small::RsaExponentSmall,
    &rsa_exponent_tiny::RsaExponentTiny,
    &rsa_key_parameters::RsaKeyParameters,
    &rsa_leaf_usage::RsaLeafUsage,
    &rsa_modulus_even::RsaModulusEven,
    &rsa_modulus_size::RsaModulusSize,
    &rsa_roca::RsaRoca,
    &rsa_signature_parameters::RsaSignatureParameters,
    &rsa_small_factor::RsaSmallFactor,
    &rsa_too_short::RsaTooShort,
    &san_critical::SanCritical,
    &san_directory_name::SanDirectoryName,
    &san_duplicate::SanDuplicate,
    &san_edi_party::SanEdiParty,
    &san_email_in_server::SanEmailInServer,
    &san_email_invalid::SanEmailInvalid,
    &san_empty_name::SanEmptyName,
    &san_missing::SanMissing,
    &san_no_entries::SanNoEntries,
    &san_not_ascii::SanNotAscii,
    &san_not_critical::SanNotCritical,
    &san_nul::SanNul,
    &san_other_name::SanOtherName,
    &san_registered_id::SanRegisteredId,
    &san_uri_host::SanUriHost,
    &san_uri_in_server::SanUriInServer,
    &san_uri_invalid::SanUriInvalid,
    &san_uri_not_ascii::SanUriNotAscii,
    &san_uri_relative::SanUriRelative,
    &sct_count::SctCount,
    &sct_future::SctFuture,
    &sct_list_empty::SctListEmpty,
    &sct_malformed::SctMalformed,
    &sct_missing::SctMissing,
    &sct_signature::SctSignature,
    &serial_entropy::SerialEntropy,
    &serial_not_positive::SerialNotPositive,
    &serial_too_long::SerialTooLong,
    &server_auth_missing::ServerAuthMissing,
    &server_usage_missing::ServerUsageMissing,
    &signature_algorithm_mismatch::SignatureAlgorithmMismatch,
    &ski_critical::SkiCritical,
    &ski_missing::SkiMissing,
    &state_too_long::StateTooLong,
    &street_too_long::StreetTooLong,
    &string_encoding::StringEncoding,
    &subject_directory_critical::SubjectDirectoryCritical,
    &subject_email_not_in_san::SubjectEmailNotInSan,
    &subject_email_too_long::SubjectEmailTooLong,
    &subject_empty_ca::SubjectEmptyCa,
    &subject_empty_without_san::SubjectEmptyWithoutSan,
    &subject_info_access_critical::SubjectInfoAccessCritical,
    &subject_leading_space::SubjectLeadingSpace,
    &subject_serial_too_long::SubjectSerialTooLong,
    &subject_several_attributes::SubjectSeveralAttributes,
    &subject_trailing_space::SubjectTrailingSpace,
    &surname_too_long::SurnameTooLong,
    &time_form::TimeForm,
    &unique_identifier::UniqueIdentifier,
    &unique_identifier_version::UniqueIdentifierVersion,
    &unknown_critical_extension::UnknownCriticalExtension,
    &usages_inconsistent::UsagesInconsistent,
    &utc_time_not_zulu::UtcTimeNotZulu,
    &utc_time_without_seconds::UtcTimeWithoutSeconds,
    &validity_not_positive::ValidityNotPositive,
    &validity_over_100_days::ValidityOver100Days,
    &validity_over_199_days::ValidityOver199Days,
    &validity_over_200_days::ValidityOver200Days,
    &validity_over_397_days::ValidityOver397Days,
    &validity_over_398_days::ValidityOver398Days,
    &validity_over_39_months::ValidityOver39Months,
    &validity_over_46_days::ValidityOver46Days,
    &validity_over_47_days::ValidityOver47Days,
    &validity_over_825_days::ValidityOver825Days,
    &validity_over_99_days::ValidityOver99Days,
    &weak_signature::WeakSignature,
    &wildcard_bare::WildcardBare,
    &wildcard_inner::WildcardInner,
    &wildcard_not_first::WildcardNotFirst,
    &wildcard_partial::WildcardPartial,
];
