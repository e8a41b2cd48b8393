//! What the server asks of its database, by subject. One contract suite holds for every implementation.

mod console;
mod files;
mod identity;
mod seeding;
mod sync;

pub use console::*;
pub use files::*;
pub use identity::*;
pub use seeding::*;
pub use sync::*;

/// Everything together, as the server holds it.
pub trait Store: IdentityStore + SyncStore + ConsoleStore + FileStore + SeedStore {}

impl<S: IdentityStore + SyncStore + ConsoleStore + FileStore + SeedStore> Store for S {}
