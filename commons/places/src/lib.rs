//! The area tree of a whole country, its changes over the years, and who covers what.
