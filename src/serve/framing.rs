//! Where the messages of an HTTP/1 connection begin and end, read strictly (RFC 9112): what two readers could
//! take for different messages is a fault, since a request that hides in another gets past whoever looks only
//! at the first. hyper is forgiving in places (bare line feeds, two lengths of which it drops one, codings
//! that it passes on undecoded, chunk sizes with blanks behind them), so each byte goes through here before
//! hyper has it. Pure: no bytes are kept but those of the line that is being read.

/// One direction of a connection.
#[derive(Debug)]
pub(crate) struct Framing {
    role: Role,
    state: State,
    /// The line that is being read, so far.
    line: Vec<u8>,
    head: Head,
    /// Messages whose first line is read; interim responses do not count.
    begun: u64,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Role {
    Requests,
    Responses,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum State {
    Start,
    Fields,
    /// So many bytes to the end of the body.
    Body(u64),
    ChunkSize,
    /// So many bytes to the end of the chunk.
    Chunk(u64),
    ChunkEnd,
    Trailers,
    /// Nothing more is HTTP, or the rest is all one body.
    Rest,
}

/// What a head said so far.
#[derive(Debug, Default)]
struct Head {
    /// HTTP/1.0, which knows no Transfer-Encoding.
    is_old: bool,
    /// HEAD, whose answer has no body whatever it says.
    is_head: bool,
    /// Of a response; 0 for requests.
    status: u16,
    length: Option<u64>,
    chunked: bool,
}

impl Framing {
    /// What a client sends.
    pub(crate) fn requests() -> Self {
        Self::new(Role::Requests)
    }

    /// What a server sends.
    pub(crate) fn responses() -> Self {
        Self::new(Role::Responses)
    }

    fn new(role: Role) -> Self {
        Self {
            role,
            state: State::Start,
            line: Vec::new(),
            head: Head::default(),
            begun: 0,
        }
    }

    /// Goes on with the bytes of requests that come next.
    ///
    /// # Errors
    ///
    /// The index of the first byte that is not to be read by anyone.
    pub(crate) fn follow(&mut self, bytes: &[u8]) -> Result<(), usize> {
        self.proceed(bytes, None)
    }

    /// Goes on with the bytes of responses that come next, which answer what was `asked`.
    ///
    /// # Errors
    ///
    /// The index of the first byte that is not to be read by anyone.
    pub(crate) fn answer(&mut self, bytes: &[u8], asked: &Self) -> Result<(), usize> {
        self.proceed(bytes, Some(asked))
    }

    fn proceed(&mut self, bytes: &[u8], asked: Option<&Self>) -> Result<(), usize> {
        let mut at = 0;
        while at < bytes.len() {
            let rest = &bytes[at..];
            at += match self.state {
                State::Rest => return Ok(()),
                State::Body(left) => {
                    let taken = taken(left, rest);
                    self.state = match left - taken as u64 {
                        0 => State::Start,
                        left => State::Body(left),
                    };
                    taken
                }
                State::Chunk(left) => {
                    let taken = taken(left, rest);
                    self.state = match left - taken as u64 {
                        0 => State::ChunkEnd,
                        left => State::Chunk(left),
                    };
                    taken
                }
                _ => match rest.iter().position(|byte| *byte == b'\n') {
                    Some(end) => {
                        self.keep(&rest[..end]).ok_or(at)?;
                        let line = std::mem::take(&mut self.line);
                        let next = line
                            .strip_suffix(b"\r")
                            .filter(|line| !line.iter().any(|byte| is_control(*byte)))
                            .and_then(|line| self.next(line, asked));
                        self.state = next.ok_or(at + end)?;
                        end + 1
                    }
                    None => {
                        self.keep(rest).ok_or(at)?;
                        rest.len()
                    }
                },
            };
        }
        Ok(())
    }

    fn keep(&mut self, part: &[u8]) -> Option<()> {
        let fits = self.line.len() + part.len() <= LINE;
        fits.then(|| self.line.extend_from_slice(part))
    }

    /// What comes after a line; `None` where the line is not to be.
    fn next(&mut self, line: &[u8], asked: Option<&Self>) -> Option<State> {
        match self.state {
            // An empty line or two before a message are overlooked (§2.2).
            State::Start if line.is_empty() => Some(State::Start),
            State::Start => {
                self.start(line)?;
                // One at a time: the next is asked only when the last is answered.
                let is_due = asked.is_none_or(|asked| self.begun <= asked.begun);
                is_due.then_some(State::Fields)
            }
            State::Fields if line.is_empty() => {
                Some(self.after_head(asked.is_some_and(|asked| asked.head.is_head)))
            }
            State::Fields => {
                let (name, value) = field(line)?;
                self.field(name, value).then_some(State::Fields)
            }
            State::ChunkSize => chunk_size(line).map(|size| match size {
                0 => State::Trailers,
                size => State::Chunk(size),
            }),
            State::ChunkEnd => line.is_empty().then_some(State::ChunkSize),
            State::Trailers if line.is_empty() => Some(State::Start),
            State::Trailers => {
                let (name, _) = field(line)?;
                let is_framing = FRAMING.iter().any(|known| name.eq_ignore_ascii_case(known));
                (!is_framing).then_some(State::Trailers)
            }
            State::Body(_) | State::Chunk(_) | State::Rest => Some(self.state),
        }
    }

    /// The first line. What is wrong with it otherwise, its parser says.
    fn start(&mut self, line: &[u8]) -> Option<()> {
        self.head = match self.role {
            Role::Requests => Head {
                is_old: line.ends_with(b" HTTP/1.0"),
                is_head: line.starts_with(b"HEAD "),
                ..Head::default()
            },
            Role::Responses => Head {
                is_old: line.starts_with(b"HTTP/1.0"),
                status: std::str::from_utf8(line.get(9..12)?).ok()?.parse().ok()?,
                ..Head::default()
            },
        };
        self.begun += u64::from(!self.is_interim());
        Some(())
    }

    /// Takes note of a field that says where the body ends; false where it cannot be believed (§6.3).
    fn field(&mut self, name: &[u8], value: &[u8]) -> bool {
        if name.eq_ignore_ascii_case(b"content-length") {
            let length = number(value, 10);
            let is_first = self.head.length.is_none();
            self.head.length = length;
            return length.is_some() && is_first && !self.head.chunked;
        }
        if name.eq_ignore_ascii_case(b"transfer-encoding") {
            let is_only = !self.head.chunked && self.head.length.is_none();
            self.head.chunked = true;
            return is_only && !self.head.is_old && value.eq_ignore_ascii_case(b"chunked");
        }
        true
    }

    /// What comes after the blank line. `bodiless` is the answer to a HEAD.
    fn after_head(&self, bodiless: bool) -> State {
        let has_body = match self.role {
            Role::Requests => true,
            Role::Responses => !bodiless && !self.is_interim() && !matches!(self.head.status, 204 | 304),
        };
        match (self.role, self.head.length) {
            (Role::Responses, _) if self.head.status == 101 => State::Rest,
            _ if !has_body => State::Start,
            _ if self.head.chunked => State::ChunkSize,
            (_, Some(0)) => State::Start,
            (_, Some(length)) => State::Body(length),
            (Role::Requests, None) => State::Start,
            (Role::Responses, None) => State::Rest,
        }
    }

    fn is_interim(&self) -> bool {
        matches!(self.head.status, 100 | 102..=199)
    }
}

/// How much of what is here belongs to the `left` bytes.
fn taken(left: u64, here: &[u8]) -> usize {
    usize::try_from(left).map_or(here.len(), |left| left.min(here.len()))
}

/// A field's name and value. No blank before the name (a folded line) or after it (§5.1, §5.2).
fn field(line: &[u8]) -> Option<(&[u8], &[u8])> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let (name, value) = (&line[..colon], &line[colon + 1..]);
    is_token(name).then(|| (name, value.trim_ascii()))
}

/// The size of a chunk and what follows it, which may be extensions (§7.1).
fn chunk_size(line: &[u8]) -> Option<u64> {
    let end = line.iter().position(|byte| *byte == b';').unwrap_or(line.len());
    let size = number(&line[..end], 16)?;
    are_extensions(&line[end..]).then_some(size)
}

/// `*( ";" name [ "=" ( token / quoted ) ] )`, without the blanks that the grammar calls bad.
fn are_extensions(mut text: &[u8]) -> bool {
    while let Some(rest) = text.strip_prefix(b";") {
        let (name, rest) = token(rest);
        if name.is_empty() {
            return false;
        }
        text = match rest.strip_prefix(b"=") {
            None => rest,
            Some(value) => match value.strip_prefix(b"\"") {
                Some(quoted) => match after_quote(quoted) {
                    Some(rest) => rest,
                    None => return false,
                },
                None => match token(value) {
                    ([], _) => return false,
                    (_, rest) => rest,
                },
            },
        };
    }
    text.is_empty()
}

/// What follows the quotation mark that ends a quoted string.
fn after_quote(text: &[u8]) -> Option<&[u8]> {
    let mut bytes = text.iter().enumerate();
    while let Some((at, byte)) = bytes.next() {
        match byte {
            b'"' => return Some(&text[at + 1..]),
            b'\\' => drop(bytes.next()?),
            _ => {}
        }
    }
    None
}

fn token(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text
        .iter()
        .position(|byte| !is_token_byte(*byte))
        .unwrap_or(text.len());
    text.split_at(end)
}

/// Digits and nothing else: no sign, no blank, no prefix, nothing that overflows.
fn number(text: &[u8], base: u32) -> Option<u64> {
    let text = std::str::from_utf8(text).ok()?;
    let are_digits = text.chars().all(|digit| digit.is_digit(base));
    are_digits.then(|| u64::from_str_radix(text, base).ok())?
}

fn is_token(name: &[u8]) -> bool {
    !name.is_empty() && name.iter().all(|byte| is_token_byte(*byte))
}

/// `tchar` (RFC 9110 §5.6.2).
fn is_token_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// A byte that no line of HTTP holds; the tab may stand in a value.
fn is_control(byte: u8) -> bool {
    (byte < b' ' && byte != b'\t') || byte == 0x7f
}

/// Fields that no trailer may hold (RFC 9110 §6.5.1).
const FRAMING: [&[u8]; 3] = [b"content-length", b"transfer-encoding", b"host"];

/// The longest line, in bytes: more than any head may hold, whose limit is hyper's to tell.
const LINE: usize = 128 << 10;

#[cfg(test)]
mod tests {
    use super::*;

