//! The drawing of a procedure: complete, marked, well formed, nothing written over anything else.

mod fixture;

use procedure::{Lang, picture};

/// Numbers of an attribute of every element that has it.
fn attribute(svg: &str, element: &str, name: &str) -> Vec<i32> {
    svg.split(&format!("<{element} "))
        .skip(1)
        .filter_map(|rest| {
            let rest = rest.split('>').next()?;
            let at = rest.find(&format!("{name}=\""))? + name.len() + 2;
            rest[at..].split('"').next()?.parse().ok()
        })
        .collect()
}

#[test]
fn every_step_and_end_is_drawn_and_what_runs_is_said() {
    let def = fixture::proposal();
    for (lang, says) in [(Lang::Zh, "● 正在办理"), (Lang::En, "● running")] {
        let svg = picture::svg(&def, &["handle"], lang);
        for step in &def.steps {
            assert!(
                svg.contains(step.title.of(lang).split(' ').next().unwrap()),
                "{}",
                step.id
            );
        }
        for end in &def.ends {
            assert!(svg.contains(end.title.of(lang)), "{}", end.id);
        }
        assert_eq!(svg.matches(says).count(), 1);
        assert_eq!(svg.matches("running\"").count(), 1, "one box is marked");
        let none: [&str; 0] = [];
        assert!(!picture::svg(&def, &none, lang).contains(says));
    }
}

#[test]
fn a_title_can_bring_no_markup_into_the_page() {
    let text = fixture::PROPOSAL
        .replace("审核通过", "<script>alert(1)</script>")
        .replace("审查立案", "a<b & \\\"c\\\"");
    let svg = picture::svg(&fixture::parse(&text), &["filing"], Lang::Zh);
    assert!(!svg.contains("<script"), "{svg}");
    assert!(svg.contains("a&lt;b &amp; &quot;c&quot;"));
}

/// Boxes lie within the drawing and none lies on another, but for the second edge behind a branch step.
#[test]
fn boxes_stand_apart_and_within_the_drawing() {
    let def = fixture::proposal();
    for lang in [Lang::Zh, Lang::En] {
        let svg = picture::svg(&def, &["verdict"], lang);
        let (width, height) = (
            attribute(&svg, "svg", "width")[0],
            attribute(&svg, "svg", "height")[0],
        );
        let at = |name| attribute(&svg, "rect", name);
        let boxes: Vec<_> = at("x")
            .into_iter()
            .zip(at("y"))
            .zip(at("width").into_iter().zip(at("height")))
            .map(|((x, y), (w, h))| (x, y, w, h))
            .collect();
        let edges = def
            .steps
            .iter()
            .filter(|s| s.shape == procedure::Shape::Branch)
            .count();
        assert_eq!(boxes.len(), def.steps.len() + def.ends.len() + edges);
        for (at, a) in boxes.iter().enumerate() {
            assert!(
                a.0 >= 0 && a.1 >= 0 && a.0 + a.2 <= width && a.1 + a.3 <= height,
                "{a:?}"
            );
            for b in &boxes[at + 1..] {
                let shadow = (a.0 - b.0, a.1 - b.1) == (5, 5);
                let apart =
                    a.0 + a.2 <= b.0 || b.0 + b.2 <= a.0 || a.1 + a.3 <= b.1 || b.1 + b.3 <= a.1;
                assert!(apart || shadow, "{a:?} lies on {b:?}");
            }
        }
        assert_eq!(svg.matches("<g ").count(), svg.matches("</g>").count());
    }
}
