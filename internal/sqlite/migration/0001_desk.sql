-- The desk: what editors work on. Every kind of content is stored the same way.
-- Times are Unix seconds; NULL stands for none.

-- +goose Up
CREATE TABLE desk_number (
    kind TEXT    PRIMARY KEY,
    last INTEGER NOT NULL CHECK (last >= 0) -- the highest number given: it is never given again
) STRICT, WITHOUT ROWID;

INSERT INTO desk_number (kind, last) VALUES
    ('project', 0), ('ceremony', 0), ('park', 0), ('article', 0), ('policy', 0), ('update', 0), ('release', 0);

CREATE TABLE desk_draft (
    kind         TEXT    NOT NULL REFERENCES desk_number (kind),
    number       INTEGER NOT NULL CHECK (number > 0),
    version      INTEGER NOT NULL CHECK (version > 0),
    revision     INTEGER NOT NULL CHECK (revision > 0),
    owner        INTEGER NOT NULL,
    work         TEXT    NOT NULL CHECK (work IN ('none', 'draft', 'review1', 'review2', 'review3', 'approved', 'scheduled')),
    public       TEXT    NOT NULL CHECK (public IN ('never', 'published', 'withdrawn')),
    shown        INTEGER CHECK (shown BETWEEN 1 AND revision),
    pub_date     INTEGER,
    shown_at     INTEGER,
    withdrawn_at INTEGER, -- of the last withdrawal: the tombstone is made from it
    created_at   INTEGER,
    updated_at   INTEGER,
    -- of the latest text, for the work lists
    title_zh     TEXT    NOT NULL,
    title_en     TEXT    NOT NULL,
    filed        TEXT    NOT NULL, -- an article's column, a project's first sector
    place        TEXT    NOT NULL,
    PRIMARY KEY (kind, number),
    CHECK ((public = 'published') = (shown IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE INDEX desk_draft_updated ON desk_draft (updated_at DESC, kind, number DESC);

CREATE TABLE desk_revision (
    kind   TEXT    NOT NULL,
    number INTEGER NOT NULL,
    n      INTEGER NOT NULL CHECK (n > 0),
    hash   TEXT    NOT NULL,
    note   TEXT    NOT NULL,
    editor INTEGER NOT NULL,
    at     INTEGER,
    schema INTEGER NOT NULL,
    body   TEXT    NOT NULL,
    PRIMARY KEY (kind, number, n),
    FOREIGN KEY (kind, number) REFERENCES desk_draft (kind, number)
) STRICT;

CREATE TABLE desk_review (
    id       INTEGER PRIMARY KEY,
    kind     TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    level    INTEGER NOT NULL CHECK (level BETWEEN 1 AND 3),
    verdict  TEXT    NOT NULL CHECK (verdict IN ('passed', 'sent_back')),
    note     TEXT    NOT NULL,
    editor   INTEGER NOT NULL,
    at       INTEGER,
    hash     TEXT    NOT NULL,
    voided   INTEGER NOT NULL CHECK (voided IN (0, 1)),
    FOREIGN KEY (kind, number, revision) REFERENCES desk_revision (kind, number, n)
) STRICT;

CREATE INDEX desk_review_text ON desk_review (kind, number, revision);

-- The settings are read by the public side too: they have no catalogue form.
CREATE TABLE desk_setting (
    key     TEXT    PRIMARY KEY,
    version INTEGER NOT NULL CHECK (version > 0),
    body    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE desk_setting_revision (
    key     TEXT    NOT NULL REFERENCES desk_setting (key),
    version INTEGER NOT NULL,
    editor  INTEGER NOT NULL,
    at      INTEGER,
    body    TEXT    NOT NULL,
    PRIMARY KEY (key, version)
) STRICT;

CREATE TABLE desk_editor (
    id       INTEGER PRIMARY KEY AUTOINCREMENT, -- never given again: the audit trail names it
    login    TEXT    NOT NULL UNIQUE,
    name     TEXT    NOT NULL,
    roles    TEXT    NOT NULL, -- JSON list
    disabled INTEGER NOT NULL CHECK (disabled IN (0, 1))
) STRICT;

CREATE TABLE desk_audit (
    seq     INTEGER PRIMARY KEY CHECK (seq > 0),
    at      INTEGER,
    editor  INTEGER NOT NULL,
    login   TEXT    NOT NULL,
    address TEXT    NOT NULL,
    action  TEXT    NOT NULL,
    kind    TEXT    NOT NULL,
    number  INTEGER NOT NULL,
    result  TEXT    NOT NULL,
    detail  TEXT    NOT NULL,
    prev    TEXT    NOT NULL,
    hash    TEXT    NOT NULL
) STRICT;

-- The last entry once more, so that entries cut off at the end are missed.
CREATE TABLE desk_audit_head (
    one  INTEGER PRIMARY KEY CHECK (one = 1),
    seq  INTEGER NOT NULL,
    hash TEXT    NOT NULL
) STRICT;

-- +goose StatementBegin
CREATE TRIGGER desk_audit_no_update BEFORE UPDATE ON desk_audit BEGIN
    SELECT RAISE(ABORT, 'entries of the audit trail are never changed');
END;
-- +goose StatementEnd

-- +goose StatementBegin
CREATE TRIGGER desk_audit_no_delete BEFORE DELETE ON desk_audit BEGIN
    SELECT RAISE(ABORT, 'entries of the audit trail are never removed');
END;
-- +goose StatementEnd

-- INSERT OR REPLACE would remove an entry without asking the trigger above.
-- +goose StatementBegin
CREATE TRIGGER desk_audit_in_order BEFORE INSERT ON desk_audit
WHEN new.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM desk_audit) BEGIN
    SELECT RAISE(ABORT, 'entries of the audit trail are only added at its end');
END;
-- +goose StatementEnd
