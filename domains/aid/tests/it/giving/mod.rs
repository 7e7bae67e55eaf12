//! From the pledge to the confirmed receipt, on both engines.

mod api;
mod conserve;
mod deciding;
mod doors;
mod ended;
mod funds;
mod goods;
mod hands;
mod leaving;
mod mergers;
mod meters;
mod missing;
mod money;
mod names;
mod payouts;
mod races;
mod receipts;
mod standing;
mod stock;
mod stock_law;
mod stock_pages;
mod support;
mod unpaid;
mod unsent;
