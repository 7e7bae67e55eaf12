-- Which notes of a bank card say that the same card is paid to again, after its household was taken in again: whoever gave it keeps their hand
-- in it. What was noted before is of changes.
-- down: ALTER TABLE household_bank_change DROP COLUMN again;

ALTER TABLE household_bank_change ADD COLUMN again SMALLINT NOT NULL DEFAULT 0 CHECK (again IN (0, 1));
