//! A picture of a plan: metered load against the tariff above, who runs when below. Readable without colour.

mod axis;
mod canvas;
mod font;
mod gantt;
mod legend;
mod load;
mod page;
mod style;
mod tariff;
mod title;
mod value;

use std::path::Path;

use plotters::prelude::{BitMapBackend, DrawingBackend, IntoDrawingArea, SVGBackend};
use udfs::model::{PlanResult, Problem};
use udfs::{Code, Issue, Issues};

use crate::output::{io_failure, place, write_atomically};
use canvas::Canvas;
use page::Page;

/// Pixels of a PNG per unit of the layout.
const PNG_SCALE: f64 = 2.0;

/// Draws a plan, with the baseline's load where it is given; the path's ending, svg or png, is the form.
pub fn write(path: &Path, problem: &Problem, result: &PlanResult, baseline: Option<&PlanResult>) -> Result<(), Issues> {
    font::register()?;
    let page = Page::new(problem, result, baseline)?;
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    match ending.as_deref() {
        Some("svg") => write_atomically(path, svg(&page)?.as_bytes()),
        Some("png") => png(&page, path),
        _ => {
            let fix = "give a file that ends in .svg or .png";
            Err(Issue::error(Code::NotSupported, place(path.display().to_string()), "no picture has this ending", fix)
                .into())
        }
    }
}

fn svg(page: &Page<'_>) -> Result<String, Issues> {
    let mut text = String::new();
    let backend = SVGBackend::with_string(&mut text, page.pixels(1.0));
    draw(page, backend, 1.0)?;
    Ok(text)
}

fn png(page: &Page<'_>, path: &Path) -> Result<(), Issues> {
    // the encoder goes by the file's ending
    let partial = path.with_extension(format!("{}.partial.png", std::process::id()));
    let drawn = draw(page, BitMapBackend::new(&partial, page.pixels(PNG_SCALE)), PNG_SCALE);
    let moved = drawn.and_then(|()| std::fs::rename(&partial, path).map_err(|e| io_failure(path, "be written", &e)));
    if moved.is_err() {
        let _ = std::fs::remove_file(&partial);
    }
    moved
}

fn draw<DB: DrawingBackend>(page: &Page<'_>, backend: DB, scale: f64) -> Result<(), Issues> {
    let failed = |e: String| {
        Issues::from(Issue::error(Code::Io, place("plot"), format!("cannot be drawn: {e}"), "check the path"))
    };
    let area = backend.into_drawing_area();
    area.fill(&style::PAPER).map_err(|e| failed(e.to_string()))?;
    let canvas = Canvas::new(&area, scale);
    page.draw(&canvas).map_err(failed)?;
    area.present().map_err(|e| failed(e.to_string()))
}
