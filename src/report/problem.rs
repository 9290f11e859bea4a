//! An error on the screen: the message, what caused it, and what to do.

use super::Style;
use super::text::escape;
use crate::error::Error;

/// The lines that say what went wrong and what to do, each ended.
pub(crate) fn problem(error: &Error, style: &Style) -> String {
    let mut lines = format!("{} {}\n", style.bad("error:"), escape(error.message()));
    for cause in error.causes() {
        lines.push_str(&format!("  {} {}\n", style.dim("caused by:"), escape(cause)));
    }
    for hint in error.hints() {
        lines.push_str(&format!("{} {}\n", style.good("hint:"), escape(hint)));
    }
    lines
}
