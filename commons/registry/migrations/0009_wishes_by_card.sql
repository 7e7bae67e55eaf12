-- A wish to be forgotten that was said by a printed card alone, and who had printed that card: they have read its PIN and may have said it.
-- down: ALTER TABLE household DROP COLUMN erasure_card_by; ALTER TABLE household DROP COLUMN erasure_card;

-- Whether the wish that waits was said by a card alone.
ALTER TABLE household ADD COLUMN erasure_card SMALLINT NOT NULL DEFAULT 0 CHECK (erasure_card IN (0, 1));
-- Who had printed that card; 0: the operator, or not known.
ALTER TABLE household ADD COLUMN erasure_card_by BIGINT NOT NULL DEFAULT 0;
