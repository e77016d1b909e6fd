-- The catalogue: published content and nothing else, shaped for reading. It is
-- derived from the desk and can be made anew from it (Check).
--
-- A row has what lists filter, sort, join and sum by; body is the whole public
-- text, last so that a scan need not read it. Relations between kinds are numbers
-- without foreign keys: reads join, so a target that is not published is absent.
-- Of an amount, low and high are NULL where it is unknown.

-- +goose Up
CREATE TABLE project (
    number       INTEGER PRIMARY KEY,
    revision     INTEGER NOT NULL,
    pub_date     INTEGER NOT NULL,
    updated_at   INTEGER NOT NULL,
    title_zh     TEXT    NOT NULL,
    title_en     TEXT    NOT NULL,
    summary_zh   TEXT    NOT NULL,
    summary_en   TEXT    NOT NULL,
    sectors      TEXT    NOT NULL, -- JSON list, to show; project_sector is to find
    modes        TEXT    NOT NULL, -- JSON list, to show; project_mode is to find
    phase        TEXT    NOT NULL, -- the last public one
    phase_date   TEXT    NOT NULL, -- JSON
    phase_year   INTEGER,
    level        TEXT    NOT NULL,
    park         INTEGER,
    place_zh     TEXT    NOT NULL,
    place_en     TEXT    NOT NULL,
    amount_low   INTEGER CHECK (amount_low >= 0),
    amount_high  INTEGER CHECK (amount_high >= amount_low),
    currency     TEXT,
    approx       INTEGER NOT NULL CHECK (approx IN (0, 1)),
    amount_order INTEGER NOT NULL, -- see amountOrder
    band         TEXT    NOT NULL,
    funds        TEXT    NOT NULL, -- JSON list of the amounts that arrived
    schema       INTEGER NOT NULL,
    body         TEXT    NOT NULL,
    CHECK ((currency IS NULL) = (amount_low IS NULL) AND (currency IS NULL) = (amount_high IS NULL))
) STRICT;

CREATE INDEX project_new ON project (pub_date DESC, number DESC);
CREATE INDEX project_amount ON project (amount_order DESC, number DESC);
CREATE INDEX project_park ON project (park);
CREATE INDEX project_facet ON project (phase, level, band, phase_year, park, place_zh, place_en);

CREATE TABLE project_sector (
    sector  TEXT    NOT NULL,
    project INTEGER NOT NULL REFERENCES project (number) ON DELETE CASCADE,
    PRIMARY KEY (sector, project)
) STRICT, WITHOUT ROWID;

CREATE INDEX project_sector_project ON project_sector (project);

CREATE TABLE project_mode (
    mode    TEXT    NOT NULL,
    project INTEGER NOT NULL REFERENCES project (number) ON DELETE CASCADE,
    PRIMARY KEY (mode, project)
) STRICT, WITHOUT ROWID;

CREATE INDEX project_mode_project ON project_mode (project);

CREATE TABLE ceremony (
    number        INTEGER PRIMARY KEY,
    revision      INTEGER NOT NULL,
    pub_date      INTEGER NOT NULL,
    updated_at    INTEGER NOT NULL,
    form          TEXT    NOT NULL,
    title_zh      TEXT    NOT NULL,
    title_en      TEXT    NOT NULL,
    title_line_zh TEXT    NOT NULL,
    title_line_en TEXT    NOT NULL,
    umbrella_zh   TEXT    NOT NULL,
    umbrella_en   TEXT    NOT NULL,
    city_zh       TEXT    NOT NULL,
    city_en       TEXT    NOT NULL,
    start         TEXT    NOT NULL, -- JSON
    start_key     TEXT    NOT NULL, -- the first day it covers, '' without a year
    start_year    INTEGER,
    tally         TEXT    NOT NULL, -- JSON
    schema        INTEGER NOT NULL,
    body          TEXT    NOT NULL
) STRICT;

CREATE INDEX ceremony_start ON ceremony (start_key DESC, number DESC);

