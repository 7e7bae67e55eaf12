//! What a unit of work stands on: the moment, new ids, chance, the vault, and who listens to which event.

use crate::vault::Vault;
use qianmo_kernel::{Clock, IdMaker, Rng};
use std::collections::HashMap;
use std::sync::Arc;

/// Handed to every unit of work inside its `Tx`.
#[derive(Clone)]
pub struct Env {
    /// The moment.
    pub clock: Arc<dyn Clock>,
    /// New ids.
    pub ids: Arc<IdMaker>,
    /// Chance.
    pub rng: Arc<dyn Rng>,
    /// Sealing and opening.
    pub vault: Arc<Vault>,
    /// Event topic → the kinds of job that its handlers run as.
    pub listeners: Arc<HashMap<&'static str, Vec<&'static str>>>,
    /// Whether a new file is being filled that nobody reads before it is full.
    pub filling: bool,
}

impl Env {
    /// An environment in which nobody listens to events yet.
    pub fn new(clock: Arc<dyn Clock>, rng: Arc<dyn Rng>, vault: Arc<Vault>) -> Self {
        let ids = Arc::new(IdMaker::new(clock.clone(), 0));
        Env { clock, ids, rng, vault, listeners: Arc::default(), filling: false }
    }

    /// The same, with these listeners.
    #[must_use]
    pub fn with_listeners(self, listeners: HashMap<&'static str, Vec<&'static str>>) -> Self {
        Env { listeners: Arc::new(listeners), ..self }
    }
}
