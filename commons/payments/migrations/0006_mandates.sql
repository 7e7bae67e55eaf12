-- Mandates: that a provider may charge somebody without their being there, as they agreed once on its page. Kept with the account.
-- down: DROP TABLE sandbox_mandate; DROP TABLE payment_mandate;
CREATE TABLE payment_mandate (
  account BIGINT NOT NULL,
  id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  provider TEXT NOT NULL,
  provider_ref TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('asked', 'agreed', 'refused', 'revoked', 'expired')),
  -- The most that one charge may be.
  most BIGINT NOT NULL CHECK (most > 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  -- What it is for, in the words of whoever asked. Never personal data.
  business_ref TEXT NOT NULL,
  -- Where the person goes afterwards: a path of our own.
  return_to TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  agreed_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  -- How often the provider was asked, or told that it is revoked, and when next; 0 when there is nothing to ask or tell.
  attempts BIGINT NOT NULL,
  check_at BIGINT NOT NULL,
  PRIMARY KEY (account, id)
) WITHOUT ROWID;
CREATE INDEX payment_mandate_check ON payment_mandate (check_at) WHERE check_at > 0;

-- The sandbox bank's own book of mandates: what its owner agreed to on its page, and how charges by it end.
CREATE TABLE sandbox_mandate (
  account BIGINT NOT NULL,
  id BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('agreed', 'refused', 'revoked')),
  script TEXT NOT NULL,
  most BIGINT NOT NULL CHECK (most > 0),
  currency TEXT NOT NULL,
  decided_at BIGINT NOT NULL,
  PRIMARY KEY (account, id)
) WITHOUT ROWID;
