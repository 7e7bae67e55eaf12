//! Households and their members, sealed, and every look at them.
