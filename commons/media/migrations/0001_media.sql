-- Photos. The pictures themselves lie in the file store; a row says whose they are and who may see them.
-- A row is written after its files are; files without a row are swept away.
-- What is for staff only (the proof of a payout) is held for good: nobody decides on it and nobody else ever sees it.
-- owner_kind and owner name the thing a photo belongs to (for example a request), in the same county.
CREATE TABLE media (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  owner_kind TEXT NOT NULL,
  owner BIGINT NOT NULL,
  place_path TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('held', 'shown', 'refused', 'deleted')),
  file_key TEXT NOT NULL,
  width BIGINT NOT NULL,
  height BIGINT NOT NULL,
  bytes BIGINT NOT NULL,
  hash TEXT NOT NULL,
  alt TEXT NOT NULL,
  shows_people SMALLINT NOT NULL CHECK (shows_people IN (0, 1)),
  consent SMALLINT NOT NULL CHECK (consent IN (0, 1)),
  uploaded_by BIGINT NOT NULL,
  uploaded_at BIGINT NOT NULL,
  decided_by BIGINT NOT NULL,
  decided_at BIGINT NOT NULL,
  reason TEXT NOT NULL,
  staff_only SMALLINT NOT NULL CHECK (staff_only IN (0, 1)),
  PRIMARY KEY (county, id),
  CHECK (shows_people = 0 OR consent = 1 OR state IN ('refused', 'deleted')),
  CHECK (staff_only = 0 OR state <> 'shown')
);
CREATE INDEX media_of_owner ON media (county, owner_kind, owner, id);
CREATE INDEX media_held ON media (place_path, id) WHERE state = 'held' AND staff_only = 0;
-- down: DROP TABLE media; the files stay in the file store and are swept by hand.
