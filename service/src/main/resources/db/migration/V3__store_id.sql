-- What binds the store to its data directory: one row, since the first start.
CREATE TABLE store_id (
  one                INTEGER  NOT NULL PRIMARY KEY CHECK (one = 1),
  id                 TEXT     NOT NULL
);
