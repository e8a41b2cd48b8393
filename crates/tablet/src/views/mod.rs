//! What the window gets and gives: plain data, snake_case, one file per family of screens. No behaviour lives here.

pub mod checklist;
pub mod close_out;
pub mod diagnosis;
pub mod document;
pub mod equipment;
pub mod error;
pub mod job;
pub mod parts;
pub mod photos;
pub mod readings;
pub mod scan;
pub mod session;
pub mod settings;
pub mod sign;
pub mod sync_centre;
pub mod times;
pub mod today;

pub use checklist::*;
pub use close_out::*;
pub use diagnosis::*;
pub use document::*;
pub use equipment::*;
pub use error::*;
pub use job::*;
pub use parts::*;
pub use photos::*;
pub use readings::*;
pub use scan::*;
pub use session::*;
pub use settings::*;
pub use sign::*;
pub use sync_centre::*;
pub use times::*;
pub use today::*;
