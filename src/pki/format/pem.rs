//! PEM (RFC 7468, and RFC 1421 headers): finds every block in whatever text surrounds it, and says
//! where. The `pem` crate writes; reading is our own because faults must name the block, its line and
//! its byte offset, and one broken block must not hide the next.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use memchr::{memchr_iter, memmem};

use crate::error::Error;

/// One block, decoded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Block {
    /// What stands after `BEGIN`, such as `CERTIFICATE`.
    pub(crate) label: String,
    /// RFC 1421 headers, such as `DEK-Info`.
    pub(crate) headers: Vec<(String, String)>,
    /// The decoded bytes.
    pub(crate) der: Vec<u8>,
    /// Its number in the text, from 1; broken ones count.
    pub(crate) number: usize,
    /// The line of `BEGIN`, from 1.
    pub(crate) line: usize,
    /// The byte of `BEGIN`, from 0.
    pub(crate) offset: usize,
}

/// Every block of a text in order, and an error for each that is broken. Text between blocks, CRLF, a
/// byte-order mark, indentation and line breaks written as `\n` (JSON, environment) are no fault.
pub(crate) fn blocks(text: &[u8]) -> (Vec<Block>, Vec<Error>) {
    match utf16(text) {
        Some(fault) => (Vec::new(), vec![fault]),
        None => Stream::default().scan(text),
    }
}

/// PEM that comes in pieces, for files too large to be held whole.
#[derive(Debug, Default)]
pub(crate) struct Stream {
    held: Vec<u8>,
    /// The byte at which `held` begins.
    offset: usize,
    /// Line ends before it.
    lines: usize,
    /// Blocks before it.
    number: usize,
    /// Whether what is held is given up as too long.
    is_cut: bool,
}

impl Stream {
    /// The blocks that are complete with this piece of the text, and errors for those that are broken.
    pub(crate) fn feed(&mut self, text: &[u8]) -> (Vec<Block>, Vec<Error>) {
        self.held.extend_from_slice(text);
        // All before the last BEGIN is complete or broken; without one, all but what may become one.
        let whole = memmem::rfind(&self.held, BEGIN).unwrap_or(self.held.len().saturating_sub(BEGIN.len()));
        let whole = if self.held.len() - whole > LARGEST {
            self.is_cut = true;
            self.held.len()
        } else {
            whole
        };
        let rest = self.held.split_off(whole);
        let text = std::mem::replace(&mut self.held, rest);
        self.scan(&text)
    }

    /// What is left at the end of the text.
    pub(crate) fn finish(&mut self) -> (Vec<Block>, Vec<Error>) {
        let text = std::mem::take(&mut self.held);
        self.scan(&text)
    }

    fn scan(&mut self, text: &[u8]) -> (Vec<Block>, Vec<Error>) {
        let mut scan = Scan {
            text,
            base: self.offset,
            position: 0,
            line: 1 + self.lines,
            counted: 0,
            number: self.number,
            faults: Vec::new(),
            unsaid: 0,
            is_cut: std::mem::take(&mut self.is_cut),
        };
        let blocks = std::iter::from_fn(|| scan.next()).flatten().collect();
        if scan.unsaid > 0 {
            scan.faults.push(Error::input(format!(
                "{} more PEM blocks are broken",
                scan.unsaid
            )));
        }
        self.offset += text.len();
        self.lines += lines(text);
        self.number = scan.number;
        (blocks, scan.faults)
    }
}

/// Whether there is the beginning of a block in the text.
pub(crate) fn is_pem(text: &[u8]) -> bool {
    memmem::find(text, BEGIN).is_some() || (utf16(text).is_some() && text.len() > 64)
}

/// A block of 64-column lines, ended by a line feed.
pub(crate) fn encode(label: &str, der: &[u8]) -> String {
    let config = pem::EncodeConfig::new().set_line_ending(pem::LineEnding::LF);
    pem::encode_config(&pem::Pem::new(label, der), config)
}

struct Scan<'a> {
    text: &'a [u8],
    /// The byte of the whole at which `text` begins.
    base: usize,
    position: usize,
    /// The line that byte `counted` is on.
    line: usize,
    counted: usize,
    number: usize,
    faults: Vec<Error>,
    unsaid: usize,
    /// Whether the text ends where a block became too long to be held.
    is_cut: bool,
}

