-- Accounts, transfers, holds, the sealed chain and its proofs. Books are kept per county: every key begins with it.
-- What is written down stays: triggers refuse to change or to remove it. Only guarded balances and the sealer's queue move;
-- the list of books and the proofs lose nothing.
-- down: DROP TABLE ledger_finding; DROP TABLE ledger_verification; DROP TABLE ledger_checkpoint; DROP TABLE ledger_block_entry; DROP TABLE ledger_block; DROP TABLE ledger_unsealed; DROP TABLE ledger_hold_end; DROP TABLE ledger_hold; DROP TABLE ledger_transfer; DROP TABLE ledger_balance; DROP TABLE ledger_account; DROP TABLE ledger_book; (on PostgreSQL also: DROP FUNCTION ledger_append_only)
CREATE TABLE ledger_book (
  county BIGINT NOT NULL,
  path TEXT NOT NULL,
  opened_at BIGINT NOT NULL,
  PRIMARY KEY (county)
);
CREATE INDEX ledger_book_path ON ledger_book (path);

CREATE TABLE ledger_account (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  code TEXT NOT NULL CHECK (code <> ''),
  grp TEXT NOT NULL,
  kind TEXT NOT NULL CHECK (kind IN ('asset', 'liability', 'equity', 'income', 'expense')),
  unit TEXT NOT NULL CHECK (unit IN ('money', 'goods')),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  limited SMALLINT NOT NULL CHECK (limited IN (0, 1)),
  opened_at BIGINT NOT NULL,
  PRIMARY KEY (county, id)
) WITHOUT ROWID;
CREATE UNIQUE INDEX ledger_account_code ON ledger_account (county, code, unit, currency);

-- One row for each limited account, none for the others. What the checks say, no program can get around.
CREATE TABLE ledger_balance (
  county BIGINT NOT NULL,
  account BIGINT NOT NULL,
  posted BIGINT NOT NULL CHECK (posted >= 0),
  held BIGINT NOT NULL CHECK (held >= 0),
  PRIMARY KEY (county, account),
  CHECK (held <= posted)
) WITHOUT ROWID;

-- One row is one transfer and names both sides, so that one side can never be written without the other.
CREATE TABLE ledger_transfer (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  key TEXT NOT NULL CHECK (key <> ''),
  debit BIGINT NOT NULL,
  credit BIGINT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  unit TEXT NOT NULL CHECK (unit IN ('money', 'goods')),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  kind TEXT NOT NULL,
  business_ref TEXT NOT NULL,
  memo TEXT NOT NULL,
  hold BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (county, id),
  CHECK (debit <> credit)
) WITHOUT ROWID;
CREATE UNIQUE INDEX ledger_transfer_key ON ledger_transfer (county, key);
CREATE INDEX ledger_transfer_debit ON ledger_transfer (county, debit, at, id, amount);
CREATE INDEX ledger_transfer_credit ON ledger_transfer (county, credit, at, id, amount);
CREATE INDEX ledger_transfer_business ON ledger_transfer (county, business_ref);

CREATE TABLE ledger_hold (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  key TEXT NOT NULL CHECK (key <> ''),
  debit BIGINT NOT NULL,
  credit BIGINT NOT NULL,
  amount BIGINT NOT NULL CHECK (amount > 0),
  unit TEXT NOT NULL CHECK (unit IN ('money', 'goods')),
  currency TEXT NOT NULL CHECK (length(currency) = 3),
  kind TEXT NOT NULL,
  business_ref TEXT NOT NULL,
  memo TEXT NOT NULL,
  expires_at BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (county, id),
  CHECK (debit <> credit)
) WITHOUT ROWID;
CREATE UNIQUE INDEX ledger_hold_key ON ledger_hold (county, key);
CREATE INDEX ledger_hold_debit ON ledger_hold (county, debit);
CREATE INDEX ledger_hold_credit ON ledger_hold (county, credit);

-- The primary key is the rule that a hold ends once.
CREATE TABLE ledger_hold_end (
  county BIGINT NOT NULL,
  hold BIGINT NOT NULL,
  outcome TEXT NOT NULL CHECK (outcome IN ('posted', 'voided', 'expired')),
  amount BIGINT NOT NULL CHECK (amount >= 0),
  transfer BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (county, hold),
  CHECK ((outcome = 'posted') = (amount > 0)),
  CHECK ((outcome = 'posted') = (transfer <> 0))
) WITHOUT ROWID;

