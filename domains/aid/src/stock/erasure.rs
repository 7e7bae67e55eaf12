//! A donor who wants to be forgotten: their offers end and their words go. What is still to be sent stands against it already, as a
//! pledge.

qianmo_identity::erasure_hook!(qianmo_identity::ErasureHook { open: |_, _| Ok(None), erase: super::fits::erase });
