package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// Copy writes the record of truth of the data folder dir into the new file dest,
// as it stands at one instant, beside whoever writes it. Faults: NotFound where dir
// has none, Internal where it cannot be read or dest cannot be written.
func Copy(ctx context.Context, dir, dest string) error { return records().copy(ctx, dir, dest) }

// CopyPrivate does the same with the private store; what was deleted there is not
// in the copy. Faults as of Copy.
func CopyPrivate(ctx context.Context, dir, dest string) error { return people().copy(ctx, dir, dest) }

// Files are the names of the stores' files in a data folder.
func Files() (public, private string) { return records().file, people().file }

func (s schema) copy(ctx context.Context, dir, dest string) error {
	if _, err := os.Stat(filepath.Join(dir, s.file)); errors.Is(err, os.ErrNotExist) {
		return noStore(dir)
	}
	db := pool(pathIn(dir, s.file), "mode=ro")
	_, err := db.ExecContext(ctx, "VACUUM INTO ?", dest)
	return fault("copy", errors.Join(err, db.Close()))
}
