//! Reading and writing the presentation language of RFC 8446 §3: big-endian integers and vectors behind
//! a length of one, two or three bytes. Every read is bounds-checked; nothing here panics on any input.

use std::fmt;

/// What could not be read: where the bytes ended, or what was left over.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Malformed(pub(crate) &'static str);

impl fmt::Display for Malformed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} is cut short or has a wrong length", self.0)
    }
}

impl std::error::Error for Malformed {}

/// What reading gives.
pub(crate) type Read<T> = Result<T, Malformed>;

/// Bytes still to be read. Each method takes what it reads for, which the error then names.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a> {
    rest: &'a [u8],
}

impl<'a> Reader<'a> {
    pub(crate) fn new(bytes: &'a [u8]) -> Self {
        Self { rest: bytes }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rest.is_empty()
    }

    /// All that has not been read.
    pub(crate) fn rest(self) -> &'a [u8] {
        self.rest
    }

    pub(crate) fn take(&mut self, count: usize, what: &'static str) -> Read<&'a [u8]> {
        let (head, rest) = self.rest.split_at_checked(count).ok_or(Malformed(what))?;
        self.rest = rest;
        Ok(head)
    }

    /// So many bytes as an array.
    pub(crate) fn array<const N: usize>(&mut self, what: &'static str) -> Read<[u8; N]> {
        let (head, rest) = self.rest.split_first_chunk().ok_or(Malformed(what))?;
        self.rest = rest;
        Ok(*head)
    }

    pub(crate) fn u8(&mut self, what: &'static str) -> Read<u8> {
        self.array::<1>(what).map(|[byte]| byte)
    }

    pub(crate) fn u16(&mut self, what: &'static str) -> Read<u16> {
        self.array(what).map(u16::from_be_bytes)
    }

    pub(crate) fn u24(&mut self, what: &'static str) -> Read<usize> {
        let [a, b, c] = self.array(what)?;
        Ok(usize::from(a) << 16 | usize::from(b) << 8 | usize::from(c))
    }

    /// A vector behind one byte of length.
    pub(crate) fn vec8(&mut self, what: &'static str) -> Read<&'a [u8]> {
        let count = self.u8(what)?;
        self.take(count.into(), what)
    }

    /// A vector behind two bytes of length.
    pub(crate) fn vec16(&mut self, what: &'static str) -> Read<&'a [u8]> {
        let count = self.u16(what)?;
        self.take(count.into(), what)
    }

    /// A vector behind three bytes of length.
    pub(crate) fn vec24(&mut self, what: &'static str) -> Read<&'a [u8]> {
        let count = self.u24(what)?;
        self.take(count, what)
    }
}

/// The 16-bit numbers in a vector of them.
///
/// # Errors
///
/// Where a byte is left over.
pub(crate) fn numbers(bytes: &[u8], what: &'static str) -> Read<Vec<u16>> {
    if !bytes.len().is_multiple_of(2) {
        return Err(Malformed(what));
    }
    Ok(bytes
        .chunks_exact(2)
        .map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
        .collect())
}

/// Bytes being written.
#[derive(Clone, Debug, Default)]
pub(crate) struct Writer {
    bytes: Vec<u8>,
}

impl Writer {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    pub(crate) fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }

    pub(crate) fn bytes(&mut self, bytes: &[u8]) -> &mut Self {
        self.bytes.extend_from_slice(bytes);
        self
    }

    pub(crate) fn u8(&mut self, value: u8) -> &mut Self {
        self.bytes(&[value])
    }

    pub(crate) fn u16(&mut self, value: u16) -> &mut Self {
        self.bytes(&value.to_be_bytes())
    }

    pub(crate) fn u16s(&mut self, values: impl IntoIterator<Item = u16>) -> &mut Self {
        values.into_iter().for_each(|value| {
            self.u16(value);
        });
        self
    }

    /// A vector behind one byte of length; what does not fit is cut off.
    pub(crate) fn vec8(&mut self, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.vector(1, fill)
    }

    /// A vector behind two bytes of length; what does not fit is cut off.
    pub(crate) fn vec16(&mut self, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.vector(2, fill)
    }

    /// A vector behind three bytes of length; what does not fit is cut off.
    pub(crate) fn vec24(&mut self, fill: impl FnOnce(&mut Self)) -> &mut Self {
        self.vector(3, fill)
    }

    fn vector(&mut self, width: usize, fill: impl FnOnce(&mut Self)) -> &mut Self {
        let mut inner = Self::new();
        fill(&mut inner);
        let most = (1_usize << (8 * width)) - 1;
        inner.bytes.truncate(most);
        let length = inner.bytes.len().to_be_bytes();
        self.bytes(&length[length.len() - width..]).bytes(&inner.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_come_back_as_they_were_written() {
        let mut writer = Writer::new();
        writer.vec8(|w| {
            w.u16s([1, 2]);
        });
        writer.vec16(|w| {
            w.bytes(b"ab");
        });
        writer.vec24(|w| {
            w.u8(7);
        });
        let bytes = writer.into_bytes();
        assert_eq!(bytes, [4, 0, 1, 0, 2, 0, 2, b'a', b'b', 0, 0, 1, 7]);
        let mut reader = Reader::new(&bytes);
        assert_eq!(reader.vec8("a").and_then(|v| numbers(v, "a")), Ok(vec![1, 2]));
        assert_eq!(reader.vec16("b"), Ok(&b"ab"[..]));
        assert_eq!(reader.vec24("c"), Ok(&[7][..]));
        assert!(reader.is_empty());
    }

    #[test]
    fn a_length_beyond_the_end_is_an_error() {
        assert_eq!(Reader::new(&[3, 1, 2]).vec8("a list"), Err(Malformed("a list")));
        assert_eq!(Reader::new(&[0]).u16("a number"), Err(Malformed("a number")));
        assert!(numbers(&[1], "a list").is_err());
    }
}