impl Scan<'_> {
    /// The next block, `Some(None)` where it was broken, `None` at the end.
    fn next(&mut self) -> Option<Option<Block>> {
        let start = self.position + memmem::find(&self.text[self.position..], BEGIN)?;
        self.line += lines(&self.text[self.counted..start]);
        self.counted = start;
        self.number += 1;
        let after = start + BEGIN.len();
        let Some(label) = label(&self.text[after..]) else {
            self.position = after;
            return Some(self.fault(start, "its BEGIN line has no end"));
        };
        let body = after + label.len() + DASHES.len();
        let rest = &self.text[body..];
        let next = memmem::find(rest, BEGIN);
        let Some(end) = memmem::find(&rest[..next.unwrap_or(rest.len())], END) else {
            self.position = next.map_or(self.text.len(), |next| body + next);
            let what = if self.is_cut && next.is_none() {
                format!("`{label}` is longer than {} MiB, and is passed by", LARGEST >> 20)
            } else {
                format!("`{label}` has no END line: it was cut off, or two files ran together")
            };
            return Some(self.fault(start, &what));
        };
        self.position = body + end + END.len();
        if !rest[end + END.len()..].starts_with(label.as_bytes()) {
            return Some(self.fault(start, &format!("`{label}` ends with the label of another")));
        }
        let label = label.to_owned();
        Some(match decode(&rest[..end]) {
            Ok((headers, der)) => Some(Block {
                label,
                headers,
                der,
                number: self.number,
                line: self.line,
                offset: self.base + start,
            }),
            Err((at, what)) => self.fault(
                start,
                &format!("`{label}`, byte {}: {what}", self.base + body + at),
            ),
        })
    }

    fn fault(&mut self, offset: usize, what: &str) -> Option<Block> {
        if self.faults.len() < FAULTS {
            let (number, line, offset) = (self.number, self.line, self.base + offset);
            self.faults.push(Error::input(format!(
                "PEM block {number} (line {line}, byte {offset}): {what}"
            )));
        } else {
            self.unsaid += 1;
        }
        None
    }
}

type Headers = Vec<(String, String)>;

/// The headers and bytes of a body, or where in it the fault is and what.
fn decode(body: &[u8]) -> Result<(Headers, Vec<u8>), (usize, String)> {
    let (headers, start) = headers(body);
    let mut digits = Vec::with_capacity(body.len() - start);
    let mut places = start..body.len();
    while let Some(i) = places.next() {
        match body[i] {
            // A line break spelt out: `\n` or `\r` in a JSON string or an environment variable.
            b'\\' if matches!(body.get(i + 1), Some(b'n' | b'r')) => drop(places.next()),
            b if b.is_ascii_whitespace() => {}
            b if b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/' | b'=') => digits.push(b),
            b => return Err((i, format!("0x{b:02x} is not base64"))),
        }
    }
    let der = BASE64
        .decode(&digits)
        .map_err(|e| (start, format!("the base64 is damaged ({e})").to_lowercase()))?;
    if der.is_empty() {
        return Err((start, "it is empty".to_owned()));
    }
    Ok((headers, der))
}

/// RFC 1421 headers and where the base64 begins: lines with a colon, up to an empty line.
fn headers(body: &[u8]) -> (Headers, usize) {
    let mut headers: Headers = Vec::new();
    let mut start = 0;
    for line in body.split_inclusive(|b| *b == b'\n') {
        let text = String::from_utf8_lossy(line);
        let trimmed = text.trim();
        match trimmed.split_once(':') {
            Some((name, value)) => headers.push((name.trim().to_owned(), value.trim().to_owned())),
            None if trimmed.is_empty() => {}
            // A folded value goes on after white space (RFC 1421 §4.4).
            None if text.starts_with([' ', '\t']) && !headers.is_empty() && start < HEADERS => {
                if let Some((_, value)) = headers.last_mut() {
                    value.push_str(trimmed);
                }
            }
            None => break,
        }
        start += line.len();
    }
    (headers, start)
}

fn label(text: &[u8]) -> Option<&str> {
    let end = memmem::find(&text[..text.len().min(LABEL + DASHES.len())], DASHES)?;
    let label = std::str::from_utf8(&text[..end]).ok()?;
    label.bytes().all(|b| (b' '..=b'~').contains(&b)).then_some(label)
}

/// UTF-16 as Windows writes it: its PEM has a NUL at every other byte and would be silently empty.
fn utf16(text: &[u8]) -> Option<Error> {
    let marked = text.starts_with(&[0xff, 0xfe]) || text.starts_with(&[0xfe, 0xff]);
    marked.then(|| {
        Error::input("the text is UTF-16, and PEM is ASCII")
            .hint("convert it: iconv -f UTF-16 -t UTF-8 FILE > NEW")
    })
}

/// Line ends in `text`: LF, CRLF, or CR alone.
fn lines(text: &[u8]) -> usize {
    let lone = |at: &usize| text.get(at + 1).is_some_and(|next| *next != b'\n');
    memchr_iter(b'\n', text).count() + memchr_iter(b'\r', text).filter(lone).count()
}

