package byaddress

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"honglinh/datasets/files"
	"honglinh/datasets/files/folder"
	"honglinh/datasets/files/s3"
)

// Parts of a data folder that are stores of files, which may be kept elsewhere.
const (
	Tables   = "tables"
	Pictures = "pictures"
)

// keptAt is the file of a part that says where its files are kept instead.
const keptAt = ".kept-at"

// Part opens a part of a data folder for its one writer: what is kept at the address, ""
// being the folder itself. Files of the folder that the address lacks are put there
// first, states after what they speak of, so that a folder that was restored or served
// without the address goes on there. The fault of a folder whose files are elsewhere, and
// no address, says where.
func Part(ctx context.Context, address, data, part string) (files.Store, error) {
	dir := filepath.Join(data, part)
	note := filepath.Join(dir, keptAt)
	was, err := os.ReadFile(note)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("files: %w", err)
	}
	if address == "" {
		if len(was) > 0 {
			return nil, fmt.Errorf("files: those of %s are kept in %s: give --files with that address; to bring them back, restore a backup into a new folder", dir, was)
		}
		return folder.Open(dir)
	}
	here, err := folder.Open(dir)
	if err != nil {
		return nil, err
	}
	at, err := parse(address)
	if err != nil {
		return nil, err
	}
	at = at.Within(part)
	waits := filepath.Join(dir, ".waiting")
	if err := errors.Join(os.RemoveAll(waits), os.MkdirAll(waits, 0o700)); err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	there, err := s3.Open(ctx, at, s3.Options{Scratch: waits})
	if err != nil {
		return nil, err
	}
	if string(was) == at.String() {
		return there, nil
	}
	if _, err := files.CopyMissing(ctx, there, here, isState); err != nil {
		return nil, fmt.Errorf("files: move %s to %s: %w", dir, at, err)
	}
	if err := os.WriteFile(note+".new", []byte(at.String()), 0o644); err != nil {
		return nil, fmt.Errorf("files: %w", err)
	}
	return there, os.Rename(note+".new", note)
}

// isState reports whether a file speaks of others.
func isState(name string) bool { return path.Base(name) == "state.json" }

// Copied opens a part of a data folder for a copy, beside its writer: what is kept at the
// address, "" being the folder itself, for which the store is nil.
func Copied(ctx context.Context, address, part string) (files.Store, error) {
	if address == "" {
		return nil, nil
	}
	at, err := parse(address)
	if err != nil {
		return nil, err
	}
	return s3.Open(ctx, at.Within(part), s3.Options{})
}

// Elsewhere is the address at which the parts of a data folder are kept, "" if in itself.
func Elsewhere(data string) (string, error) {
	b, err := os.ReadFile(filepath.Join(data, Tables, keptAt))
	if errors.Is(err, fs.ErrNotExist) {
		return "", nil
	}
	return strings.TrimSuffix(string(b), Tables+"/"), err
}
