//! What the server asks of its database, by subject. One contract suite holds for every implementation.

mod console;
mod files;
mod identity;
mod lost;
mod seeding;
mod sync;
mod trust;

pub use console::*;
pub use files::*;
pub use identity::*;
pub use lost::*;
pub use seeding::*;
pub use sync::*;
pub use trust::*;

/// Everything together, as the server holds it.
pub trait Store: IdentityStore + SyncStore + ConsoleStore + FileStore + SeedStore + TrustStore + LostStore {}

impl<S: IdentityStore + SyncStore + ConsoleStore + FileStore + SeedStore + TrustStore + LostStore> Store for S {}
