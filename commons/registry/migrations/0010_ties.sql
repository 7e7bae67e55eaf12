-- Whose word a stated tie rests on: what others say of an account keeps it from deciding for a few accounts at a time, and for none of
-- whom an officer said that it is not so, until the account or an officer agrees. What was stated before counts as it did.
-- down: ALTER TABLE household_tie DROP COLUMN waits; ALTER TABLE household_tie DROP COLUMN agreed_by;
-- down: ALTER TABLE household_tie DROP COLUMN agreed_at; ALTER TABLE household_tie DROP COLUMN ended_by;

-- Why it does not count yet. Empty: it counts; 'room': others of whom the household says so count already; 'ended': an officer ended one of
-- this account before.
ALTER TABLE household_tie ADD COLUMN waits TEXT NOT NULL DEFAULT '' CHECK (waits IN ('', 'room', 'ended'));
-- Which officer agreed to it or stated it, and when; 0: none did. The operator has no account: the moment alone says that it was agreed.
ALTER TABLE household_tie ADD COLUMN agreed_by BIGINT NOT NULL DEFAULT 0;
ALTER TABLE household_tie ADD COLUMN agreed_at BIGINT NOT NULL DEFAULT 0;
-- Which officer ended it; 0: the household took back what it had said, or it is not known.
ALTER TABLE household_tie ADD COLUMN ended_by BIGINT NOT NULL DEFAULT 0;
