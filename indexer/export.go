package indexer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"honglinh/catalog"
	"honglinh/catalog/store"
	"honglinh/indexer/folder"
)

// Exported says what Export wrote.
type Exported struct {
	Packages int
	Files    int
	Bytes    int64
	// Kept are records that are in no file: the store keeps them from an
	// earlier version of a package whose rows are now refused.
	Kept []string
	// Elsewhere are records that no package owns, such as those that the editorial desk
	// publishes: they are in no file, and a backup holds them.
	Elsewhere []string
}

// Export writes every package of the catalogue of o, as it was last
// ingested, to folders below out; `ingest` reads them back to the same
// catalogue. It runs beside a server. Fault: Invalid when out holds something.
func Export(ctx context.Context, o Options, out string) (Exported, error) {
	var e Exported
	place, err := PlaceOf(ctx, o.Store, o.Data)
	if err != nil {
		return e, err
	}
	st, err := place.OpenReader(ctx)
	if err != nil {
		return e, err
	}
	defer st.Close()
	if entries, err := os.ReadDir(out); err == nil && len(entries) > 0 {
		return e, catalog.Invalidf("out", "the folder %s is not empty; name a new one", out)
	}
	lib, err := readLibrary(ctx, st)
	if err != nil {
		return e, err
	}
	for _, name := range lib.names() {
		if err := e.copy(ctx, filepath.Join(o.Data, lib[name].Dir), filepath.Join(out, name)); err != nil {
			return e, fmt.Errorf("export package %s: %w", name, err)
		}
		e.Packages++
		e.Kept = append(e.Kept, lib[name].Kept...)
	}
	e.Elsewhere, err = ownedElsewhere(ctx, st)
	return e, err
}

func readLibrary(ctx context.Context, st store.Reader) (library, error) {
	lib := library{}
	raw, err := st.Document(ctx, libraryKey)
	if err != nil {
		return nil, errors.Join(errors.New("the catalogue was never ingested whole; run `honglinh ingest` first"), err)
	}
	return lib, json.Unmarshal(raw, &lib)
}

func (e *Exported) copy(ctx context.Context, from, to string) error {
	files := folder.Dir(from)
	return fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return errors.Join(err, ctx.Err())
		}
		in, err := files.Open(name)
		if err != nil {
			return err
		}
		defer in.Close()
		w, err := createUnder(to, name)
		if err != nil {
			return err
		}
		n, err := io.Copy(w, in)
		e.Files, e.Bytes = e.Files+1, e.Bytes+n
		return errors.Join(err, w.Close())
	})
}
