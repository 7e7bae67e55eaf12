//! `allocate`: the allocator of matching, driven by JSON lines on standard input.

use super::common::{Stop, log};
use super::simulate::Switch;
use clap::Args;
use qianmo_matching::{Pull, Settings};
use qianmo_matching_sim::allocate::converse;
use std::io::IsTerminal;

/// What is said below the options.
const EVENTS: &str = "\
One event a line, such as {\"type\":\"session\",\"id\":77,\"day\":1.5,\"donor\":9,\"k\":10}:

  donor    id, purpose, area, budget_minor (null: no preference, no limit)
  post     id, day, expire, purpose, area, household, amount_minor, weight
  session  id, day, donor, k: answered at once by {\"session\":77,\"slate\":[1,2]}
  choice   session, post (null: nothing was chosen); the need is then met whole
  lapse    post, day: it is open again
  close    post, reason
  end

What cannot be is answered by {\"error\":\"…\",\"line\":12} and changes nothing.";

/// Choose what donors are shown, for anybody's own simulator: events in, slates out, as JSON lines
///
/// Reads no data folder and writes nothing but its answers. The same events and the same seed give the same
/// slates. Ends with `end` or with the input.
#[derive(Args)]
#[command(after_help = EVENTS)]
pub struct Allocate {
    /// Lift the areas that are served worst
    #[arg(long, value_enum, default_value = "off")]
    floors: Switch,
    /// Breaks ties between posts that are alike
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

impl Allocate {
    pub fn run(self) -> Result<(), Stop> {
        log("warn");
        let input = std::io::stdin();
        if input.is_terminal() {
            eprintln!("Reads one JSON event a line; `qianmo allocate --help` lists them.");
        }
        let settings = Settings { seed: self.seed, floors: self.floors.is_on().then(Pull::default), ..Settings::default() };
        converse(input.lock(), std::io::stdout().lock(), settings)
            .map(|_| ())
            .map_err(|error| Stop::ours(format!("the conversation broke off: {error}")))
    }
}
