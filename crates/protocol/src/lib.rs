//! What tablet and server say to each other: versioned wire types and upcasters.
