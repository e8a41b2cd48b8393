//! The technician's app: window, permissions and thin commands.
