use super::flow::Flow;
use crate::report::overview::Pattern;

/// Red, green, blue. Lightness alone tells them apart, and text has a contrast of at least 4.5.
pub(super) type Color = (u8, u8, u8);

pub(super) const INK: Color = (27, 33, 41);
pub(super) const MUTED: Color = (84, 96, 110);
pub(super) const RULE: Color = (206, 212, 219);
pub(super) const FRAME: Color = (123, 135, 148);
pub(super) const BAND: Color = (240, 243, 247);
pub(super) const SITE_LOAD: Color = (190, 199, 209);
pub(super) const SCHEDULED: Color = (58, 115, 168);
pub(super) const JOB: Color = (38, 84, 130);
pub(super) const HELD: Color = (225, 231, 238);
pub(super) const STRONG: Color = (176, 28, 46);
pub(super) const PAPER: Color = (255, 255, 255);

/// From cheap to dear, each darker than the one before.
const PRICES: [(f32, f32, f32); 4] =
    [(238.0, 244.0, 236.0), (252.0, 232.0, 178.0), (246.0, 186.0, 132.0), (221.0, 128.0, 104.0)];

/// `share` of the way from the cheapest to the dearest rate.
pub(super) fn price(share: f32) -> Color {
    let at = share.clamp(0.0, 1.0) * 3.0;
    let (below, above) = (PRICES[at.floor() as usize], PRICES[at.ceil() as usize]);
    let mix = |a: f32, b: f32| (a + (b - a) * at.fract()).round() as u8;
    (mix(below.0, above.0), mix(below.1, above.1), mix(below.2, above.2))
}

/// What is on a page, in points from its upper left corner.
#[derive(Debug, Clone)]
pub(super) enum Op {
    /// With its base line at `y`.
    Text {
        x: f32,
        y: f32,
        size: f32,
        color: Color,
        text: String,
    },
    Fill {
        points: Vec<(f32, f32)>,
        color: Color,
    },
    Line {
        points: Vec<(f32, f32)>,
        color: Color,
        width: f32,
        dashed: bool,
    },
}

pub(super) fn rect(left: f32, top: f32, right: f32, bottom: f32, color: Color) -> Op {
    Op::Fill { points: vec![(left, top), (right, top), (right, bottom), (left, bottom)], color }
}

pub(super) fn line(points: Vec<(f32, f32)>, color: Color, width: f32) -> Op {
    Op::Line { points, color, width, dashed: false }
}

pub(super) fn frame(left: f32, top: f32, right: f32, bottom: f32, color: Color) -> Op {
    line(vec![(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], color, 0.6)
}

/// Of text over a pattern.
pub(super) fn ink(pattern: Pattern) -> Color {
    if pattern == Pattern::Solid { PAPER } else { INK }
}

/// A framed rectangle - left, top, right, bottom - in a pattern.
pub(super) fn patch(flow: &mut Flow<'_>, pattern: Pattern, (left, top, right, bottom): (f32, f32, f32, f32)) {
    if right - left < 0.05 || bottom - top < 0.05 {
        return;
    }
    flow.push(rect(left, top, right, bottom, if pattern == Pattern::Solid { JOB } else { PAPER }));
    if pattern == Pattern::Hatched {
        hatch(flow, (left, top, right, bottom));
    }
    let color = if pattern == Pattern::Solid { JOB } else { FRAME };
    flow.push(frame(left, top, right, bottom, color));
}

/// Rising lines, cut at the edges.
fn hatch(flow: &mut Flow<'_>, (left, top, right, bottom): (f32, f32, f32, f32)) {
    const APART: f32 = 3.5;
    let mut sum = ((left + top) / APART).ceil() * APART;
    while sum < right + bottom {
        let start = if sum - left <= bottom { (left, sum - left) } else { (sum - bottom, bottom) };
        let end = if sum - right >= top { (right, sum - right) } else { (sum - top, top) };
        flow.push(line(vec![start, end], MUTED, 0.5));
        sum += APART;
    }
}
