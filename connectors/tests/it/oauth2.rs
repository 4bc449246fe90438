//! A logon by OAuth2 at a token server of another project (oauth2-mock-server).

use connectors::load::Outcome;

use crate::bench::Bench;
use crate::peer::Peer;

#[test]
fn work_orders_are_asked_for_with_a_token_that_the_server_has_signed() {
    let peer = Peer::start("oauth2", "peer.js", &[]);
    let (tokens, orders) = peer.ready.split_once(' ').expect("two ports");
    let bench = Bench::new("ORACLE_SECRET", "s3cret-of-oracle");
    let job = |auth: &str| {
        bench.job(&format!(
            "[job.orders]
             kind = 'oracle'
             site = 'plant-a'
             url = 'http://127.0.0.1:{orders}/fscmRestApi/resources/11.13.18.05'
             organization = 'M1'
             process = [{{ heating_kwh = 1 }}]
             [job.orders.http]
             auth = {auth}"
        ))
    };
    let by_token = format!(
        "{{ kind = 'client_credentials', token_url = 'http://127.0.0.1:{tokens}/token', client_id = 'me', client_secret = '${{env:ORACLE_SECRET}}' }}"
    );
    let done = bench.run(&job(&by_token));
    assert_eq!((done.outcome, done.counts.requests), (Outcome::Done, 2), "{done:?}");
    let refused = bench.run(&job("{ kind = 'bearer', token = '${env:ORACLE_SECRET}' }"));
    assert_eq!(refused.exit_code(), 77, "{refused:?}");
}
