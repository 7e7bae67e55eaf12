-- Who put a household's phone in and when, and by whose phone an account came in: whoever changes the phone could come in by it.
-- down: DROP TABLE household_joining; ALTER TABLE household DROP COLUMN phone_at; ALTER TABLE household DROP COLUMN phone_by;

-- Who put the phone on record in; 0: the operator, or not known.
ALTER TABLE household ADD COLUMN phone_by BIGINT NOT NULL DEFAULT 0;
-- When; 0: not known.
ALTER TABLE household ADD COLUMN phone_at BIGINT NOT NULL DEFAULT 0;

-- An account that came in by the household's phone. Only added to, until the household is erased.
CREATE TABLE household_joining (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  household BIGINT NOT NULL,
  account BIGINT NOT NULL,
  -- Who had put that phone in after the registration; 0: nobody, the operator, or the household by itself.
  phone_by BIGINT NOT NULL,
  joined_at BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX household_joining_of ON household_joining (account);
CREATE INDEX household_joining_into ON household_joining (county, household);
