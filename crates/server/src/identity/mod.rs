//! Who uses the console: sign-in, the session cookie, and the second secret against forged requests.

mod csrf;
mod session;
mod sign_in;

pub use csrf::CSRF_HEADER;
pub use session::{Client, User};
pub use sign_in::{SignedIn, sign_in, sign_out};

/// The session's cookie. `__Host-` would demand TLS, which a loopback demo has not.
const COOKIE: &str = "feltbok_session";
/// How long a session lasts without signing in again: a long shift.
const SESSION_HOURS: i64 = 12;
