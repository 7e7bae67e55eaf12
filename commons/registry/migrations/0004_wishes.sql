-- What households wish (a correction, to be forgotten) is found by those who answer for their place, and answered with a reason.
-- down: DROP TABLE household_answer; DROP INDEX household_wishing; ALTER TABLE household DROP COLUMN wishes_since;

-- Since when the oldest wish of the household waits that nobody has answered; 0: none does.
ALTER TABLE household ADD COLUMN wishes_since BIGINT NOT NULL DEFAULT 0;
CREATE INDEX household_wishing ON household (place_path, id) WHERE wishes_since > 0;

UPDATE household SET wishes_since = COALESCE((SELECT MIN(c.asked_at) FROM household_correction c
    WHERE c.county = household.county AND c.household = household.id AND c.done_at = 0), 0) WHERE status <> 'erased';
UPDATE household SET wishes_since = erasure_asked_at
    WHERE erasure_asked_at > 0 AND status <> 'erased' AND (wishes_since = 0 OR erasure_asked_at < wishes_since);

-- What became of a wish where it was not simply done. It goes with the household.
CREATE TABLE household_answer (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  household BIGINT NOT NULL,
  -- The correction; 0: the wish to be forgotten.
  about BIGINT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('declined', 'taken-back')),
  at BIGINT NOT NULL,
  answered_by BIGINT NOT NULL,
  -- Why, for the household to read; an empty value where the household took its wish back.
  reason_sealed BLOB NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX household_answer_of ON household_answer (county, household, id);
