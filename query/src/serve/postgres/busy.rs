use tokio::sync::watch;

/// How many statements of a connection run.
#[derive(Debug)]
pub struct Busy(watch::Sender<usize>);

impl Busy {
    pub fn new() -> Self {
        Self(watch::Sender::new(0))
    }

    pub fn begin(&self) -> Running<'_> {
        self.0.send_modify(|running| *running += 1);
        Running(self)
    }

    pub async fn idle(&self) {
        let _ = self.0.subscribe().wait_for(|running| *running == 0).await;
    }
}

/// A statement, while it runs.
#[derive(Debug)]
pub struct Running<'a>(&'a Busy);

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.0.0.send_modify(|running| *running -= 1);
    }
}
