//! NIST's Public Key Interoperability Test Suite (PKITS 1.0.1) through the command line: every end entity, with
//! all of the suite's CAs and revocation lists at hand. `tests/run` fetches it with the PyPI package
//! `cryptography_vectors`. The suite's names say what it expects; those that say neither `Valid` nor `Invalid`
//! are about policies, and are judged here as for a client that accepts any policy.

use std::path::{Path, PathBuf};

use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::Value;

use crate::judge::{peers, text};
use crate::tlsctl::{scratch, tlsctl};

/// DSA with SHA-1 is too weak to count.
const REFUSED: &[&str] = &["ValidDSASignaturesTest4EE", "ValidDSAParameterInheritanceTest5EE"];

/// A CA somewhere above requires a policy, and none holds (PKITS §4.8.4 to §4.8.12).
const WITHOUT_POLICY: &[&str] = &[
    "DifferentPoliciesTest12EE",
    "DifferentPoliciesTest4EE",
    "DifferentPoliciesTest5EE",
    "DifferentPoliciesTest7EE",
    "DifferentPoliciesTest8EE",
    "DifferentPoliciesTest9EE",
];

fn is_expected(name: &str) -> bool {
    let says_no = name.starts_with("Invalid") || WITHOUT_POLICY.contains(&name) || REFUSED.contains(&name);
    !says_no
}

/// The suite where `tests/run` put it, with the CAs and the lists in a file each.
struct Suite {
    scratch: tempfile::TempDir,
    certs: PathBuf,
    leaves: Vec<String>,
}

impl Suite {
    #[track_caller]
    fn open() -> Self {
        let packages = std::fs::read_dir(peers().join("lib")).expect("a Python environment");
        let suite = packages
            .map(|version| version.expect("an entry").path())
            .map(|version| version.join("site-packages/cryptography_vectors/x509/PKITS_data"))
            .find(|suite| suite.is_dir())
            .expect("tests/run fetches PKITS");
        let scratch = scratch();
        let certs = suite.join("certs");
        let (leaves, cas): (Vec<_>, Vec<_>) = files(&certs)
            .into_iter()
            .partition(|(name, _)| name.contains("Test") && name.ends_with("EE"));
        bundle(&scratch.path().join("cas.pem"), "CERTIFICATE", &cas);
        bundle(
            &scratch.path().join("crls.pem"),
            "X509 CRL",
            &files(&suite.join("crls")),
        );
        Self {
            scratch,
            certs,
            leaves: leaves.into_iter().map(|(name, _)| name).collect(),
        }
    }

    fn file(&self, name: &str) -> String {
        text(self.certs.join(format!("{name}.crt")))
    }

    /// Whether each leaf is accepted, in their order; `None` of a CA beside others, which is taken to help them.
    #[track_caller]
    fn ask(&self, leaves: &[&str], terms: &[String]) -> Vec<Option<bool>> {
        let mut arguments = vec!["inspect".to_owned()];
        arguments.extend(leaves.iter().map(|name| self.file(name)));
        arguments.extend(["--roots".to_owned(), self.file("TrustAnchorRootCertificate")]);
        let rest =
            "--verify --untrusted cas.pem --crl crls.pem --profile public --at 2026-06-01 --format jsonl";
        arguments.extend(rest.split(' ').map(str::to_owned));
        arguments.extend_from_slice(terms);
        let output = tlsctl(arguments).within(self.scratch.path()).run();
        let accepted: Vec<Option<bool>> = output
            .stdout
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).expect("JSON"))
            .map(|report| report["sections"]["verification"]["accepted"].as_bool())
            .collect();
        assert_eq!(accepted.len(), leaves.len(), "{}", output.stderr);
        let code = i32::from(accepted.contains(&Some(false)));
        assert_eq!(output.code, code, "{}", output.stderr);
        accepted
    }

    #[track_caller]
    fn accepts(&self, leaf: &str, terms: &[String]) -> bool {
        self.ask(&[leaf], terms)[0].expect("a verdict on the only input")
    }
}

/// Each file of a directory: its name without the ending, and its bytes.
#[track_caller]
fn files(directory: &Path) -> Vec<(String, Vec<u8>)> {
    let entries = std::fs::read_dir(directory).expect("a directory");
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("an entry").path()).collect();
    files.sort();
    let read = |path: &PathBuf| {
        let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
        (name, std::fs::read(path).expect("a file"))
    };
    files.iter().map(read).collect()
}

