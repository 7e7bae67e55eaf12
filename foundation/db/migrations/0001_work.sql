-- Jobs (events are delivered as jobs), node numbers for ids, answers kept for repeated calls.
-- down: DROP TABLE job; DROP TABLE node_lease; DROP TABLE kept_answer;
CREATE TABLE job (
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  kind TEXT NOT NULL,
  payload TEXT NOT NULL,
  due_at BIGINT NOT NULL,
  lease_until BIGINT NOT NULL,
  attempts BIGINT NOT NULL,
  dead SMALLINT NOT NULL CHECK (dead IN (0, 1)),
  last_error TEXT NOT NULL,
  created_at BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX job_due ON job (dead, due_at);
CREATE TABLE node_lease (
  node BIGINT PRIMARY KEY,
  taken_at BIGINT NOT NULL
);
CREATE TABLE kept_answer (
  county BIGINT NOT NULL,
  account BIGINT NOT NULL,
  route TEXT NOT NULL,
  call_key TEXT NOT NULL,
  body_hash BLOB NOT NULL,
  answer_sealed BLOB NOT NULL,
  at BIGINT NOT NULL,
  PRIMARY KEY (county, account, route, call_key)
);
CREATE INDEX kept_answer_at ON kept_answer (at);
