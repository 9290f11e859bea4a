//! An ECH configuration as a user gives it: a file (PEM, RFC 9934, or bytes, or base64), or base64 itself.

use std::path::Path;
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::error::{Error, Result};
use crate::input;

/// The ECHConfigList that `text` names or holds. What is wrong inside it is for the scan to say.
///
/// # Errors
///
/// An input error where a file is none, a usage error where there is no file and no base64.
pub(super) fn given(text: &str) -> Result<Arc<[u8]>> {
    let path = Path::new(text);
    if !path.exists() {
        return decode(text).ok_or_else(|| {
            Error::usage(format!("`--ech {text}` is neither a file nor base64"))
                .hint("give the value of `ech=` in the HTTPS record, or a file with it")
        });
    }
    let bytes = input::read(path, input::LIMIT)?;
    let is_list = bytes
        .split_first_chunk()
        .is_some_and(|(length, rest)| usize::from(u16::from_be_bytes(*length)) == rest.len());
    if is_list {
        return Ok(bytes.into());
    }
    let text = String::from_utf8_lossy(&bytes);
    let block = pem::parse_many(text.as_bytes())
        .unwrap_or_default()
        .into_iter()
        .find(|block| block.tag() == "ECHCONFIG");
    block
        .map(|block| block.into_contents().into())
        .or_else(|| decode(&text))
        .ok_or_else(|| Error::input(format!("`{}` holds no ECH configuration", path.display())))
}

fn decode(text: &str) -> Option<Arc<[u8]>> {
    let text: String = text.split_whitespace().collect();
    STANDARD
        .decode(text)
        .ok()
        .filter(|bytes| !bytes.is_empty())
        .map(Into::into)
}
