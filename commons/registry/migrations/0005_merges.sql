-- Mergers of two records that one officer proposed and another one has not carried out yet. A proposal about a record that is merged,
-- declined or erased goes; one that has lapsed stays until another takes its place, and counts for nothing.
-- down: DROP TABLE household_merge;
CREATE TABLE household_merge (
  -- The record that would end, and its version when it was proposed.
  county BIGINT NOT NULL,
  id BIGINT NOT NULL,
  version BIGINT NOT NULL,
  -- The record that would live on.
  kept_county BIGINT NOT NULL,
  kept_id BIGINT NOT NULL,
  kept_version BIGINT NOT NULL,
  proposed_at BIGINT NOT NULL,
  -- 0: the operator.
  proposed_by BIGINT NOT NULL,
  PRIMARY KEY (county, id)
);
CREATE INDEX household_merge_into ON household_merge (kept_county, kept_id);
