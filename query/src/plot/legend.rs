use plotters::prelude::DrawingBackend;
use plotters::style::RGBColor;

use super::canvas::{Anchor, Area, Canvas, Drawn};
use super::style;

/// What a mark of the picture means.
#[derive(Debug, Clone, Copy)]
pub(super) enum Mark {
    Fill(RGBColor),
    Framed(RGBColor),
    Hatched,
    Dashed,
    Outlined(RGBColor),
    Peak,
}

/// Marks with their meaning, from left to right, on further lines where one is full.
pub(super) fn draw<DB: DrawingBackend>(canvas: &Canvas<'_, DB>, entries: &[(Mark, &str)], area: Area) -> Drawn {
    let (mut x, mut y) = (area.left, area.top);
    for (mark, meaning) in entries {
        let width = 26.0 + canvas.width(meaning, style::LABEL) + 22.0;
        if x + width > area.right && x > area.left {
            x = area.left;
            y += 22.0;
        }
        swatch(canvas, *mark, Area::new(x, y - 6.0, x + 20.0, y + 6.0))?;
        canvas.text(meaning, (x + 26.0, y), style::LABEL, style::INK, Anchor::Left)?;
        x += width;
    }
    Ok(())
}

fn swatch<DB: DrawingBackend>(canvas: &Canvas<'_, DB>, mark: Mark, area: Area) -> Drawn {
    let middle = (area.top + area.bottom) / 2.0;
    match mark {
        Mark::Fill(color) => canvas.fill(area, color),
        Mark::Framed(color) => {
            canvas.fill(area, color)?;
            canvas.frame(area, style::FRAME, 1.0)
        }
        Mark::Hatched => {
            canvas.fill(area, style::OUTAGE)?;
            canvas.hatch(area, style::FRAME)
        }
        Mark::Dashed => canvas.dashed(&[(area.left, middle), (area.right, middle)], style::BASELINE, 1.4),
        Mark::Outlined(color) => canvas.frame(area, color, 2.2),
        Mark::Peak => {
            let x = (area.left + area.right) / 2.0;
            canvas.polygon(&[(x - 5.0, middle - 4.0), (x + 5.0, middle - 4.0), (x, middle + 4.0)], style::INK)
        }
    }
}
