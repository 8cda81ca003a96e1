//! A procedure as a drawing (程序图): SVG without scripts, drawn again whenever it is shown. Owns the drawing;
//! where things stand is in [`layers`].
//!
//! Steps run from top to bottom in layers. Main steps are boxes, branch steps boxes with a second edge behind them
//! (each unit has its own), side steps dashed boxes on the right beside the step that opens them, ends pills at
//! the foot. Ways forward are lines, ways back dashed lines on the left, ways that skip layers run on the right of
//! the boxes. Running steps are filled and said to be running, so that colour is never the only sign.
//!
//! The drawing has its natural size; a narrow page scrolls it. Colours are the page's own variables, with
//! fallbacks for a reader that has none (a file opened by itself, a printer).

mod layers;

use std::collections::BTreeSet;
use std::fmt::Write;

use layers::{Layers, Line, LineKind, Node, NodeKind};

use crate::definition::{Definition, Shape, Step};
use crate::words::Lang;

/// Width of a box, in pixels, as everything here.
const BOX: i32 = 148;
/// Height of a line of text.
const ROW: i32 = 18;
/// Between boxes of one layer.
const APART: i32 = 22;
/// Between layers.
const GAP: i32 = 34;
/// Between two lines running side by side.
const LANE: i32 = 9;
const MARGIN: i32 = 14;
/// Width of a title's line, counted in halves of a Chinese character.
const WIDE: usize = 18;

/// The drawing of a procedure with these steps marked as running.
pub fn svg<S: AsRef<str>>(def: &Definition, running: &[S], lang: Lang) -> String {
    let running: BTreeSet<&str> = running.iter().map(AsRef::as_ref).collect();
    Drawing::new(def, lang).draw(&running)
}

struct Drawing<'a> {
    def: &'a Definition,
    lang: Lang,
    layers: Layers,
    /// Lines of each node's title, wrapped.
    titles: Vec<Vec<String>>,
    /// Top of each layer and its height.
    tops: Vec<(i32, i32)>,
    /// Left edge of the first column of boxes.
    left: i32,
    width: i32,
    height: i32,
}

impl<'a> Drawing<'a> {
    fn new(def: &'a Definition, lang: Lang) -> Self {
        let layers = Layers::of(def);
        let titles: Vec<Vec<String>> = layers
            .nodes
            .iter()
            .map(|node| wrap(def.state_title(&node.id).of(lang)))
            .collect();
        let backs = layers
            .lines
            .iter()
            .filter(|l| l.kind == LineKind::Back)
            .count();
        let skips = layers
            .lines
            .iter()
            .filter(|l| l.kind == LineKind::Skip)
            .count();
        let left = MARGIN + LANE * lanes(backs) + 12;
        let mut tops = Vec::new();
        let mut top = MARGIN;
        for layer in 0..layers.count {
            let rows = layers
                .nodes
                .iter()
                .zip(&titles)
                .filter(|(node, _)| node.layer == layer)
                .map(|(_, title)| title.len())
                .max()
                .unwrap_or(1);
            let height = 20 + ROW * (lanes(rows) + 1);
            tops.push((top, height));
            top += height + GAP;
        }
        let main = lanes(layers.columns);
        let boxes = left + main * BOX + (main - 1).max(0) * APART;
        let mut width = boxes + LANE * lanes(skips) + 12;
        if layers.nodes.iter().any(|node| node.kind == NodeKind::Side) {
            width += 14 + BOX;
        }
        Self {
            def,
            lang,
            layers,
            titles,
            tops,
            left,
            width: width + MARGIN,
            height: top - GAP + MARGIN,
        }
    }

    /// The box of a node: left, top, width, height.
    fn place(&self, at: usize) -> (i32, i32, i32, i32) {
        let node = &self.layers.nodes[at];
        let (top, height) = self.tops[node.layer];
        let x = if node.kind == NodeKind::Side {
            self.width - MARGIN - BOX
        } else {
            // A layer with fewer boxes than the widest stands in the middle.
            let here = self.layers.in_layer(node.layer);
            let free = (lanes(self.layers.columns) - lanes(here)) * (BOX + APART);
            self.left + free / 2 + lanes(node.column) * (BOX + APART)
        };
        (x, top, BOX, height)
    }

    fn draw(&self, running: &BTreeSet<&str>) -> String {
        let mut out = String::new();
        let title = self.def.title.of(self.lang);
        let (width, height) = (self.width, self.height);
        // Writing to a String can't fail.
        let _ = write!(
            out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"procedure-picture\" role=\"img\" \
             width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" \
             font-family=\"inherit\" font-size=\"14\"><title>{}</title><desc>{}</desc>",
            escape(title),
            escape(&self.described(running)),
        );
        for (at, line) in self.layers.lines.iter().enumerate() {
            self.line(&mut out, at, line);
        }
        for at in 0..self.layers.nodes.len() {
            let is_running = running.contains(self.layers.nodes[at].id.as_str());
            self.node(&mut out, at, is_running);
        }
        out.push_str("</svg>");
        out
    }

