package folder_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"golang.org/x/sys/unix"

	"honglinh/indexer/folder"
)

// put writes a file with the folders above it.
func put(t *testing.T, name string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte("a\n1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestOnlyRegularFilesBelowTheFolderAreOpened(t *testing.T) {
	base, outside := t.TempDir(), t.TempDir()
	put(t, filepath.Join(outside, "secret.csv"))
	put(t, filepath.Join(base, "p", "a.csv"))
	put(t, filepath.Join(base, "p", "deep", "b.csv"))
	for _, c := range []struct {
		name, file string
		make       func(string) error
		want       error
	}{
		{"a file", "p/a.csv", nil, nil},
		{"a file further down", "p/deep/b.csv", nil, nil},
		{"a link out of the folder", "p/out.csv", func(f string) error { return os.Symlink(filepath.Join(outside, "secret.csv"), f) }, folder.ErrLink},
		{"a link to a neighbour", "p/in.csv", func(f string) error { return os.Symlink("a.csv", f) }, folder.ErrLink},
		{"a link to itself", "p/self.csv", func(f string) error { return os.Symlink("self.csv", f) }, folder.ErrLink},
		{"a file in a linked folder", "p/there/secret.csv", func(string) error { return os.Symlink(outside, filepath.Join(base, "p", "there")) }, folder.ErrLink},
		{"a package folder that is a link", "q/secret.csv", func(string) error { return os.Symlink(outside, filepath.Join(base, "q")) }, folder.ErrLink},
		{"a pipe that nobody writes to", "p/pipe.csv", func(f string) error { return unix.Mkfifo(f, 0o644) }, folder.ErrSpecial},
		{"a name that leads out", "../secret.csv", nil, fs.ErrInvalid},
		{"an absolute name", "/etc/passwd", nil, fs.ErrInvalid},
		{"a name in another case", "p/A.csv", nil, fs.ErrNotExist},
		{"a file that is not there", "p/none.csv", nil, fs.ErrNotExist},
	} {
		t.Run(c.name, func(t *testing.T) {
			if c.make != nil {
				must(t, c.make(filepath.Join(base, c.file)))
			}
			got := make(chan error, 1)
			go func() {
				f, err := folder.Dir(base).Open(c.file)
				if err == nil {
					err = f.Close()
				}
				got <- err
			}()
			select {
			case err := <-got:
				if !errors.Is(err, c.want) {
					t.Errorf("got %v, want %v", err, c.want)
				}
				if err != nil && strings.Contains(err.Error(), base) {
					t.Errorf("%q tells where the folder is on the machine", err)
				}
			case <-time.After(10 * time.Second):
				t.Fatal("opening it never ends")
			}
		})
	}
}

func TestAHardLinkToAnothersFileIsRefusedAndOnesOwnIsNot(t *testing.T) {
	if os.Getuid() != 0 {
		t.Skip("only root can give a file away")
	}
	base := t.TempDir()
	put(t, filepath.Join(base, "own.csv"))
	must(t, os.Link(filepath.Join(base, "own.csv"), filepath.Join(base, "twice.csv")))
	put(t, filepath.Join(base, "theirs"))
	must(t, os.Chown(filepath.Join(base, "theirs"), 12345, 12345))
	must(t, os.Link(filepath.Join(base, "theirs"), filepath.Join(base, "theirs.csv")))
	if f, err := folder.Dir(base).Open("twice.csv"); err != nil {
		t.Errorf("a file with two names: %v", err)
	} else {
		f.Close()
	}
	if _, err := folder.Dir(base).Open("theirs.csv"); !errors.Is(err, folder.ErrForeign) {
		t.Errorf("got %v, want %v", err, folder.ErrForeign)
	}
}

func TestADirIsAFileSystem(t *testing.T) {
	base := t.TempDir()
	put(t, filepath.Join(base, "p", "a.csv"))
	put(t, filepath.Join(base, "p", "deep", "b.csv"))
	if err := fstest.TestFS(folder.Dir(base), "p/a.csv", "p/deep/b.csv"); err != nil {
		t.Error(err)
	}
}