/// No block is larger, in bytes; a text without a BEGIN for longer is held no longer.
const LARGEST: usize = 16 << 20;
const BEGIN: &[u8] = b"-----BEGIN ";
const END: &[u8] = b"-----END ";
const DASHES: &[u8] = b"-----";
/// The longest label in use is shorter.
const LABEL: usize = 64;
/// How far into a block folded headers are looked for, in bytes.
const HEADERS: usize = 4096;
/// Faults that are said one by one; a hostile file has any number.
const FAULTS: usize = 16;
/// OpenSSL reads missing padding and stray last bits, so files with them are about.
const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_padding_mode(DecodePaddingMode::Indifferent)
        .with_decode_allow_trailing_bits(true),
);

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Block {
        let (mut blocks, faults) = blocks(text.as_bytes());
        assert_eq!(faults, []);
        assert_eq!(blocks.len(), 1, "{text:?}");
        blocks.remove(0)
    }

    #[test]
    fn blocks_are_found_between_anything() {
        let text = format!(
            "\u{feff}some words\n{}garbage \u{1}\n   {}tail",
            encode("CERTIFICATE", b"one"),
            encode("X509 CRL", b"two")
        );
        let (blocks, faults) = blocks(text.as_bytes());
        assert_eq!(faults, []);
        assert_eq!((blocks[0].line, blocks[0].offset), (2, 14));
        assert_eq!(
            (blocks[1].label.as_str(), &blocks[1].der[..]),
            ("X509 CRL", &b"two"[..])
        );
        assert_eq!(blocks[1].line, 6);
    }

    #[test]
    fn line_ends_of_every_kind_are_read() {
        let unix = encode("CERTIFICATE", &[7; 100]);
        for ends in ["\r\n", "\r", "\\n", "\n    "] {
            assert_eq!(one(&unix.replace('\n', ends)).der, [7; 100], "{ends:?}");
        }
    }

    #[test]
    fn headers_are_kept() {
        let block = one(
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAAAA\n-----END RSA PRIVATE KEY-----\n",
        );
        assert_eq!(block.headers[1], ("DEK-Info".into(), "AES-128-CBC,00".into()));
        assert_eq!(block.der, [0, 0, 0]);
    }

    #[test]
    fn a_broken_block_names_its_place_and_hides_no_other() {
        let good = encode("CERTIFICATE", b"good");
        for (bad, word) in [
            ("-----BEGIN CERTIFICATE-----\nAAAA\n", "no END line"),
            (
                "-----BEGIN CERTIFICATE-----\nAA\u{7}A\n-----END CERTIFICATE-----\n",
                "byte 31",
            ),
            (
                "-----BEGIN CERTIFICATE-----\nAAAAA\n-----END CERTIFICATE-----\n",
                "base64",
            ),
            (
                "-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n",
                "empty",
            ),
            ("-----BEGIN A-----\nAAAA\n-----END B-----\n", "another"),
            ("-----BEGIN X\n", "no end"),
        ] {
            let (blocks, faults) = blocks(format!("\n{bad}{good}").as_bytes());
            assert_eq!(blocks.len(), 1, "{bad}");
            let said = faults.iter().map(Error::to_string).collect::<Vec<_>>().join("\n");
            assert!(
                said.contains(word) && said.contains("block 1 (line 2, byte 1)"),
                "{said}"
            );
        }
    }

    #[test]
    fn a_text_in_pieces_gives_the_same_as_the_whole() {
        let bad = "-----BEGIN CERTIFICATE-----\nA?\n-----END CERTIFICATE-----\n";
        let text = format!(
            "a\r\nb\n{}{bad}words {}",
            encode("CERTIFICATE", &[1; 90]),
            encode("X509 CRL", b"two")
        );
        let whole = blocks(text.as_bytes());
        for size in [1, 2, 7, 64, 1000] {
            let mut stream = Stream::default();
            let (mut found, mut faults) = (Vec::new(), Vec::new());
            for piece in text.as_bytes().chunks(size) {
                let (blocks, broken) = stream.feed(piece);
                found.extend(blocks);
                faults.extend(broken);
            }
            let (blocks, broken) = stream.finish();
            found.extend(blocks);
            faults.extend(broken);
            assert_eq!((found, faults), whole, "{size}");
        }
    }

    #[test]
    fn utf_16_is_said_and_a_flood_of_faults_is_counted() {
        assert!(blocks(&[0xff, 0xfe, b'-', 0]).1[0].to_string().contains("UTF-16"));
        let flood = "-----BEGIN CERTIFICATE-----\n".repeat(1000);
        let (_, faults) = blocks(flood.as_bytes());
        assert_eq!(faults.len(), FAULTS + 1);
        assert!(faults[FAULTS].to_string().contains("984 more"));
    }
}
