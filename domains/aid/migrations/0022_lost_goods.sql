-- How many items of a pledge of goods were given and did not arrive: so many fewer the pledge is for since the rest of it was given up. Until
-- now only the smaller number was kept, so of what was given up before it is not known.
-- down: ALTER TABLE aid_pledge DROP COLUMN lost;
ALTER TABLE aid_pledge ADD COLUMN lost BIGINT NOT NULL DEFAULT 0 CHECK (lost >= 0);
