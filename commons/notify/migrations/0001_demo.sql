-- One-time codes in demonstrations, where the page shows them; in a real installation nothing is ever written here.
-- down: DROP TABLE demo_code;
CREATE TABLE demo_code (
    ticket_key BLOB PRIMARY KEY,
    code TEXT NOT NULL,
    at BIGINT NOT NULL
);
CREATE INDEX demo_code_at ON demo_code (at);