-- What the sealer has not yet put into a block: 1 a transfer, 2 a hold, 3 the end of a hold (by the hold's id).
CREATE TABLE ledger_unsealed (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  what SMALLINT NOT NULL CHECK (what IN (1, 2, 3)),
  PRIMARY KEY (county, id, what)
) WITHOUT ROWID;

CREATE TABLE ledger_block (
  county BIGINT NOT NULL,
  seq BIGINT NOT NULL CHECK (seq > 0),
  prev BLOB NOT NULL CHECK (length(prev) = 32),
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  entries BIGINT NOT NULL CHECK (entries > 0),
  sealed_at BIGINT NOT NULL,
  PRIMARY KEY (county, seq)
) WITHOUT ROWID;

CREATE TABLE ledger_block_entry (
  county BIGINT NOT NULL,
  block BIGINT NOT NULL,
  pos BIGINT NOT NULL CHECK (pos > 0),
  what SMALLINT NOT NULL CHECK (what IN (1, 2, 3)),
  id BIGINT NOT NULL,
  hash BLOB NOT NULL CHECK (length(hash) = 32),
  PRIMARY KEY (county, block, pos)
) WITHOUT ROWID;
CREATE UNIQUE INDEX ledger_block_entry_id ON ledger_block_entry (county, id, what);

-- What all sealed transfers up to a block come to, for accounts without a balance row.
CREATE TABLE ledger_checkpoint (
  county BIGINT NOT NULL,
  account BIGINT NOT NULL,
  block BIGINT NOT NULL,
  debits BIGINT NOT NULL CHECK (debits >= 0),
  credits BIGINT NOT NULL CHECK (credits >= 0),
  PRIMARY KEY (county, account, block)
) WITHOUT ROWID;

CREATE TABLE ledger_verification (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('waiting', 'running', 'done', 'broken')),
  blocks_done BIGINT NOT NULL,
  blocks_total BIGINT NOT NULL,
  entries BIGINT NOT NULL,
  accounts BIGINT NOT NULL,
  findings BIGINT NOT NULL,
  unsealed BIGINT NOT NULL,
  unsealed_old BIGINT NOT NULL,
  head_seq BIGINT NOT NULL,
  head_hash TEXT NOT NULL,
  asked_at BIGINT NOT NULL,
  finished_at BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);

CREATE TABLE ledger_finding (
  county BIGINT NOT NULL,
  verification BIGINT NOT NULL,
  pos BIGINT NOT NULL,
  what TEXT NOT NULL,
  block BIGINT NOT NULL,
  record BIGINT NOT NULL,
  account BIGINT NOT NULL,
  expected TEXT NOT NULL,
  found TEXT NOT NULL,
  PRIMARY KEY (county, verification, pos)
);

-- only: sqlite
-- begin
CREATE TRIGGER ledger_account_no_update BEFORE UPDATE ON ledger_account BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_account_no_delete BEFORE DELETE ON ledger_account BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_transfer_no_update BEFORE UPDATE ON ledger_transfer BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_transfer_no_delete BEFORE DELETE ON ledger_transfer BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_hold_no_update BEFORE UPDATE ON ledger_hold BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_hold_no_delete BEFORE DELETE ON ledger_hold BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_hold_end_no_update BEFORE UPDATE ON ledger_hold_end BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_hold_end_no_delete BEFORE DELETE ON ledger_hold_end BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_block_no_update BEFORE UPDATE ON ledger_block BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_block_no_delete BEFORE DELETE ON ledger_block BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_block_entry_no_update BEFORE UPDATE ON ledger_block_entry BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_block_entry_no_delete BEFORE DELETE ON ledger_block_entry BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_checkpoint_no_update BEFORE UPDATE ON ledger_checkpoint BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_checkpoint_no_delete BEFORE DELETE ON ledger_checkpoint BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_book_no_delete BEFORE DELETE ON ledger_book BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_verification_no_delete BEFORE DELETE ON ledger_verification BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
CREATE TRIGGER ledger_balance_no_delete BEFORE DELETE ON ledger_balance BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END;
-- end
-- only: postgres
-- begin
CREATE FUNCTION ledger_append_only() RETURNS trigger LANGUAGE plpgsql AS $body$
BEGIN
  RAISE EXCEPTION 'the ledger is append-only';
END
$body$;
CREATE TRIGGER ledger_account_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_account FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER ledger_transfer_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_transfer FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER ledger_hold_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_hold FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER ledger_hold_end_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_hold_end FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER ledger_block_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_block FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER ledger_block_entry_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_block_entry FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER ledger_checkpoint_fixed BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_checkpoint FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER ledger_book_stays BEFORE DELETE OR TRUNCATE ON ledger_book FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER ledger_verification_stays BEFORE DELETE OR TRUNCATE ON ledger_verification FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
CREATE TRIGGER ledger_balance_stays BEFORE DELETE OR TRUNCATE ON ledger_balance FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only();
-- end
-- only: both
