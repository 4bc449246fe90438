use std::path::Path as FilePath;
use std::sync::Arc;

use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{ObjectStore, parse_url_opts};
use udfs::error::{Code, Issue, Issues, Place};
use url::Url;

use super::faults::{io, missing};
use super::storage::Storage;

/// The storage that a path or URL names. A folder that is to be made is made.
pub fn find(location: &str, make: bool) -> Result<Storage, Issues> {
    if !location.contains("://") {
        return folder(location, FilePath::new(location), make);
    }
    let url = Url::parse(location).map_err(|e| unreadable(location, e.to_string()))?;
    if url.scheme() == "file" {
        let path = url.to_file_path().map_err(|()| unreadable(location, "not the path of a file".into()))?;
        return folder(location, &path, make);
    }
    let (store, root) = remote(&url)?;
    Ok(Storage::remote(Arc::new(PrefixStore::new(store, root)), location.into()))
}

/// The store of a URL, with the settings of the environment, and the path in it.
pub fn remote(url: &Url) -> Result<(Arc<dyn ObjectStore>, Path), Issues> {
    let settings =
        std::env::vars_os().filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)));
    let (store, root) = parse_url_opts(url, settings.map(|(name, value)| (name.to_ascii_lowercase(), value)))
        .map_err(|e| unreadable(url.as_str(), e.to_string()))?;
    Ok((store.into(), root))
}

fn folder(location: &str, path: &FilePath, make: bool) -> Result<Storage, Issues> {
    if make {
        std::fs::create_dir_all(path).map_err(|e| io(location, path.display(), e))?;
    } else if !path.is_dir() {
        return Err(missing(location).into());
    }
    Storage::folder(path, location.into()).map_err(Issues::from)
}

fn unreadable(location: &str, why: String) -> Issues {
    Issue::error(Code::Malformed, Place::new(location), why, "give a folder, or a URL such as s3://bucket/folder")
        .into()
}
