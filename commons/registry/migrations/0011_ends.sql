-- How a household came to count as left: why, when, and who entered it. Whoever did so does not take it in again; when somebody else does,
-- the row goes, and so it does when the household is forgotten.
-- down: DROP TABLE household_end;
CREATE TABLE household_end (
  county BIGINT NOT NULL,
  -- The household.
  id BIGINT NOT NULL,
  -- 'members': the last of those was taken off the record in whom it lived on; 'unknown': it left before this was asked.
  reason TEXT NOT NULL CHECK (reason IN ('area', 'nobody', 'mistake', 'other', 'members', 'unknown')),
  -- More in words, for the household to read.
  note_sealed BLOB NOT NULL,
  ended_at BIGINT NOT NULL,
  -- 0: the operator.
  ended_by BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);

-- Of those that left before, the look tells that was written then. It had no words, and neither has the note.
INSERT INTO household_end (county, id, reason, note_sealed, ended_at, ended_by)
  SELECT h.county, h.id, CASE WHEN l.fields = 'status' THEN 'unknown' ELSE 'members' END, l.words_sealed, l.at, l.account
  FROM household h JOIN household_look l ON l.county = h.county AND l.id = (SELECT MAX(e.id) FROM household_look e
      WHERE e.county = h.county AND e.household = h.id AND e.act = 'changed'
      AND e.fields IN ('status', 'members,status', 'members,head,status'))
  WHERE h.status = 'left';
