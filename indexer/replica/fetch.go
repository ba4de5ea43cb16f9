package replica

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
)

// Copy implements Origin. A file that broke off goes on where it ended: its name ends in
// partial meanwhile.
func (c *Client) Copy(ctx context.Context, name, print, dir string) error {
	base := "copies/" + url.PathEscape(name) + "/" + url.PathEscape(print)
	var list []listed
	if err := c.json(ctx, base, &list); err != nil {
		return err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	for _, f := range list {
		if !fs.ValidPath(f.Name) || f.Name == "." {
			return fmt.Errorf("the writer names a file %q", f.Name)
		}
		if info, err := root.Stat(f.Name); err == nil && info.Size() == f.Size {
			continue
		}
		if err := root.MkdirAll(filepath.Dir(filepath.FromSlash(f.Name)), 0o755); err != nil {
			return err
		}
		escaped := (&url.URL{Path: f.Name}).EscapedPath()
		from := func(offset int64) (io.ReadCloser, error) {
			return c.stream(ctx, base+"/"+escaped+"?from="+strconv.FormatInt(offset, 10)), nil
		}
		if err := resume(root, f.Name+partial, f.Size, from); err != nil {
			return fmt.Errorf("%s: %w", f.Name, err)
		}
		if err := root.Rename(f.Name+partial, f.Name); err != nil {
			return err
		}
	}
	return nil
}

// partial ends the name of a file that is not whole.
const partial = ".partial"

// resume brings a file to its size, from where it ended.
func resume(root *os.Root, name string, size int64, from func(int64) (io.ReadCloser, error)) error {
	f, err := root.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o644)
	if err != nil {
		return err
	}
	defer f.Close() // what is checked is the one after Sync
	info, err := f.Stat()
	if err != nil {
		return err
	}
	at := info.Size()
	if at > size {
		at = 0
		if err := f.Truncate(0); err != nil {
			return err
		}
	}
	in, err := from(at)
	if err != nil {
		return err
	}
	n, err := io.Copy(f, io.LimitReader(in, size-at+1))
	if err := errors.Join(err, in.Close()); err != nil {
		return err
	}
	if at+n != size {
		return errors.Join(errCut, f.Truncate(0))
	}
	return errors.Join(f.Sync(), f.Close())
}

// Version brings the file of a version of a table to a place in a folder, whose content has
// the checksum, "" being any; size below 0 is not known.
func Version(ctx context.Context, from func(context.Context, int64) (io.ReadCloser, error), root *os.Root, name string, size int64) error {
	if size >= 0 {
		return resume(root, name, size, func(offset int64) (io.ReadCloser, error) { return from(ctx, offset) })
	}
	in, err := from(ctx, 0)
	if err != nil {
		return err
	}
	f, err := root.Create(name)
	if err != nil {
		return errors.Join(err, in.Close())
	}
	_, err = io.Copy(f, in)
	return errors.Join(err, in.Close(), f.Close())
}
