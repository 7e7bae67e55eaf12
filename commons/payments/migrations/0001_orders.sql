-- Payment orders, the callbacks that were taken, and the daily comparison with each provider's statement.
-- down: DROP TABLE payment_hand; DROP TABLE payment_difference; DROP TABLE payment_reconciliation; DROP TABLE payment_callback; DROP TABLE payment_order;
CREATE TABLE payment_order (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  key TEXT NOT NULL CHECK (key <> ''),
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out', 'refund')),
  state TEXT NOT NULL CHECK (state IN ('created', 'started', 'unknown', 'paid', 'failed', 'expired', 'refunded', 'paid_out')),
  amount BIGINT NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  business_kind TEXT NOT NULL,
  business_ref TEXT NOT NULL,
  provider TEXT NOT NULL,
  provider_ref TEXT NOT NULL,
  owner BIGINT NOT NULL,
  parent BIGINT NOT NULL,
  hold BIGINT NOT NULL,
  return_to TEXT NOT NULL,
  reason TEXT NOT NULL,
  round BIGINT NOT NULL CHECK (round > 0),
  attempts BIGINT NOT NULL,
  refund_asked BIGINT NOT NULL CHECK (refund_asked >= 0),
  refund_done BIGINT NOT NULL CHECK (refund_done >= 0),
  created_at BIGINT NOT NULL,
  expires_at BIGINT NOT NULL,
  settled_at BIGINT NOT NULL,
  check_at BIGINT NOT NULL,
  trouble SMALLINT NOT NULL CHECK (trouble IN (0, 1)),
  version BIGINT NOT NULL,
  PRIMARY KEY (county, id),
  CHECK (refund_asked <= amount),
  CHECK (refund_done <= refund_asked)
) WITHOUT ROWID;
CREATE UNIQUE INDEX payment_order_key ON payment_order (county, key);
CREATE UNIQUE INDEX payment_order_provider_ref ON payment_order (county, provider, provider_ref) WHERE provider_ref <> '';
CREATE INDEX payment_order_business ON payment_order (county, business_kind, business_ref);
CREATE INDEX payment_order_check ON payment_order (check_at) WHERE check_at > 0;
CREATE INDEX payment_order_trouble ON payment_order (county, id) WHERE trouble = 1;
CREATE INDEX payment_order_settled ON payment_order (county, settled_at) WHERE settled_at > 0;

-- A provider may send the same event as often as it likes: the primary key lets it in once.
CREATE TABLE payment_callback (
  county BIGINT NOT NULL,
  provider TEXT NOT NULL,
  event TEXT NOT NULL CHECK (event <> ''),
  payment BIGINT NOT NULL,
  outcome TEXT NOT NULL,
  received_at BIGINT NOT NULL,
  PRIMARY KEY (county, provider, event)
) WITHOUT ROWID;

CREATE TABLE payment_reconciliation (
  county BIGINT NOT NULL,
  provider TEXT NOT NULL,
  day_from BIGINT NOT NULL,
  day_to BIGINT NOT NULL,
  currency TEXT NOT NULL,
  ours_count BIGINT NOT NULL,
  ours_in BIGINT NOT NULL,
  ours_out BIGINT NOT NULL,
  theirs_count BIGINT NOT NULL,
  theirs_in BIGINT NOT NULL,
  theirs_out BIGINT NOT NULL,
  differences BIGINT NOT NULL,
  made_at BIGINT NOT NULL,
  PRIMARY KEY (county, provider, day_from)
);

CREATE TABLE payment_difference (
  county BIGINT NOT NULL,
  provider TEXT NOT NULL,
  day_from BIGINT NOT NULL,
  pos BIGINT NOT NULL,
  what TEXT NOT NULL CHECK (what IN ('missing-here', 'missing-there', 'amount', 'settled-late', 'custody')),
  payment BIGINT NOT NULL,
  ours BIGINT NOT NULL,
  theirs BIGINT NOT NULL,
  PRIMARY KEY (county, provider, day_from, pos)
);

-- What two officers settled by hand: proposed by one, with evidence, for the order as it stood (its version); confirmed by another.
CREATE TABLE payment_hand (
  county BIGINT NOT NULL,
  payment BIGINT NOT NULL,
  version BIGINT NOT NULL,
  verdict TEXT NOT NULL CHECK (verdict IN ('moved', 'not-moved')),
  evidence TEXT NOT NULL CHECK (evidence <> ''),
  proposed_by BIGINT NOT NULL,
  proposed_at BIGINT NOT NULL,
  confirmed_by BIGINT NOT NULL,
  confirmed_at BIGINT NOT NULL,
  PRIMARY KEY (county, payment, version),
  CHECK (confirmed_by <> proposed_by)
);
