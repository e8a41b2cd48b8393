//! Whole visits through the real window, and the console in Chromium.
