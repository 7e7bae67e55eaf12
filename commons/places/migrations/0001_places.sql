-- Reference tables: small beside what grows with the population, alike on every shard, and so without a county.
-- down: drop the five tables; nothing else refers to them by a foreign key. Read the area tree in again afterwards.

CREATE TABLE place_level (
  name TEXT PRIMARY KEY,
  depth BIGINT NOT NULL CHECK (depth >= 0),
  keeps_books SMALLINT NOT NULL CHECK (keeps_books IN (0, 1))
);

CREATE TABLE place (
  id BIGINT PRIMARY KEY,
  code TEXT NOT NULL,
  parent BIGINT NOT NULL,
  path TEXT NOT NULL,
  level TEXT NOT NULL,
  depth BIGINT NOT NULL CHECK (depth >= 0),
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  language TEXT NOT NULL,
  keeps_books SMALLINT NOT NULL CHECK (keeps_books IN (0, 1)),
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL,
  lat_e6 BIGINT CHECK (lat_e6 BETWEEN -90000000 AND 90000000),
  lng_e6 BIGINT CHECK (lng_e6 BETWEEN -180000000 AND 180000000),
  version BIGINT NOT NULL,
  CHECK (from_at < until_at)
);
-- A code may be given again after its place has ended; of those in force each has its own.
CREATE UNIQUE INDEX place_by_code ON place (code, until_at);
CREATE INDEX place_by_parent ON place (parent, code);
CREATE INDEX place_by_level ON place (level, code);
CREATE INDEX place_by_name ON place (folded);

-- Names in other languages (in force while until_at is the end of time) and names a place had before.
CREATE TABLE place_name (
  id BIGINT PRIMARY KEY,
  place BIGINT NOT NULL,
  language TEXT NOT NULL,
  name TEXT NOT NULL,
  folded TEXT NOT NULL,
  from_at BIGINT NOT NULL,
  until_at BIGINT NOT NULL
);
CREATE INDEX place_name_by_place ON place_name (place, language, until_at);
CREATE INDEX place_name_by_name ON place_name (folded);

-- What took the place of what, and when.
CREATE TABLE place_successor (
  place BIGINT NOT NULL,
  successor BIGINT NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (place, successor)
);
CREATE INDEX place_successor_back ON place_successor (successor);

-- What was changed by whom. Imports are told with the place 0.
CREATE TABLE place_event (
  id BIGINT PRIMARY KEY,
  place BIGINT NOT NULL,
  kind TEXT NOT NULL,
  actor BIGINT NOT NULL,
  at BIGINT NOT NULL,
  data TEXT NOT NULL
);
CREATE INDEX place_event_by_place ON place_event (place, id);
