use tokio::io::{AsyncRead, AsyncWrite};

/// A connection, with TLS or without.
pub trait Stream: AsyncRead + AsyncWrite + Send + Sync + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Sync + Unpin> Stream for T {}
