//! Whether a message of a client is as long as what it says it holds. The library trusts it to be.

/// Of what comes first, before there is a login.
const LONGEST_START: usize = 10_000;
const LONGEST_LOGIN: usize = 65_536;
const LONGEST: usize = 16 << 20;

const CANCEL: u32 = 80_877_102;
const VERSION: u32 = 3;

/// How long the message at the start of the bytes is; nothing where that is still to come. An error where it cannot be one.
pub fn length(bytes: &[u8], first: bool) -> Result<Option<usize>, ()> {
    let (head, longest) = match (first, bytes.first()) {
        (true, _) => (0, LONGEST_START),
        (false, Some(b'p')) => (1, LONGEST_LOGIN),
        (false, _) => (1, LONGEST),
    };
    let Some(length) = bytes.get(head..head + 4).and_then(|bytes| bytes.try_into().ok()).map(u32::from_be_bytes) else {
        return Ok(None);
    };
    let length = usize::try_from(length).map_err(|_| ())?;
    if (4..=longest).contains(&length) { Ok(Some(head + length)) } else { Err(()) }
}

/// Of a whole message.
pub fn is_sound(message: &[u8], first: bool, logins: usize) -> bool {
    let mut body = Body(message.get(if first { 4 } else { 5 }..).unwrap_or_default());
    let sound = if first { body.start() } else { body.of(message[0], logins) };
    sound.is_some() && body.0.is_empty()
}

/// What is left of a message.
struct Body<'a>(&'a [u8]);

impl Body<'_> {
    fn start(&mut self) -> Option<()> {
        match self.int()? {
            CANCEL => {
                self.int()?;
                (4..=256).contains(&self.0.len()).then(|| self.rest())
            }
            version if version >> 16 == VERSION => {
                while !matches!(self.0, [0]) {
                    self.text()?;
                    self.text()?;
                }
                self.skip(1)
            }
            _ => None,
        }
    }

    fn of(&mut self, kind: u8, logins: usize) -> Option<()> {
        match kind {
            // the method and its first word; then only words
            b'p' if logins == 0 => {
                self.text()?;
                self.value()
            }
            b'p' | b'd' => {
                self.rest();
                Some(())
            }
            b'Q' | b'f' => self.text(),
            b'P' => {
                self.text()?;
                self.text()?;
                self.each(|body| body.skip(4))
            }
            b'B' => {
                self.text()?;
                self.text()?;
                self.each(|body| body.skip(2))?;
                self.each(Self::value)?;
                self.each(|body| body.skip(2))
            }
            b'E' => {
                self.text()?;
                self.skip(4)
            }
            b'D' | b'C' => {
                self.skip(1)?;
                self.text()
            }
            b'S' | b'H' | b'X' | b'c' => Some(()),
            _ => None,
        }
    }

    fn skip(&mut self, bytes: usize) -> Option<()> {
        self.0 = self.0.get(bytes..)?;
        Some(())
    }

    fn rest(&mut self) {
        self.0 = &[];
    }

    fn int(&mut self) -> Option<u32> {
        let int = u32::from_be_bytes(self.0.get(..4)?.try_into().ok()?);
        self.skip(4)?;
        Some(int)
    }

    /// Up to a zero, with it.
    fn text(&mut self) -> Option<()> {
        let end = self.0.iter().position(|byte| *byte == 0)?;
        std::str::from_utf8(&self.0[..end]).ok()?;
        self.skip(end + 1)
    }

    /// A length and as many bytes; -1 is null.
    fn value(&mut self) -> Option<()> {
        match self.int()? {
            u32::MAX => Some(()),
            length => self.skip(usize::try_from(length).ok()?),
        }
    }

    /// A count and as many parts.
    fn each(&mut self, part: impl Fn(&mut Self) -> Option<()>) -> Option<()> {
        let count = u16::from_be_bytes(self.0.get(..2)?.try_into().ok()?);
        self.skip(2)?;
        (0..count).try_for_each(|_| part(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(kind: u8, body: &[u8]) -> Vec<u8> {
        let length = u32::try_from(body.len() + 4).expect("short").to_be_bytes();
        [&[kind], length.as_slice(), body].concat()
    }

    #[test]
    fn messages_hold_what_they_say() {
        let bind = b"\0s\0\0\x01\0\x01\0\x02\0\0\0\x01x\xff\xff\xff\xff\0\0";
        assert!(is_sound(&message(b'B', bind), false, 0));
        for length in 0..bind.len() {
            assert!(!is_sound(&message(b'B', &bind[..length]), false, 0), "{length}");
        }
        assert!(!is_sound(&message(b'p', b"SCRAM-SHA-256\0\0\0\0\x20n,,"), false, 0));
        assert!(is_sound(&message(b'p', b"SCRAM-SHA-256\0\0\0\0\x03n,,"), false, 0));
        assert!(is_sound(&message(b'p', b"c=biws"), false, 1));
        assert!(!is_sound(&message(b'z', b""), false, 0));
    }

    #[test]
    fn the_first_message_starts_or_cancels() {
        let first = |body: &[u8]| message(b'?', body)[1..].to_vec();
        assert!(is_sound(&first(b"\0\x03\0\0user\0anna\0\0"), true, 0));
        assert!(!is_sound(&first(b"\0\x03\0\0user\0anna\0"), true, 0));
        assert!(!is_sound(&first(b"\0\x02\0\0user\0anna\0\0"), true, 0));
        assert!(is_sound(&first(b"\x04\xd2\x16\x2e\0\0\0\x01key!"), true, 0));
        assert!(!is_sound(&first(b"\x04\xd2\x16\x2e\0\0\0\x01"), true, 0));
        assert_eq!(length(b"\xff\xff\xff\xff", true), Err(()));
        assert_eq!(length(b"Q\0\0\0", false), Ok(None));
    }
}
