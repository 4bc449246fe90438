use std::sync::atomic::{AtomicUsize, Ordering};

use udfs::Code;

use super::*;

const SECRET: &str = "s3cret & more";

fn world(auth: &str) -> World {
    World::with(&format!("auth = {{ {auth} }}"), Fake::new().knows("KEY", SECRET))
}

/// What it logged and answered has no secret in it.
fn is_clean(world: &World, answer: &Result<Answer, Issue>) {
    let said = match answer {
        Ok(answer) => format!("{answer:?} {:?}", answer.payload()),
        Err(issue) => format!("{issue} {issue:?}"),
    };
    let all = format!("{}{said}", world.log()).replace("+", " ").replace("%26", "&");
    assert!(!all.contains("s3cret") && !all.contains("czNjcmV0"), "{all}");
}

#[test]
fn each_logon_is_sent_and_never_shown() {
    let sent = |auth: &str| {
        let server = FaultServer::start(|request| {
            let known = request.header("Authorization").or(request.header("X-Key")).unwrap_or_default();
            // a server that says too much
            Reply::new(500, "text/plain", format!("no disk for {known} {}", request.path))
        });
        let world = world(auth);
        let answer = world.get(&server, "/x?a=1");
        is_clean(&world, &answer);
        assert!(answer.is_err() && world.log().contains("retry"));
        server.received().remove(0)
    };
    let basic = sent("kind = 'basic', user = 'me', password = '${env:KEY}'");
    assert_eq!(basic.header("authorization"), Some("Basic bWU6czNjcmV0ICYgbW9yZQ=="));
    let bearer = sent("kind = 'bearer', token = '${env:KEY}'");
    assert_eq!(bearer.header("authorization"), Some("Bearer s3cret & more"));
    let header = sent("kind = 'header', name = 'X-Key', key = '${env:KEY}'");
    assert_eq!(header.header("x-key"), Some(SECRET));
    let query = sent("kind = 'query', name = 'k', key = '${env:KEY}'");
    assert_eq!((query.parameter("k").as_deref(), query.parameter("a").as_deref()), (Some(SECRET), Some("1")));
}

#[test]
fn a_secret_in_the_configuration_is_refused_before_anything_is_sent() {
    let server = FaultServer::script(vec![Reply::json("{}")]);
    let world = world("kind = 'bearer', token = 's3cret-literal'");
    let answer = world.get(&server, "/x");
    is_clean(&world, &answer);
    assert_eq!(answer.map_err(|issue| issue.code).err(), Some(Code::SecretUnsafe));
    assert!(server.received().is_empty());
}

#[test]
fn refused_credentials_are_not_tried_again() {
    for status in [401, 403] {
        let server = FaultServer::script(vec![Reply::new(status, "text/plain", "no")]);
        let answer = world("kind = 'bearer', token = '${env:KEY}'").get(&server, "/x");
        assert_eq!(answer.map_err(|issue| issue.code).err(), Some(Code::AccessRefused));
        assert_eq!(server.received().len(), 1);
    }
}

/// A system whose tokens count up, that takes only some of them; with its own token server.
fn system(accepted: &'static [&'static str], more: &'static str) -> FaultServer {
    let handed = AtomicUsize::new(0);
    FaultServer::start(move |request| {
        if request.path == "/token" {
            let number = handed.fetch_add(1, Ordering::Relaxed) + 1;
            return Reply::json(format!(
                "{{\"access_token\":\"tok-{number}-s3cret\",\"token_type\":\"Bearer\",\"expires_in\":3600{more}}}"
            ));
        }
        let token = request.header("authorization").unwrap_or_default();
        let known = accepted.iter().any(|name| token == format!("Bearer {name}-s3cret"));
        if known { Reply::json("{}") } else { Reply::new(401, "text/plain", format!("{token} is unknown")) }
    })
}

fn oauth(server: &FaultServer, kind: &str, more: &str) -> String {
    let url = format!("{}/token", server.address);
    format!("kind = '{kind}', token_url = '{url}', client_id = 'heat', client_secret = '${{env:KEY}}', {more}")
}

#[test]
fn a_token_is_asked_for_once_and_renewed_before_it_lapses() {
    let server = system(&["tok-1", "tok-2"], "");
    let world = world(&oauth(&server, "client_credentials", "scope = 'read'"));
    let tokens = || server.received().iter().filter(|request| request.path == "/token").count();
    is_clean(&world, &world.get(&server, "/a"));
    world.get(&server, "/b").expect("let in");
    assert_eq!(tokens(), 1);
    assert_eq!(server.received()[0].body, "grant_type=client_credentials&scope=read");
    assert!(server.received()[0].header("authorization").is_some_and(|basic| basic.starts_with("Basic ")));
    world.fake.pass(2_881);
    world.get(&server, "/c").expect("let in");
    assert_eq!(tokens(), 2, "at four fifths of its hour");
}

#[test]
fn a_withdrawn_token_is_renewed_once() {
    let server = system(&["tok-2"], "");
    let world = world(&oauth(&server, "client_credentials", ""));
    assert!(world.get(&server, "/a").is_ok());
    let paths: Vec<_> = server.received().iter().map(|request| request.path.clone()).collect();
    assert_eq!(paths, ["/token", "/a", "/token", "/a"]);
    let server = system(&[], "");
    let other = self::world(&oauth(&server, "client_credentials", ""));
    let answer = other.get(&server, "/a");
    is_clean(&other, &answer);
    assert_eq!(answer.map_err(|issue| issue.code).err(), Some(Code::AccessRefused));
    assert_eq!(server.received().len(), 4);
}

#[test]
fn a_refresh_token_that_is_replaced_is_kept_or_the_load_fails_aloud() {
    let server = system(&["tok-1"], ",\"refresh_token\":\"next-s3cret\"");
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("refresh");
    std::fs::write(&path, "first-s3cret").expect("written");
    #[cfg(unix)]
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).expect("changed");
    let kept = format!("refresh_token = '${{file:{}}}'", path.display());
    let world = world(&oauth(&server, "refresh_token", &kept));
    is_clean(&world, &world.get(&server, "/a"));
    assert_eq!(server.received()[0].body, "grant_type=refresh_token&refresh_token=first-s3cret");
    assert_eq!(std::fs::read_to_string(&path).expect("readable"), "next-s3cret");
    assert!(crate::load::Environment::private_file(&world.fake, &path).is_ok(), "still nobody else's");

    let lost = self::world(&oauth(&server, "refresh_token", "refresh_token = '${env:KEY}'"));
    let answer = lost.get(&server, "/a");
    is_clean(&lost, &answer);
    let issue = answer.expect_err("the new token is lost");
    assert!(issue.code == Code::SecretUnsafe && issue.message.contains("replaced"), "{issue}");
}

#[test]
fn a_token_server_says_why_it_refuses() {
    let refusal = Reply::new(400, "application/json", "{\"error\":\"invalid_grant\",\"error_description\":\"lapsed\"}");
    let server = FaultServer::script(vec![refusal]);
    let issue = world(&oauth(&server, "client_credentials", "")).get(&server, "/a").expect_err("refused");
    assert!(issue.code == Code::AccessRefused && issue.message.contains("lapsed"), "{issue}");
}
