-- Read by SQLite and by PostgreSQL: ${position} and ${bytes} stand for what they spell differently.
CREATE TABLE run (
  sequence           ${position},
  id                 TEXT     NOT NULL UNIQUE,
  content            ${bytes} NOT NULL,  -- digest of what was asked for: same id, same content
  state              TEXT     NOT NULL,
  issuer_name        TEXT     NOT NULL,
  snapshot_time      TEXT,               -- NULL: when the balances are read, and not read yet
  exclude_insolvent  BOOLEAN  NOT NULL,
  log2_rows          INTEGER,            -- NULL: chosen by the machine
  chain              TEXT     NOT NULL,  -- FIRST, LATEST, GIVEN, or SETTLED once the run has started
  previous_digest    ${bytes},           -- with GIVEN, or with SETTLED unless it is the first
  source_kind        TEXT     NOT NULL,
  source             TEXT,               -- absolute path or query; NULL for an upload, which lies in the run's directory
  created            BIGINT   NOT NULL,  -- milliseconds
  updated            BIGINT   NOT NULL,
  failure_kind       TEXT,
  failure_message    TEXT,
  statement_digest   ${bytes}
);
CREATE INDEX run_by_state ON run (state, sequence);

CREATE TABLE statement (
  position           ${position},
  digest             ${bytes} NOT NULL UNIQUE,
  run_id             TEXT     NOT NULL UNIQUE REFERENCES run (id),
  issuer_name        TEXT     NOT NULL,
  sequence           BIGINT   NOT NULL,
  previous_digest    ${bytes} NOT NULL,
  snapshot_time      TEXT     NOT NULL,
  published          BIGINT   NOT NULL,
  issuer_key         ${bytes} NOT NULL,
  batches            INTEGER  NOT NULL
);

-- The files of a statement; their bytes are in the content store.
CREATE TABLE published_file (
  statement_digest   ${bytes} NOT NULL REFERENCES statement (digest),
  ordinal            INTEGER  NOT NULL,
  name               TEXT     NOT NULL,
  size               BIGINT   NOT NULL,
  sha256             ${bytes} NOT NULL,
  PRIMARY KEY (statement_digest, ordinal),
  UNIQUE (statement_digest, name)
);
