use super::draw::{Color, INK, MUTED, Op};
use super::font::Font;

/// Around a page, in points.
pub(super) const MARGIN: f32 = 42.0;
pub(super) const BODY: f32 = 10.0;
pub(super) const SMALL: f32 = 8.0;

/// Fills pages from above.
pub(super) struct Flow<'a> {
    pub font: &'a Font,
    width: f32,
    height: f32,
    pages: Vec<Vec<Op>>,
    /// Where the next thing goes.
    pub y: f32,
}

impl<'a> Flow<'a> {
    pub fn new(font: &'a Font, (width, height): (f32, f32)) -> Self {
        Self { font, width, height, pages: vec![Vec::new()], y: MARGIN }
    }

    pub fn left(&self) -> f32 {
        MARGIN
    }

    pub fn right(&self) -> f32 {
        self.width - MARGIN
    }

    pub fn fits(&self, height: f32) -> bool {
        self.y + height <= self.height - MARGIN
    }

    /// Turns the page unless `height` has room; whether it did.
    pub fn room(&mut self, height: f32) -> bool {
        let turns = !self.fits(height) && self.y > MARGIN;
        if turns {
            self.pages.push(Vec::new());
            self.y = MARGIN;
        }
        turns
    }

    pub fn push(&mut self, op: Op) {
        if let Some(page) = self.pages.last_mut() {
            page.push(op);
        }
    }

    pub fn text(&mut self, x: f32, y: f32, size: f32, color: Color, text: &str) {
        self.push(Op::Text { x, y, size, color, text: text.to_string() });
    }

    pub fn title(&mut self, text: &str) {
        for line in self.font.lines(text, 18.0, self.right() - self.left()) {
            self.y += 20.0;
            self.text(self.left(), self.y, 18.0, INK, &line);
        }
    }

    /// A heading that stays with the `height` that follows it.
    pub fn heading(&mut self, text: &str, height: f32) {
        self.room(height + 34.0);
        self.y += 24.0;
        self.text(self.left(), self.y, 13.0, INK, text);
        self.y += 8.0;
    }

    pub fn small(&mut self, text: &str) {
        self.y += 14.0;
        self.text(self.left(), self.y, SMALL, MUTED, text);
        self.y += 6.0;
    }

    pub fn paragraph(&mut self, text: &str) {
        for line in self.font.lines(text, BODY, self.right() - self.left()) {
            self.room(14.0);
            self.y += 13.5;
            self.text(self.left(), self.y, BODY, INK, &line);
        }
    }

    pub fn finish(self) -> Vec<Vec<Op>> {
        self.pages
    }
}
