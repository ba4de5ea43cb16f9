package encode

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"

	"honglinh/catalog/geo/gpkg"
	"honglinh/catalog/geo/write"
)

// geoPackage writes a database file beside the tables, then sends it: SQLite
// wants a place to seek in.
func geoPackage(ctx context.Context, j job, w io.Writer) (int, error) {
	src, n, err := j.features(ctx)
	if err != nil {
		return 0, err
	}
	dir, err := os.MkdirTemp(j.tables.Scratch(), "gpkg-*")
	if err != nil {
		return 0, err
	}
	file := filepath.Join(dir, "export.gpkg")
	if _, err = gpkg.Write(ctx, file, src, write.Options{Name: j.query.Ref.Table}); err == nil {
		err = copyFile(w, file)
	}
	return *n, errors.Join(err, os.RemoveAll(dir))
}

func copyFile(w io.Writer, name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	_, err = io.Copy(w, f)
	return errors.Join(err, f.Close())
}
