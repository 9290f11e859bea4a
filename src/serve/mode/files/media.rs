//! Media types by the names of files, and which of them are worth compressing.

use std::ffi::OsStr;

/// The media type by the name's ending; text is taken to be UTF-8.
pub(super) fn of(name: Option<&OsStr>) -> String {
    let guess = name.and_then(|name| mime_guess::from_path(name).first_raw());
    match guess.unwrap_or("application/octet-stream") {
        text if text.starts_with("text/") || text == "application/javascript" => {
            format!("{text}; charset=utf-8")
        }
        other => other.to_owned(),
    }
}

/// Whether a name ends as those of some kind of file do.
pub(super) fn is_known(name: &OsStr) -> bool {
    mime_guess::from_path(name).first_raw().is_some()
}

/// Whether files of this type are compressed already, so that nobody compresses them again.
pub(super) fn is_packed(kind: &str) -> bool {
    let (class, rest) = kind.split_once('/').unwrap_or_default();
    match class {
        "audio" | "video" => true,
        "image" => !matches!(rest, "svg+xml" | "bmp" | "x-icon" | "vnd.microsoft.icon"),
        "font" => rest.starts_with("woff"),
        _ => ["zip", "gzip", "compressed", "x-7z", "zstd", "x-xz", "x-bzip"]
            .iter()
            .any(|packed| rest.contains(packed)),
    }
}

/// Whether files of this type become much shorter.
pub(super) fn is_wordy(kind: &str) -> bool {
    let bare = kind.split(';').next().unwrap_or_default();
    bare.starts_with("text/") || bare.ends_with("+xml") || bare.ends_with("+json") || WORDY.contains(&bare)
}

/// Beside text: what the web is made of and is not packed.
const WORDY: &[&str] = &[
    "application/javascript",
    "application/json",
    "application/vnd.ms-fontobject",
    "application/wasm",
    "application/xml",
    "font/otf",
    "font/ttf",
    "image/bmp",
    "image/x-icon",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_not_wordy() {
        for kind in [
            "image/png",
            "video/mp4",
            "application/zip",
            "application/gzip",
            "font/woff2",
        ] {
            assert!(is_packed(kind) && !is_wordy(kind), "{kind}");
        }
        for kind in [
            "text/html; charset=utf-8",
            "application/json",
            "image/svg+xml",
            "application/wasm",
        ] {
            assert!(is_wordy(kind) && !is_packed(kind), "{kind}");
        }
        assert!(!is_wordy("application/octet-stream") && !is_packed("application/octet-stream"));
    }
}
