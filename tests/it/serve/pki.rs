//! A CA and certificates for the tests, made by `tlsctl gen`, each in its own directory.

use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::tlsctl::{Server, tlsctl};

/// A directory with a CA in `ca` and certificates in `certs`.
pub(super) struct Pki {
    directory: TempDir,
}

impl Pki {
    /// A CA, and certificates for example.com, bigcorp.test with its wildcard, and loopback.
    pub(super) fn new() -> Self {
        let pki = Self {
            directory: tempfile::tempdir().expect("a directory"),
        };
        pki.run(&["gen", "ca", "--out", "ca"]);
        pki.issue("a", &["example.com", "www.example.com"], &[]);
        pki.issue(
            "b",
            &[
                "bigcorp.test",
                "*.bigcorp.test",
                "127.0.0.1",
                "::1",
                "2001:db8::541c",
            ],
            &[],
        );
        pki
    }

    /// Issues a certificate for `names` into `certs/DIRECTORY`.
    pub(super) fn issue(&self, directory: &str, names: &[&str], more: &[&str]) {
        let out = format!("certs/{directory}");
        self.run(&[&["gen"], names, &["--ca", "ca", "--out", &out], more].concat());
    }

    /// Runs `tlsctl` here, which must succeed.
    #[track_caller]
    pub(super) fn run(&self, arguments: &[&str]) -> String {
        let output = tlsctl(arguments.iter().copied()).within(self.path()).run();
        assert_eq!(output.code, 0, "{output:#?}");
        output.stdout
    }

    /// Starts `tlsctl serve` here on a free port of 127.0.0.1.
    #[track_caller]
    pub(super) fn serve(&self, arguments: &[&str]) -> Server {
        let listen = ["serve", "--listen", "127.0.0.1:0"];
        tlsctl([&listen, arguments].concat()).within(self.path()).serve()
    }

    /// What `tlsctl serve` with these arguments says when it refuses with this code.
    #[track_caller]
    pub(super) fn refuses(&self, code: i32, arguments: &[&str]) -> String {
        let listen = ["serve", "--listen", "127.0.0.1:0"];
        tlsctl([&listen, arguments].concat())
            .within(self.path())
            .fails(code)
    }

    /// The directory.
    pub(super) fn path(&self) -> &Path {
        self.directory.path()
    }

    /// A path in it, as text.
    pub(super) fn at(&self, path: &str) -> String {
        self.file(path).display().to_string()
    }

    /// A path in it.
    pub(super) fn file(&self, path: &str) -> PathBuf {
        self.path().join(path)
    }

    /// Writes a file in it.
    pub(super) fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.file(path);
        std::fs::create_dir_all(path.parent().expect("inside")).expect("made");
        std::fs::write(path, bytes).expect("written");
    }

    /// Runs openssl here, which must succeed.
    #[track_caller]
    pub(super) fn openssl(&self, arguments: &str) {
        let output = std::process::Command::new("openssl")
            .args(arguments.split_whitespace())
            .current_dir(self.path())
            .output()
            .expect("openssl is there");
        assert!(output.status.success(), "{output:#?}");
    }
}
