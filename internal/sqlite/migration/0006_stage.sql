-- +goose Up

-- A ceremony's stage: its screen while it is rehearsed and while it is on. kind
-- is always 'ceremony'; it stands here for the foreign keys.

-- One row a ceremony. copy is the saved text that stands on the stage: those never
-- change. state is JSON, invest.StageState.
CREATE TABLE desk_stage (
    kind     TEXT    NOT NULL CHECK (kind = 'ceremony'),
    number   INTEGER NOT NULL,
    revision INTEGER NOT NULL, -- raised by every change, never goes back
    mode     TEXT    NOT NULL CHECK (mode IN ('rehearsal', 'live', 'ended')),
    copy     INTEGER NOT NULL,
    live_at  INTEGER,          -- when it first went live
    at       INTEGER NOT NULL,
    editor   INTEGER NOT NULL,
    state    TEXT    NOT NULL,
    PRIMARY KEY (kind, number),
    FOREIGN KEY (kind, number, copy) REFERENCES desk_revision (kind, number, n)
) STRICT, WITHOUT ROWID;

-- Every revision of a stage. Rows are added and never changed.
CREATE TABLE desk_stage_log (
    kind     TEXT    NOT NULL CHECK (kind = 'ceremony'),
    number   INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    mode     TEXT    NOT NULL,
    copy     INTEGER NOT NULL,
    at       INTEGER NOT NULL,
    editor   INTEGER NOT NULL,
    command  TEXT    NOT NULL, -- JSON, invest.StageCommand
    state    TEXT    NOT NULL, -- JSON
    PRIMARY KEY (kind, number, revision),
    FOREIGN KEY (kind, number) REFERENCES desk_stage (kind, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE desk_stage_link (
    id         INTEGER PRIMARY KEY AUTOINCREMENT, -- never given again: a revoked link's number stays its own
    kind       TEXT    NOT NULL CHECK (kind = 'ceremony'),
    number     INTEGER NOT NULL,
    role       TEXT    NOT NULL CHECK (role IN ('screen', 'prompter', 'backstage')),
    hash       TEXT    NOT NULL UNIQUE, -- SHA-256 of the token: who reads this table cannot open a link
    editor     INTEGER NOT NULL,
    made_at    INTEGER,
    revoked_at INTEGER,
    FOREIGN KEY (kind, number) REFERENCES desk_draft (kind, number)
) STRICT;

CREATE INDEX desk_stage_link_stage ON desk_stage_link (kind, number);

-- Of the catalogue: what the public may see of a ceremony on the stage before its
-- text is published. body is invest.Ceremony with what was shown and nothing else.
CREATE TABLE live (
    number   INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL,
    ended    INTEGER NOT NULL CHECK (ended IN (0, 1)),
    at       INTEGER NOT NULL,
    schema   INTEGER NOT NULL,
    body     TEXT    NOT NULL
) STRICT;
