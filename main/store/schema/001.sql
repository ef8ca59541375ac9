-- The store, version 1. Times are ISO 8601 in UTC and never part of what is replayed.
CREATE TABLE learner (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  seed TEXT NOT NULL,
  created TEXT NOT NULL
) STRICT;

CREATE TABLE setting (
  name TEXT PRIMARY KEY,
  value TEXT NOT NULL -- JSON
) STRICT;

-- A session is a machine, an exercise (none in free play) and its inputs in order; it is resumed by replaying them.
CREATE TABLE session (
  id INTEGER PRIMARY KEY,
  machine TEXT NOT NULL,
  seed TEXT NOT NULL,
  switches TEXT NOT NULL, -- JSON object, keys sorted
  pack TEXT NOT NULL DEFAULT '',
  exercise TEXT NOT NULL DEFAULT '',
  pack_hash TEXT NOT NULL DEFAULT '',
  created TEXT NOT NULL,
  ended TEXT
) STRICT;
CREATE UNIQUE INDEX session_open ON session (machine, seed, switches, pack, exercise) WHERE ended IS NULL;

CREATE TABLE input (
  session INTEGER NOT NULL REFERENCES session (id),
  idx INTEGER NOT NULL,
  body TEXT NOT NULL, -- JSON, as core/lab/session.ts defines an input
  PRIMARY KEY (session, idx)
) STRICT, WITHOUT ROWID;

-- What came of each answer, appended and never changed.
CREATE TABLE answer (
  session INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  step TEXT NOT NULL,
  result TEXT NOT NULL,
  points REAL NOT NULL,
  feedback TEXT,
  at TEXT NOT NULL,
  PRIMARY KEY (session, idx),
  FOREIGN KEY (session, idx) REFERENCES input (session, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE history (
  id INTEGER PRIMARY KEY,
  line TEXT NOT NULL
) STRICT;
