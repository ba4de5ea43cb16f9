package backup

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"sync"

	"honglinh/datasets/files"
	"honglinh/datasets/files/byaddress"
)

// opener opens the content of a file.
type opener func(ctx context.Context) (io.ReadCloser, error)

// content is a file of a data folder, wherever it is kept.
type content struct {
	name string // in the folder
	open opener
}

// local opens a file of this machine.
func local(path string) opener {
	return func(context.Context) (io.ReadCloser, error) { return os.Open(path) }
}

// kept opens the parts that are kept elsewhere. Fault: Invalid where the folder says that
// they are, and the options do not.
func (o Options) kept(ctx context.Context) (map[string]files.Store, error) {
	at, err := byaddress.Elsewhere(o.Data)
	if err != nil {
		return nil, fmt.Errorf("backup: %w", err)
	}
	if o.Files == "" {
		if at == "" {
			return nil, nil
		}
		return nil, fault(o.Data, "bảng và ảnh được giữ ở "+at+": hãy thêm --files với địa chỉ đó", "its tables and photos are kept in "+at+": add --files with that address")
	}
	out := map[string]files.Store{}
	for _, part := range []string{byaddress.Tables, byaddress.Pictures} {
		if out[part], err = byaddress.Copied(ctx, o.Files, part); err != nil {
			return nil, fmt.Errorf("backup: %w", err)
		}
	}
	return out, nil
}

// elsewhere lists the files of a part that is kept elsewhere, those that say what is there
// before what they speak of.
func (t *taking) elsewhere(ctx context.Context, part string) ([]content, error) {
	s := t.kept[part]
	if s == nil {
		return nil, nil
	}
	var states, rest []content
	for info, err := range s.List(ctx, "") {
		if err != nil {
			return nil, fmt.Errorf("backup: %w", err)
		}
		c := content{part + "/" + info.Name, func(ctx context.Context) (io.ReadCloser, error) { return s.Open(ctx, info.Name, 0, files.Rest) }}
		if path.Base(info.Name) == "state.json" {
			states = append(states, c)
		} else {
			rest = append(rest, c)
		}
	}
	return append(states, rest...), nil
}

// exists reports whether there is a file, here or at an address.
func exists(ctx context.Context, name string) (bool, error) {
	var err error
	if byaddress.Outside(name) {
		var s files.Store
		if s, name, err = byaddress.File(ctx, name, ""); err == nil {
			_, err = s.Stat(ctx, name)
		}
	} else {
		_, err = os.Lstat(name)
	}
	switch {
	case err == nil:
		return true, nil
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	}
	return false, fmt.Errorf("backup: %w", err)
}

// block is how much of a file at an address is fetched at a time: archives are read in
// small pieces, one behind the other.
const block = 4 << 20

// remote reads a file at an address.
type remote struct {
	ctx  context.Context //nolint:containedctx // that of the one who reads the archive
	from files.Store
	name string

	mu   sync.Mutex
	at   int64 // of the block that is here
	here []byte
}

// openRemote opens a file at an address, with its size.
func openRemote(ctx context.Context, address string) (*remote, int64, error) {
	s, name, err := byaddress.File(ctx, address, "")
	if err != nil {
		return nil, 0, err
	}
	info, err := s.Stat(ctx, name)
	return &remote{ctx: ctx, from: s, name: name, at: -1}, info.Size, err
}

// ReadAt implements io.ReaderAt.
func (r *remote) ReadAt(p []byte, off int64) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n := 0
	for n < len(p) {
		at := (off + int64(n)) / block * block
		if at != r.at {
			if err := r.fetch(at); err != nil {
				return n, err
			}
		}
		from := off + int64(n) - at
		if from >= int64(len(r.here)) {
			return n, io.EOF
		}
		n += copy(p[n:], r.here[from:])
	}
	return n, nil
}

func (r *remote) fetch(at int64) error {
	r.at = -1
	f, err := r.from.Open(r.ctx, r.name, at, block)
	if err != nil {
		return err
	}
	b, err := io.ReadAll(f)
	if err := errors.Join(err, f.Close()); err != nil {
		return err
	}
	r.at, r.here = at, b
	return nil
}
