-- The sandbox provider's own book: it plays a bank outside of the program, with a memory of its own.
-- down: DROP TABLE sandbox_setting; DROP TABLE sandbox_charge;
CREATE TABLE sandbox_charge (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  round BIGINT NOT NULL,
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out', 'refund')),
  amount BIGINT NOT NULL CHECK (amount > 0),
  currency TEXT NOT NULL,
  script TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('pending', 'succeeded', 'failed')),
  asked_at BIGINT NOT NULL,
  due_at BIGINT NOT NULL,
  settled_at BIGINT NOT NULL,
  callbacks_left BIGINT NOT NULL,
  tries BIGINT NOT NULL,
  next_at BIGINT NOT NULL,
  PRIMARY KEY (county, id, round)
) WITHOUT ROWID;
CREATE INDEX sandbox_charge_next ON sandbox_charge (next_at) WHERE next_at > 0;
CREATE INDEX sandbox_charge_settled ON sandbox_charge (county, settled_at) WHERE settled_at > 0;

-- How the bank treats what nobody chooses a script for: payouts and refunds.
CREATE TABLE sandbox_setting (
  direction TEXT NOT NULL CHECK (direction IN ('in', 'out', 'refund')),
  script TEXT NOT NULL,
  PRIMARY KEY (direction)
);
