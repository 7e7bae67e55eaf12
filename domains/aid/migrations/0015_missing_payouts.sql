-- Payouts that were found not to have arrived: by whom, when. They are awaited too: what is missing may turn up.
-- down: DROP INDEX aid_payout_expected; ALTER TABLE aid_payout DROP COLUMN found_at; ALTER TABLE aid_payout DROP COLUMN found_by;
ALTER TABLE aid_payout ADD COLUMN found_by BIGINT NOT NULL DEFAULT 0;
ALTER TABLE aid_payout ADD COLUMN found_at BIGINT;
-- Takes the place of aid_payout_awaited, which goes a release later.
CREATE INDEX aid_payout_expected ON aid_payout (place_path, id) WHERE state IN ('paid_out', 'disputed', 'missing');
