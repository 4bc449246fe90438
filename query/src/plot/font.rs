use std::sync::OnceLock;

use plotters::style::{FontStyle, register_font};
use udfs::{Code, Issue, Issues};

use crate::output::place;

/// Drawn with Ubuntu Light in a PNG; an SVG's viewer takes its own.
pub(super) const FAMILY: &str = "sans-serif";

pub(super) fn register() -> Result<(), Issues> {
    static REGISTERED: OnceLock<bool> = OnceLock::new();
    let register = || register_font(FAMILY, FontStyle::Normal, epaint_default_fonts::UBUNTU_LIGHT).is_ok();
    if *REGISTERED.get_or_init(register) {
        Ok(())
    } else {
        Err(Issue::error(Code::Internal, place("plot"), "the built-in font cannot be read", "report this").into())
    }
}
