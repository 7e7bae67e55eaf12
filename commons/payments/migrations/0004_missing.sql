-- Payouts that left and were found not to have arrived, and what became of their money.
-- down: DROP TABLE payment_missing;
CREATE TABLE payment_missing (
  county BIGINT NOT NULL,
  payment BIGINT NOT NULL,
  -- Whose account it is owed to.
  request BIGINT NOT NULL,
  provider TEXT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  found_at BIGINT NOT NULL,
  way TEXT NOT NULL CHECK (way IN ('', 'provider', 'returned', 'replaced', 'arrived')),
  -- What shows it; empty when nobody had to. Purpose "payments.missing.evidence", row id: payment.
  evidence_sealed BLOB NOT NULL,
  stated_by BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  -- What came into the provider's custody for it: once, and again when the provider pays for what had been replaced.
  into_custody BIGINT NOT NULL CHECK (into_custody >= 0),
  -- Whether the provider still owes it.
  claimed SMALLINT NOT NULL CHECK (claimed IN (0, 1)),
  PRIMARY KEY (county, payment)
);
CREATE INDEX payment_missing_provider ON payment_missing (county, provider, currency);
