use std::time::Duration;

use tokio::sync::watch;

/// How long what runs may go on after the server was asked to end.
pub const GRACE: Duration = Duration::from_secs(20);

/// Whether the server was asked to end.
#[derive(Debug, Clone)]
pub struct Stop(watch::Receiver<bool>);

impl Stop {
    pub fn pair() -> (watch::Sender<bool>, Self) {
        let (sender, receiver) = watch::channel(false);
        (sender, Self(receiver))
    }

    /// Ends when it was; at once where nobody could ask any more.
    pub async fn asked(&self) {
        let _ = self.0.clone().wait_for(|asked| *asked).await;
    }
}
