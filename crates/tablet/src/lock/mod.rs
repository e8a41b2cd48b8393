//! The lock: a PIN opens the store, and takes the tablet back from a customer.

mod app_state;
mod change_pin;
mod check;
mod close;
mod take_back;
mod unlock;

use feltbok_tablet_store::KeyError;

use crate::{
    error::Result,
    views::{ErrorCode, TabletError},
};

pub(crate) use take_back::HANDED_OVER;

/// Digits of a PIN.
const PIN_MIN: usize = 4;
const PIN_MAX: usize = 12;

/// Checks a new PIN's form. Errors: `pin_form`.
pub(crate) fn check_pin(pin: &str) -> Result<()> {
    if (PIN_MIN..=PIN_MAX).contains(&pin.len()) && pin.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(());
    }
    Err(TabletError::with(ErrorCode::PinForm, [("min", PIN_MIN.to_string()), ("max", PIN_MAX.to_string())]))
}

/// What the person is told when the key file did not give its key.
pub(crate) fn key_error(error: KeyError) -> TabletError {
    match error {
        KeyError::WrongPin { tries_left } => {
            TabletError::with(ErrorCode::WrongPin, [("tries_left", tries_left.to_string())])
        }
        KeyError::TooSoon { until } => TabletError::with(ErrorCode::PinWait, [("wait_until", until.to_string())]),
        KeyError::BadPin => {
            TabletError::with(ErrorCode::PinForm, [("min", PIN_MIN.to_string()), ("max", PIN_MAX.to_string())])
        }
        KeyError::Damaged(why) => {
            tracing::error!(why, "the key file is damaged");
            TabletError::new(ErrorCode::KeyStore)
        }
        KeyError::Io(error) if error.kind() == std::io::ErrorKind::StorageFull => TabletError::new(ErrorCode::DiskFull),
        KeyError::Io(error) => TabletError::internal(error),
    }
}
