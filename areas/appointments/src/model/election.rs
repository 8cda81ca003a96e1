//! Elections by the congress: who may nominate, how many candidates the law asks for, who is elected (地方组织法第二十六条至
//! 第二十八条).

kernel::codes! {
    /// What is elected: by it goes how many more candidates than seats there must be.
    Post, "appointments-post-":
    /// 正职：可以多一人；只提名一人的，也可以等额
    Head = "head",
    /// 副职：多一人至三人
    Vice = "vice",
    /// 常委会委员：多十分之一至五分之一
    Member = "member",
}

kernel::codes! {
    /// Who nominated a candidate.
    By, "appointments-by-":
    /// 主席团
    Presidium = "presidium",
    /// 代表联合提名
    Joint = "joint",
    /// 另选他人：没有列为候选人，由代表写在选票上
    Written = "written",
}

impl By {
    /// Those who nominate before the ballot.
    pub const NOMINATORS: [By; 2] = [By::Presidium, By::Joint];
}

/// Days nomination lasts at the change of terms, at least.
pub const TURNOVER_DAYS: i64 = 2;

/// How many candidates there may be for so many seats: fewest and most.
pub fn span(post: Post, seats: i64) -> (i64, i64) {
    match post {
        Post::Head => (seats, seats + 1),
        Post::Vice => (seats + 1, seats + 3),
        // A tenth and a fifth, counted up: with fewer than ten seats it is one more.
        Post::Member => {
            let part = |of: i64| (seats + of - 1) / of;
            (seats + part(10), seats + part(5))
        }
    }
}

/// The place a congress is of, from the name of its organ: 青川县人民代表大会常务委员会 → 青川县.
pub fn place(organ: &str) -> &str {
    let cut = ["人民代表大会", "人大"].iter().find_map(|w| organ.find(w));
    cut.map_or(organ, |at| &organ[..at])
}

/// What a primary (预选) came to: who goes on to the ballot, who does not; equal votes on the last places are voted on
/// again (地方组织法第二十七条: 进行预选，根据得票多少的顺序，按照差额数，确定正式候选人名单).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Primary {
    pub through: Vec<i64>,
    pub tied: Vec<i64>,
    pub out: Vec<i64>,
}

/// `counts` are number and votes of each, `most` how many candidates the law allows.
pub fn primary(counts: &[(i64, i64)], most: i64) -> Primary {
    let mut all = counts.to_vec();
    all.sort_by_key(|(n, yes)| (std::cmp::Reverse(*yes), *n));
    let most = most.max(0) as usize;
    let of = |keep: &dyn Fn(i64) -> bool| -> Vec<i64> {
        let kept = all.iter().filter(|(_, yes)| keep(*yes));
        kept.map(|(n, _)| *n).collect()
    };
    if all.len() <= most {
        return Primary {
            through: of(&|_| true),
            ..Primary::default()
        };
    }
    let last = most.checked_sub(1).map_or(i64::MAX, |at| all[at].1);
    match all[most].1 == last {
        true => Primary {
            through: of(&|yes| yes > last),
            tied: of(&|yes| yes == last),
            out: of(&|yes| yes < last),
        },
        false => Primary {
            through: of(&|yes| yes >= last),
            tied: Vec::new(),
            out: of(&|yes| yes < last),
        },
    }
}

/// What the ballot said of one candidate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    pub n: i64,
    pub yes: i64,
    /// Over half of all deputies.
    pub passed: bool,
}

/// Who is elected.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Elected {
    /// By number, most votes first.
    pub won: Vec<i64>,
    /// Equal votes on the last seats: they are voted on once more.
    pub tied: Vec<i64>,
}

/// Among those with over half of all votes the seats go by votes; where equal votes leave it open who takes the last, a
/// second ballot decides among those.
pub fn elected(counts: &[Count], seats: i64) -> Elected {
    let mut passed: Vec<Count> = counts.iter().copied().filter(|c| c.passed).collect();
    passed.sort_by_key(|c| (std::cmp::Reverse(c.yes), c.n));
    let seats = seats.max(0) as usize;
    if passed.len() <= seats {
        return Elected {
            won: passed.iter().map(|c| c.n).collect(),
            tied: Vec::new(),
        };
    }
    let last = passed.get(seats.saturating_sub(1)).map_or(0, |c| c.yes);
    let open = passed.get(seats).is_some_and(|c| c.yes == last);
    let of = |keep: &dyn Fn(i64) -> bool| {
        let all = passed.iter().filter(|c| keep(c.yes));
        all.map(|c| c.n).collect::<Vec<i64>>()
    };
    match open {
        true => Elected {
            won: of(&|yes| yes > last),
            tied: of(&|yes| yes == last),
        },
        false => Elected {
            won: of(&|yes| yes >= last),
            tied: Vec::new(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn candidates_exceed_seats_as_the_article_asks() {
        assert_eq!(span(Post::Head, 1), (1, 2));
        assert_eq!(span(Post::Vice, 4), (5, 7));
        assert_eq!(span(Post::Member, 20), (22, 24));
        assert_eq!(span(Post::Member, 23), (26, 28));
    }

    #[test]
    fn a_primary_keeps_as_many_as_the_law_allows() {
        let all = [(1, 50), (2, 80), (3, 20), (4, 60)];
        let out = primary(&all, 3);
        assert_eq!(
            (out.through, out.tied, out.out),
            (vec![2, 4, 1], vec![], vec![3])
        );
        let level = [(1, 50), (2, 80), (3, 50), (4, 10)];
        let out = primary(&level, 2);
        assert_eq!(
            (out.through, out.tied, out.out),
            (vec![2], vec![1, 3], vec![4])
        );
        assert_eq!(primary(&all, 4).through, [2, 4, 1, 3]);
    }

    #[test]
    fn the_place_of_a_congress_is_cut_from_the_name_of_its_organ() {
        assert_eq!(place("青川县人民代表大会常务委员会"), "青川县");
        assert_eq!(place("青川县人大常委会"), "青川县");
        assert_eq!(place("某机关"), "某机关");
    }

    fn counts(all: &[(i64, i64, bool)]) -> Vec<Count> {
        all.iter()
            .map(|(n, yes, passed)| Count {
                n: *n,
                yes: *yes,
                passed: *passed,
            })
            .collect()
    }

    #[test]
    fn seats_go_by_votes_among_those_over_half() {
        let all = counts(&[
            (1, 90, true),
            (2, 120, true),
            (3, 101, true),
            (4, 40, false),
        ]);
        assert_eq!(elected(&all, 2).won, [2, 3]);
        assert_eq!(elected(&all, 4).won, [2, 3, 1]);
        assert!(elected(&all, 2).tied.is_empty());
    }

    #[test]
    fn equal_votes_on_the_last_seat_are_voted_on_again() {
        let all = counts(&[(1, 120, true), (2, 100, true), (3, 100, true)]);
        let out = elected(&all, 2);
        assert_eq!((out.won, out.tied), (vec![1], vec![2, 3]));
        assert_eq!(elected(&all, 3).won, [1, 2, 3]);
    }
}
