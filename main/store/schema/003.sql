-- Version 3: practice, which is kept and never counted.

ALTER TABLE session ADD COLUMN mode TEXT NOT NULL DEFAULT 'official' CHECK (mode IN ('practice', 'official'));
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
