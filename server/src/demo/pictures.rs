//! Pictures drawn by the program: fields, a desk, a roof, quilts, sheep. No people, no real place.

use super::dice::Dice;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use qianmo_kernel::{Error, Res};
use std::io::Cursor;

const WIDE: u32 = 800;
const HIGH: u32 = 600;

type Colour = [u8; 3];

/// What is drawn, and what it is called where it cannot be seen.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Motif {
    /// Terraced fields with a path.
    Fields,
    /// A desk by a window, with a lamp.
    Desk,
    /// A roof with a row of new tiles.
    Roof,
    /// Folded quilts.
    Quilts,
    /// A pen with some sheep.
    Sheep,
    /// Sacks of seed.
    Seed,
}

impl Motif {
    /// In words.
    pub const fn words(self) -> &'static str {
        match self {
            Motif::Fields => "示意图：梯田和一条小路",
            Motif::Desk => "示意图：窗边的书桌和台灯",
            Motif::Roof => "示意图：屋顶和一排新瓦",
            Motif::Quilts => "示意图：叠好的棉被",
            Motif::Sheep => "示意图：羊圈里的几只羊",
            Motif::Seed => "示意图：几袋种子",
        }
    }
}

/// A picture as a PNG file; `number` changes hour and colours.
pub fn draw(motif: Motif, seed: u64, number: u64) -> Res<Vec<u8>> {
    let mut dice = Dice::of(seed, "picture", number);
    let mut canvas = Canvas { picture: RgbImage::new(WIDE, HIGH), shade: dice.between(-14, 14) };
    canvas.sky(&mut dice);
    match motif {
        Motif::Fields => fields(&mut canvas, &mut dice),
        Motif::Desk => desk(&mut canvas, &mut dice),
        Motif::Roof => roof(&mut canvas, &mut dice),
        Motif::Quilts => quilts(&mut canvas, &mut dice),
        Motif::Sheep => sheep(&mut canvas, &mut dice),
        Motif::Seed => seed_sacks(&mut canvas, &mut dice),
    }
    let mut file = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(canvas.picture)
        .write_to(&mut file, ImageFormat::Png)
        .map_err(|e| Error::because("a drawn picture cannot be encoded", e))?;
    Ok(file.into_inner())
}

struct Canvas {
    picture: RgbImage,
    shade: i64,
}

impl Canvas {
    fn dot(&mut self, x: i64, y: i64, colour: Colour) {
        let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y)) else { return };
        if x < WIDE && y < HIGH {
            let shaded = colour.map(|c| (i64::from(c) + self.shade).clamp(0, 255) as u8);
            self.picture.put_pixel(x, y, Rgb(shaded));
        }
    }

    fn area(&mut self, (left, top): (i64, i64), (right, bottom): (i64, i64), colour: Colour) {
        for y in top..bottom {
            for x in left..right {
                self.dot(x, y, colour);
            }
        }
    }

    fn disc(&mut self, (x, y): (i64, i64), (wide, high): (i64, i64), colour: Colour) {
        for dy in -high..=high {
            for dx in -wide..=wide {
                if dx * dx * high * high + dy * dy * wide * wide <= wide * wide * high * high {
                    self.dot(x + dx, y + dy, colour);
                }
            }
        }
    }

    fn sky(&mut self, dice: &mut Dice) {
        let warm = dice.between(0, 40) as u8;
        for y in 0..i64::from(HIGH) {
            let fade = (y * 60 / i64::from(HIGH)) as u8;
            self.area((0, y), (i64::from(WIDE), y + 1), [176 + warm.saturating_add(fade / 2).min(70), 200 + fade / 2, 220]);
        }
    }
}

fn fields(canvas: &mut Canvas, dice: &mut Dice) {
    const GREENS: [Colour; 5] = [[122, 148, 84], [146, 164, 92], [168, 172, 104], [108, 138, 90], [186, 178, 116]];
    for band in 0..8 {
        let (top, green) = (240 + band * 46, GREENS[dice.below(GREENS.len())]);
        let (wave, shift) = (dice.between(10, 22), dice.between(0, 300));
        for x in 0..i64::from(WIDE) {
            let bend = wave * triangle(x + shift, 260) / 100;
            for y in top + bend..i64::from(HIGH) {
                canvas.dot(x, y, green);
            }
        }
    }
    for y in 250..i64::from(HIGH) {
        let middle = 400 + 90 * triangle(y, 180) / 100;
        canvas.area((middle - (y - 240) / 14, y), (middle + (y - 240) / 14, y + 1), [214, 196, 152]);
    }
}

/// From -100 to 100 and back.
fn triangle(x: i64, period: i64) -> i64 {
    let at = x.rem_euclid(period) * 400 / period;
    if at < 200 { at - 100 } else { 300 - at }
}

