//! How a sum is given to several: pure, the same for the preview and for the day on which it falls due.

/// Gives `sum` to parts of which so much is left, in the order in which they are named: which part, and how much.
///
/// Of the first `most` parts those that the sum completes come first, each of them whole: a need that is met is worth more than two that
/// are begun. What is left then goes to the others in their order. Nothing is below `smallest` unless it completes its part, nothing
/// is more than is left of it, and there are at most `most` gifts. What finds no place stays.
pub fn split(sum: i64, left: &[i64], smallest: i64, most: usize) -> Vec<(usize, i64)> {
    let (mut rest, mut given) = (sum.max(0), Vec::new());
    for (at, left) in left.iter().enumerate().take(most) {
        if *left > 0 && *left <= rest && given.len() < most {
            given.push((at, *left));
            rest -= left;
        }
    }
    for (at, left) in left.iter().enumerate() {
        if rest <= 0 || given.len() >= most {
            break;
        }
        let part = rest.min(*left);
        let whole = part == *left;
        if part > 0 && (whole || part >= smallest) && given.iter().all(|(before, _)| *before != at) {
            given.push((at, part));
            rest -= part;
        }
    }
    given
}
