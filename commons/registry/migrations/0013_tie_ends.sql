-- That an end was asked for of what somebody said of themselves: it takes another person to end it, so that neither they nor one officer
-- make a judge of somebody who is close.
-- down: ALTER TABLE household_tie DROP COLUMN end_asked_by; ALTER TABLE household_tie DROP COLUMN end_asked_at;

-- Who asked for it; 0: nobody, or the operator.
ALTER TABLE household_tie ADD COLUMN end_asked_by BIGINT NOT NULL DEFAULT 0;
-- When; 0: nobody did.
ALTER TABLE household_tie ADD COLUMN end_asked_at BIGINT NOT NULL DEFAULT 0;
