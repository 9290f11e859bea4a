//! A directory as a page for people, or as JSON for programs. Pure: entries in, text out. Names are a
//! stranger's text: everything is escaped, and the page allows no script but the one that sends files, where
//! they are taken in.

use std::ffi::OsString;

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Value as Json, json};

use super::path::{Steps, encode};

/// One entry of a directory.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Entry {
    pub(crate) name: OsString,
    pub(crate) directory: bool,
    /// In bytes; of no meaning for a directory.
    pub(crate) size: u64,
    /// Last change, in seconds since 1970.
    pub(crate) modified: i64,
}

/// Directories first, then by name as people sort: case aside.
pub(crate) fn sort(entries: &mut [Entry]) {
    entries.sort_by_cached_key(|entry| {
        let name = entry.name.to_string_lossy();
        (!entry.directory, name.to_lowercase(), entry.name.clone())
    });
}

/// The page; `upload` adds what sends files.
pub(crate) fn html(steps: &Steps, entries: &[Entry], upload: bool) -> String {
    let title = escape(&shown(steps));
    let files = entries.iter().filter(|entry| !entry.directory).count();
    let size: u64 = entries
        .iter()
        .filter(|entry| !entry.directory)
        .map(|entry| entry.size)
        .sum();
    let mut rows = String::new();
    if steps.last().is_some() {
        rows.push_str("<tr class=up><td class=n><a href=\"../\"><i></i>..</a><td><td>\n");
    }
    rows.extend(entries.iter().map(row));
    if entries.is_empty() {
        rows.push_str("<tr class=none><td colspan=3>Nothing in here.\n");
    }
    let form = if upload {
        format!("{FORM}<script>{SCRIPT}</script>\n")
    } else {
        String::new()
    };
    let summary = format!(
        "{} · {} · {}",
        count(entries.len() - files, "folder", "folders"),
        count(files, "file", "files"),
        human_size(size)
    );
    format!(
        "<!doctype html>\n<html lang=en>\n<meta charset=utf-8>\n\
         <meta name=viewport content=\"width=device-width,initial-scale=1\">\n\
         <meta name=color-scheme content=\"light dark\">\n\
         <title>{title}</title>\n<style>{STYLE}</style>\n\
         <main>\n<h1>{}</h1>\n<p class=sum>{summary}\n\
         <table>\n<thead><tr><th class=n>Name<th>Size<th>Changed\n<tbody>\n{rows}</table>\n{form}\
         <footer>tlsctl {}</footer>\n</main>\n",
        crumbs(steps),
        env!("CARGO_PKG_VERSION"),
    )
}

/// What the page may load: its own style, and the one script by its digest.
pub(crate) fn policy(upload: bool) -> String {
    let mut policy = String::from("default-src 'none'; style-src 'unsafe-inline'");
    if upload {
        let digest = STANDARD.encode(digest(&SHA256, SCRIPT.as_bytes()));
        policy.push_str(&format!("; script-src 'sha256-{digest}'; connect-src 'self'"));
    }
    policy
}

/// The same for programs.
pub(crate) fn json(steps: &Steps, entries: &[Entry]) -> String {
    let entries: Vec<Json> = entries
        .iter()
        .map(|entry| {
            json!({
                "name": entry.name.to_string_lossy(),
                "type": if entry.directory { "directory" } else { "file" },
                "size": (!entry.directory).then_some(entry.size),
                "modified": Timestamp::from_second(entry.modified).ok().map(|at| at.to_string()),
                "href": href(entry),
            })
        })
        .collect();
    format!("{:#}\n", json!({ "path": shown(steps), "entries": entries }))
}

fn row(entry: &Entry) -> String {
    let name = escape(&entry.name.to_string_lossy());
    let (class, slash, size) = if entry.directory {
        ("d", "/", String::new())
    } else {
        (kind(&entry.name), "", human_size(entry.size))
    };
    let when = Timestamp::from_second(entry.modified).unwrap_or(Timestamp::UNIX_EPOCH);
    format!(
        "<tr class={class}><td class=n><a href=\"{}\"><i></i>{name}{slash}</a><td class=s>{size}<td class=t>\
         <time datetime=\"{when}\">{}</time>\n",
        href(entry),
        when.strftime("%Y-%m-%d %H:%M"),
    )
}

