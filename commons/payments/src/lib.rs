//! The seam by which money comes in and goes out, and the sandbox provider behind it.
