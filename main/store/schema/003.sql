-- Version 3: practice, which is kept and never counted; exams, which have an end.

-- What a pack's exam drew for one sitting, and when it ends by the host's clock. `latest` is the last time the host saw: a clock that is
-- set back gives nobody more time.
CREATE TABLE exam (
  id INTEGER PRIMARY KEY,
  pack TEXT NOT NULL,
  content TEXT NOT NULL REFERENCES pack_content (hash),
  seed TEXT NOT NULL,
  minutes INTEGER NOT NULL,
  exercises TEXT NOT NULL, -- JSON list of ids
  begun TEXT NOT NULL,
  ends TEXT NOT NULL,
  latest TEXT NOT NULL,
  submitted TEXT
) STRICT;
CREATE INDEX exam_pack ON exam (pack);
CREATE INDEX exam_content ON exam (content);
ALTER TABLE session ADD COLUMN exam INTEGER REFERENCES exam (id);
-- It was to be predicted, and had happened before.
ALTER TABLE answer ADD COLUMN observed INTEGER NOT NULL DEFAULT 0 CHECK (observed IN (0, 1));
-- It came when the exam was over: kept, and not counted.
ALTER TABLE answer ADD COLUMN late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1));
CREATE INDEX session_exam ON session (exam) WHERE exam IS NOT NULL;

-- `exam`: official, and counted in the exam alone.
ALTER TABLE session ADD COLUMN mode TEXT NOT NULL DEFAULT 'official' CHECK (mode IN ('practice', 'official', 'exam'));
DROP INDEX session_open;
CREATE UNIQUE INDEX session_open ON session (machine, seed, switches, pack, exercise, mode) WHERE ended IS NULL;

DROP TRIGGER session_begun;
CREATE TRIGGER session_begun AFTER INSERT ON session WHEN new.exercise <> '' AND new.mode = 'official' BEGIN
  INSERT INTO exercise_progress VALUES (new.pack, new.exercise, 1, 0, new.score)
    ON CONFLICT DO UPDATE SET attempts = attempts + 1;
END;
DROP TRIGGER session_scored;
CREATE TRIGGER session_scored AFTER UPDATE OF score ON session WHEN new.exercise <> '' AND new.mode = 'official' BEGIN
  UPDATE exercise_progress SET score = (SELECT max(score) FROM session WHERE pack = new.pack AND exercise = new.exercise AND mode = 'official')
    WHERE pack = new.pack AND exercise = new.exercise;
END;
DROP TRIGGER hint_counted;
CREATE TRIGGER hint_counted AFTER INSERT ON hint_taken BEGIN
  UPDATE exercise_progress SET hints = hints + 1
    WHERE (pack, exercise) = (SELECT pack, exercise FROM session WHERE id = new.session AND mode = 'official');
END;
DROP TRIGGER answer_counted;
CREATE TRIGGER answer_counted AFTER INSERT ON answer BEGIN
  INSERT INTO step_progress
    SELECT pack, exercise, new.step, new.points, new.result = 'right', new.result IN ('right', 'wrong', 'misconception')
      FROM session WHERE id = new.session AND exercise <> '' AND mode = 'official'
    ON CONFLICT DO UPDATE SET
      points = max(points, excluded.points), solved = max(solved, excluded.solved), attempts = attempts + excluded.attempts;
END;
