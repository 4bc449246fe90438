//! Colours: their lightness alone tells them apart, and text on them has a contrast of at least 4.5.

use plotters::style::RGBColor;

pub(super) const PAPER: RGBColor = RGBColor(255, 255, 255);
pub(super) const INK: RGBColor = RGBColor(27, 33, 41);
pub(super) const MUTED: RGBColor = RGBColor(84, 96, 110);
pub(super) const RULE: RGBColor = RGBColor(206, 212, 219);
pub(super) const FRAME: RGBColor = RGBColor(123, 135, 148);

pub(super) const SITE_LOAD: RGBColor = RGBColor(190, 199, 209);
pub(super) const SCHEDULED: RGBColor = RGBColor(58, 115, 168);
pub(super) const BASELINE: RGBColor = RGBColor(27, 33, 41);
pub(super) const LIMIT: RGBColor = RGBColor(176, 28, 46);

pub(super) const JOB_ELECTRIC: RGBColor = RGBColor(38, 84, 130);
pub(super) const JOB_FUEL: RGBColor = RGBColor(240, 173, 78);
pub(super) const HELD: RGBColor = RGBColor(225, 231, 238);
pub(super) const OUTAGE: RGBColor = RGBColor(240, 240, 240);
pub(super) const LATE: RGBColor = LIMIT;

pub(super) const TITLE: f64 = 22.0;
pub(super) const HEADING: f64 = 15.0;
pub(super) const LABEL: f64 = 13.0;
pub(super) const SMALL: f64 = 11.5;

/// From cheap to dear, each darker than the one before.
const PRICES: [(f64, f64, f64); 4] =
    [(238.0, 244.0, 236.0), (252.0, 232.0, 178.0), (246.0, 186.0, 132.0), (221.0, 128.0, 104.0)];

/// `share` of the way from the cheapest to the dearest rate.
pub(super) fn price(share: f64) -> RGBColor {
    let at = share.clamp(0.0, 1.0) * 3.0;
    let (below, above) = (PRICES[at.floor() as usize], PRICES[at.ceil() as usize]);
    let mix = |a: f64, b: f64| (a + (b - a) * at.fract()).round() as u8;
    RGBColor(mix(below.0, above.0), mix(below.1, above.1), mix(below.2, above.2))
}

/// As [`price`], hardly there: for the ground behind the curves.
pub(super) fn price_ground(share: f64) -> RGBColor {
    let RGBColor(r, g, b) = price(share);
    let pale = |c: u8| (255.0 - (255.0 - f64::from(c)) * 0.34).round() as u8;
    RGBColor(pale(r), pale(g), pale(b))
}
