-- What statements list of payouts that came back, and what the provider gave back in the end of what had been replaced.
-- down: DROP INDEX sandbox_charge_returned; ALTER TABLE sandbox_charge DROP COLUMN returned_at; DROP TABLE payment_missing_claim; DROP TABLE payment_return; DROP TABLE payment_divergence;

-- Takes the place of payment_difference, which goes a release later: there is one more kind of difference.
CREATE TABLE payment_divergence (
  county BIGINT NOT NULL,
  provider TEXT NOT NULL,
  day_from BIGINT NOT NULL,
  pos BIGINT NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('missing-here', 'missing-there', 'amount', 'settled-late', 'custody', 'unlisted')),
  payment BIGINT NOT NULL,
  ours BIGINT NOT NULL,
  theirs BIGINT NOT NULL,
  PRIMARY KEY (county, provider, day_from, pos)
);
INSERT INTO payment_divergence (county, provider, day_from, pos, what, payment, ours, theirs)
  SELECT county, provider, day_from, pos, what, payment, ours, theirs FROM payment_difference;

-- That a statement listed a payout as come back, whether anybody knew of it here or not: the day of the first line.
CREATE TABLE payment_return (
  county BIGINT NOT NULL,
  payment BIGINT NOT NULL,
  day_from BIGINT NOT NULL,
  PRIMARY KEY (county, payment)
);

-- Who stated, with what evidence, that the provider gave back what the county had replaced.
CREATE TABLE payment_missing_claim (
  county BIGINT NOT NULL,
  payment BIGINT NOT NULL,
  -- Purpose "payments.missing.claim", row id: payment.
  evidence_sealed BLOB NOT NULL,
  stated_by BIGINT NOT NULL,
  stated_at BIGINT NOT NULL,
  PRIMARY KEY (county, payment)
);

-- When the sandbox bank took a payout back that had succeeded.
ALTER TABLE sandbox_charge ADD COLUMN returned_at BIGINT NOT NULL DEFAULT 0;
CREATE INDEX sandbox_charge_returned ON sandbox_charge (county, returned_at) WHERE returned_at > 0;