    /// The whole as a sentence, for those who don't see it.
    fn described(&self, running: &BTreeSet<&str>) -> String {
        let steps = self
            .layers
            .nodes
            .iter()
            .filter(|node| node.kind != NodeKind::End);
        let titles: Vec<String> = steps
            .map(|node| {
                let title = self.def.state_title(&node.id);
                let title = title.of(self.lang);
                match (self.lang, running.contains(node.id.as_str())) {
                    (_, false) => title.to_owned(),
                    (Lang::Zh, true) => format!("{title}（正在办理）"),
                    (Lang::En, true) => format!("{title} (running)"),
                }
            })
            .collect();
        match self.lang {
            Lang::Zh => format!("{}。", titles.join("，")),
            Lang::En => format!("{}.", titles.join(", ")),
        }
    }

    fn node(&self, out: &mut String, at: usize, running: bool) {
        let node = &self.layers.nodes[at];
        let (x, y, w, h) = self.place(at);
        let step = self.def.step(&node.id);
        let class = match node.kind {
            NodeKind::End => "end",
            NodeKind::Side => "side",
            NodeKind::Step if step.is_some_and(|s| s.shape == Shape::Branch) => "branch",
            NodeKind::Step => "main",
        };
        let marked = if running { " running" } else { "" };
        let _ = write!(out, "<g class=\"step {class}{marked}\">");
        if let Some(step) = step {
            let _ = write!(out, "<title>{}</title>", escape(&self.tip(step)));
        }
        let fill = if running {
            "var(--ink, #1d4877)"
        } else if node.kind == NodeKind::End {
            "var(--shade, #f4f1ea)"
        } else {
            "var(--sheet, #ffffff)"
        };
        let line = if running {
            "var(--ink, #1d4877)"
        } else {
            "var(--line-strong, #8a8478)"
        };
        if class == "branch" {
            let _ = write!(
                out,
                "<rect x=\"{}\" y=\"{}\" width=\"{w}\" height=\"{h}\" rx=\"6\" fill=\"var(--sheet, #ffffff)\" stroke=\"{line}\"/>",
                x + 5,
                y + 5,
            );
        }
        let round = if node.kind == NodeKind::End { h / 2 } else { 6 };
        let dash = if class == "side" {
            " stroke-dasharray=\"5 4\""
        } else {
            ""
        };
        let thick = if running { 2 } else { 1 };
        let _ = write!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\" rx=\"{round}\" fill=\"{fill}\" stroke=\"{line}\" stroke-width=\"{thick}\"{dash}/>"
        );
        let under = self.under(node, step, running);
        let rows = self.titles[at].len() + usize::from(!under.is_empty());
        let mut base = y + (h - lanes(rows) * ROW) / 2 + 13;
        let colour = if running {
            "var(--sheet, #ffffff)"
        } else {
            "var(--text, #211f1b)"
        };
        for row in &self.titles[at] {
            let _ = write!(
                out,
                "<text x=\"{}\" y=\"{base}\" text-anchor=\"middle\" fill=\"{colour}\">{}</text>",
                x + w / 2,
                escape(row),
            );
            base += ROW;
        }
        if !under.is_empty() {
            let colour = if running {
                "var(--sheet, #ffffff)"
            } else {
                "var(--soft, #5c5850)"
            };
            let _ = write!(
                out,
                "<text x=\"{}\" y=\"{base}\" text-anchor=\"middle\" font-size=\"12\" fill=\"{colour}\">{}</text>",
                x + w / 2,
                escape(&shortened(&under, WIDE + 4)),
            );
        }
        out.push_str("</g>");
    }

    /// The small line in a box: that it runs, or whose it is.
    fn under(&self, node: &Node, step: Option<&Step>, running: bool) -> String {
        match (self.lang, step) {
            (Lang::Zh, Some(_)) if running => "● 正在办理".to_owned(),
            (Lang::En, Some(_)) if running => "● running".to_owned(),
            (lang, Some(step)) => self
                .def
                .vocabulary
                .role_title(&step.owner)
                .of(lang)
                .to_owned(),
            (Lang::Zh, None) if node.kind == NodeKind::End => "结果".to_owned(),
            (Lang::En, None) if node.kind == NodeKind::End => "end".to_owned(),
            _ => String::new(),
        }
    }

    /// What the pointer finds on a box: whose it is and what can be done.
    fn tip(&self, step: &Step) -> String {
        let role = self.def.vocabulary.role_title(&step.owner);
        let shared = self
            .def
            .acts
            .iter()
            .filter(|act| !act.on_matter && act.during.contains(&step.id));
        let acts: Vec<&str> = step
            .acts
            .iter()
            .chain(shared)
            .map(|act| act.title.of(self.lang))
            .collect();
        match self.lang {
            Lang::Zh => format!("{}（{}）：{}", step.title.zh, role.zh, acts.join("、")),
            Lang::En => format!("{} ({}): {}", step.title.en, role.en, acts.join(", ")),
        }
    }

    fn line(&self, out: &mut String, at: usize, line: &Line) {
        let (fx, fy, fw, fh) = self.place(line.from);
        let (tx, ty, tw, th) = self.place(line.to);
        let lane = |kind: LineKind| {
            let before = &self.layers.lines[..at];
            lanes(before.iter().filter(|l| l.kind == kind).count())
        };
        let (start, end) = (fx + fw / 2, tx + tw / 2);
        let path = match line.kind {
            LineKind::Next => {
                let middle = ty - GAP / 2;
                format!("M{start} {} V{middle} H{end} V{}", fy + fh, ty - 2)
            }
            LineKind::Skip => {
                let main = lanes(self.layers.columns);
                let right = self.left + main * (BOX + APART) - APART;
                let x = right + 8 + LANE * lane(LineKind::Skip);
                let (below, above) = (fy + fh + GAP / 2 - 5, ty - GAP / 2 + 5);
                format!(
                    "M{} {} V{below} H{x} V{above} H{} V{}",
                    start + 10,
                    fy + fh,
                    end + 10,
                    ty - 2
                )
            }
            LineKind::Back => {
                let x = self.left - 10 - LANE * lane(LineKind::Back);
                let (from, to) = (fy + fh / 2 + 4, ty + th / 2 - 4);
                format!("M{fx} {from} H{x} V{to} H{}", tx - 2)
            }
            LineKind::Beside => {
                let y = fy + fh / 2;
                let to = ty + th / 2;
                let x = tx - 8;
                format!("M{} {y} H{x} V{to} H{}", fx + fw, tx - 2)
            }
        };
        let (class, dash) = match line.kind {
            LineKind::Next | LineKind::Skip => ("way", ""),
            LineKind::Back => ("way back", " stroke-dasharray=\"5 4\""),
            LineKind::Beside => ("way beside", " stroke-dasharray=\"2 4\""),
        };
        let acts: Vec<&str> = line.acts.iter().map(|act| act.of(self.lang)).collect();
        let _ = write!(
            out,
            "<g class=\"{class}\"><title>{}</title><path d=\"{path}\" fill=\"none\" stroke=\"var(--line-strong, #8a8478)\"{dash}/>{}</g>",
            escape(&acts.join(if self.lang == Lang::Zh { "、" } else { ", " })),
            self.head(line, (tx, ty, th), end),
        );
    }

    /// The arrow's head where the line arrives.
    fn head(&self, line: &Line, (tx, ty, th): (i32, i32, i32), middle: i32) -> String {
        let down = |x: i32| format!("{},{} {},{} {x},{}", x - 4, ty - 7, x + 4, ty - 7, ty - 1);
        let right = |y: i32| format!("{},{} {},{} {},{y}", tx - 7, y - 4, tx - 7, y + 4, tx - 1);
        let points = match line.kind {
            LineKind::Next => down(middle),
            LineKind::Skip => down(middle + 10),
            LineKind::Back => right(ty + th / 2 - 4),
            LineKind::Beside => right(ty + th / 2),
        };
        format!("<polygon points=\"{points}\" fill=\"var(--line-strong, #8a8478)\"/>")
    }
}

