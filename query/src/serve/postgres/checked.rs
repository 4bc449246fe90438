use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::{Buf, BytesMut};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::frames;
use crate::serve::stream::Stream;

const CHUNK: usize = 8192;

/// A connection whose messages are whole and sound by the time they are read.
pub struct Checked {
    stream: Box<dyn Stream>,
    /// Came, and is not yet a whole message.
    raw: BytesMut,
    /// May be read.
    sound: BytesMut,
    first: bool,
    logins: usize,
}

impl Checked {
    /// With what was read already.
    pub fn new(stream: Box<dyn Stream>, read: &[u8]) -> Self {
        Self { stream, raw: BytesMut::from(read), sound: BytesMut::new(), first: true, logins: 0 }
    }

    /// Lets whole messages through.
    fn check(&mut self) -> io::Result<()> {
        let unsound = || io::Error::new(io::ErrorKind::InvalidData, "no message of the protocol");
        while let Some(length) = frames::length(&self.raw, self.first).map_err(|()| unsound())? {
            if self.raw.len() < length {
                break;
            }
            let message = self.raw.split_to(length);
            if !frames::is_sound(&message, self.first, self.logins) {
                return Err(unsound());
            }
            self.logins += usize::from(!self.first && message[0] == b'p');
            self.first = false;
            self.sound.unsplit(message);
        }
        Ok(())
    }
}

impl AsyncRead for Checked {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        self.check()?;
        while self.sound.is_empty() {
            let mut chunk = [0; CHUNK];
            let mut read = ReadBuf::new(&mut chunk);
            ready!(Pin::new(&mut self.stream).poll_read(cx, &mut read))?;
            if read.filled().is_empty() {
                return Poll::Ready(Ok(()));
            }
            self.raw.extend_from_slice(read.filled());
            self.check()?;
        }
        let length = buf.remaining().min(self.sound.len());
        buf.put_slice(&self.sound[..length]);
        self.sound.advance(length);
        Poll::Ready(Ok(()))
    }
}

impl AsyncWrite for Checked {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buf: &[u8]) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(cx, buf)
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}
