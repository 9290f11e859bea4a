//! Why other programs come to another verdict, where several cases have the same reason. What is true of
//! one case alone stands in its file. Each was seen, and the matrix test sees it again on every run.

pub(super) const BER: &str = "it reads BER where X.690 asks for DER";
pub(super) const CERTIFICATES_ONLY: &str = "it looks at certificates, not at the key beside them";
pub(super) const COMMON_NAME: &str =
    "without a DNS name among the alternative names it reads the common name";
pub(super) const KEY_UNUSED: &str = "it looks at a leaf's key no earlier than in the handshake";
pub(super) const LEAF_USAGE: &str = "it does not ask what the key of a server may be used for";
pub(super) const LISTS_UNCHECKED: &str = "it passes over a list that it cannot use, and takes that for good";
pub(super) const NO_LISTS: &str = "it asks for no revocation lists";
pub(super) const NO_STAPLES: &str = "it reads no OCSP responses";
pub(super) const SOFT_FAIL: &str = "a response that it cannot use is as good as none";
pub(super) const VERSION: &str = "it does not look at the version of a leaf";