fn desk(canvas: &mut Canvas, dice: &mut Dice) {
    canvas.area((0, 0), (i64::from(WIDE), i64::from(HIGH)), [232, 224, 206]);
    canvas.area((90, 70), (370, 320), [140, 110, 80]);
    canvas.area((102, 82), (358, 308), [186, 212, 224]);
    canvas.area((226, 82), (234, 308), [140, 110, 80]);
    canvas.area((60, 400), (740, 430), [158, 118, 78]);
    canvas.area((100, 430), (124, 590), [138, 100, 66]);
    canvas.area((676, 430), (700, 590), [138, 100, 66]);
    canvas.area((560, 390), (650, 402), [70, 80, 90]);
    canvas.area((600, 250), (608, 392), [70, 80, 90]);
    canvas.disc((604, 240), (62, 34), [92, 128, 116]);
    for book in 0..3 + dice.below(3) as i64 {
        let colour = [150 + dice.below(80) as u8, 90 + dice.below(80) as u8, 70 + dice.below(60) as u8];
        canvas.area((180, 384 - book * 18), (330 - book * 9, 400 - book * 18), colour);
    }
}

fn roof(canvas: &mut Canvas, dice: &mut Dice) {
    canvas.area((150, 330), (650, 560), [206, 190, 160]);
    canvas.area((360, 410), (450, 560), [126, 96, 66]);
    let fresh = dice.between(2, 6);
    for row in 0..9 {
        let (left, right) = (90 + (8 - row) * 14, 710 - (8 - row) * 14);
        let colour = if row == fresh || row == fresh + 1 { [176, 92, 66] } else { [104, 102, 104] };
        let mut x = left;
        while x < right {
            canvas.area((x, 170 + row * 19), ((x + 26).min(right), 187 + row * 19), colour);
            x += 29;
        }
    }
    canvas.area((0, 556), (i64::from(WIDE), i64::from(HIGH)), [150, 148, 104]);
}

fn quilts(canvas: &mut Canvas, dice: &mut Dice) {
    canvas.area((0, 0), (i64::from(WIDE), i64::from(HIGH)), [236, 228, 212]);
    canvas.area((100, 500), (700, 530), [140, 106, 72]);
    for at in 0..3 + dice.below(2) as i64 {
        let colour = [120 + dice.below(110) as u8, 100 + dice.below(90) as u8, 110 + dice.below(100) as u8];
        let top = 420 - at * 82;
        canvas.area((160, top), (640, top + 76), colour);
        for stripe in 0..6 {
            canvas.area((180 + stripe * 80, top), (196 + stripe * 80, top + 76), [240, 234, 222]);
        }
        canvas.disc((160, top + 38), (26, 38), colour);
    }
}

fn sheep(canvas: &mut Canvas, dice: &mut Dice) {
    canvas.area((0, 330), (i64::from(WIDE), i64::from(HIGH)), [150, 162, 96]);
    for post in 0..9 {
        canvas.area((40 + post * 90, 280), (54 + post * 90, 400), [130, 98, 66]);
    }
    canvas.area((0, 310), (i64::from(WIDE), 320), [130, 98, 66]);
    canvas.area((0, 356), (i64::from(WIDE), 366), [130, 98, 66]);
    for at in 0..3 + dice.below(3) as i64 {
        let (x, y) = (130 + at * 130 + dice.between(-20, 20), 450 + dice.between(-10, 60));
        canvas.area((x - 40, y + 20), (x - 30, y + 62), [70, 62, 58]);
        canvas.area((x + 30, y + 20), (x + 40, y + 62), [70, 62, 58]);
        canvas.disc((x, y), (58, 36), [240, 236, 226]);
        canvas.disc((x + 58, y - 16), (20, 16), [84, 74, 68]);
    }
}

fn seed_sacks(canvas: &mut Canvas, dice: &mut Dice) {
    canvas.area((0, 420), (i64::from(WIDE), i64::from(HIGH)), [176, 158, 120]);
    for at in 0..3 + dice.below(3) as i64 {
        let x = 140 + at * 130;
        canvas.disc((x, 430), (58, 96), [206, 184, 138]);
        canvas.area((x - 22, 318), (x + 22, 350), [206, 184, 138]);
        canvas.area((x - 26, 346), (x + 26, 354), [150, 120, 80]);
        canvas.disc((x, 440), (26, 26), [150, 162, 96]);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_are_taken_by_the_photo_check_and_come_out_the_same() {
        for motif in [Motif::Fields, Motif::Desk, Motif::Roof, Motif::Quilts, Motif::Sheep, Motif::Seed] {
            let once = draw(motif, 7, 3).unwrap();
            assert_eq!(once, draw(motif, 7, 3).unwrap());
            assert_ne!(once, draw(motif, 7, 4).unwrap());
            let safe = qianmo_media::process(&once).unwrap();
            assert_eq!((safe.width, safe.height), (WIDE, HIGH));
        }
    }
}
