//! JA4 of a ClientHello and JA4S of a ServerHello, over TCP (github.com/FoxIO-LLC/ja4, technical details).

use super::sha256;
use crate::wire::client_hello::ClientHello;
use crate::wire::extension::ExtensionType;
use crate::wire::registry::is_grease;
use crate::wire::server_hello::ServerHello;
use crate::wire::version::Version;

/// The fingerprint of a client.
pub(crate) fn client(hello: &ClientHello) -> String {
    let plain = |number: &u16| !is_grease(*number);
    let version = hello
        .versions()
        .into_iter()
        .filter(|version| plain(&version.0))
        .max();
    let mut suites: Vec<u16> = hello.suites.iter().map(|suite| suite.0).filter(plain).collect();
    let kinds: Vec<u16> = hello
        .extensions()
        .iter()
        .map(|extension| extension.kind.0)
        .filter(plain)
        .collect();
    let name = if kinds.contains(&ExtensionType::SERVER_NAME.0) {
        'd'
    } else {
        'i'
    };
    let head = format!(
        "t{}{name}{:02}{:02}{}",
        version_code(version.unwrap_or(hello.legacy_version)),
        suites.len().min(99),
        kinds.len().min(99),
        ends(hello.alpn().first().map(String::as_bytes)),
    );
    suites.sort_unstable();
    let told = [ExtensionType::SERVER_NAME.0, ExtensionType::ALPN.0];
    let mut rest: Vec<u16> = kinds.into_iter().filter(|kind| !told.contains(kind)).collect();
    rest.sort_unstable();
    let mut text = listed(&rest);
    let schemes: Vec<u16> = hello
        .schemes()
        .iter()
        .map(|scheme| scheme.0)
        .filter(plain)
        .collect();
    if !schemes.is_empty() {
        text = format!("{text}_{}", listed(&schemes));
    }
    format!("{head}_{}_{}", short(&listed(&suites)), short(&text))
}

/// The fingerprint of a server's answer to one certain client.
pub(crate) fn server(hello: &ServerHello) -> String {
    let kinds: Vec<u16> = hello
        .extensions()
        .iter()
        .map(|extension| extension.kind.0)
        .collect();
    format!(
        "t{}{:02}{}_{:04x}_{}",
        version_code(hello.version()),
        kinds.len().min(99),
        ends(hello.alpn().as_deref()),
        hello.suite.0,
        short(&listed(&kinds)),
    )
}

fn version_code(version: Version) -> &'static str {
    match version {
        Version::TLS1_3 => "13",
        Version::TLS1_2 => "12",
        Version::TLS1_1 => "11",
        Version::TLS1_0 => "10",
        Version::SSL3 => "s3",
        Version::SSL2 => "s2",
        _ => "00",
    }
}

/// The first and the last character of a protocol's name; of its hex, where it is no plain word.
fn ends(protocol: Option<&[u8]>) -> String {
    let (Some(first), Some(last)) = (protocol.and_then(<[u8]>::first), protocol.and_then(<[u8]>::last))
    else {
        return "00".to_owned();
    };
    if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() {
        return format!("{}{}", char::from(*first), char::from(*last));
    }
    format!("{:x}{:x}", first >> 4, last & 15)
}

fn listed(numbers: &[u16]) -> String {
    let numbers: Vec<String> = numbers.iter().map(|number| format!("{number:04x}")).collect();
    numbers.join(",")
}

fn short(text: &str) -> String {
    if text.is_empty() {
        return "0".repeat(12);
    }
    sha256(text)[..12].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::compression::Compression;
    use crate::wire::extension::Extension;
    use crate::wire::scheme::Scheme;
    use crate::wire::suite::Suite;

    /// The worked example of the authors' technical details.
    #[test]
    fn the_example_of_its_authors_comes_out() {
        let suites = [
            0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x009c,
            0x009d, 0x002f, 0x0035,
        ];
        let schemes = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601];
        let mut hello = ClientHello::new(
            Version::TLS1_2,
            [0; 32],
            suites.iter().copied().map(Suite).collect(),
        );
        for kind in [
            0x001b, 0x0000, 0x0033, 0x0010, 0x4469, 0x0017, 0x002d, 0x000d, 0x0005, 0x0023, 0x0012, 0x002b,
            0xff01, 0x000b, 0x000a, 0x0015,
        ] {
            hello = hello.with(match kind {
                0x0010 => Extension::alpn([&b"h2"[..]]),
                0x000d => Extension::schemes(&schemes.map(Scheme)),
                0x002b => Extension::versions(&[Version::TLS1_3, Version::TLS1_2]),
                _ => Extension::empty(ExtensionType(kind)),
            });
        }
        assert_eq!(client(&hello), "t13d1516h2_8daaf6152771_e5627efa2ab1");
    }

    #[test]
    fn an_answer_has_a_fingerprint() {
        let hello = ServerHello {
            legacy_version: Version::TLS1_2,
            random: [0; 32],
            session_id: Vec::new(),
            suite: Suite(0x1301),
            compression: Compression::NULL,
            extensions: Some(vec![
                Extension::new(ExtensionType::SUPPORTED_VERSIONS, [3, 4]),
                Extension::new(ExtensionType::KEY_SHARE, [0, 29]),
            ]),
        };
        let print = server(&hello);
        assert!(print.starts_with("t130200_1301_"), "{print}");
    }
}