/// Counts are small; a drawing of more than i32::MAX boxes is none.
fn lanes(count: usize) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX / 1000)
}

/// Halves of a Chinese character a letter takes.
fn halves(c: char) -> usize {
    if c.is_ascii() { 1 } else { 2 }
}

/// A title in lines that fit a box: broken between words, and between any two Chinese characters.
fn wrap(title: &str) -> Vec<String> {
    let mut rows: Vec<String> = Vec::new();
    let mut row = String::new();
    let mut wide = 0;
    let mut words: Vec<String> = Vec::new();
    for c in title.chars() {
        match words.last_mut() {
            Some(word)
                if c.is_ascii() && c != ' ' && word.chars().all(|c| c.is_ascii() && c != ' ') =>
            {
                word.push(c)
            }
            _ => words.push(c.to_string()),
        }
    }
    for word in words {
        let len: usize = word.chars().map(halves).sum();
        if wide > 0 && wide + len > WIDE {
            rows.push(row.trim().to_owned());
            row.clear();
            wide = 0;
            if word == " " {
                continue;
            }
        }
        if len > WIDE {
            row.push_str(&shortened(&word, WIDE));
            wide = WIDE;
        } else {
            row.push_str(&word);
            wide += len;
        }
    }
    rows.push(row.trim().to_owned());
    rows.retain(|row| !row.is_empty());
    if rows.len() > 4 {
        rows.truncate(4);
        if let Some(last) = rows.last_mut() {
            last.push('…');
        }
    }
    rows
}

/// At most so many halves of a character, with … where something is left off.
fn shortened(text: &str, most: usize) -> String {
    let all: usize = text.chars().map(halves).sum();
    if all <= most {
        return text.to_owned();
    }
    let mut wide = 0;
    let mut kept: String = text
        .chars()
        .take_while(|c| {
            wide += halves(*c);
            wide + 2 <= most
        })
        .collect();
    kept.push('…');
    kept
}

/// Text for XML; characters XML has no place for are left out.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if c.is_control() && !matches!(c, '\n' | '\t') => {}
            c => out.push(c),
        }
    }
    out
}
