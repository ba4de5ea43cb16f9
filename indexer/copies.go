package indexer

import (
	"context"
	"fmt"
	"io/fs"
	"math"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sys/unix"

	"honglinh/indexer/folder"
)

// copies remembers which copies of packages were held against their names, so
// that each is read once a start, and again when a file of it was touched.
type copies struct {
	mu    sync.Mutex
	known map[string]string // stamp by folder, of those that are sound
}

// sound reports whether a copy is what its name says: the fingerprint of its
// files. A copy that is not there is not sound.
func (c *copies) sound(ctx context.Context, dir string) bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	files, stamp, err := listing(dir)
	if err != nil {
		return false
	}
	if c.known[dir] == stamp {
		return true
	}
	if !isSound(ctx, dir, files) {
		return false
	}
	if c.known == nil {
		c.known = map[string]string{}
	}
	c.known[dir] = stamp
	return true
}

// isSound reads the files of a copy.
func isSound(ctx context.Context, dir string, files []string) bool {
	t := tree{fs: folder.Dir(dir), dir: ".", left: math.MaxInt64}
	print, err := t.fingerprint(ctx, files, nil)
	return err == nil && print == filepath.Base(dir)
}

// listing names the files of a copy in order, with a stamp that changes with any
// of them: the kernel sets the time of last change, which nobody can turn back.
func listing(dir string) ([]string, string, error) {
	var files []string
	var stamp strings.Builder
	err := fs.WalkDir(folder.Dir(dir), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		var st unix.Stat_t
		if err := unix.Lstat(filepath.Join(dir, filepath.FromSlash(name)), &st); err != nil {
			return err
		}
		files = append(files, name)
		fmt.Fprintf(&stamp, "%s %d %d %d.%d\n", name, st.Ino, st.Size, st.Ctim.Sec, st.Ctim.Nsec)
		return nil
	})
	slices.Sort(files)
	return files, stamp.String(), err
}
