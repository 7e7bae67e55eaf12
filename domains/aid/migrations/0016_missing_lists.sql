-- Payouts whose money is being sought, for the lists of those who may state that it is back.
-- down: DROP INDEX aid_payout_missing;
CREATE INDEX aid_payout_missing ON aid_payout (place_path, id) WHERE state = 'missing';
