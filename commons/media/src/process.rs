//! What happens to a picture before it is kept: it is decoded within limits, turned upright, and encoded anew, so that
//! nothing of the original file survives but its pixels. No place, no camera, no time, no hidden thumbnail.
//!
//! Pure: bytes in, bytes out. It is slow (up to a second for a large photo), so it never runs inside a unit of work.

use image::imageops::FilterType;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits};
use qianmo_kernel::{Error, Kind, Refused, Res};
use std::io::Cursor;

/// The largest file that is taken: 10 MB.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// The most pixels a picture may have: 25 million, as many as phones' cameras make by default (24.5 at the most). However
/// small the file, each of them is unpacked and takes its time.
pub const MAX_PIXELS: u64 = 25_000_000;
/// The longest side in pixels. Beyond it is no photo but an attempt to fill the memory.
const MAX_SIDE: u32 = 20_000;
/// What decoding one picture may take of memory.
const MAX_MEMORY: u64 = 256 * 1024 * 1024;
/// JPEG quality, 1 to 100: faces and cracks in a wall stay clear, a photo of 1280 pixels stays near 200 kB.
const QUALITY: u8 = 80;

/// A size in which a photo is kept.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub enum Size {
    /// At most 320 pixels wide, for lists.
    Small,
    /// At most 1280 pixels wide, to look at.
    Large,
}

impl Size {
    /// Every one.
    pub const ALL: [Size; 2] = [Size::Small, Size::Large];

    /// The greatest width in pixels; also its name in the address.
    pub const fn width(self) -> u32 {
        match self {
            Size::Small => 320,
            Size::Large => 1280,
        }
    }

    /// The size of that name (`320`, `1280`).
    pub fn from_name(name: &str) -> Option<Size> {
        Size::ALL.into_iter().find(|s| s.width().to_string() == name)
    }
}

/// One size of a photo, as JPEG.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rendition {
    /// Which.
    pub size: Size,
    /// The JPEG file.
    pub jpeg: Vec<u8>,
}

/// A picture that is safe to keep.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Processed {
    /// Width of the large size in pixels.
    pub width: u32,
    /// Height of the large size in pixels.
    pub height: u32,
    /// BLAKE3 of the large size, in hexadecimal: tells whether two photos are the same.
    pub hash: String,
    /// Small and large.
    pub renditions: Vec<Rendition>,
}

impl Processed {
    /// The size of all its files in bytes.
    pub fn bytes(&self) -> usize {
        self.renditions.iter().map(|r| r.jpeg.len()).sum()
    }
}

/// The kind of picture by its first bytes; what the browser or the file name claims counts for nothing.
fn sniff(bytes: &[u8]) -> Option<ImageFormat> {
    match bytes {
        [0xff, 0xd8, 0xff, ..] => Some(ImageFormat::Jpeg),
        [0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, ..] => Some(ImageFormat::Png),
        [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(ImageFormat::WebP),
        _ => None,
    }
}

fn unreadable() -> Refused {
    Refused::new(Kind::WrongType, "media-unreadable")
}

/// Makes a picture safe to keep. Refuses what is not a JPEG, PNG or WebP, what is too large, and what cannot be decoded.
pub fn process(bytes: &[u8]) -> Res<Processed> {
    if bytes.len() > MAX_BYTES {
        return Err(Refused::new(Kind::TooLarge, "media-too-large").arg("mb", MAX_BYTES / 1024 / 1024).into());
    }
    let Some(format) = sniff(bytes) else {
        return Err(Refused::new(Kind::WrongType, "media-wrong-type").into());
    };
    let upright = decode(bytes, format)?;
    let flat = flatten(upright);
    let large = fit(&flat, Size::Large);
    let small = fit(&large, Size::Small);
    let renditions =
        vec![Rendition { size: Size::Small, jpeg: encode(&small)? }, Rendition { size: Size::Large, jpeg: encode(&large)? }];
    let hash = renditions.last().map(|r| blake3::hash(&r.jpeg).to_hex().to_string()).unwrap_or_default();
    Ok(Processed { width: large.width(), height: large.height(), hash, renditions })
}

/// Decodes within limits and turns upright as the EXIF orientation says.
fn decode(bytes: &[u8], format: ImageFormat) -> Res<DynamicImage> {
    let mut limits = Limits::default();
    limits.max_image_width = Some(MAX_SIDE);
    limits.max_image_height = Some(MAX_SIDE);
    limits.max_alloc = Some(MAX_MEMORY);
    let too_many = || Refused::new(Kind::TooLarge, "media-too-many-pixels").arg("millions", MAX_PIXELS / 1_000_000);

    let mut reader = ImageReader::with_format(Cursor::new(bytes), format);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(|e| match e {
        image::ImageError::Limits(_) => too_many(),
        _ => unreadable(),
    })?;
    let (width, height) = decoder.dimensions();
    if width == 0 || height == 0 {
        return Err(unreadable().into());
    }
    // The header's own claim is checked before a byte is unpacked.
    if u64::from(width) * u64::from(height) > MAX_PIXELS || decoder.total_bytes() > MAX_MEMORY {
        return Err(too_many().into());
    }
    let orientation = decoder.orientation().unwrap_or(image::metadata::Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|e| match e {
        image::ImageError::Limits(_) => too_many(),
        _ => unreadable(),
    })?;
    picture.apply_orientation(orientation);
    Ok(picture)
}

/// Puts a picture with see-through parts on white, since JPEG knows no transparency.
fn flatten(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return DynamicImage::ImageRgb8(picture.into_rgb8());
    }
    let rgba = picture.into_rgba8();
    let mut rgb = image::RgbImage::new(rgba.width(), rgba.height());
    for (from, to) in rgba.pixels().zip(rgb.pixels_mut()) {
        let alpha = u32::from(from.0[3]);
        for (channel, value) in to.0.iter_mut().enumerate() {
            let mixed = (u32::from(from.0[channel]) * alpha + 255 * (255 - alpha) + 127) / 255;
            *value = mixed.min(255) as u8;
        }
    }
    DynamicImage::ImageRgb8(rgb)
}

