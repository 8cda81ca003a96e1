//! Where the boxes of a drawing stand: layers from top to bottom, columns within a layer, and which boxes are
//! joined by what kind of line.

use std::collections::{BTreeMap, BTreeSet};

use crate::definition::{Definition, Shape, Target};
use crate::words::Words;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum NodeKind {
    Step,
    Side,
    End,
}

#[derive(Debug)]
pub(super) struct Node {
    pub(super) id: String,
    pub(super) kind: NodeKind,
    pub(super) layer: usize,
    /// Within its layer; of side steps without meaning.
    pub(super) column: usize,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum LineKind {
    /// To the layer below.
    Next,
    /// Past a layer.
    Skip,
    /// Up, or within a layer.
    Back,
    /// To a side step.
    Beside,
}

#[derive(Debug)]
pub(super) struct Line {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) kind: LineKind,
    /// The acts that lead there.
    pub(super) acts: Vec<Words>,
}

#[derive(Debug)]
pub(super) struct Layers {
    pub(super) nodes: Vec<Node>,
    pub(super) lines: Vec<Line>,
    pub(super) count: usize,
    /// The most boxes in a layer, side steps not counted.
    pub(super) columns: usize,
}

/// A way between two boxes before they have places.
struct Way {
    from: usize,
    to: usize,
    back: bool,
    act: Words,
}

impl Layers {
    pub(super) fn of(def: &Definition) -> Self {
        let mut nodes: Vec<Node> = Vec::new();
        for step in &def.steps {
            nodes.push(Node {
                id: step.id.clone(),
                kind: if step.shape == Shape::Side {
                    NodeKind::Side
                } else {
                    NodeKind::Step
                },
                layer: 0,
                column: 0,
            });
        }
        for end in &def.ends {
            nodes.push(Node {
                id: end.id.clone(),
                kind: NodeKind::End,
                layer: 0,
                column: 0,
            });
        }
        let index: BTreeMap<String, usize> = nodes
            .iter()
            .enumerate()
            .map(|(at, node)| (node.id.clone(), at))
            .collect();
        let ways = ways(def, &index);
        place(def, &mut nodes, &ways);
        columns(&mut nodes);
        sides(&mut nodes, &ways);
        let count = nodes.iter().map(|node| node.layer + 1).max().unwrap_or(1);
        let columns = nodes
            .iter()
            .filter(|node| node.kind != NodeKind::Side)
            .map(|node| node.column + 1)
            .max()
            .unwrap_or(1);
        Self {
            lines: lines(&nodes, &ways),
            nodes,
            count,
            columns,
        }
    }

    /// How many boxes a layer has, side steps not counted.
    pub(super) fn in_layer(&self, layer: usize) -> usize {
        self.nodes
            .iter()
            .filter(|node| node.layer == layer && node.kind != NodeKind::Side)
            .count()
    }
}

/// The ways of the procedure. What is done on the matter as a whole leads from everywhere and is not drawn, but an
/// end reached only so stands at the foot without a line.
fn ways(def: &Definition, index: &BTreeMap<String, usize>) -> Vec<Way> {
    let mut ways = Vec::new();
    for step in &def.steps {
        let shared = def
            .acts
            .iter()
            .filter(|act| !act.on_matter && act.during.contains(&step.id));
        for act in step.acts.iter().chain(shared) {
            let targets = std::iter::once(&act.then).chain(act.cases.iter().map(|case| &case.then));
            for target in targets {
                let (to, back): (Vec<&String>, bool) = match target {
                    Target::Stay | Target::Close => continue,
                    Target::To { step, back } => (vec![step], *back),
                    Target::Fan { to, back, .. } => (to.values().collect(), *back),
                    Target::Open(step) | Target::Instead(step) | Target::Release(step) => {
                        (vec![step], false)
                    }
                    Target::End(end) => (vec![end], false),
                };
                for to in to {
                    if let (Some(from), Some(to)) = (index.get(&step.id), index.get(to)) {
                        ways.push(Way {
                            from: *from,
                            to: *to,
                            back,
                            act: act.title.clone(),
                        });
                    }
                }
            }
        }
    }
    ways
}

