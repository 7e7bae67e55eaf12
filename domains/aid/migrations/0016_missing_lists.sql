-- Payouts whose money is being sought, for the lists of those who may state that it is back.
-- down: DROP INDEX aid_payout_missing;
-- Witnesses are asked for what aid_payout_awaited holds; aid_payout_expected serves nobody any more, and goes a release later in its place.
CREATE INDEX aid_payout_missing ON aid_payout (place_path, id) WHERE state = 'missing';
