-- A photo of a thing that is over rests: nobody is asked any more whether it may be shown. Whoever may see it sees it as before, and it
-- waits again when the thing comes back.
-- down: DROP INDEX media_waits; ALTER TABLE media DROP COLUMN resting;
ALTER TABLE media ADD COLUMN resting SMALLINT NOT NULL DEFAULT 0 CHECK (resting IN (0, 1));
-- Takes the place of media_held, which goes a release later.
CREATE INDEX media_waits ON media (place_path, id) WHERE state = 'held' AND staff_only = 0 AND resting = 0;
