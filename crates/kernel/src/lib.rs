//! What all areas share: organs, people, access, matters, tasks, history, files, search, notices, jobs and the two engines.
