-- The index of public words. On SQLite the text lies in an FTS5 table of its own, numbered by the entry's order; on
-- PostgreSQL it is a vector in the entry's row. Both hold the cuts of the program, never their own idea of a word.
-- down: drop search_text and search_entry; the index is built again from what it finds by indexing each thing once more.

-- only: sqlite
CREATE TABLE search_entry (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  asked BIGINT NOT NULL,
  sort BIGINT NOT NULL,
  words TEXT NOT NULL,
  facets TEXT NOT NULL,
  PRIMARY KEY (county, id, kind)
);
CREATE UNIQUE INDEX search_entry_by_sort ON search_entry (sort);
CREATE INDEX search_entry_by_asked ON search_entry (asked, sort);
CREATE VIRTUAL TABLE search_text USING fts5 (text, content='', contentless_delete=1, tokenize="ascii tokenchars '_'");

-- only: postgres
CREATE TABLE search_entry (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  asked BIGINT NOT NULL,
  sort BIGINT NOT NULL,
  words TEXT NOT NULL,
  facets TEXT NOT NULL,
  vector tsvector NOT NULL,
  PRIMARY KEY (county, id, kind)
);
CREATE INDEX search_entry_by_sort ON search_entry (sort, id);
CREATE INDEX search_entry_by_asked ON search_entry (asked, sort);
-- A short pending list: what waits there is read through by every search.
CREATE INDEX search_entry_by_vector ON search_entry USING gin (vector) WITH (gin_pending_list_limit = 512);

-- only: both