fn bundle(file: &Path, label: &str, contents: &[(String, Vec<u8>)]) {
    let block = |der: &[u8]| {
        let body = BASE64_STANDARD.encode(der);
        format!("-----BEGIN {label}-----\n{body}\n-----END {label}-----\n")
    };
    let blocks: String = contents.iter().map(|(_, der)| block(der)).collect();
    std::fs::write(file, blocks).expect("a file");
}

#[test]
fn every_end_entity_of_pkits_has_the_verdict_of_the_suite() {
    let suite = Suite::open();
    assert_eq!(suite.leaves.len(), 223);
    let leaves: Vec<&str> = suite.leaves.iter().map(String::as_str).collect();
    let verdicts = suite.ask(&leaves, &[]);
    let wrong: Vec<_> = leaves
        .iter()
        .zip(verdicts)
        .map(|(name, verdict)| (name, verdict.unwrap_or_else(|| suite.accepts(name, &[]))))
        .filter(|(name, accepted)| is_expected(name) != *accepted)
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// What the suite expects of a leaf under initial values other than the default (PKITS §4.8, §4.10, §4.12):
/// NIST's test policies by number, the flags (`e`xplicit, `m`apping, `a`ny), and whether it is valid.
const UNDER_TERMS: &[(&str, &[u8], &str, bool)] = &[
    ("ValidCertificatePathTest1EE", &[], "e", true),
    ("ValidCertificatePathTest1EE", &[1], "e", true),
    ("ValidCertificatePathTest1EE", &[2], "e", false),
    ("ValidCertificatePathTest1EE", &[1, 2], "e", true),
    ("AllCertificatesNoPoliciesTest2EE", &[], "e", false),
    ("DifferentPoliciesTest3EE", &[], "e", false),
    ("DifferentPoliciesTest3EE", &[1, 2], "e", false),
    ("OverlappingPoliciesTest6EE", &[1], "", true),
    ("OverlappingPoliciesTest6EE", &[2], "", false),
    ("AllCertificatesSamePoliciesTest10EE", &[1], "", true),
    ("AllCertificatesSamePoliciesTest10EE", &[2], "", true),
    ("AllCertificatesanyPolicyTest11EE", &[1], "", true),
    ("AllCertificatesSamePoliciesTest13EE", &[1], "", true),
    ("AllCertificatesSamePoliciesTest13EE", &[2], "", true),
    ("AllCertificatesSamePoliciesTest13EE", &[3], "", true),
    ("AnyPolicyTest14EE", &[1], "", true),
    ("AnyPolicyTest14EE", &[2], "", false),
    ("UserNoticeQualifierTest15EE", &[1], "", true),
    ("UserNoticeQualifierTest18EE", &[1], "", true),
    ("UserNoticeQualifierTest18EE", &[2], "", true),
    ("CPSPointerQualifierTest20EE", &[1], "e", true),
    ("ValidPolicyMappingTest1EE", &[1], "", true),
    ("ValidPolicyMappingTest1EE", &[2], "", false),
    ("ValidPolicyMappingTest1EE", &[], "m", false),
    ("ValidPolicyMappingTest3EE", &[1], "", false),
    ("ValidPolicyMappingTest3EE", &[2], "", true),
    ("ValidPolicyMappingTest5EE", &[1], "", true),
    ("ValidPolicyMappingTest5EE", &[6], "", false),
    ("ValidPolicyMappingTest6EE", &[1], "", true),
    ("ValidPolicyMappingTest6EE", &[6], "", false),
    ("ValidPolicyMappingTest12EE", &[1], "", true),
    ("ValidPolicyMappingTest12EE", &[2], "", true),
    ("inhibitAnyPolicyTest3EE", &[], "", true),
    ("inhibitAnyPolicyTest3EE", &[], "a", false),
];

#[test]
fn what_the_client_asks_of_policies_counts_as_pkits_has_it() {
    let suite = Suite::open();
    let mut wrong = Vec::new();
    for (name, policies, flags, valid) in UNDER_TERMS {
        let mut terms: Vec<String> = policies
            .iter()
            .flat_map(|number| {
                [
                    "--policy-oid".to_owned(),
                    format!("2.16.840.1.101.3.2.1.48.{number}"),
                ]
            })
            .collect();
        let asked = [
            ('e', "--explicit-policy"),
            ('m', "--inhibit-mapping"),
            ('a', "--inhibit-any"),
        ];
        let asked = asked.iter().filter(|(letter, _)| flags.contains(*letter));
        terms.extend(asked.map(|(_, flag)| (*flag).to_owned()));
        if suite.accepts(name, &terms) != *valid {
            wrong.push(format!("{name} {policies:?} {flags}"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
