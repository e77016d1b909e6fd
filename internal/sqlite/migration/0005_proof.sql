-- +goose Up

-- What an editor works with beside the text: files, checks, bound figures.

-- The library of files. Of each there is a folder media/ab/HASH in the data
-- folder, written before its row and removed after it.
CREATE TABLE desk_media (
    number  INTEGER PRIMARY KEY AUTOINCREMENT, -- never given again: editors type it
    version INTEGER NOT NULL,
    hash    TEXT    NOT NULL UNIQUE, -- SHA-256 of the file that is kept
    upload  TEXT    NOT NULL,        -- SHA-256 of the file that was sent
    name    TEXT    NOT NULL,
    type    TEXT    NOT NULL,
    size    INTEGER NOT NULL,
    width   INTEGER NOT NULL, -- 0 for what is no picture
    height  INTEGER NOT NULL,
    widths  TEXT    NOT NULL, -- JSON, of the smaller copies
    words   TEXT    NOT NULL, -- JSON, invest.Words
    wording TEXT    NOT NULL, -- the name and the words one after the other, to look in
    told    INTEGER NOT NULL CHECK (told IN (0, 1)), -- it has an alt text and a credit
    editor  INTEGER NOT NULL,
    at      INTEGER
) STRICT;

CREATE INDEX desk_media_upload ON desk_media (upload);

-- Which files the latest text of each draft shows.
CREATE TABLE desk_media_use (
    hash   TEXT    NOT NULL,
    kind   TEXT    NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (hash, kind, number),
    FOREIGN KEY (kind, number) REFERENCES desk_draft (kind, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX desk_media_use_text ON desk_media_use (kind, number);

-- Which files published texts show: the public is given no others.
CREATE TABLE media_use (
    hash   TEXT    NOT NULL,
    kind   TEXT    NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (hash, kind, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX media_use_text ON media_use (kind, number);

-- The picture that lists show, as JSON (invest.Picture); '' for none, as of all
-- texts that were published before there were any.
ALTER TABLE project ADD COLUMN picture TEXT NOT NULL DEFAULT '';
ALTER TABLE article ADD COLUMN picture TEXT NOT NULL DEFAULT '';

-- What a reviewer let stand in writing that a check had found, by the finding:
-- its rule, its field, its words and the sentence they stand in.
CREATE TABLE desk_override (
    kind     TEXT    NOT NULL,
    number   INTEGER NOT NULL,
    finding  TEXT    NOT NULL, -- check.Finding.Key
    rule     TEXT    NOT NULL,
    words    TEXT    NOT NULL, -- what was found
    note     TEXT    NOT NULL, -- why it may stand
    revision INTEGER NOT NULL, -- the text it was given on
    editor   INTEGER NOT NULL,
    at       INTEGER,
    PRIMARY KEY (kind, number, finding),
    FOREIGN KEY (kind, number) REFERENCES desk_draft (kind, number)
) STRICT, WITHOUT ROWID;

-- The bound figures in the latest text of each draft, by what they are bound to.
CREATE TABLE desk_figure_use (
    ref    TEXT    NOT NULL, -- "project:12:total"
    kind   TEXT    NOT NULL,
    number INTEGER NOT NULL,
    value  TEXT    NOT NULL, -- as it stands there
    PRIMARY KEY (ref, kind, number, value),
    FOREIGN KEY (kind, number) REFERENCES desk_draft (kind, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX desk_figure_use_text ON desk_figure_use (kind, number);

-- What an editor decided to leave as it was though the figure was corrected.
CREATE TABLE desk_figure_kept (
    ref    TEXT    NOT NULL,
    kind   TEXT    NOT NULL,
    number INTEGER NOT NULL,
    value  TEXT    NOT NULL, -- that stands there
    now    TEXT    NOT NULL, -- that was not taken over
    editor INTEGER NOT NULL,
    at     INTEGER,
    PRIMARY KEY (ref, kind, number, value, now),
    FOREIGN KEY (kind, number) REFERENCES desk_draft (kind, number)
) STRICT, WITHOUT ROWID;

-- What the nightly check of links within the site has found: the whole of its
-- last round.
CREATE TABLE desk_broken_link (
    kind   TEXT    NOT NULL,
    number INTEGER NOT NULL,
    field  TEXT    NOT NULL,
    href   TEXT    NOT NULL,
    state  TEXT    NOT NULL, -- check.LinkState
    PRIMARY KEY (kind, number, field, href)
) STRICT, WITHOUT ROWID;

-- When jobs that run now and then last came to their end.
CREATE TABLE desk_round (
    name TEXT    NOT NULL PRIMARY KEY,
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
