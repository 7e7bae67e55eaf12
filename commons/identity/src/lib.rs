//! Accounts, the ways to sign in, sessions, tokens, and roles held at places.
