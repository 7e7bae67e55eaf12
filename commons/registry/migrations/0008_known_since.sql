-- Since when somebody is on record as a member of their household, as the person that they are now: a record lives on in those who were on
-- it before what is open was asked for.
-- down: ALTER TABLE person DROP COLUMN known_since;
ALTER TABLE person ADD COLUMN known_since BIGINT NOT NULL DEFAULT 0;

-- So far only their number tells, whose first 42 bits are the moment at which it was made; who was registered with their household came a
-- moment after it.
UPDATE person SET known_since = COALESCE((SELECT h.created_at FROM household h WHERE h.county = person.county AND h.id = person.household
    AND person.id / 2097152 < h.created_at + 60000), id / 2097152);
