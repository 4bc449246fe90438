//! What is much too large is refused before it takes much memory.

use std::fs::File;
use std::io::{Read, Write};
use std::net::TcpListener;
use std::path::Path;

use connectors::load::{Config, Control, Options, Redactor, Session, System, open, run};
use peak_alloc::PeakAlloc;
use udfs::store::MemoryStore;
use udfs::{Code, Issue};

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

fn load(settings: &str) -> Issue {
    let job = format!("[job.x]\n{settings}");
    let job = Config::parse("t", &job, Path::new("")).expect("valid").jobs.remove(0);
    let (store, redactor, control) = (MemoryStore::new(), Redactor::default(), Control::default());
    let session = Session::new(&System, &System, &redactor, &control, 1);
    let source = open(&job, &store).expect("opens");
    let summary = run(&job, source.as_ref(), &store, &session, &Options::default()).expect("the store works");
    summary.error.expect("refused")
}

/// The error and how much memory there was at most, in MiB.
fn peak(settings: &str) -> (Code, f32) {
    MEMORY.reset_peak_usage();
    let error = load(settings);
    (error.code, MEMORY.peak_usage_as_mb())
}

/// A server whose only answer has no end.
fn endless(content_type: &'static str, line: &'static [u8]) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("bound");
    std::thread::spawn(move || {
        for mut stream in listener.incoming().map_while(Result::ok) {
            std::thread::spawn(move || {
                let _ = stream.read(&mut [0; 4_096]);
                let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {content_type}\r\nConnection: close\r\n\r\n");
                let many = line.repeat(1 << 16);
                let _ = stream.write_all(head.as_bytes());
                // until the client has had enough
                while stream.write_all(&many).is_ok() {}
            });
        }
    });
    format!("http://{address}/")
}

#[test]
fn what_is_too_much_is_refused_in_little_memory() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str| {
        let path = folder.path().join(name);
        File::create(&path).and_then(|file| file.set_len(1 << 30)).expect("a file of holes");
        format!("kind = 'files'\ntable = 'energy_prices'\npath = '{}'", path.display())
    };
    for name in ["line.csv", "line.json", "line.xml", "line.xlsx"] {
        let (code, peak) = peak(&file(name));
        assert!(code == Code::TooLarge && peak < 64.0, "{name}: {code} in {peak} MiB");
    }
    let json = "country = 'de'\ntariff = 't'\nhttp.proxy = 'none'";
    let (code, most) = peak(&format!("kind = 'awattar'\n{json}\nurl = '{}'", endless("application/json", b"[[[[[[[[")));
    assert!(code == Code::TooLarge && most < 300.0, "{code} in {most} MiB");
    let xml = "zone = 'z'\ntariff = 't'\nhttp.proxy = 'none'";
    let (code, most) = peak(&format!("kind = 'entsoe'\n{xml}\nurl = '{}'", endless("text/xml", b"<a></a> ")));
    assert!(code == Code::TooLarge && most < 300.0, "{code} in {most} MiB");

    // many small elements; in one test, as memory is counted for all
    let path = folder.path().join("elements.xml");
    std::fs::write(&path, format!("<a>{}</a>", "<b/>".repeat(20 << 20))).expect("written");
    let (code, most) = peak(&format!("kind = 'files'\ntable = 'energy_prices'\npath = '{}'", path.display()));
    assert!(code == Code::Malformed && most < 900.0, "{code} in {most} MiB");
}
