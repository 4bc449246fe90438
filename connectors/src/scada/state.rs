/// What equipment can do for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Online,
    Unknown,
    Offline,
    /// People work on it: this says why it is stopped, so it counts before the fact that it is.
    Maintenance,
}

impl State {
    pub fn as_str(self) -> &'static str {
        match self {
            State::Online => "online",
            State::Unknown => "unknown",
            State::Offline => "offline",
            State::Maintenance => "maintenance",
        }
    }

    pub fn is_down(self) -> bool {
        matches!(self, State::Offline | State::Maintenance)
    }
}
