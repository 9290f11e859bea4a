//! BER made DER, where a container was written as a stream: lengths that are not said beforehand, strings
//! in pieces (X.690 §8.1.3.6, §8.7.3). `openssl cms -stream`, Java and Windows write such files. Only what
//! wraps is converted: octets inside a string, such as those that a MAC is over, stay as they are.
//! Depth is bounded, and the output is hardly longer than the input.

use super::der::tag;
use crate::pki::der;

/// The same as DER, where it is BER from end to end and not DER already.
pub(super) fn to_der(bytes: &[u8]) -> Option<Vec<u8>> {
    if !is_streamed(bytes) {
        return None;
    }
    let (element, rest) = element(bytes, 0)?;
    rest.is_empty().then_some(element.der)
}

/// Whether the outermost element is constructed and does not say how long it is.
fn is_streamed(bytes: &[u8]) -> bool {
    matches!(bytes, [tag::SEQUENCE, INDEFINITE, ..])
}

/// An element that was converted.
struct Element {
    tag: u8,
    der: Vec<u8>,
    /// The octets inside, where it is a string.
    content: Vec<u8>,
}

/// The first element, and what is after it.
fn element(bytes: &[u8], depth: usize) -> Option<(Element, &[u8])> {
    let (&tag, after) = bytes.split_first()?;
    if tag & 0x1f == 0x1f || depth > MAX_DEPTH {
        return None;
    }
    let (length, after) = length(after)?;
    let is_constructed = tag & CONSTRUCTED != 0;
    let Some(length) = length else {
        if !is_constructed {
            return None;
        }
        let (children, rest) = until_end(after, depth)?;
        return Some((assemble(tag, children), rest));
    };
    let (content, rest) = after.split_at_checked(length)?;
    if is_constructed {
        let mut children = Vec::new();
        let mut left = content;
        while !left.is_empty() {
            let (child, after) = element(left, depth + 1)?;
            children.push(child);
            left = after;
        }
        return Some((assemble(tag, children), rest));
    }
    let whole = Element {
        tag,
        der: der::element(tag, content),
        content: content.to_vec(),
    };
    Some((whole, rest))
}

/// The elements up to the end-of-contents octets, and what is after those.
fn until_end(mut bytes: &[u8], depth: usize) -> Option<(Vec<Element>, &[u8])> {
    let mut children = Vec::new();
    loop {
        if let [0, 0, rest @ ..] = bytes {
            return Some((children, rest));
        }
        let (child, rest) = element(bytes, depth + 1)?;
        children.push(child);
        bytes = rest;
    }
}

/// An element from its parts; a string from its pieces.
fn assemble(tag: u8, mut children: Vec<Element>) -> Element {
    if tag == tag::OCTET_STRING | CONSTRUCTED {
        return joined(tag::OCTET_STRING, &children);
    }
    // EncryptedContentInfo (RFC 5652 §6.1): the only place where a string in pieces hides behind a tag.
    if let [kind, algorithm, encrypted] = children.as_mut_slice()
        && (kind.tag, algorithm.tag) == (tag::OID, tag::SEQUENCE)
        && encrypted.tag == tag::constructed(0)
        && let Some(pieces) = pieces(&encrypted.der)
    {
        *encrypted = joined(tag::context(0), &pieces);
    }
    let parts: Vec<&[u8]> = children.iter().map(|child| child.der.as_slice()).collect();
    Element {
        tag,
        der: der::element(tag, &parts.concat()),
        content: Vec::new(),
    }
}

/// The strings inside an element that was converted, where it holds nothing else.
fn pieces(der: &[u8]) -> Option<Vec<Element>> {
    let inside = super::der::Reader::new(der).any().ok()?.children().ok()?;
    let piece = |child: &super::der::Tlv| {
        (child.tag == tag::OCTET_STRING).then(|| Element {
            tag: child.tag,
            der: child.full.to_vec(),
            content: child.content.to_vec(),
        })
    };
    inside.iter().map(piece).collect()
}

fn joined(tag: u8, pieces: &[Element]) -> Element {
    let content: Vec<u8> = pieces
        .iter()
        .flat_map(|piece| piece.content.iter().copied())
        .collect();
    Element {
        tag,
        der: der::element(tag, &content),
        content,
    }
}

/// A length, `None` for one that is not said, and what is after it.
fn length(bytes: &[u8]) -> Option<(Option<usize>, &[u8])> {
    let (&first, rest) = bytes.split_first()?;
    match first {
        INDEFINITE => Some((None, rest)),
        0..INDEFINITE => Some((Some(usize::from(first)), rest)),
        _ => {
            let (octets, rest) = rest.split_at_checked(usize::from(first & 0x7f))?;
            let value = octets.iter().try_fold(0_usize, |value, &octet| {
                Some(value.checked_mul(256)? + usize::from(octet))
            })?;
            Some((Some(value), rest))
        }
    }
}

const CONSTRUCTED: u8 = 0x20;
const INDEFINITE: u8 = 0x80;

/// Deeper than any container nests, and shallow enough for every stack.
const MAX_DEPTH: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_said_and_pieces_joined() {
        let streamed = [
            0x30, 0x80, 0x06, 1, 0x2a, 0xa0, 0x80, 0x24, 0x80, 4, 1, b'a', 4, 0x81, 1, b'b', 0, 0, 0, 0, 0, 0,
        ];
        let wanted = [0x30, 9, 0x06, 1, 0x2a, 0xa0, 4, 4, 2, b'a', b'b'];
        assert_eq!(to_der(&streamed).as_deref(), Some(&wanted[..]));
        for end in 0..streamed.len() {
            assert_eq!(to_der(&streamed[..end]), None, "{end} octets");
        }
        assert_eq!(
            to_der(&[&streamed[..], &[0]].concat()),
            None,
            "something after it"
        );
        assert_eq!(to_der(&wanted), None, "DER stays as it is");
    }

    #[test]
    fn what_is_encrypted_in_pieces_becomes_one() {
        let content = [
            0x30, 0x80, 0x06, 1, 0x2a, 0x30, 0, 0xa0, 0x80, 4, 1, 1, 4, 1, 2, 0, 0, 0, 0,
        ];
        let wanted = [0x30, 9, 0x06, 1, 0x2a, 0x30, 0, 0x80, 2, 1, 2];
        assert_eq!(to_der(&content).as_deref(), Some(&wanted[..]));
    }

    #[test]
    fn depth_is_bounded() {
        let deep = [0x30, 0x80].repeat(100_000);
        assert_eq!(to_der(&[&deep[..], &[0; 200_000]].concat()), None);
    }
}
