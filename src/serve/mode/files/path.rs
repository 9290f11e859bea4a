//! A URL's path as steps below the root. Pure: decodes, and refuses whatever could mean something else to
//! a file system than it says. Nothing here touches a disk.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str};

/// A path below the root, each step one plain name.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Steps {
    names: Vec<OsString>,
    /// Whether it ended in a slash: a directory is meant.
    pub(crate) directory: bool,
}

/// Why a path is not looked up.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Refusal {
    /// It steps out, or hides a separator, a NUL or a control character: 400.
    Malformed,
    /// It names something hidden: 404, as if it were not there.
    Hidden,
}

/// Whether a path may name this: there is neither a separator nor a control character in it.
pub(super) fn is_askable(name: &[u8]) -> bool {
    !name
        .iter()
        .any(|byte| matches!(byte, 0..=31 | 127 | b'/' | b'\\'))
}

impl Steps {
    /// Decodes the path of a request; `hidden` lets names with a leading dot through.
    pub(crate) fn parse(path: &str, hidden: bool) -> Result<Self, Refusal> {
        let mut names = Vec::new();
        let mut directory = true;
        for step in path.split('/') {
            directory = matches!(step, "" | ".");
            if directory {
                continue;
            }
            let name: Vec<u8> = percent_decode_str(step).collect();
            match name.as_slice() {
                b"" | b"." => {}
                b".." => return Err(Refusal::Malformed),
                name if !is_askable(name) => return Err(Refusal::Malformed),
                [b'.', ..] if !hidden => return Err(Refusal::Hidden),
                _ => names.push(native(name)?),
            }
        }
        Ok(Self { names, directory })
    }

    /// The root.
    pub(crate) fn root() -> Self {
        Self {
            names: Vec::new(),
            directory: true,
        }
    }

    /// The path relative to the root; `.` for the root itself.
    pub(crate) fn path(&self) -> PathBuf {
        if self.names.is_empty() {
            PathBuf::from(".")
        } else {
            self.names.iter().collect()
        }
    }

    /// The path one name further down, which is plain.
    pub(crate) fn join(&self, name: impl Into<OsString>) -> Self {
        let mut names = self.names.clone();
        names.push(name.into());
        Self {
            names,
            directory: false,
        }
    }

    /// The path one step up; the root's is itself.
    pub(crate) fn parent(&self) -> Self {
        let mut names = self.names.clone();
        names.pop();
        Self {
            names,
            directory: true,
        }
    }

    /// The path of a file beside, whose name ends in something more.
    pub(crate) fn with_ending(&self, ending: &str) -> Self {
        let mut names = self.names.clone();
        if let Some(last) = names.last_mut() {
            last.push(ending);
        }
        Self {
            names,
            directory: self.directory,
        }
    }

    /// The last name; `None` for the root.
    pub(crate) fn last(&self) -> Option<&OsStr> {
        self.names.last().map(OsString::as_os_str)
    }

    /// The names.
    pub(crate) fn names(&self) -> &[OsString] {
        &self.names
    }

    /// The path as it stands in a URL, from a single `/` on.
    pub(crate) fn url(&self) -> String {
        let mut url = String::from("/");
        for name in &self.names {
            url.push_str(&encode(name));
            url.push('/');
        }
        if !self.directory && url.len() > 1 {
            url.pop();
        }
        url
    }
}

/// A name as one step of a URL's path.
pub(crate) fn encode(name: &OsStr) -> String {
    percent_encoding::percent_encode(name.as_encoded_bytes(), STEP).to_string()
}

#[cfg(unix)]
fn native(name: Vec<u8>) -> Result<OsString, Refusal> {
    use std::os::unix::ffi::OsStringExt as _;
    Ok(OsString::from_vec(name))
}

#[cfg(not(unix))]
fn native(name: Vec<u8>) -> Result<OsString, Refusal> {
    // Drive letters and alternate streams are written with a colon.
    match String::from_utf8(name) {
        Ok(name) if !name.contains(':') => Ok(name.into()),
        _ => Err(Refusal::Malformed),
    }
}

/// Everything but what RFC 3986 §2.3 leaves unreserved.
const STEP: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> Result<String, Refusal> {
        Steps::parse(text, false).map(|steps| steps.path().display().to_string())
    }

    #[test]
    fn plain_paths_stay_below_the_root() {
        assert_eq!(path("/"), Ok(".".to_owned()));
        assert_eq!(path("/a/b%20c.txt"), Ok("a/b c.txt".to_owned()));
        assert_eq!(path("//etc/hostname"), Ok("etc/hostname".to_owned()));
        assert_eq!(path("/a/./b/"), Ok("a/b".to_owned()));
    }

    #[test]
    fn whatever_steps_out_is_refused() {
        for text in [
            "/..",
            "/../x",
            "/a/../b",
            "/%2e%2e/x",
            "/.%2e/x",
            "/..%2fx",
            "/a%2fb",
            "/..%5cx",
            "/a%5cb",
            "/a\\b",
            "/a%00.html",
            "/a%0ab",
            "/%2e%2e%2f",
            "/a/%2e%2e/%2e%2e/etc/passwd",
        ] {
            assert_eq!(path(text), Err(Refusal::Malformed), "{text}");
        }
    }

    #[test]
    fn hidden_names_are_not_there_unless_asked_for() {
        for text in ["/.git/config", "/a/.env", "/%2eenv", "/..."] {
            assert_eq!(path(text), Err(Refusal::Hidden), "{text}");
            assert!(Steps::parse(text, true).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_url_is_never_relative_to_another_host() {
        let steps = Steps::parse("//evil.example/%2f..", false);
        assert_eq!(steps, Err(Refusal::Malformed));
        let steps = Steps::parse("//evil.example/", false).expect("a plain path");
        assert_eq!(steps.url(), "/evil.example/");
    }
}
