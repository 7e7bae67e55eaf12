-- Which account a payout was prepared for: a keyed hash, so that a change before the approval is noticed. Empty: it was not noted.
-- down: ALTER TABLE aid_payout DROP COLUMN account_stamp;
ALTER TABLE aid_payout ADD COLUMN account_stamp TEXT NOT NULL DEFAULT '';
