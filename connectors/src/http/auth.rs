use serde::Deserialize;

/// How a job proves who it is. Every secret is a reference such as `${env:NAME}`.
#[derive(Debug, Clone, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Auth {
    Basic {
        user: String,
        password: String,
    },
    Bearer {
        token: String,
    },
    /// A key in a header of that name.
    Header {
        name: String,
        key: String,
    },
    /// A key in the address.
    Query {
        name: String,
        key: String,
    },
    ClientCredentials {
        token_url: String,
        client_id: String,
        client_secret: String,
        scope: Option<String>,
    },
    /// With `${file:PATH}` a token that the server hands out in place of this one is kept there.
    RefreshToken {
        token_url: String,
        client_id: String,
        client_secret: String,
        refresh_token: String,
    },
}
