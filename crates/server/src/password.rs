//! Passwords: Argon2id with the parameters that OWASP names, a salt each.

use argon2::{
    Argon2,
    password_hash::{PasswordHash, PasswordHasher, PasswordVerifier, SaltString},
};
use data_encoding::BASE64URL_NOPAD;
use rand::RngCore;

/// Characters of a password at least.
pub const PASSWORD_LENGTH_MIN: usize = 10;
/// Longer ones only cost time.
pub const PASSWORD_LENGTH_MAX: usize = 256;

/// The PHC string to store. Takes tens of milliseconds: run it where nothing waits.
pub fn hash(password: &str) -> String {
    let mut salt = [0; 16];
    rand::rng().fill_bytes(&mut salt);
    let salt = SaltString::encode_b64(&salt).expect("16 bytes are a salt");
    let hashed = Argon2::default().hash_password(password.as_bytes(), &salt);
    hashed.expect("the default parameters are valid").to_string()
}

/// Whether the password is the stored one's; a stored text that is no hash fits none.
pub fn verify(password: &str, stored: &str) -> bool {
    let Ok(parsed) = PasswordHash::new(stored) else { return false };
    Argon2::default().verify_password(password.as_bytes(), &parsed).is_ok()
}

/// Costs what [`verify`] does, so that an unknown address answers no quicker than a wrong password.
pub fn waste_time(password: &str) {
    const NOBODYS: &str =
        "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5IGtub3dzIGl0$YU6RgqaaV+zXyYrGmQWpoi5IHRhuE6UTUiA2aawQAmw";
    verify(password, NOBODYS);
}

/// A password for a first admin: 96 random bits.
pub fn random() -> String {
    let mut bytes = [0; 12];
    rand::rng().fill_bytes(&mut bytes);
    BASE64URL_NOPAD.encode(&bytes)
}
