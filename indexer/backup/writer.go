package backup

import (
	"archive/zip"
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"honglinh/datasets/files"
	"honglinh/datasets/files/byaddress"
)

// writer writes one file of a backup.
type writer struct {
	Manifest
	file  *os.File
	zip   *zip.Writer
	known map[string]File // of the earlier backup, by name
	added int
}

func create(name string, m Manifest, earlier Manifest) (*writer, error) {
	id := make([]byte, 12)
	_, _ = rand.Read(id) // never fails
	m.Format, m.ID = Format, hex.EncodeToString(id)
	f, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	w := &writer{Manifest: m, file: f, zip: zip.NewWriter(f), known: map[string]File{}}
	for _, f := range earlier.Files {
		w.known[f.Name] = f
	}
	return w, nil
}

// add puts what open gives in under the name, unless the earlier backup has it.
func (w *writer) add(ctx context.Context, name string, open opener) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if old, ok := w.known[name]; ok {
		size, sum, err := copied(ctx, open, io.Discard)
		if err != nil {
			return fmt.Errorf("backup: %s: %w", name, err)
		}
		if size == old.Size && sum == old.SHA256 {
			w.Files = append(w.Files, old)
			return nil
		}
	}
	entry, err := w.zip.CreateHeader(&zip.FileHeader{Name: contentFolder + name, Method: method(name), Modified: w.Made})
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	size, sum, err := copied(ctx, open, entry)
	if err != nil {
		return fmt.Errorf("backup: %s: %w", name, err)
	}
	w.Files, w.added = append(w.Files, File{Name: name, Size: size, SHA256: sum, In: w.ID}), w.added+1
	return nil
}

// method leaves alone what is compressed already.
func method(name string) uint16 {
	switch strings.ToLower(path.Ext(name)) {
	case ".parquet", ".zip", ".gz", ".xlsx", ".jpg", ".jpeg", ".png", ".webp", ".gpkg", ".pmtiles":
		return zip.Store
	}
	return zip.Deflate
}

// copied copies what open gives and returns how many bytes and their SHA-256.
func copied(ctx context.Context, open opener, w io.Writer) (int64, string, error) {
	r, err := open(ctx)
	if err != nil {
		return 0, "", err
	}
	h := sha256.New()
	n, err := io.Copy(io.MultiWriter(w, h), r)
	return n, hex.EncodeToString(h.Sum(nil)), errors.Join(err, r.Close())
}

// finish ends the file with its manifest and gives it its name, whole and synced.
func (w *writer) finish(ctx context.Context, name string, mode fs.FileMode) (int64, error) {
	entry, err := w.zip.Create(manifestName)
	if err == nil {
		err = json.NewEncoder(entry).Encode(w.Manifest)
	}
	if err = errors.Join(err, w.zip.Close(), w.file.Chmod(mode), w.file.Sync()); err != nil {
		return 0, fmt.Errorf("backup: %w", err)
	}
	info, err := w.file.Stat()
	if err != nil {
		return 0, fmt.Errorf("backup: %w", err)
	}
	if byaddress.Outside(name) {
		return info.Size(), w.send(ctx, name)
	}
	if err := errors.Join(w.file.Close(), os.Link(w.file.Name(), name)); err != nil { // a link never replaces
		return 0, fmt.Errorf("backup: %w", err)
	}
	return info.Size(), nil
}

// abandon drops what was not finished, and what finish gave its name already.
func (w *writer) abandon() { _ = errors.Join(w.file.Close(), os.Remove(w.file.Name())) }

// send puts the finished file at an address.
func (w *writer) send(ctx context.Context, address string) error {
	store, name, err := byaddress.File(ctx, address, filepath.Dir(w.file.Name()))
	if err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if _, err := w.file.Seek(0, io.SeekStart); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	if _, err := store.Put(ctx, name, w.file, files.PutOptions{}); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}