CREATE TABLE ceremony_group (
    ceremony INTEGER NOT NULL REFERENCES ceremony (number) ON DELETE CASCADE,
    key      INTEGER NOT NULL,
    position INTEGER NOT NULL,
    label_zh TEXT    NOT NULL,
    label_en TEXT    NOT NULL,
    PRIMARY KEY (ceremony, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE signing (
    ceremony  INTEGER NOT NULL,
    key       INTEGER NOT NULL,
    group_key INTEGER NOT NULL,
    position  INTEGER NOT NULL, -- within the ceremony
    project   INTEGER NOT NULL,
    body      TEXT    NOT NULL,
    PRIMARY KEY (ceremony, key),
    FOREIGN KEY (ceremony, group_key) REFERENCES ceremony_group (ceremony, key) ON DELETE CASCADE
) STRICT;

CREATE INDEX signing_group ON signing (ceremony, group_key);
CREATE INDEX signing_project ON signing (project);

CREATE TABLE park (
    number     INTEGER PRIMARY KEY,
    revision   INTEGER NOT NULL,
    pub_date   INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    name_zh    TEXT    NOT NULL,
    name_en    TEXT    NOT NULL,
    schema     INTEGER NOT NULL,
    body       TEXT    NOT NULL
) STRICT;

CREATE TABLE plot (
    park  INTEGER NOT NULL REFERENCES park (number) ON DELETE CASCADE,
    key   INTEGER NOT NULL,
    code  TEXT    NOT NULL,
    state TEXT    NOT NULL,
    PRIMARY KEY (park, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE workshop (
    park  INTEGER NOT NULL REFERENCES park (number) ON DELETE CASCADE,
    key   INTEGER NOT NULL,
    state TEXT    NOT NULL,
    PRIMARY KEY (park, key)
) STRICT, WITHOUT ROWID;

CREATE TABLE article (
    number     INTEGER PRIMARY KEY,
    revision   INTEGER NOT NULL,
    pub_date   INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    filed      TEXT    NOT NULL, -- key of its column
    title_zh   TEXT    NOT NULL,
    title_en   TEXT    NOT NULL,
    kicker_zh  TEXT    NOT NULL,
    kicker_en  TEXT    NOT NULL,
    summary_zh TEXT    NOT NULL,
    summary_en TEXT    NOT NULL,
    source_zh  TEXT    NOT NULL,
    source_en  TEXT    NOT NULL,
    ceremony   INTEGER,
    park       INTEGER,
    schema     INTEGER NOT NULL,
    body       TEXT    NOT NULL
) STRICT;

CREATE INDEX article_new ON article (pub_date DESC, number DESC);
CREATE INDEX article_filed ON article (filed, pub_date DESC, number DESC);
CREATE INDEX article_ceremony ON article (ceremony) WHERE ceremony IS NOT NULL;
CREATE INDEX article_park ON article (park) WHERE park IS NOT NULL;

CREATE TABLE article_project (
    project INTEGER NOT NULL,
    article INTEGER NOT NULL REFERENCES article (number) ON DELETE CASCADE,
    PRIMARY KEY (project, article)
) STRICT, WITHOUT ROWID;

CREATE INDEX article_project_article ON article_project (article);

CREATE TABLE policy (
    number     INTEGER PRIMARY KEY,
    revision   INTEGER NOT NULL,
    pub_date   INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    title_zh   TEXT    NOT NULL,
    title_en   TEXT    NOT NULL,
    validity   TEXT    NOT NULL,
    schema     INTEGER NOT NULL,
    body       TEXT    NOT NULL
) STRICT;

CREATE TABLE clause (
    policy   INTEGER NOT NULL REFERENCES policy (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    title_zh TEXT    NOT NULL,
    title_en TEXT    NOT NULL,
    PRIMARY KEY (policy, position)
) STRICT, WITHOUT ROWID;

-- Updates; UPDATE is a word of SQL.
CREATE TABLE progress (
    number     INTEGER PRIMARY KEY,
    revision   INTEGER NOT NULL,
    pub_date   INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    project    INTEGER NOT NULL,
    title_zh   TEXT    NOT NULL,
    title_en   TEXT    NOT NULL,
    date_key   TEXT    NOT NULL, -- the first day it covers, '' without a year
    schema     INTEGER NOT NULL,
    body       TEXT    NOT NULL
) STRICT;

CREATE INDEX progress_date ON progress (date_key DESC, number DESC);
CREATE INDEX progress_project ON progress (project, date_key DESC, number DESC);

CREATE TABLE release (
    number     INTEGER PRIMARY KEY,
    revision   INTEGER NOT NULL,
    pub_date   INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    title_zh   TEXT    NOT NULL,
    title_en   TEXT    NOT NULL,
    year       INTEGER NOT NULL,
    first      INTEGER NOT NULL, -- month
    last       INTEGER NOT NULL, -- month
    source     TEXT    NOT NULL, -- JSON
    schema     INTEGER NOT NULL,
    body       TEXT    NOT NULL,
    CHECK (first BETWEEN 1 AND last AND last <= 12)
) STRICT;

CREATE TABLE figure (
    release   INTEGER NOT NULL REFERENCES release (number) ON DELETE CASCADE,
    position  INTEGER NOT NULL,
    indicator TEXT    NOT NULL,
    region_zh TEXT    NOT NULL,
    region_en TEXT    NOT NULL,
    body      TEXT    NOT NULL,
    PRIMARY KEY (release, position)
) STRICT;

CREATE INDEX figure_indicator ON figure (indicator);

-- What was published once and is not any more: 410, not 404.
CREATE TABLE tombstone (
    kind   TEXT    NOT NULL,
    number INTEGER NOT NULL,
    at     INTEGER NOT NULL,
    PRIMARY KEY (kind, number)
) STRICT, WITHOUT ROWID;

-- Addresses on other sites that published texts link to.
CREATE TABLE link (
    url    TEXT    NOT NULL,
    kind   TEXT    NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (url, kind, number)
) STRICT, WITHOUT ROWID;

CREATE INDEX link_text ON link (kind, number);

-- Everything published, of every kind, with what lists of mixed kinds show.
CREATE TABLE search_doc (
    id         INTEGER PRIMARY KEY, -- see searchID: later publications are greater
    kind       TEXT    NOT NULL,
    number     INTEGER NOT NULL,
    revision   INTEGER NOT NULL,
    pub_date   INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    title_zh   TEXT    NOT NULL,
    title_en   TEXT    NOT NULL,
    summary_zh TEXT    NOT NULL,
    summary_en TEXT    NOT NULL,
    UNIQUE (kind, number)
) STRICT;

-- The terms of search.Index; rowid is search_doc.id. The ascii tokenizer splits
-- at the spaces that Index puts and nowhere else: it takes any other character
-- beyond ASCII as part of a word.
CREATE VIRTUAL TABLE search USING fts5 (
    title, text, chars,
    content = '', contentless_delete = 1, detail = full, tokenize = 'ascii'
);

-- What the index holds, term by term, for Check.
CREATE VIRTUAL TABLE search_term USING fts5vocab (search, instance);

-- Raised whenever something in scope changes: 'catalogue', 'settings', 'kind:project', …
CREATE TABLE version (
    scope TEXT    PRIMARY KEY,
    n     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

INSERT INTO version (scope, n) VALUES ('catalogue', 0);
