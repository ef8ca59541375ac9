-- Version 2: packs and whose they are, attempts that keep the content they were begun with, progress that is kept as it grows, notes.

-- What a pack held at one time, by the SHA-256 of the list of its files: as it was imported, or as it came with the program.
-- It stays while it is installed or a session was begun with it.
CREATE TABLE pack_content (
  hash TEXT PRIMARY KEY,
  pack TEXT NOT NULL,
  uuid TEXT NOT NULL,
  version TEXT NOT NULL,
  summary TEXT NOT NULL, -- JSON, as core/lab/catalog.ts defines it
  summary_version INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE pack_file (
  content TEXT NOT NULL REFERENCES pack_content (hash) ON DELETE CASCADE,
  name TEXT NOT NULL,
  size INTEGER NOT NULL,
  deflated BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX pack_file_name ON pack_file (content, name);

-- The packs there are, each with its current content.
CREATE TABLE pack_installed (
  pack TEXT PRIMARY KEY,
  content TEXT NOT NULL REFERENCES pack_content (hash),
  built_in INTEGER NOT NULL CHECK (built_in IN (0, 1)), -- came with the program
  signer TEXT, -- fingerprint of the key
  at TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- The key each pack came with when it was taken, and since which day.
CREATE TABLE trusted_key (
  uuid TEXT PRIMARY KEY,
  fingerprint TEXT NOT NULL,
  since TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Unknown (null) in sessions of version 1. The score is that of the attempt so far, 0 to 100.
ALTER TABLE session ADD COLUMN content TEXT REFERENCES pack_content (hash);
ALTER TABLE session ADD COLUMN score INTEGER;
CREATE INDEX session_exercise ON session (pack, exercise, score);
CREATE INDEX session_content ON session (content);

CREATE TABLE hint_taken (
  session INTEGER NOT NULL,
  idx INTEGER NOT NULL,
  hint TEXT NOT NULL,
  PRIMARY KEY (session, idx),
  FOREIGN KEY (session, idx) REFERENCES input (session, idx)
) STRICT, WITHOUT ROWID;

-- What sessions, hints and answers come to, so that the catalog need not count them: triggers keep it true.
CREATE TABLE exercise_progress (
  pack TEXT NOT NULL,
  exercise TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  hints INTEGER NOT NULL,
  score INTEGER, -- the best attempt's
  PRIMARY KEY (pack, exercise)
) STRICT, WITHOUT ROWID;

CREATE TABLE step_progress (
  pack TEXT NOT NULL,
  exercise TEXT NOT NULL,
  step TEXT NOT NULL,
  points REAL NOT NULL, -- the best answer's
  solved INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  PRIMARY KEY (pack, exercise, step)
) STRICT, WITHOUT ROWID;

INSERT INTO exercise_progress SELECT pack, exercise, count(*), 0, NULL FROM session WHERE exercise <> '' GROUP BY pack, exercise;

CREATE TRIGGER session_begun AFTER INSERT ON session WHEN new.exercise <> '' BEGIN
  INSERT INTO exercise_progress VALUES (new.pack, new.exercise, 1, 0, new.score)
    ON CONFLICT DO UPDATE SET attempts = attempts + 1;
END;
CREATE TRIGGER session_scored AFTER UPDATE OF score ON session WHEN new.exercise <> '' BEGIN
  UPDATE exercise_progress SET score = (SELECT max(score) FROM session WHERE pack = new.pack AND exercise = new.exercise)
    WHERE pack = new.pack AND exercise = new.exercise;
END;
CREATE TRIGGER hint_counted AFTER INSERT ON hint_taken BEGIN
  UPDATE exercise_progress SET hints = hints + 1
    WHERE (pack, exercise) = (SELECT pack, exercise FROM session WHERE id = new.session);
END;
CREATE TRIGGER answer_counted AFTER INSERT ON answer BEGIN
  INSERT INTO step_progress
    SELECT pack, exercise, new.step, new.points, new.result = 'right', new.result IN ('right', 'wrong', 'misconception')
      FROM session WHERE id = new.session AND exercise <> ''
    ON CONFLICT DO UPDATE SET
      points = max(points, excluded.points), solved = max(solved, excluded.solved), attempts = attempts + excluded.attempts;
END;

INSERT INTO hint_taken SELECT session, idx, json_extract(body, '$.id') FROM input
  WHERE json_valid(body) AND json_extract(body, '$.kind') = 'hint';
INSERT INTO step_progress
  SELECT s.pack, s.exercise, a.step, max(a.points), max(a.result = 'right'), sum(a.result IN ('right', 'wrong', 'misconception'))
    FROM answer a JOIN session s ON s.id = a.session WHERE s.exercise <> '' GROUP BY s.pack, s.exercise, a.step;

CREATE TRIGGER hint_seen AFTER INSERT ON input WHEN json_extract(new.body, '$.kind') = 'hint' BEGIN
  INSERT INTO hint_taken VALUES (new.session, new.idx, json_extract(new.body, '$.id'));
END;

-- What a person wrote at a position of a session; without text it is a bookmark.
CREATE TABLE note (
  session INTEGER NOT NULL REFERENCES session (id),
  position TEXT NOT NULL, -- major:minor, as !tt prints it
  text TEXT NOT NULL,
  at TEXT NOT NULL,
  PRIMARY KEY (session, position)
) STRICT, WITHOUT ROWID;
