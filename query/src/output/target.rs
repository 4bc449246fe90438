use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use arrow::error::ArrowError;
use udfs::{Code, Issue, Issues};

use super::failure::{io_failure, place};

/// Standard output, or a file that appears under its name only when it is complete.
#[derive(Debug)]
pub enum Target {
    Stdout,
    File { path: PathBuf, partial: PathBuf, file: Arc<Mutex<BufWriter<File>>> },
}

impl Target {
    /// No path and `-` are standard output.
    pub fn open(path: Option<PathBuf>) -> Result<Self, Issues> {
        let Some(path) = path.filter(|path| path.as_os_str() != "-") else { return Ok(Target::Stdout) };
        let partial = partial_name(&path);
        let file = File::create(&partial).map_err(|e| io_failure(&path, "be written", &e))?;
        Ok(Target::File { path, partial, file: Arc::new(Mutex::new(BufWriter::new(file))) })
    }

    pub fn writer(&self) -> Box<dyn Write + Send> {
        match self {
            Target::Stdout => Box::new(Stdout(BufWriter::new(io::stdout()))),
            Target::File { file, .. } => Box::new(SharedFile(Arc::clone(file))),
        }
    }

    pub fn commit(self) -> Result<(), Issues> {
        let Target::File { path, partial, file } = &self else { return Ok(()) };
        let mut writer = lock(file);
        let flushed = writer.flush().and_then(|()| writer.get_ref().sync_all());
        flushed.and_then(|()| std::fs::rename(partial, path)).map_err(|e| io_failure(path, "be written", &e))
    }

    pub(super) fn failure(&self, error: &ArrowError) -> Issues {
        let name = match self {
            Target::Stdout => "standard output".to_string(),
            Target::File { path, .. } => path.display().to_string(),
        };
        match error {
            ArrowError::InvalidArgumentError(message) => {
                let (message, fix) = message.split_once("; ").unwrap_or((message, ""));
                Issue::error(Code::NotSupported, place(name), message, fix).into()
            }
            other => Issue::error(Code::Io, place(name), format!("cannot be written: {other}"), "").into(),
        }
    }
}

/// A file that was not committed leaves nothing behind.
impl Drop for Target {
    fn drop(&mut self) {
        if let Target::File { partial, .. } = self {
            let _ = std::fs::remove_file(partial);
        }
    }
}

/// The whole file or, on failure, what was there before. `-` is standard output.
pub fn write_atomically(path: &Path, bytes: &[u8]) -> Result<(), Issues> {
    let target = Target::open(Some(path.to_path_buf()))?;
    let mut writer = target.writer();
    writer.write_all(bytes).and_then(|()| writer.flush()).map_err(|e| io_failure(path, "be written", &e))?;
    drop(writer);
    target.commit()
}

fn partial_name(path: &Path) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(format!(".{}.partial", std::process::id()));
    path.with_file_name(name)
}

fn lock(file: &Mutex<BufWriter<File>>) -> std::sync::MutexGuard<'_, BufWriter<File>> {
    file.lock().unwrap_or_else(PoisonError::into_inner)
}

struct SharedFile(Arc<Mutex<BufWriter<File>>>);

impl Write for SharedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        lock(&self.0).write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        lock(&self.0).flush()
    }
}

/// Ends the process without a word when the reader has gone, as in `heatsched ... | head`.
struct Stdout(BufWriter<io::Stdout>);

impl Stdout {
    fn or_leave<T>(result: io::Result<T>) -> io::Result<T> {
        if result.as_ref().is_err_and(|e| e.kind() == io::ErrorKind::BrokenPipe) {
            std::process::exit(0);
        }
        result
    }
}

impl Write for Stdout {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        Self::or_leave(self.0.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        Self::or_leave(self.0.flush())
    }
}
