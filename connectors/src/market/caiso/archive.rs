use std::io::{Cursor, Read};

/// Of one file of an archive, unpacked.
const MAX_BYTES: u64 = 64 << 20;
const MAX_FILES: usize = 16;

/// The files of an archive with their names.
pub fn files(body: &[u8]) -> Result<Vec<(String, Vec<u8>)>, String> {
    let mut archive = zip::ZipArchive::new(Cursor::new(body)).map_err(|e| e.to_string())?;
    if archive.len() > MAX_FILES {
        return Err(format!("{} files in the archive", archive.len()));
    }
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let file = archive.by_index(index).map_err(|e| e.to_string())?;
        let name = file.name().map_err(|e| e.to_string())?.to_string();
        let mut content = Vec::new();
        file.take(MAX_BYTES + 1).read_to_end(&mut content).map_err(|e| e.to_string())?;
        if content.len() as u64 > MAX_BYTES {
            return Err(format!("{name} is longer than {} MiB", MAX_BYTES >> 20));
        }
        files.push((name, content));
    }
    Ok(files)
}
