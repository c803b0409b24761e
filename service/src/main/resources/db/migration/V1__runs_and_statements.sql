CREATE TABLE run (
  sequence           INTEGER PRIMARY KEY AUTOINCREMENT,
  id                 TEXT    NOT NULL UNIQUE,
  content            BLOB    NOT NULL,   -- digest of what was asked for: same id, same content
  state              TEXT    NOT NULL,
  issuer_name        TEXT    NOT NULL,
  snapshot_time      TEXT    NOT NULL,
  exclude_insolvent  INTEGER NOT NULL,
  log2_rows          INTEGER,            -- NULL: chosen by the machine
  chain              TEXT    NOT NULL,   -- FIRST, LATEST, GIVEN, or SETTLED once the run has started
  previous_digest    BLOB,               -- with GIVEN, or with SETTLED unless it is the first
  source_kind        TEXT    NOT NULL,   -- FILE, SQL, UPLOAD
  source             TEXT,               -- absolute path or query; NULL for an upload, which lies in the run's directory
  created            INTEGER NOT NULL,   -- milliseconds
  updated            INTEGER NOT NULL,
  failure_kind       TEXT,
  failure_message    TEXT,
  statement_digest   BLOB
);
CREATE INDEX run_by_state ON run (state, sequence);

CREATE TABLE statement (
  position           INTEGER PRIMARY KEY AUTOINCREMENT,
  digest             BLOB    NOT NULL UNIQUE,
  run_id             TEXT    NOT NULL UNIQUE REFERENCES run (id),
  issuer_name        TEXT    NOT NULL,
  sequence           INTEGER NOT NULL,
  previous_digest    BLOB    NOT NULL,
  snapshot_time      TEXT    NOT NULL,
  published          INTEGER NOT NULL,
  issuer_key         BLOB    NOT NULL,
  batches            INTEGER NOT NULL
);

-- The files of a statement; their bytes are in the content-addressed files.
CREATE TABLE published_file (
  statement_digest   BLOB    NOT NULL REFERENCES statement (digest),
  ordinal            INTEGER NOT NULL,
  name               TEXT    NOT NULL,
  size               INTEGER NOT NULL,
  sha256             BLOB    NOT NULL,
  PRIMARY KEY (statement_digest, ordinal),
  UNIQUE (statement_digest, name)
);
