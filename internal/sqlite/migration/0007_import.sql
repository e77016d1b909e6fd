-- Workbooks on their way into drafts, and the keys by which a row finds the
-- draft that it is like. Times are Unix seconds; NULL stands for none.

-- +goose Up
ALTER TABLE desk_draft ADD COLUMN code TEXT NOT NULL DEFAULT '';      -- a project's, as it is compared
ALTER TABLE desk_draft ADD COLUMN match_key TEXT NOT NULL DEFAULT ''; -- the Chinese title, as it is compared

UPDATE desk_draft SET match_key = match_key(title_zh), code = coalesce((
    SELECT match_key(json_extract(r.body, '$.code')) FROM desk_revision r
    WHERE desk_draft.kind = 'project' AND r.kind = desk_draft.kind AND r.number = desk_draft.number AND r.n = desk_draft.revision), '');

CREATE INDEX desk_draft_match ON desk_draft (kind, match_key);
CREATE INDEX desk_draft_code ON desk_draft (kind, code) WHERE code <> '';

CREATE TABLE desk_import (
    id         INTEGER PRIMARY KEY AUTOINCREMENT, -- never given again: the audit trail names it
    version    INTEGER NOT NULL CHECK (version > 0),
    owner      INTEGER NOT NULL, -- 0: the operator
    lists      TEXT    NOT NULL CHECK (lists IN ('', 'signings', 'projects', 'parks', 'construction', 'figures')),
    file       TEXT    NOT NULL,
    state      TEXT    NOT NULL CHECK (state IN ('reading', 'read', 'making', 'taken', 'undone', 'cancelled', 'failed')),
    problem    TEXT    NOT NULL,
    rows       INTEGER NOT NULL CHECK (rows >= 0),
    made       INTEGER NOT NULL CHECK (made >= 0),
    head       TEXT    NOT NULL, -- JSON
    created_at INTEGER,
    updated_at INTEGER
) STRICT;

CREATE TABLE desk_import_row (
    import INTEGER NOT NULL REFERENCES desk_import (id),
    row    INTEGER NOT NULL CHECK (row > 0),
    status TEXT    NOT NULL CHECK (status IN ('ok', 'warn', 'skip', 'error')),
    choice TEXT    NOT NULL CHECK (choice IN ('', 'new', 'same', 'update', 'ignore')),
    match  INTEGER NOT NULL, -- number of the draft that it is like, 0: none
    why    TEXT    NOT NULL,
    reason TEXT    NOT NULL,
    body   TEXT    NOT NULL, -- JSON
    PRIMARY KEY (import, row)
) STRICT, WITHOUT ROWID;

-- Texts that become drafts in one step. Their numbers are taken beforehand.
CREATE TABLE desk_import_draft (
    import    INTEGER NOT NULL REFERENCES desk_import (id),
    kind      TEXT    NOT NULL,
    number    INTEGER NOT NULL CHECK (number > 0),
    row       INTEGER NOT NULL,
    was       INTEGER NOT NULL, -- version of the draft that it changes, 0: a new one
    became    INTEGER NOT NULL, -- version that it has made, 0: not yet
    before    INTEGER NOT NULL, -- the revision to go back to
    hash      TEXT    NOT NULL,
    schema    INTEGER NOT NULL,
    body      TEXT    NOT NULL,
    title_zh  TEXT    NOT NULL,
    title_en  TEXT    NOT NULL,
    filed     TEXT    NOT NULL,
    place     TEXT    NOT NULL,
    code      TEXT    NOT NULL,
    match_key TEXT    NOT NULL,
    PRIMARY KEY (import, kind, number)
) STRICT;

CREATE INDEX desk_import_draft_row ON desk_import_draft (import, row, kind, number); -- the order they are listed in

-- When many drafts are removed at once, each is looked for in all that points at one.
CREATE INDEX desk_origin_draft ON desk_origin (kind, number);
CREATE INDEX desk_figure_kept_text ON desk_figure_kept (kind, number);

-- What editors said of headings is true of the next sheet too.
CREATE TABLE desk_import_heading (
    lists   TEXT NOT NULL,
    heading TEXT NOT NULL,
    field   TEXT NOT NULL, -- '': not read
    unit    TEXT NOT NULL,
    PRIMARY KEY (lists, heading)
) STRICT, WITHOUT ROWID;
