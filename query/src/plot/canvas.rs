use plotters::coord::Shift;
use plotters::prelude::{DrawingArea, DrawingBackend, PathElement, Polygon, Rectangle, Text};
use plotters::style::text_anchor::{HPos, Pos, VPos};
use plotters::style::{Color, IntoFont, RGBColor, ShapeStyle, TextStyle};

use super::font::FAMILY;

pub(super) type Drawn = Result<(), String>;

/// A box of the layout.
#[derive(Debug, Clone, Copy)]
pub(super) struct Area {
    pub left: f64,
    pub top: f64,
    pub right: f64,
    pub bottom: f64,
}

impl Area {
    pub fn new(left: f64, top: f64, right: f64, bottom: f64) -> Self {
        Self { left, top, right, bottom }
    }

    pub fn width(&self) -> f64 {
        self.right - self.left
    }

    pub fn height(&self) -> f64 {
        self.bottom - self.top
    }

    pub fn shrunk(&self, by: f64) -> Self {
        Self::new(self.left + by, self.top + by, self.right - by, self.bottom - by)
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) enum Anchor {
    Left,
    Center,
    Right,
}

/// Draws in units of the layout, whatever the pixels.
pub(super) struct Canvas<'a, DB: DrawingBackend> {
    area: &'a DrawingArea<DB, Shift>,
    scale: f64,
}

impl<'a, DB: DrawingBackend> Canvas<'a, DB> {
    pub fn new(area: &'a DrawingArea<DB, Shift>, scale: f64) -> Self {
        Self { area, scale }
    }

    fn pixel(&self, (x, y): (f64, f64)) -> (i32, i32) {
        ((x * self.scale).round() as i32, (y * self.scale).round() as i32)
    }

    fn stroke(&self, color: RGBColor, width: f64) -> ShapeStyle {
        color.stroke_width((width * self.scale).round().max(1.0) as u32)
    }

    pub fn fill(&self, area: Area, color: RGBColor) -> Drawn {
        let corners = [self.pixel((area.left, area.top)), self.pixel((area.right, area.bottom))];
        self.area.draw(&Rectangle::new(corners, color.filled())).map_err(|e| e.to_string())
    }

    pub fn frame(&self, area: Area, color: RGBColor, width: f64) -> Drawn {
        let Area { left, top, right, bottom } = area;
        self.line(&[(left, top), (right, top), (right, bottom), (left, bottom), (left, top)], color, width)
    }

    pub fn line(&self, points: &[(f64, f64)], color: RGBColor, width: f64) -> Drawn {
        let points: Vec<_> = points.iter().map(|point| self.pixel(*point)).collect();
        self.area.draw(&PathElement::new(points, self.stroke(color, width))).map_err(|e| e.to_string())
    }

    pub fn polygon(&self, points: &[(f64, f64)], color: RGBColor) -> Drawn {
        let points: Vec<_> = points.iter().map(|point| self.pixel(*point)).collect();
        self.area.draw(&Polygon::new(points, color.filled())).map_err(|e| e.to_string())
    }

    /// A path of upright and level pieces, dashed.
    pub fn dashed(&self, points: &[(f64, f64)], color: RGBColor, width: f64) -> Drawn {
        let (dash, gap) = (6.0, 4.0);
        let mut done = 0.0;
        for pair in points.windows(2) {
            let ((x0, y0), (x1, y1)) = (pair[0], pair[1]);
            let length = (x1 - x0).hypot(y1 - y0);
            let at = |d: f64| (x0 + (x1 - x0) * d / length, y0 + (y1 - y0) * d / length);
            let mut d = 0.0;
            while d < length {
                let phase = (done + d) % (dash + gap);
                let rest = if phase < dash { dash - phase } else { dash + gap - phase };
                let next = (d + rest.max(0.01)).min(length);
                if phase < dash {
                    self.line(&[at(d), at(next)], color, width)?;
                }
                d = next;
            }
            done += length;
        }
        Ok(())
    }

    /// Slanting lines over a box.
    pub fn hatch(&self, area: Area, color: RGBColor) -> Drawn {
        let height = area.height();
        let mut foot = area.left - height;
        while foot < area.right {
            let (from, to) = (foot.max(area.left), (foot + height).min(area.right));
            if to > from {
                self.line(&[(from, area.bottom - (from - foot)), (to, area.bottom - (to - foot))], color, 0.7)?;
            }
            foot += 7.0;
        }
        Ok(())
    }

    /// Text whose middle is at `y`.
    pub fn text(&self, text: &str, (x, y): (f64, f64), size: f64, color: RGBColor, anchor: Anchor) -> Drawn {
        let horizontal = match anchor {
            Anchor::Left => HPos::Left,
            Anchor::Center => HPos::Center,
            Anchor::Right => HPos::Right,
        };
        let style = self.font(size).color(&color).pos(Pos::new(horizontal, VPos::Center));
        self.area.draw(&Text::new(text.to_string(), self.pixel((x, y)), style)).map_err(|e| e.to_string())
    }

    /// As [`Canvas::text`], on a patch of paper, so that lines behind do not disturb.
    pub fn text_on_paper(&self, text: &str, at: (f64, f64), size: f64, color: RGBColor, anchor: Anchor) -> Drawn {
        let width = self.width(text, size) + 6.0;
        let left = match anchor {
            Anchor::Left => at.0 - 3.0,
            Anchor::Center => at.0 - width / 2.0,
            Anchor::Right => at.0 - width + 3.0,
        };
        self.fill(Area::new(left, at.1 - size * 0.62, left + width, at.1 + size * 0.62), super::style::PAPER)?;
        self.text(text, at, size, color, anchor)
    }

    /// In units of the layout.
    pub fn width(&self, text: &str, size: f64) -> f64 {
        let pixels = self.area.estimate_text_size(text, &self.font(size)).map_or(0, |(width, _)| width);
        f64::from(pixels) / self.scale
    }

    fn font(&self, size: f64) -> TextStyle<'static> {
        TextStyle::from((FAMILY, size * self.scale).into_font())
    }
}
