package backup

import (
	"archive/zip"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets/files/byaddress"
)

// Restored says what Restore put back or Verify read.
type Restored struct {
	Files   int
	Bytes   int64
	Seq     int64 // the last change of the records
	Private bool  // whether the private part was among the files
}

// Restore puts a backup back into the folder data, which must not exist or be
// empty: from are the files of the backup, in any order, with those of the earlier
// ones that it builds on. The folder is there whole or not at all. Faults: Invalid
// for a folder with content, a damaged or missing file of a backup, or files of
// two backups that do not belong together.
func Restore(ctx context.Context, from []string, data string) (Restored, error) {
	switch entries, err := os.ReadDir(data); {
	case err == nil && len(entries) > 0:
		return Restored{}, fault(data, "thư mục không trống: hãy khôi phục vào một thư mục mới", "the folder is not empty: restore into a new one")
	case err != nil && !errors.Is(err, fs.ErrNotExist):
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	parent := filepath.Dir(filepath.Clean(data))
	if err := os.MkdirAll(parent, 0o755); err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	work, err := os.MkdirTemp(parent, ".restore-*")
	if err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	defer os.RemoveAll(work)
	done, err := read(ctx, from, func(f File, part Part, r io.Reader) error {
		return put(filepath.Join(work, filepath.FromSlash(f.Name)), part, r)
	})
	if err != nil {
		return Restored{}, err
	}
	if err := os.Remove(data); err != nil && !errors.Is(err, fs.ErrNotExist) { // an empty folder
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	if err := errors.Join(os.Chmod(work, 0o755), os.Rename(work, data)); err != nil {
		return Restored{}, fmt.Errorf("restore: %w", err)
	}
	return done, nil
}

// Verify reads every file of a backup and holds it against its checksum. Faults as
// of Restore.
func Verify(ctx context.Context, from []string) (Restored, error) {
	return read(ctx, from, func(_ File, _ Part, r io.Reader) error {
		_, err := io.Copy(io.Discard, r)
		return err
	})
}

// put writes a file for good; one of the private part for its owner only.
func put(name string, part Part, r io.Reader) error {
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		return err
	}
	mode := fs.FileMode(0o644)
	if part == Private {
		mode = 0o600
	}
	f, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Sync(), f.Close())
}

// archive is an open file of a backup.
type archive struct {
	Manifest
	file  string
	zip   *zip.Reader
	close func() error
}

func manifestOf(ctx context.Context, file string) (Manifest, error) {
	a, err := open(ctx, file)
	if err != nil {
		return Manifest{}, err
	}
	return a.Manifest, a.close()
}

// open opens a file of a backup, or the one at an address. Fault: Invalid for one that is
// not there or no backup.
func open(ctx context.Context, file string) (*archive, error) {
	a := &archive{file: file, close: func() error { return nil }}
	var err error
	if byaddress.Outside(file) {
		var r *remote
		var size int64
		if r, size, err = openRemote(ctx, file); err == nil {
			a.zip, err = zip.NewReader(r, size)
		}
	} else {
		var z *zip.ReadCloser
		if z, err = zip.OpenReader(file); err == nil {
			a.zip, a.close = &z.Reader, z.Close
		}
	}
	switch {
	case errors.Is(err, zip.ErrFormat):
		return nil, damaged(file, "it is no ZIP file, or not whole")
	case errors.Is(err, fs.ErrNotExist):
		return nil, fault(file, "không có tệp này", "there is no such file")
	case err != nil:
		return nil, fmt.Errorf("backup: %w", err)
	}
	if a.Manifest, err = readManifest(file, a.zip); err != nil {
		return nil, errors.Join(err, a.close())
	}
	return a, nil
}

// read gives every file of the newest backup among from to fn, and holds what fn
// read against its checksum.
func read(ctx context.Context, from []string, fn func(File, Part, io.Reader) error) (Restored, error) {
	var done Restored
	byID, newest := map[string]*archive{}, map[Part]*archive{}
	for _, file := range from {
		a, err := open(ctx, file)
		if err != nil {
			return done, err
		}
		defer a.close()
		byID[a.ID] = a
		if old := newest[a.Part]; old == nil || a.Made.After(old.Made) {
			newest[a.Part] = a
		}
	}
	public := newest[Public]
	if public == nil {
		return done, &catalog.Fault{Kind: catalog.Invalid, Where: "from", Detail: text.New("thiếu tệp phần công khai của bản sao lưu", "the file of the public part of the backup is missing")}
	}
	done.Seq, done.Private = public.Seq, newest[Private] != nil
	for _, part := range []Part{Public, Private} {
		a := newest[part]
		if a == nil {
			continue
		}
		for _, f := range a.Files {
			if err := ctx.Err(); err != nil {
				return done, err
			}
			if err := a.give(f, byID[f.In], fn); err != nil {
				return done, err
			}
			done.Files, done.Bytes = done.Files+1, done.Bytes+f.Size
		}
	}
	return done, nil
}

// give gives one file from the archive that holds it.
func (a *archive) give(f File, holds *archive, fn func(File, Part, io.Reader) error) error {
	if holds == nil {
		return fault(a.file, fmt.Sprintf("bản sao lưu này dựa trên bản %s, chưa được nêu: hãy thêm --from tệp đó", f.In),
			fmt.Sprintf("it builds on the backup %s, which was not given: add --from with that file", f.In))
	}
	r, err := holds.zip.Open(contentFolder + f.Name)
	if err != nil {
		return damaged(holds.file, f.Name+" is missing")
	}
	defer r.Close()
	w := &watched{from: io.LimitReader(r, f.Size+1), sum: sha256.New()}
	switch err := fn(f, a.Part, w); {
	case w.err != nil:
		return damaged(holds.file, f.Name+": "+w.err.Error())
	case err != nil:
		return fmt.Errorf("backup: %s: %s: %w", holds.file, f.Name, err)
	case w.size != f.Size || hex.EncodeToString(w.sum.Sum(nil)) != f.SHA256:
		return damaged(holds.file, f.Name+" is not what was written")
	}
	return nil
}

// watched notes what is read of an archive, and whether that failed.
type watched struct {
	from io.Reader
	sum  hash.Hash
	size int64
	err  error
}

// Read implements io.Reader.
func (w *watched) Read(p []byte) (int, error) {
	n, err := w.from.Read(p)
	w.size += int64(n)
	w.sum.Write(p[:n]) // never fails
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}
