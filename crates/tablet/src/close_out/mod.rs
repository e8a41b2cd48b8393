//! The end of the visit: how it ends, and what is still missing before anybody signs (R8).

mod missing;
mod save;
mod show;

pub(crate) use missing::missing;
