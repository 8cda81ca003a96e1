//! Why a manuscript is returned, and shares as typed.

super::codes! {
    Returned, "publicity-returned-":
    Facts = "facts",
    Stance = "stance",
    Structure = "structure",
    Wording = "wording",
    TooLong = "too_long",
    NotNew = "not_new",
    Secret = "secret",
    Other = "other",
}

/// Parts as typed beside some authors: `2、1、1`, `2:1`, `50% 50%`; one each where nothing was typed. None where the
/// numbers don't fit the authors.
pub fn parts_typed(typed: &str, authors: usize) -> Option<Vec<u32>> {
    let numbers: Vec<&str> = typed
        .split(|c: char| !c.is_ascii_digit())
        .filter(|n| !n.is_empty())
        .collect();
    if numbers.is_empty() {
        return typed.trim().is_empty().then(|| vec![1; authors]);
    }
    let parts: Vec<u32> = numbers.iter().filter_map(|n| n.parse().ok()).collect();
    (parts.len() == authors && super::share::check(&parts).is_ok()).then_some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_read_as_people_write_them() {
        assert_eq!(parts_typed("", 3), Some(vec![1, 1, 1]));
        assert_eq!(parts_typed("2、1、1", 3), Some(vec![2, 1, 1]));
        assert_eq!(parts_typed("60% 40%", 2), Some(vec![60, 40]));
        assert_eq!(parts_typed("2:1", 3), None);
        assert_eq!(parts_typed("2:0", 2), None);
        assert_eq!(parts_typed("平分", 2), None);
    }
}
