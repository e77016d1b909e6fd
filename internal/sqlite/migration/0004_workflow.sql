-- The desk's workflow beside the texts: who shares a draft, what is to happen by
-- itself, what is said in the margin, what is in the bin. Times are Unix
-- seconds; NULL stands for none.

-- +goose Up
ALTER TABLE desk_draft ADD COLUMN sent_back INTEGER NOT NULL DEFAULT 0 CHECK (sent_back IN (0, 1));
ALTER TABLE desk_draft ADD COLUMN stale_en TEXT NOT NULL DEFAULT '[]'; -- JSON list of fields
ALTER TABLE desk_draft ADD COLUMN binned_at INTEGER;
ALTER TABLE desk_draft ADD COLUMN binned_by INTEGER;

-- What happened to one text is looked up on its page.
CREATE INDEX desk_audit_text ON desk_audit (kind, number);

CREATE TABLE desk_share (
    kind   TEXT    NOT NULL,
    number INTEGER NOT NULL,
    editor INTEGER NOT NULL,
    PRIMARY KEY (kind, number, editor),
    FOREIGN KEY (kind, number) REFERENCES desk_draft (kind, number)
) STRICT, WITHOUT ROWID;

-- Which draft a form began, by the key that the form carries: one that is sent
-- twice begins one draft.
CREATE TABLE desk_origin (
    editor INTEGER NOT NULL,
    key    TEXT    NOT NULL,
    kind   TEXT    NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (editor, key),
    FOREIGN KEY (kind, number) REFERENCES desk_draft (kind, number)
) STRICT, WITHOUT ROWID;

-- At most one of each act a draft: a later one takes the place of the earlier.
CREATE TABLE desk_schedule (
    kind      TEXT    NOT NULL,
    number    INTEGER NOT NULL,
    act       TEXT    NOT NULL CHECK (act IN ('publish', 'withdraw')),
    due_at    INTEGER NOT NULL,
    editor    INTEGER NOT NULL, -- 0: the operator
    set_at    INTEGER,
    reason    TEXT    NOT NULL,
    automatic INTEGER NOT NULL CHECK (automatic IN (0, 1)), -- from the text's own last day, not set by hand
    failed    TEXT    NOT NULL, -- the code it failed with, '' while it waits
    PRIMARY KEY (kind, number, act),
    FOREIGN KEY (kind, number) REFERENCES desk_draft (kind, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX desk_schedule_due ON desk_schedule (due_at, kind, number, act) WHERE failed = '';

CREATE TABLE desk_comment (
    id       INTEGER PRIMARY KEY,
    kind     TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    revision INTEGER NOT NULL,
    editor   INTEGER NOT NULL,
    at       INTEGER,
    text     TEXT    NOT NULL,
    FOREIGN KEY (kind, number, revision) REFERENCES desk_revision (kind, number, n)
) STRICT;

CREATE INDEX desk_comment_text ON desk_comment (kind, number, revision);

-- A form as one editor left it. Number 0 is a text that was never saved, so
-- there is no foreign key.
CREATE TABLE desk_autosave (
    editor  INTEGER NOT NULL,
    origin  TEXT    NOT NULL, -- the form, by the random name it was opened with
    kind    TEXT    NOT NULL,
    number  INTEGER NOT NULL,
    version INTEGER NOT NULL, -- of the draft when the form was opened
    at      INTEGER,
    form    BLOB    NOT NULL,
    PRIMARY KEY (editor, origin)
) STRICT;

CREATE INDEX desk_autosave_draft ON desk_autosave (kind, number, editor);

CREATE TABLE desk_preview (
    id         INTEGER PRIMARY KEY AUTOINCREMENT, -- never given again: a revoked link's number stays its own
    kind       TEXT    NOT NULL,
    number     INTEGER NOT NULL,
    hash       TEXT    NOT NULL UNIQUE, -- SHA-256 of the token: who reads this table cannot open a link
    editor     INTEGER NOT NULL,
    made_at    INTEGER,
    expires_at INTEGER NOT NULL,
    revoked_at INTEGER,
    FOREIGN KEY (kind, number) REFERENCES desk_draft (kind, number)
) STRICT;

CREATE INDEX desk_preview_draft ON desk_preview (kind, number);
