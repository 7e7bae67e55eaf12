//! Where decisions are kept.

qianmo_db::sql! {
    /// Keeps a decision; a second one of the same step is not kept.
    pub const DECIDE = "INSERT INTO procedure_decision (county, id, case_id, step, actor, actor_level, outcome, reasons, note, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (county, case_id, step) DO NOTHING";
}
