-- Which keys the database was sealed with, by marks that tell them apart without telling them: a wrong key file is noticed at the start
-- and not by the first household that cannot be opened.
-- down: DROP TABLE key_check;
CREATE TABLE key_check (
  name TEXT NOT NULL PRIMARY KEY,
  number BIGINT NOT NULL,
  mark TEXT NOT NULL
);
