-- Every giving and change of a household's bank card since its beginning: who, and when, never the number. Only added to.
-- down: DROP TABLE household_bank_change;
CREATE TABLE household_bank_change (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  household BIGINT NOT NULL,
  -- 0: the operator.
  account BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  -- Whether the household never had a card before.
  first_card SMALLINT NOT NULL CHECK (first_card IN (0, 1)),
  PRIMARY KEY (county, id)
);
CREATE INDEX household_bank_change_of ON household_bank_change (county, household, id);

-- So far only the last one is known. Whoever registered the household is taken to have given the card then; any other change is taken to
-- be as recent as it can be.
INSERT INTO household_bank_change (county, id, household, account, changed_at, first_card)
  SELECT county, id, id, bank_by, CASE WHEN bank_by = created_by THEN created_at ELSE changed_at END,
    CASE WHEN bank_by = created_by THEN 1 ELSE 0 END
  FROM household WHERE bank_by <> 0;
