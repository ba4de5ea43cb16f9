package read

import (
	"archive/zip"
	"fmt"
	"io"
	"path"
	"strings"

	"honglinh/catalog/text/notice"
)

// Limits of an archive, against zip bombs.
const (
	mostEntries = 1000
	mostRatio   = 200 // unpacked to packed; text rarely exceeds 50
)

// archive opens a zip and refuses bombs by what the directory says; entry readers hold the limit again.
func archive(r io.ReaderAt, size int64) (*zip.Reader, error) {
	z, err := zip.NewReader(r, size)
	if err != nil {
		return nil, notice.Of("geo-read.zip").Because(ErrFormat)
	}
	if len(z.File) > mostEntries {
		return nil, notice.Of("geo-read.entries", len(z.File)).Because(ErrTooLarge)
	}
	var total uint64
	for _, f := range z.File {
		total += f.UncompressedSize64
		if f.UncompressedSize64 > 1<<20 && f.UncompressedSize64 > mostRatio*(f.CompressedSize64+1) {
			return nil, notice.Of("geo-read.bomb", path.Base(f.Name), f.UncompressedSize64/(f.CompressedSize64+1)).Because(ErrTooLarge)
		}
	}
	if total > MostBytes {
		return nil, ErrTooLarge
	}
	return z, nil
}

// unpack reads a whole entry.
func unpack(f *zip.File) ([]byte, error) {
	r, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path.Base(f.Name), err)
	}
	defer r.Close()
	b, err := io.ReadAll(limit(r))
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path.Base(f.Name), err)
	}
	return b, nil
}

// entry finds the first file with an ending, letter case aside, and a stem if one is given.
func entry(z *zip.Reader, stem, ext string) *zip.File {
	for _, f := range z.File {
		n := strings.ToLower(f.Name)
		if path.Ext(n) == ext && !strings.HasPrefix(n, "__macosx/") && (stem == "" || strings.TrimSuffix(n, ext) == stem) {
			return f
		}
	}
	return nil
}
