-- Households and their members. Names, numbers, addresses, phones, bank cards and health facts are sealed; what is left
-- open is what lists and figures need: where, how many, why, how old by year.
-- A household keeps the county it was made in as the first half of its key for ever. place and place_path say where it
-- lives now; moved_to is the county it lives in now when that is another one, otherwise 0.
CREATE TABLE household (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  place BIGINT NOT NULL,
  place_path TEXT NOT NULL,
  moved_to BIGINT NOT NULL,
  merged_county BIGINT NOT NULL,
  merged_id BIGINT NOT NULL,
  status TEXT NOT NULL CHECK (status IN ('registered', 'left', 'merged', 'erased')),
  size BIGINT NOT NULL CHECK (size >= 0),
  cause_main TEXT NOT NULL,
  cause_second TEXT NOT NULL,
  cause_third TEXT NOT NULL,
  language TEXT NOT NULL,
  has_phone SMALLINT NOT NULL CHECK (has_phone IN (0, 1)),
  mask_title TEXT NOT NULL,
  mask_initial TEXT NOT NULL,
  address_sealed BLOB NOT NULL,
  phone_sealed BLOB NOT NULL,
  bank_sealed BLOB NOT NULL,
  import_id BIGINT NOT NULL,
  hidden SMALLINT NOT NULL CHECK (hidden IN (0, 1)),
  erasure_asked_at BIGINT NOT NULL,
  -- The officer who proposed to erase it, 0 while nobody has: another one carries it out.
  erasure_by BIGINT NOT NULL,
  -- Who changed its bank card last, 0: nobody since it was registered.
  bank_by BIGINT NOT NULL,
  created_at BIGINT NOT NULL,
  created_by BIGINT NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX household_at ON household (place_path, id) WHERE hidden = 0;
CREATE INDEX household_of_import ON household (import_id) WHERE hidden = 1;

-- Members. One that is no longer there stays as a row without a name, so that the household's history can be counted.
CREATE TABLE person (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  household BIGINT NOT NULL,
  position BIGINT NOT NULL,
  relation TEXT NOT NULL,
  sex TEXT NOT NULL,
  birth_year BIGINT NOT NULL,
  id_kind TEXT NOT NULL,
  labour TEXT NOT NULL,
  present SMALLINT NOT NULL CHECK (present IN (0, 1)),
  left_reason TEXT NOT NULL,
  names_sealed BLOB NOT NULL,
  number_sealed BLOB NOT NULL,
  health_sealed BLOB NOT NULL,
  changed_at BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX person_of_household ON person (county, household, position);

-- An identity number belongs to one person in the nation: whoever is first claims its blind index.
CREATE TABLE person_claim (
  blind BLOB NOT NULL PRIMARY KEY,
  county BIGINT NOT NULL,
  person BIGINT NOT NULL,
  household BIGINT NOT NULL,
  claimed_at BIGINT NOT NULL
) WITHOUT ROWID;

-- Phones by blind index, for exact look-up; several households may share one.
CREATE TABLE household_phone (
  blind BLOB NOT NULL,
  county BIGINT NOT NULL,
  household BIGINT NOT NULL,
  PRIMARY KEY (blind, county, household)
) WITHOUT ROWID;

-- Every look at a household's sealed data and every act on its behalf, for the household to see. Only added to.
CREATE TABLE household_look (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  household BIGINT NOT NULL,
  at BIGINT NOT NULL,
  account BIGINT NOT NULL,
  role TEXT NOT NULL,
  act TEXT NOT NULL,
  task TEXT NOT NULL,
  -- What somebody wrote may name people.
  words_sealed BLOB NOT NULL,
  fields TEXT NOT NULL,
  card_shown SMALLINT NOT NULL CHECK (card_shown IN (0, 1)),
  PRIMARY KEY (county, id)
);
CREATE INDEX household_look_of ON household_look (county, household, id);

-- What an account is to a household, as stated. An ended tie stays on record.
CREATE TABLE household_tie (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  household BIGINT NOT NULL,
  account BIGINT NOT NULL,
  tie TEXT NOT NULL,
  stated_by BIGINT NOT NULL,
  stated_at BIGINT NOT NULL,
  ended_at BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX household_tie_of ON household_tie (county, household, account);
CREATE INDEX household_tie_by ON household_tie (account);

-- Where a household has lived.
CREATE TABLE household_move (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  household BIGINT NOT NULL,
  from_place BIGINT NOT NULL,
  to_place BIGINT NOT NULL,
  moved_at BIGINT NOT NULL,
  moved_by BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);

-- What a household says is not right about what is held of it.
CREATE TABLE household_correction (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  household BIGINT NOT NULL,
  asked_at BIGINT NOT NULL,
  asked_by BIGINT NOT NULL,
  words_sealed BLOB NOT NULL,
  done_at BIGINT NOT NULL,
  done_by BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX household_correction_of ON household_correction (county, household, id);

-- Files of households that were read in, with what was wrong in them. The report holds lines and reasons, no data.
CREATE TABLE household_import (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  account BIGINT NOT NULL,
  begun_at BIGINT NOT NULL,
  touched_at BIGINT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('checked', 'refused', 'writing', 'done', 'undone')),
  people BIGINT NOT NULL,
  households BIGINT NOT NULL,
  problems BIGINT NOT NULL,
  report TEXT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX household_import_open ON household_import (touched_at) WHERE state = 'writing';
-- down: drop these ten tables; nothing outside them changes.
