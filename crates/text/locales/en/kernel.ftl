### Matters, tasks, history, files, imports, statistics.
