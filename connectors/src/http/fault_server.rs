//! A server on loopback that answers as a test says, faults too.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// As it came.
#[derive(Debug, Clone, Default)]
pub struct Received {
    pub method: String,
    /// With the query.
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Received {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    pub fn parameter(&self, name: &str) -> Option<String> {
        let (_, query) = self.path.split_once('?')?;
        let found = url::form_urlencoded::parse(query.as_bytes()).find(|(known, _)| known == name);
        found.map(|(_, value)| value.into_owned())
    }
}

#[derive(Debug, Clone)]
pub struct Reply {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
    fault: Fault,
}

#[derive(Debug, Clone, Copy)]
enum Fault {
    None,
    /// Ends after half of the body that was promised.
    Truncated,
    /// Sends a byte at a time.
    Trickle(Duration),
}

impl Reply {
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        let headers = vec![("Content-Type".into(), content_type.into())];
        Self { status, headers, body: body.into(), fault: Fault::None }
    }

    pub fn json(body: impl ToString) -> Self {
        Self::new(200, "application/json", body.to_string())
    }

    pub fn logon_page() -> Self {
        Self::new(200, "text/html; charset=utf-8", "<html><form>Please log on</form></html>")
    }

    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    pub fn truncated(self) -> Self {
        Self { fault: Fault::Truncated, ..self }
    }

    pub fn trickle(self, pause: Duration) -> Self {
        Self { fault: Fault::Trickle(pause), ..self }
    }

    fn send(&self, stream: &mut TcpStream) -> std::io::Result<()> {
        let mut head = format!("HTTP/1.1 {} Status\r\nContent-Length: {}\r\n", self.status, self.body.len());
        for (name, value) in &self.headers {
            head += &format!("{name}: {value}\r\n");
        }
        stream.write_all(format!("{head}Connection: close\r\n\r\n").as_bytes())?;
        match self.fault {
            Fault::None => stream.write_all(&self.body),
            Fault::Truncated => stream.write_all(&self.body[..self.body.len() / 2]),
            Fault::Trickle(pause) => self.body.iter().try_for_each(|byte| {
                std::thread::sleep(pause);
                stream.write_all(&[*byte])
            }),
        }
    }
}

/// Listens until the test's process ends.
#[derive(Debug)]
pub struct FaultServer {
    pub address: String,
    received: Arc<Mutex<Vec<Received>>>,
}

impl FaultServer {
    pub fn start(answer: impl Fn(&Received) -> Reply + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let address = format!("http://{}", listener.local_addr().expect("bound"));
        let received = Arc::new(Mutex::new(Vec::new()));
        let (log, answer) = (Arc::clone(&received), Arc::new(answer));
        std::thread::spawn(move || {
            for mut stream in listener.incoming().map_while(Result::ok) {
                let (log, answer) = (Arc::clone(&log), Arc::clone(&answer));
                std::thread::spawn(move || {
                    let Some(request) = read(&stream) else { return };
                    log.lock().expect("the log").push(request.clone());
                    // a client that has heard enough is no failure
                    let _ = answer(&request).send(&mut stream);
                });
            }
        });
        Self { address, received }
    }

    /// The replies one after the other; the last one for ever.
    pub fn script(replies: Vec<Reply>) -> Self {
        let next = Mutex::new(0_usize);
        Self::start(move |_| {
            let mut next = next.lock().expect("the script");
            *next += 1;
            replies[(*next - 1).min(replies.len() - 1)].clone()
        })
    }

    pub fn received(&self) -> Vec<Received> {
        self.received.lock().expect("the log").clone()
    }
}

fn read(stream: &TcpStream) -> Option<Received> {
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line).ok()?;
    let mut words = line.split_whitespace().map(String::from);
    let mut request = Received { method: words.next()?, path: words.next()?, ..Received::default() };
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        let Some((name, value)) = line.trim_end().split_once(':') else { break };
        request.headers.push((name.trim().into(), value.trim().into()));
    }
    let length = request.header("Content-Length").and_then(|length| length.parse().ok()).unwrap_or(0);
    reader.take(length).read_to_string(&mut request.body).ok()?;
    Some(request)
}
