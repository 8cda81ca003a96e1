//! Genres (体裁) and the lengths juries and editors expect.

use super::outlet::Medium;

super::codes! {
    Genre, "publicity-genre-":
    News = "news",
    Feature = "feature",
    Commentary = "commentary",
    Theory = "theory",
    Special = "special",
    Series = "series",
    Photo = "photo",
    AudioVideo = "audio_video",
    Briefing = "briefing",
}

/// The longest a piece should be: characters in print and on the web, seconds on air.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Limit {
    Characters(u32),
    Seconds(u32),
}

/// The limit of a genre, with its source: the rules of the people's-congress news prize of 湖南 2010 (消息 ≤1000
/// characters, 评论 ≤2000, 通讯 ≤3000; radio 消息 ≤4 minutes, 评论 ≤15, 专题 ≤30), read in a secondary text. Other genres
/// have none.
pub fn limit(genre: Genre, medium: Option<Medium>) -> Option<Limit> {
    let on_air = genre == Genre::AudioVideo || medium.is_some_and(Medium::is_broadcast);
    Some(match (genre, on_air) {
        (Genre::News, false) => Limit::Characters(1_000),
        (Genre::Commentary, false) => Limit::Characters(2_000),
        (Genre::Feature, false) => Limit::Characters(3_000),
        (Genre::News, true) => Limit::Seconds(4 * 60),
        (Genre::Commentary, true) => Limit::Seconds(15 * 60),
        (Genre::Special | Genre::AudioVideo, true) => Limit::Seconds(30 * 60),
        _ => return None,
    })
}

/// By how much a piece is too long, in the limit's own unit; none where it fits.
pub fn excess(limit: Limit, characters: u32, seconds: u32) -> Option<u32> {
    let (is, most) = match limit {
        Limit::Characters(most) => (characters, most),
        Limit::Seconds(most) => (seconds, most),
    };
    is.checked_sub(most).filter(|over| *over > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn news_is_short() {
        let limit = limit(Genre::News, None).unwrap();
        assert_eq!(excess(limit, 1_000, 0), None);
        assert_eq!(excess(limit, 1_001, 0), Some(1));
        assert_eq!(super::limit(Genre::Theory, None), None);
        assert_eq!(
            super::limit(Genre::News, Some(Medium::Radio)),
            Some(Limit::Seconds(240))
        );
    }
}
