//! What the tests of the whole house share: programs as processes, the WebDriver window, and the visit played in it.

pub mod cable;
pub mod display;
pub mod moving_camera;
pub mod programs;
pub mod short_visit;
pub mod small_disk;
pub mod stage;
pub mod visit;
pub mod window;
