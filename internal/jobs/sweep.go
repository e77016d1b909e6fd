package jobs

import (
	"context"
	"time"

	"wellspring/internal/media"
)

// Library is as much of the desk as the sweep needs.
type Library interface {
	// LibraryHashes lists the hashes of all files of the library, ascending.
	LibraryHashes(ctx context.Context) ([]string, error)
}

// Sweep is the job that removes the files that no row of the library is of, after
// their grace. It goes by the time of the disk, as the files do. Where there is no
// row at all nothing is removed: the database is rather lost than the library empty.
func Sweep(l Library, folder *media.Folder) func(context.Context) error {
	return func(ctx context.Context) error {
		rows, err := l.LibraryHashes(ctx)
		if err != nil || len(rows) == 0 {
			return err
		}
		_, err = folder.Sweep(time.Now(), rows)
		return err
	}
}
