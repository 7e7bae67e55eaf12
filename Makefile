# The few commands a person types. Each is a script in scripts/, which says more.
#
#   make demo     builds everything, loads the demo world if the data folder is new, serves it
#                 SIZE=trial|small  PORT=8080  DATA=./data  NOW=2026-05-01
#   make test     everything that CI runs            STEPS="tests browser" for some steps only
#   make check    its quick part: house rules, format, clippy
#   make fmt      formats the Rust code
#   make bench    measures, and writes docs/benchmarks.md
#   make soak     KILLS=1000 sudden deaths on both engines
#
# Built dependencies and downloads are kept in QIANMO_CACHE (by default .cache/qianmo in the home folder), outside of the clone;
# CARGO_TARGET_DIR, when it is set, wins for what cargo builds.

SIZE ?= trial
PORT ?= 8080
DATA ?= ./data
NOW ?=
KILLS ?= 1000
STEPS ?=
export SIZE PORT DATA NOW KILLS

.PHONY: demo test check fmt bench soak
.DEFAULT_GOAL := demo

demo:
	@scripts/need build
	@scripts/demo

test:
	@scripts/need test
	@scripts/test $(STEPS)

check:
	@scripts/need test
	@scripts/test check

fmt:
	@scripts/need build
	cargo fmt --all

bench:
	@scripts/need test
	@scripts/bench

soak:
	@scripts/need test
	@scripts/soak