    /// Reads `text` whole, and byte by byte; both must agree. The index of the fault, if any.
    #[track_caller]
    fn fault(mut framing: impl FnMut() -> Framing, text: &str) -> Option<usize> {
        let whole = framing().follow(text.as_bytes()).err();
        let mut slow = framing();
        let split = text
            .bytes()
            .enumerate()
            .find_map(|(at, byte)| slow.follow(&[byte]).err().map(|_| at));
        assert_eq!(whole, split, "{text:?}");
        whole
    }

    fn request(text: &str) -> Option<usize> {
        fault(Framing::requests, text)
    }

    #[test]
    fn clear_requests_pass_one_after_the_other() {
        let text = "\r\nPOST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc\
            POST / HTTP/1.1\r\nTransfer-Encoding: Chunked \r\n\r\n2;a;b=c;d=\"e\\\";\"\r\nab\r\n0\r\nX: y\r\n\r\n\
            GET / HTTP/1.0\r\nX:\t\u{e4}\r\n\r\n";
        let mut framing = Framing::requests();
        assert_eq!(framing.follow(text.as_bytes()), Ok(()));
        assert_eq!((framing.begun, framing.state), (3, State::Start));
        assert_eq!(request(text), None);
    }

    #[test]
    fn a_request_in_which_another_could_hide_is_a_fault_wherever_it_comes() {
        let before = "POST / HTTP/1.1\r\nContent-Length: 1\r\n\r\nx";
        for fields in [
            "Content-Length: 1\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: chunked\r\nContent-Length: 1\r\n",
            "Content-Length: 1\r\nContent-Length: 1\r\n",
            "Content-Length: 1, 1\r\n",
            "Content-Length: +1\r\n",
            "Content-Length: 0x1\r\n",
            "Content-Length: 1_0\r\n",
            "Content-Length:\r\n",
            "Content-Length: 18446744073709551616\r\n",
            "Content-Length : 1\r\n",
            " Content-Length: 1\r\n",
            "X: y\r\n Transfer-Encoding: chunked\r\n",
            "X: y\nTransfer-Encoding: chunked\r\n",
            "X: y\rTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: gzip, chunked\r\n",
            "Transfer-Encoding: chunked, chunked\r\n",
            "Transfer-Encoding: \"chunked\"\r\n",
            "Transfer-Encoding: chunked;q=1\r\n",
            "Transfer-Encoding:\u{b}chunked\r\n",
            "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n",
            "Transfer-Encoding: xchunked\r\n",
            "Transfer-Encoding\r\n",
            "X\u{0}: y\r\n",
            ": y\r\n",
        ] {
            let text = format!("{before}POST / HTTP/1.1\r\n{fields}\r\n");
            let at = request(&text).unwrap_or_else(|| panic!("{fields:?}"));
            assert!((before.len()..text.len() - 1).contains(&at), "{fields:?}: {at}");
        }
        assert!(request("POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n").is_some());
    }

