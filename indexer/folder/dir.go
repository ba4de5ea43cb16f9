package folder

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"strings"

	"golang.org/x/sys/unix"

	"honglinh/catalog/text/notice"
)

// Why a name below a Dir is not opened. Each is the Err of a *fs.PathError.
var (
	// ErrLink is a symbolic link, wherever it leads.
	ErrLink = notice.Of("link")
	// ErrSpecial is a pipe, a socket or a device, which may never end.
	ErrSpecial = notice.Of("not-regular")
	// ErrForeign is a hard link to a file of another owner.
	ErrForeign = notice.Of("foreign-link")
)

// Dir is the file system below a folder of the machine. The folder itself may be
// a link, since the operator named it; nothing below it may.
type Dir string

var _ fs.FS = Dir("")

// Open implements fs.FS. A link swapped in between the look and the opening leads
// at most to another regular file below the folder: the kernel holds the border.
func (d Dir) Open(name string) (fs.File, error) {
	f, err := d.open(name)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: plain(err)}
	}
	return f, nil
}

func (d Dir) open(name string) (*os.File, error) {
	if !fs.ValidPath(name) {
		return nil, fs.ErrInvalid
	}
	root, err := os.OpenRoot(string(d))
	if err != nil {
		return nil, err
	}
	defer root.Close()
	if err := unlinked(root, name); err != nil {
		return nil, err
	}
	// A pipe that nobody writes to would hold the opening up for ever.
	f, err := root.OpenFile(name, os.O_RDONLY|unix.O_NONBLOCK, 0)
	if err != nil {
		return nil, err
	}
	if err := regular(root, f, name); err != nil {
		return nil, errors.Join(err, f.Close())
	}
	return f, nil
}

// unlinked refuses a name of which any part is a link.
func unlinked(root *os.Root, name string) error {
	for at, rest := "", name; rest != ""; {
		var part string
		part, rest, _ = strings.Cut(rest, "/")
		at = path.Join(at, part)
		info, err := root.Lstat(at)
		switch {
		case err != nil:
			return err
		case info.Mode()&fs.ModeSymlink == 0:
		case at != name:
			return fmt.Errorf("%q: %w", at, ErrLink)
		default:
			return ErrLink
		}
	}
	return nil
}

// regular refuses what is neither a folder nor a regular file, and another
// user's file that somebody linked into the folder.
func regular(root *os.Root, f *os.File, name string) error {
	info, err := f.Stat()
	if err != nil || info.IsDir() {
		return err
	}
	if !info.Mode().IsRegular() {
		return ErrSpecial
	}
	var file, parent unix.Stat_t
	if err := unix.Fstat(int(f.Fd()), &file); err != nil || file.Nlink < 2 {
		return err
	}
	p, err := root.Open(path.Dir(name))
	if err != nil {
		return err
	}
	defer p.Close()
	if err := unix.Fstat(int(p.Fd()), &parent); err != nil {
		return err
	}
	if file.Uid != parent.Uid {
		return ErrForeign
	}
	return nil
}

// plain takes the folder's own place on the machine out of an error: it is told
// to whoever reads reports.
func plain(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