/// Fits a picture into a size, never making it larger. A very tall one is bounded to twice the width in height.
fn fit(picture: &DynamicImage, size: Size) -> DynamicImage {
    let (width, height) = (picture.width(), picture.height());
    let (most_wide, most_high) = (size.width(), size.width() * 2);
    if width <= most_wide && height <= most_high {
        return picture.clone();
    }
    picture.resize(most_wide, most_high, FilterType::Triangle)
}

fn encode(picture: &DynamicImage) -> Res<Vec<u8>> {
    let mut out = Vec::new();
    let mut encoder = image::codecs::jpeg::JpegEncoder::new_with_quality(&mut out, QUALITY);
    encoder.encode_image(picture).map_err(|e| Error::because("a photo could not be encoded", e))?;
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use qianmo_kernel::Fail;

    fn png(width: u32, height: u32) -> Vec<u8> {
        let picture = image::RgbaImage::from_fn(width, height, |x, y| image::Rgba([x as u8, y as u8, 90, 200]));
        let mut out = Cursor::new(Vec::new());
        DynamicImage::ImageRgba8(picture).write_to(&mut out, ImageFormat::Png).unwrap();
        out.into_inner()
    }

    /// A JPEG whose left half is dark and right half light, with an EXIF block that says "turn me" and "taken here".
    fn jpeg_with_exif(width: u32, height: u32, orientation: u8) -> Vec<u8> {
        let picture = image::RgbImage::from_fn(width, height, |x, _| image::Rgb(if x < width / 2 { [10; 3] } else { [240; 3] }));
        let mut plain = Vec::new();
        image::codecs::jpeg::JpegEncoder::new(&mut plain).encode_image(&picture).unwrap();
        let mut tiff: Vec<u8> = vec![b'M', b'M', 0, 42, 0, 0, 0, 8, 0, 2];
        tiff.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0]);
        tiff.extend([0x01, 0x0f, 0, 2, 0, 0, 0, 12, 0, 0, 0, 38]);
        tiff.extend([0, 0, 0, 0]);
        tiff.extend(b"SECRETPLACE\0");
        let mut out = vec![0xff, 0xd8, 0xff, 0xe1];
        out.extend(((tiff.len() + 8) as u16).to_be_bytes());
        out.extend(b"Exif\0\0");
        out.extend(&tiff);
        out.extend(&plain[2..]);
        out
    }

    /// A small PNG whose header claims another size, with the right check sum.
    fn claiming(width: u32, height: u32) -> Vec<u8> {
        let mut bytes = png(8, 8);
        bytes[16..20].copy_from_slice(&width.to_be_bytes());
        bytes[20..24].copy_from_slice(&height.to_be_bytes());
        let mut crc = u32::MAX;
        for byte in &bytes[12..29] {
            crc ^= u32::from(*byte);
            for _ in 0..8 {
                crc = if crc & 1 == 1 { (crc >> 1) ^ 0xedb8_8320 } else { crc >> 1 };
            }
        }
        bytes[29..33].copy_from_slice(&(!crc).to_be_bytes());
        bytes
    }

    #[test]
    fn a_picture_of_too_many_pixels_is_not_unpacked_however_small_its_file() {
        assert_eq!(refusal(process(&claiming(7_000, 7_000))), ("media-too-many-pixels", 413));
        assert_eq!(refusal(process(&claiming(5_001, 5_000))), ("media-too-many-pixels", 413));
        assert_eq!(refusal(process(&claiming(64, 64))), ("media-unreadable", 415), "its header is taken, its content is missing");
    }

    fn refusal(result: Res<Processed>) -> (&'static str, u16) {
        match result {
            Err(Fail::Refused(r)) => (r.message, r.kind.status()),
            other => panic!("{other:?}"),
        }
    }

    fn holds(bytes: &[u8], what: &[u8]) -> bool {
        bytes.windows(what.len()).any(|w| w == what)
    }

    #[test]
    fn a_large_photo_is_made_smaller_and_a_small_one_never_larger() {
        let done = process(&png(2000, 1000)).unwrap();
        assert_eq!((done.width, done.height), (1280, 640));
        let small = image::load_from_memory(&done.renditions[0].jpeg).unwrap();
        assert_eq!((small.width(), small.height()), (320, 160));
        let tiny = process(&png(100, 40)).unwrap();
        assert_eq!((tiny.width, tiny.height), (100, 40));
        let tall = process(&png(50, 6000)).unwrap();
        assert!(tall.height <= 2560 && tall.width >= 1);
        assert_eq!(process(&png(64, 64)).unwrap().hash, process(&png(64, 64)).unwrap().hash);
    }

    #[test]
    fn a_photo_is_turned_upright_and_its_exif_is_gone() {
        let original = jpeg_with_exif(60, 30, 6);
        assert!(holds(&original, b"SECRETPLACE"));
        let done = process(&original).unwrap();
        assert_eq!((done.width, done.height), (30, 60), "orientation 6 turns by a quarter");
        let upright = image::load_from_memory(&done.renditions[1].jpeg).unwrap().to_rgb8();
        // Turned clockwise, the dark left half is on top.
        assert!(upright.get_pixel(15, 5).0[0] < 60 && upright.get_pixel(15, 55).0[0] > 200);
        for rendition in &done.renditions {
            assert!(!holds(&rendition.jpeg, b"Exif") && !holds(&rendition.jpeg, b"SECRETPLACE"));
        }
    }

    #[test]
    fn what_is_not_a_photo_is_refused() {
        assert_eq!(refusal(process(b"GIF89a......")), ("media-wrong-type", 415));
        assert_eq!(refusal(process(b"<svg xmlns='http://www.w3.org/2000/svg'/>")), ("media-wrong-type", 415));
        assert_eq!(refusal(process(b"")), ("media-wrong-type", 415));
        assert_eq!(refusal(process(&[0xff, 0xd8, 0xff, 0xe0, 1, 2, 3])), ("media-unreadable", 415));
        assert_eq!(refusal(process(&vec![0xff; MAX_BYTES + 1])), ("media-too-large", 413));
        // A PNG header that claims 30,000 by 30,000 pixels with nothing behind it.
        let mut bomb = png(8, 8);
        bomb[16..24].copy_from_slice(&[0, 0, 0x75, 0x30, 0, 0, 0x75, 0x30]);
        assert!(matches!(refusal(process(&bomb)), ("media-too-many-pixels", 413) | ("media-unreadable", 415)));
    }

    #[test]
    fn see_through_becomes_white() {
        let clear = image::RgbaImage::from_pixel(16, 16, image::Rgba([0, 0, 0, 0]));
        let mut out = Cursor::new(Vec::new());
        DynamicImage::ImageRgba8(clear).write_to(&mut out, ImageFormat::WebP).unwrap();
        let done = process(&out.into_inner()).unwrap();
        let seen = image::load_from_memory(&done.renditions[0].jpeg).unwrap().to_rgb8();
        assert!(seen.get_pixel(8, 8).0.iter().all(|&c| c > 250));
    }

    proptest! {
        #[test]
        fn no_bytes_make_it_fall_over(head in 0usize..3, tail in proptest::collection::vec(any::<u8>(), 0..400)) {
            let mut bytes = [&[0xff, 0xd8, 0xff][..], &[0x89, b'P', b'N', b'G', 13, 10, 26, 10], b"RIFF\0\0\0\0WEBP"][head].to_vec();
            bytes.extend(tail);
            let _ = process(&bytes);
        }
    }
}
