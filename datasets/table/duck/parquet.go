package duck

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"honglinh/datasets/files"
	"honglinh/datasets/table"
)

// seal makes the Parquet file of a version if it has none yet.
func (e *Engine) seal(ctx context.Context, ref table.Ref, v *table.Version) error {
	e.sealing.Lock()
	defer e.sealing.Unlock()
	name := parquetName(ref, v.Number)
	if _, err := e.files.Stat(ctx, name); !errors.Is(err, fs.ErrNotExist) {
		return err
	}
	from, err := e.relation(ctx, ref, v)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(e.scratch(), "seal-*.parquet")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	defer tmp.Close() // it is only read by us
	stmt := `COPY (SELECT * FROM ` + from + `) TO ` + literal(tmp.Name()) + ` (FORMAT parquet, COMPRESSION zstd, PARQUET_VERSION v2, USE_TMP_FILE false)`
	if _, err := e.db.ExecContext(ctx, stmt); err != nil {
		return fmt.Errorf("tables: keep %s %s: %w", ref, v.Number, err)
	}
	written, err := e.files.Put(ctx, name, tmp, files.PutOptions{})
	if err == nil {
		e.note(ref, v.Number, written)
	}
	return err
}

// local returns the path of a version's Parquet file: its own, or that of a copy
// where the store is elsewhere. The copy must have the checksum, "" being any.
func (e *Engine) local(ctx context.Context, ref table.Ref, number, sum string) (string, error) {
	name := parquetName(ref, number)
	if l, ok := e.files.(files.Local); ok {
		return filepath.Join(l.Folder(), filepath.FromSlash(name)), nil
	}
	e.copying.Lock()
	defer e.copying.Unlock()
	key := sha256.Sum256([]byte(name + " " + sum))
	path := filepath.Join(e.copies(), hex.EncodeToString(key[:])+".parquet")
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	return path, e.copy(ctx, name, sum, path)
}

// sumOf is the checksum of a version's Parquet file, "" if it is not known.
func (e *Engine) sumOf(ref table.Ref, number string) string {
	e.mu.RLock()
	defer e.mu.RUnlock()
	if s := e.states[ref]; s != nil {
		return s.Files[number].SHA256
	}
	return ""
}

// copy brings a file here; a copy without its checksum is lost(), like one that is
// not there.
func (e *Engine) copy(ctx context.Context, name, sum, path string) error {
	r, err := e.files.Open(ctx, name, 0, files.Rest)
	if err != nil {
		return lost(err)
	}
	defer r.Close()
	tmp, err := os.CreateTemp(e.scratch(), "copy-*.parquet")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // where it was not renamed
	h := sha256.New()
	_, err = io.Copy(io.MultiWriter(tmp, h), r)
	if err := errors.Join(err, tmp.Close()); err != nil {
		return fmt.Errorf("tables: copy %s: %w", name, err)
	}
	if got := hex.EncodeToString(h.Sum(nil)); sum != "" && got != sum {
		return lost(fmt.Errorf("%s: %w: SHA-256 %s, want %s", name, files.ErrDiffers, got, sum))
	}
	if err := os.MkdirAll(e.copies(), 0o755); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
