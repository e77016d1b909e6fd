package main

import (
	"context"
	"slices"

	"wellspring/internal/backup"
)

// mediaRows is what is asked of a store about the files of the library.
type mediaRows interface {
	// MediaHashes lists the hashes of all of them, ascending.
	MediaHashes(ctx context.Context) ([]string, error)
}

// mediaReport is what lies in a media folder, held against the rows of the database.
type mediaReport struct {
	Rows    int      // looked at
	Missing []string // hashes that have a row and no file
	Unknown []string // hashes that have a file and no row, as an upload that was cut short leaves them
	Strange []string // what is no upload
}

// OK reports whether nothing is missing. What there is too much does no harm: no
// page shows a file without a row.
func (r mediaReport) OK() bool { return len(r.Missing) == 0 }

// checkMedia compares the media of a data folder with its database while others
// add and remove some: a file is there before its row, and after it.
func checkMedia(ctx context.Context, store mediaRows, data string) (mediaReport, error) {
	var r mediaReport
	rows, err := store.MediaHashes(ctx)
	if err != nil {
		return r, err
	}
	media, err := backup.ListMedia(data)
	if err != nil {
		return r, err
	}
	r.Rows, r.Strange = len(rows), media.Strange
	files := media.Hashes()
	r.Missing, r.Unknown = without(rows, files), without(files, rows)
	if len(r.Missing) == 0 {
		return r, nil
	}
	still, err := store.MediaHashes(ctx)
	gone := without(r.Missing, still) // with their rows, meanwhile
	r.Missing = without(r.Missing, gone)
	return r, err
}

// without is what of a list is not in another. Both ascend.
func without(list, other []string) []string {
	var out []string
	for _, s := range list {
		if _, found := slices.BinarySearch(other, s); !found {
			out = append(out, s)
		}
	}
	return out
}
