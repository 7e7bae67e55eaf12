//! The program `qianmo`.
fn main() {}
