//! JA3 of a ClientHello and JA3S of a ServerHello: MD5 over the numbers in decimal, GREASE left out
//! (github.com/salesforce/ja3).

use md5::{Digest as _, Md5};

use super::{hex, joined};
use crate::wire::client_hello::ClientHello;
use crate::wire::extension::{Extension, ExtensionType};
use crate::wire::registry::is_grease;
use crate::wire::server_hello::ServerHello;

/// The fingerprint of a client.
pub(crate) fn client(hello: &ClientHello) -> String {
    hash(&client_text(hello))
}

/// The fingerprint of a server's answer to one certain client.
pub(crate) fn server(hello: &ServerHello) -> String {
    let kinds = hello.extensions().iter().map(|extension| extension.kind.0);
    hash(&format!(
        "{},{},{}",
        hello.legacy_version.0,
        hello.suite.0,
        joined(kinds, "-")
    ))
}

fn client_text(hello: &ClientHello) -> String {
    let plain = |numbers: Vec<u16>| joined(numbers.into_iter().filter(|number| !is_grease(*number)), "-");
    let formats = hello
        .extension(ExtensionType::EC_POINT_FORMATS)
        .map(|formats| &formats.body);
    let formats = formats.and_then(|body| body.get(1..)).unwrap_or_default();
    format!(
        "{},{},{},{},{}",
        hello.legacy_version.0,
        plain(hello.suites.iter().map(|suite| suite.0).collect()),
        plain(
            hello
                .extensions()
                .iter()
                .map(|extension: &Extension| extension.kind.0)
                .collect()
        ),
        plain(hello.groups().iter().map(|group| group.0).collect()),
        joined(formats.iter().map(|format| u16::from(*format)), "-"),
    )
}

fn hash(text: &str) -> String {
    hex(&Md5::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::group::Group;
    use crate::wire::suite::Suite;
    use crate::wire::version::Version;

    #[test]
    fn the_text_is_what_the_authors_define() {
        let suites = vec![Suite(0x0a0a), Suite(4), Suite(5)];
        let hello = ClientHello::new(Version::TLS1_0, [0; 32], suites)
            .with(Extension::server_name("a.test"))
            .with(Extension::groups(&[Group(23), Group(24)]))
            .with(Extension::new(ExtensionType::EC_POINT_FORMATS, [1, 0]));
        assert_eq!(client_text(&hello), "769,4-5,0-10-11,23-24,0");
        assert_eq!(client(&hello).len(), 32);
        // The example of the authors' README.
        assert_eq!(
            hash("769,47-53-5-10-49161-49162-49171-49172-50-56-19-4,0-10-11,23-24-25,0"),
            "ada70206e40642a3e4461f35503241d5"
        );
    }
}
