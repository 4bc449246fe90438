use crate::error::{Code, Issue, Issues, Place};
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point};
use krilla::metadata::{DateTime, Metadata};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::text::TextDirection;

use super::draw::{Color, MUTED, Op};
use super::flow::MARGIN;
use super::font::Font;
use crate::model::Instant;

/// What a document says of itself.
pub(super) struct About {
    pub title: String,
    /// At the foot of each page.
    pub subject: String,
    pub id: String,
    /// By what it reports, not by the clock: the same rows give the same bytes.
    pub dated: Instant,
}

/// Writes pages, each with its number at the foot.
pub(super) fn emit(
    font: &Font,
    about: &About,
    pages: Vec<Vec<Op>>,
    (width, height): (f32, f32),
) -> Result<Vec<u8>, Issues> {
    let failed =
        |message: String| Issues::from(Issue::error(Code::Internal, Place::new("report"), message, "report this"));
    let mut document = Document::new();
    document.set_metadata(metadata(about));
    let count = pages.len();
    for (index, mut ops) in pages.into_iter().enumerate() {
        let settings = PageSettings::from_wh(width, height).ok_or_else(|| failed("no such paper".into()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        ops.extend(foot(font, about, (index + 1, count), (width, height)));
        ops.iter().for_each(|op| draw(&mut surface, font, op));
        surface.finish();
        page.finish();
    }
    document.finish().map_err(|e| failed(format!("the PDF cannot be written: {e:?}")))
}

fn metadata(about: &About) -> Metadata {
    use chrono::{Datelike, Timelike};
    let at = about.dated;
    let small = |value: u32| u8::try_from(value).unwrap_or(0);
    let date = DateTime::new(u16::try_from(at.year()).unwrap_or(0)).month(small(at.month())).day(small(at.day()));
    let date = date.hour(small(at.hour())).minute(small(at.minute())).second(0).utc_offset_hour(0).utc_offset_minute(0);
    Metadata::new()
        .title(about.title.clone())
        .creator("heatsched".into())
        .language("en".into())
        .document_id(about.id.clone())
        .creation_date(date)
}

fn foot(font: &Font, about: &About, (number, count): (usize, usize), (width, height): (f32, f32)) -> Vec<Op> {
    let y = height - MARGIN / 2.0;
    let text = |x: f32, text: String| Op::Text { x, y, size: 8.0, color: MUTED, text };
    let right = format!("Page {number} of {count}");
    let left = format!("heatsched · {}", about.subject);
    vec![text(MARGIN, left), text(width - MARGIN - font.width(&right, 8.0), right)]
}

fn path(points: &[(f32, f32)], closed: bool) -> Option<Path> {
    let mut builder = PathBuilder::new();
    for (index, (x, y)) in points.iter().enumerate() {
        if index == 0 { builder.move_to(*x, *y) } else { builder.line_to(*x, *y) }
    }
    if closed {
        builder.close();
    }
    builder.finish()
}

fn fill((r, g, b): Color) -> Option<Fill> {
    Some(Fill { paint: rgb::Color::new(r, g, b).into(), ..Fill::default() })
}

fn draw(surface: &mut Surface<'_>, font: &Font, op: &Op) {
    match op {
        Op::Text { x, y, size, color, text } => {
            surface.set_stroke(None);
            surface.set_fill(fill(*color));
            let start = Point::from_xy(*x, *y);
            surface.draw_text(start, font.embedded.clone(), *size, text, false, TextDirection::Auto);
        }
        Op::Fill { points, color } => {
            surface.set_stroke(None);
            surface.set_fill(fill(*color));
            if let Some(path) = path(points, true) {
                surface.draw_path(&path);
            }
        }
        Op::Line { points, color: (r, g, b), width, dashed } => {
            let dash = dashed.then(|| StrokeDash { array: vec![4.0, 2.5], offset: 0.0 });
            let paint = rgb::Color::new(*r, *g, *b).into();
            surface.set_fill(None);
            surface.set_stroke(Some(Stroke { paint, width: *width, dash, ..Stroke::default() }));
            if let Some(path) = path(points, false) {
                surface.draw_path(&path);
            }
        }
    }
}
