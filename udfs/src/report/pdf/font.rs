use crate::error::{Code, Issue, Issues, Place};
use ttf_parser::Face;

const NO_BREAK_SPACE: char = '\u{a0}';

/// Ubuntu Light, and how wide its text is.
pub(super) struct Font {
    face: Face<'static>,
    pub embedded: krilla::text::Font,
}

impl Font {
    pub fn new() -> Result<Self, Issues> {
        let data = epaint_default_fonts::UBUNTU_LIGHT;
        let face = Face::parse(data, 0).ok();
        let embedded = krilla::text::Font::new(data.to_vec().into(), 0);
        face.zip(embedded).map(|(face, embedded)| Self { face, embedded }).ok_or_else(|| {
            Issue::error(Code::Internal, Place::new("report"), "the built-in font cannot be read", "report this").into()
        })
    }

    /// In points.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let advance =
            |c: char| self.face.glyph_index(c).and_then(|glyph| self.face.glyph_hor_advance(glyph)).unwrap_or(500);
        let units: f32 = text.chars().map(|c| f32::from(advance(c))).sum();
        units * size / f32::from(self.face.units_per_em())
    }

    /// Lines no wider than `width`; a word that is wider is cut into pieces.
    pub fn lines(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = vec![String::new()];
        for word in text.split(breaks).filter(|word| !word.is_empty()) {
            for piece in self.pieces(word, size, width) {
                let Some(line) = lines.last_mut() else { continue };
                if line.is_empty() {
                    *line = piece;
                } else if self.width(line, size) + self.width(" ", size) + self.width(&piece, size) <= width {
                    line.push(' ');
                    line.push_str(&piece);
                } else {
                    lines.push(piece);
                }
            }
        }
        lines
    }

    fn pieces(&self, word: &str, size: f32, width: f32) -> Vec<String> {
        let mut pieces = vec![String::new()];
        for c in word.chars() {
            let Some(last) = pieces.last_mut() else { continue };
            if !last.is_empty() && self.width(last, size) + self.width(&c.to_string(), size) > width {
                pieces.push(c.to_string());
            } else {
                last.push(c);
            }
        }
        pieces
    }
}

fn breaks(c: char) -> bool {
    c.is_whitespace() && c != NO_BREAK_SPACE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_percentage_is_not_cut_at_its_space() {
        let font = Font::new().expect("the font");
        let width = font.width("saves (24.55", 10.0);
        assert_eq!(font.lines("saves (24.55 %)", 10.0, width), ["saves (24.55", "%)"]);
        assert_eq!(font.lines("saves (24.55\u{a0}%)", 10.0, width), ["saves", "(24.55\u{a0}%)"]);
    }
}