/// `./` keeps a name with a colon from being read as a scheme.
fn href(entry: &Entry) -> String {
    format!(
        "./{}{}",
        encode(&entry.name),
        if entry.directory { "/" } else { "" }
    )
}

/// The class of a file's icon, by its media type.
fn kind(name: &OsString) -> &'static str {
    let guess = mime_guess::from_path(name).first_raw().unwrap_or("");
    match guess.split('/').next().unwrap_or("") {
        "image" => "i",
        "audio" | "video" => "m",
        "text" => "x",
        _ if guess.contains("zip") || guess.contains("tar") || guess.contains("compressed") => "z",
        _ => "f",
    }
}

/// The path with a link at every step.
fn crumbs(steps: &Steps) -> String {
    let names = steps.names();
    let mut html = link(names.len(), "⌂");
    for (i, name) in names.iter().enumerate() {
        html.push_str("<span>/</span>");
        html.push_str(&link(names.len() - 1 - i, &escape(&name.to_string_lossy())));
    }
    html
}

fn link(up: usize, text: &str) -> String {
    match up {
        0 => format!("<b>{text}</b>"),
        up => format!("<a href=\"{}\">{text}</a>", "../".repeat(up)),
    }
}

fn shown(steps: &Steps) -> String {
    let names = steps.names().iter().map(|name| name.to_string_lossy());
    names.fold(String::from("/"), |path, name| path + &name + "/")
}

fn count(number: usize, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}

/// A size in the largest unit that leaves a whole digit.
fn human_size(bytes: u64) -> String {
    let mut unit = 0;
    #[allow(clippy::cast_precision_loss, reason = "two digits are shown")]
    let mut value = bytes as f64;
    while value >= 1024.0 && unit + 1 < UNITS.len() {
        value /= 1024.0;
        unit += 1;
    }
    if unit == 0 || value >= 10.0 {
        format!("{value:.0} {}", UNITS[unit])
    } else {
        format!("{value:.1} {}", UNITS[unit])
    }
}

fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            '\'' => safe.push_str("&#39;"),
            c if c.is_control() || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') => {
                safe.push('\u{fffd}')
            }
            c => safe.push(c),
        }
    }
    safe
}

const UNITS: [&str; 6] = ["B", "KiB", "MiB", "GiB", "TiB", "PiB"];

/// A button for who has files to send; they can also be dropped anywhere.
const FORM: &str = "<div class=put><label>Add files<input type=file id=pick multiple></label>\
                    <span id=told>or drop them here</span></div>";

const SCRIPT: &str = include_str!("listing.js");

/// One sheet for light and dark, wide and narrow.
const STYLE: &str = include_str!("listing.css");

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, directory: bool) -> Entry {
        Entry {
            name: name.into(),
            directory,
            size: 1536,
            modified: 0,
        }
    }

    #[test]
    fn names_are_text_and_nothing_else() {
        let steps = Steps::parse("/a/", false).expect("plain");
        let page = html(
            &steps,
            &[entry("<script>\"'&\u{202e}", false), entry("javascript:x", false)],
            false,
        );
        assert!(!page.contains("<script>"));
        assert!(page.contains("&lt;script&gt;&quot;&#39;&amp;\u{fffd}"));
        assert!(page.contains("href=\"./javascript%3Ax\""));
    }

    #[test]
    fn directories_come_first_and_case_is_no_matter() {
        let mut entries = [
            entry("b", false),
            entry("A", false),
            entry("z", true),
            entry("Y", true),
        ];
        sort(&mut entries);
        assert_eq!(
            entries.map(|e| e.name.to_string_lossy().into_owned()),
            ["Y", "z", "A", "b"]
        );
    }

    #[test]
    fn sizes_read_as_people_say_them() {
        assert_eq!(human_size(0), "0 B");
        assert_eq!(human_size(1536), "1.5 KiB");
        assert_eq!(human_size(20 << 20), "20 MiB");
    }
}
