//! Where each province stands on the schematic map: a square per place, in a grid.

/// A square of the map.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Tile {
    /// The place's code.
    pub code: &'static str,
    /// From the left, from 0.
    pub column: u32,
    /// From the top, from 0.
    pub row: u32,
    /// One or two characters that name it.
    pub label: &'static str,
}

/// The squares that are known. A place without one is laid out in reading order by whoever draws the map.
pub fn tiles() -> Vec<Tile> {
    let rows = include_str!("../data/tiles.csv").lines().skip(1);
    rows.filter_map(|line| {
        let mut cells = line.split(',');
        Some(Tile {
            code: cells.next()?,
            column: cells.next()?.parse().ok()?,
            row: cells.next()?.parse().ok()?,
            label: cells.next()?,
        })
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::tiles;

    #[test]
    fn every_square_is_readable_and_stands_alone() {
        let tiles = tiles();
        assert_eq!(tiles.len() + 1, include_str!("../data/tiles.csv").lines().count());
        for (n, tile) in tiles.iter().enumerate() {
            assert!(tiles[..n].iter().all(|t| t.code != tile.code && (t.column, t.row) != (tile.column, tile.row)), "{tile:?}");
        }
    }
}
