//! Where the grounds of an appeal are kept.

qianmo_db::sql! {
    /// Keeps an appeal; a second one of the same request is not kept.
    pub const KEEP = "INSERT INTO aid_appeal (county, id, request, grounds_sealed, appealed_by, at)
        VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (county, request) DO NOTHING";
    /// The grounds of a request's appeal.
    pub const OF = "SELECT id, grounds_sealed FROM aid_appeal WHERE county = $1 AND request = $2";
}
