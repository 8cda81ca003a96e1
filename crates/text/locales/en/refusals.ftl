### Why an act is refused: one sentence per code.
