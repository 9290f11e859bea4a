//! The inputs of a run, read and taken apart: files, directories, standard input. A broken one keeps no
//! other from being read.

use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::input;
use crate::pki::format::{Piece, pieces};

/// One input with what was found in it.
pub(super) struct Input {
    /// As the user would name it.
    pub(super) name: String,
    /// What it holds, in order.
    pub(super) pieces: Vec<Piece>,
    /// What of it could not be read.
    pub(super) problems: Vec<Error>,
}

/// Reads every input; without any, standard input if something is fed to it.
///
/// # Errors
///
/// A usage error where there is nothing to read.
pub(super) fn gather(paths: &[PathBuf]) -> Result<Vec<Input>> {
    if !paths.is_empty() {
        return Ok(paths.iter().flat_map(|path| read(path)).collect());
    }
    if input::is_interactive() {
        return Err(Error::usage("nothing to inspect was named")
            .hint("name files or directories, or feed standard input: tlsctl inspect cert.pem"));
    }
    Ok(read(Path::new("-")))
}

fn read(path: &Path) -> Vec<Input> {
    if input::is_directory(path) {
        return read_directory(path);
    }
    let name = if path == Path::new("-") {
        "standard input".to_owned()
    } else {
        path.display().to_string()
    };
    vec![match input::read(path, input::LIMIT) {
        Ok(bytes) => Input::new(name, &bytes),
        Err(error) => Input::failed(name, error),
    }]
}

/// What a directory holds; files that hold nothing known are passed by, damaged ones are not.
fn read_directory(directory: &Path) -> Vec<Input> {
    let name = directory.display().to_string();
    let files = match input::walk(directory) {
        Ok(files) => files,
        Err(error) => return vec![Input::failed(name, error)],
    };
    let mut inputs = Vec::new();
    for file in files {
        let name = file.display().to_string();
        match input::read(&file, IN_DIRECTORY) {
            Ok(bytes) => {
                let input = Input::new(name, &bytes);
                if !input.pieces.is_empty() || crate::pki::format::pem::is_pem(&bytes) {
                    inputs.push(input);
                }
            }
            Err(error) if error.causes().is_empty() => {}
            Err(error) => inputs.push(Input::failed(name, error)),
        }
    }
    if inputs.is_empty() {
        let empty = Error::input(format!(
            "`{name}` holds no certificate, key, request or revocation list"
        ));
        return vec![Input::failed(name, empty)];
    }
    inputs
}

impl Input {
    fn new(name: String, bytes: &[u8]) -> Self {
        let (pieces, faults) = pieces(bytes);
        let what = if pieces.is_empty() {
            "cannot be read"
        } else {
            "cannot be read in full"
        };
        let problems = faults
            .into_iter()
            .map(|fault| fault.context(format!("`{name}` {what}")))
            .collect();
        Self {
            name,
            pieces,
            problems,
        }
    }

    fn failed(name: String, error: Error) -> Self {
        Self {
            name,
            pieces: Vec::new(),
            problems: vec![error],
        }
    }
}

/// Larger files in a directory are something else, in bytes.
const IN_DIRECTORY: u64 = 16 << 20;