    #[test]
    fn chunks_are_what_they_say_and_trailers_frame_nothing() {
        for body in [
            "0x1\r\nx\r\n",
            "+1\r\nx\r\n",
            "1 \r\nx\r\n",
            " 1\r\nx\r\n",
            "1\nx\r\n",
            "\r\n",
            "10000000000000000\r\nx",
            "1;\r\nx\r\n",
            "1 ;a\r\nx\r\n",
            "1;a=\r\nx\r\n",
            "1;a=\"b\r\nx\r\n",
            "1;a=\"b\\\r\nx\r\n",
            "1;a\rb\r\nx\r\n",
            "1;a\nb\r\nx\r\n",
            "1\r\nxy\r\n",
            "1\r\nx\n",
            "0\r\nContent-Length: 5\r\n\r\n",
            "0\r\nX : y\r\n\r\n",
        ] {
            let text = format!("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n{body}");
            assert!(request(&text).is_some(), "{body:?}");
        }
    }

    #[test]
    fn responses_end_where_their_status_and_request_say() {
        let response = |text: &str| fault(Framing::responses, text);
        for text in [
            "HTTP/1.1 204 No Content\r\n\r\nHTTP/1.1 304\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 \r\nContent-Length: 0\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\n\r\nanything \u{0}\n at all",
            "HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n\u{1}\n\n",
            "HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nxHTTP/1.1 200 OK\r\n\r\n",
        ] {
            assert_eq!(response(text), None, "{text:?}");
        }
        for text in [
            "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
            "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
            "HTTP/1.1 200 OK\r\nX: y\r\n z\r\n\r\n",
            "HTTP/1.1 2 OK\r\n\r\n",
        ] {
            assert!(response(text).is_some(), "{text:?}");
        }
    }

    #[test]
    fn what_answers_nothing_is_a_fault() {
        let head = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        let (mut asked, mut answered) = (Framing::requests(), Framing::responses());
        assert_eq!(asked.follow(b"HEAD / HTTP/1.1\r\n\r\n"), Ok(()));
        assert_eq!(answered.answer(head, &asked), Ok(()));
        assert_eq!(answered.state, State::Start, "a HEAD has no body to wait for");
        assert!(
            answered.answer(head, &asked).is_err(),
            "nobody asked for a second"
        );
    }
}
