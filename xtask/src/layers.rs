//! Who may know whom: `kernel ← db ← web ← commons, in their order ← domains, none of which knows another ← server`.

/// The commons in their order: each may use those before it.
const COMMONS: &[&str] =
    &["places", "search", "media", "notify", "identity", "procedures", "registry", "ledger", "payments", "matching"];

/// Where a crate stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layer<'a> {
    Kernel,
    Db,
    Web,
    /// For tests of every crate from kernel to server.
    Testkit,
    /// By its number in the order.
    Common(usize),
    Domain(&'a str),
    Server,
    /// Programs beside the product: xtask, benchmarks. Nobody builds on them.
    Tool,
}

impl<'a> Layer<'a> {
    /// The layer of a crate by its folder relative to the root; none for a folder that the house does not have.
    pub fn of(folder: &'a str) -> Option<Self> {
        let mut parts = folder.split('/');
        match (parts.next()?, parts.next()) {
            ("foundation", Some("kernel")) => Some(Layer::Kernel),
            ("foundation", Some("db")) => Some(Layer::Db),
            ("foundation", Some("web")) => Some(Layer::Web),
            ("foundation", Some("testkit")) => Some(Layer::Testkit),
            // A crate beside a common, such as a simulator, stands where it stands.
            ("commons", Some(name)) => {
                let base = name.split('-').next().unwrap_or(name);
                COMMONS.iter().position(|common| *common == base).map(Layer::Common)
            }
            ("domains", Some(name)) => Some(Layer::Domain(name)),
            ("server", _) => Some(Layer::Server),
            ("xtask" | "bench", _) => Some(Layer::Tool),
            _ => None,
        }
    }

    fn rank(self) -> usize {
        match self {
            Layer::Kernel => 0,
            Layer::Db => 1,
            Layer::Web => 2,
            Layer::Testkit => 3,
            Layer::Common(number) => 10 + number,
            Layer::Domain(_) => 100,
            Layer::Server => 200,
            Layer::Tool => 300,
        }
    }

    /// May a crate of this layer use that one? `for_tests`: as a dev-dependency only.
    pub fn may_use(self, other: Layer<'_>, for_tests: bool) -> bool {
        match (self, other) {
            (Layer::Domain(name), Layer::Domain(other)) => name == other,
            (Layer::Common(number), Layer::Common(other)) => other <= number,
            (Layer::Tool, Layer::Tool) => false,
            (_, Layer::Testkit) => for_tests || self == Layer::Tool,
            _ => other.rank() < self.rank(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn may(from: &str, to: &str) -> bool {
        Layer::of(from).unwrap().may_use(Layer::of(to).unwrap(), false)
    }

    #[test]
    fn the_order_holds() {
        assert!(may("foundation/web", "foundation/kernel") && !may("foundation/kernel", "foundation/db"));
        assert!(may("commons/registry", "commons/places") && !may("commons/places", "commons/registry"));
        assert!(!may("commons/notify", "commons/identity"));
        assert!(may("domains/aid", "commons/payments") && !may("commons/payments", "domains/aid"));
        assert!(!may("domains/aid", "domains/market"));
        assert!(may("server", "domains/aid") && !may("domains/aid", "server"));
        assert!(may("commons/matching-sim", "commons/matching"));
        assert!(Layer::of("elsewhere/thing").is_none() && Layer::of("commons/unheard").is_none());
    }

    #[test]
    fn testkit_is_for_tests() {
        let (kernel, kit) = (Layer::of("foundation/kernel").unwrap(), Layer::of("foundation/testkit").unwrap());
        assert!(kernel.may_use(kit, true) && !kernel.may_use(kit, false));
        assert!(may("foundation/testkit", "foundation/web") && !may("server", "foundation/testkit"));
    }
}
