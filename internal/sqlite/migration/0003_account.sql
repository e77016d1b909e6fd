-- How editors sign in. Times are Unix seconds; NULL stands for none.

-- +goose Up
CREATE TABLE desk_session (
    id          TEXT    PRIMARY KEY,
    editor      INTEGER NOT NULL REFERENCES desk_editor (id),
    secret_hash TEXT    NOT NULL,
    stage       TEXT    NOT NULL CHECK (stage IN ('', 'code', 'enrol', 'password')),
    enrolling   TEXT    NOT NULL, -- a second factor not yet confirmed
    created_at  INTEGER NOT NULL,
    seen_at     INTEGER NOT NULL,
    address     TEXT    NOT NULL,
    agent       TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE INDEX desk_session_editor ON desk_session (editor, created_at DESC, id);

CREATE TABLE desk_credential (
    editor      INTEGER PRIMARY KEY REFERENCES desk_editor (id),
    hash        TEXT    NOT NULL, -- argon2id
    set_at      INTEGER,
    must_change INTEGER NOT NULL CHECK (must_change IN (0, 1)),
    old         TEXT    NOT NULL, -- JSON list of hashes, newest first
    totp_secret TEXT    NOT NULL,
    totp_step   INTEGER NOT NULL,
    recovery    TEXT    NOT NULL  -- JSON list of hashes
) STRICT;

-- What failed, by 'login:' and a hash or 'address:' and an address.
CREATE TABLE desk_attempt (
    subject  TEXT    PRIMARY KEY,
    failures INTEGER NOT NULL CHECK (failures > 0),
    last_at  INTEGER NOT NULL,
    until_at INTEGER
) STRICT, WITHOUT ROWID;
