//! Floors: what the worst-served areas and watched groups are lifted by.
