mod faults;
mod logons;
mod tls;

use std::path::Path;
use std::sync::{Arc, Mutex};

use udfs::Issue;

use super::fault_server::{FaultServer, Reply};
use super::*;
use crate::load::testing::Fake;
use crate::load::{Config, Control, Redactor, Session};

const JSON: &[&str] = &["application/json"];

/// A client with everything that was logged while it was used.
struct World {
    fake: Fake,
    redactor: Redactor,
    control: Control,
    log: Arc<Mutex<String>>,
    client: Client,
}

impl World {
    fn new(settings: &str) -> Self {
        Self::with(settings, Fake::new())
    }

    fn with(settings: &str, fake: Fake) -> Self {
        let log: Arc<Mutex<String>> = Arc::default();
        let shared = Arc::clone(&log);
        let note = move |event: &crate::load::Event| *shared.lock().expect("the log") += &format!("{event:?}\n");
        let job = Config::parse("t", "[job.x]\nkind = \"files\"", Path::new("")).expect("valid").jobs.remove(0);
        let settings = toml::from_str(&format!("proxy = \"none\"\n{settings}")).expect("settings");
        Self {
            fake,
            redactor: Redactor::default(),
            control: Control::new(Arc::default(), None, Box::new(note)),
            log,
            client: Client::new(&job, settings).expect("a client"),
        }
    }

    fn send(&self, ask: &Ask) -> Result<Answer, Issue> {
        let session = Session::new(&self.fake, &self.fake, &self.redactor, &self.control, 7);
        self.client.send(&session, ask)
    }

    fn get(&self, server: &FaultServer, path: &str) -> Result<Answer, Issue> {
        self.send(&Ask::get(format!("{}{path}", server.address).parse().expect("an address"), JSON))
    }

    fn log(&self) -> String {
        self.log.lock().expect("the log").clone()
    }
}
