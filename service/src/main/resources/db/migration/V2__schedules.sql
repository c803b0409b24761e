-- Since when the server knows a schedule with this definition: earlier times were never due.
CREATE TABLE schedule (
  name               TEXT     NOT NULL PRIMARY KEY,
  definition         TEXT     NOT NULL,
  since              BIGINT   NOT NULL   -- milliseconds
);