/// Each step one layer below the lowest it comes from, ways back and ways from side steps left out of account.
fn place(def: &Definition, nodes: &mut [Node], ways: &[Way]) {
    let drawn = |at: usize| nodes[at].kind != NodeKind::Side;
    let forward: Vec<(usize, usize)> = ways
        .iter()
        .filter(|way| !way.back && way.from != way.to && drawn(way.from) && drawn(way.to))
        .map(|way| (way.from, way.to))
        .collect();
    let start = nodes
        .iter()
        .position(|node| node.id == def.start)
        .unwrap_or(0);
    let round = closing(nodes.len(), start, &forward);
    let mut layer = vec![0usize; nodes.len()];
    // As many passes as there are boxes settle the longest way to each.
    for _ in 0..nodes.len() {
        for way in forward.iter().filter(|way| !round.contains(way)) {
            layer[way.1] = layer[way.1].max(layer[way.0] + 1);
        }
    }
    let lowest = nodes
        .iter()
        .enumerate()
        .filter(|(_, node)| node.kind == NodeKind::Step)
        .map(|(at, _)| layer[at])
        .max()
        .unwrap_or(0);
    for (at, node) in nodes.iter_mut().enumerate() {
        node.layer = match node.kind {
            NodeKind::End => lowest + 1,
            _ => layer[at],
        };
    }
}

/// The ways that close a circle, found by walking on from the start.
fn closing(count: usize, start: usize, forward: &[(usize, usize)]) -> BTreeSet<(usize, usize)> {
    fn visit(
        at: usize,
        forward: &[(usize, usize)],
        seen: &mut [u8],
        round: &mut BTreeSet<(usize, usize)>,
    ) {
        seen[at] = 1;
        for (from, to) in forward.iter().filter(|(from, _)| *from == at) {
            match seen[*to] {
                0 => visit(*to, forward, seen, round),
                1 => {
                    round.insert((*from, *to));
                }
                _ => {}
            }
        }
        seen[at] = 2;
    }
    let mut seen = vec![0u8; count];
    let mut round = BTreeSet::new();
    for at in std::iter::once(start).chain(0..count) {
        if seen[at] == 0 {
            visit(at, forward, &mut seen, &mut round);
        }
    }
    round
}

/// Columns in the order of the procedure.
fn columns(nodes: &mut [Node]) {
    let mut next: BTreeMap<usize, usize> = BTreeMap::new();
    for node in nodes.iter_mut().filter(|node| node.kind != NodeKind::Side) {
        let column = next.entry(node.layer).or_default();
        node.column = *column;
        *column += 1;
    }
}

/// Each side step beside the first step that opens it, or as near below as there is room.
fn sides(nodes: &mut [Node], ways: &[Way]) {
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    for at in 0..nodes.len() {
        if nodes[at].kind != NodeKind::Side {
            continue;
        }
        let openers = ways.iter().filter(|way| way.to == at);
        let mut layer = openers.map(|way| nodes[way.from].layer).min().unwrap_or(0);
        while !taken.insert(layer) {
            layer += 1;
        }
        nodes[at].layer = layer;
    }
}

/// One line for each two boxes, with all the acts that take it. Of what a side step leads to nothing is drawn: it
/// goes back to where it was opened.
fn lines(nodes: &[Node], ways: &[Way]) -> Vec<Line> {
    let mut joined: BTreeMap<(usize, usize, LineKind), Vec<Words>> = BTreeMap::new();
    for way in ways {
        let (from, to) = (&nodes[way.from], &nodes[way.to]);
        if from.kind == NodeKind::Side || way.from == way.to {
            continue;
        }
        let kind = if to.kind == NodeKind::Side {
            LineKind::Beside
        } else if to.layer <= from.layer {
            LineKind::Back
        } else if to.layer == from.layer + 1 {
            LineKind::Next
        } else {
            LineKind::Skip
        };
        let acts = joined.entry((way.from, way.to, kind)).or_default();
        if !acts.contains(&way.act) {
            acts.push(way.act.clone());
        }
    }
    joined
        .into_iter()
        .map(|((from, to, kind), acts)| Line {
            from,
            to,
            kind,
            acts,
        })
        .collect()
}
