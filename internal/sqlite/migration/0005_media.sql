-- +goose Up

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
