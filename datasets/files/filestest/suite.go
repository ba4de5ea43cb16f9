package filestest

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/datasets/files"
)

// Open makes an empty store for one test.
type Open func(t testing.TB) files.Store

// Run tests what open makes.
func Run(t *testing.T, open Open) {
	for _, c := range []struct {
		name string
		test func(*testing.T, files.Store)
	}{
		{"a file put is there whole, with its size and checksum", put},
		{"any range of a file can be read", ranges},
		{"a file that is not there is not found, and deleting it is no fault", missing},
		{"what is put stays as it is unless it may be replaced", immutable},
		{"content without its checksum is refused", checksums},
		{"a name that cannot be one is refused", names},
		{"files are listed by the beginning of their names, in order", list},
		{"a source that breaks off leaves nothing behind", torn},
		{"a context that ended leaves nothing behind", cancelled},
		{"a reader goes on with what it began", readers},
		{"of many that put one name one comes first, and nobody sees half a file", race},
		{"of many that replace one name each reader sees one content", replaced},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open(t)) })
	}
}

// sample is content of so many bytes, different for each seed.
func sample(size int, seed byte) []byte {
	b := make([]byte, size)
	x := uint32(seed) + 1
	for i := range b {
		x = x*1664525 + 1013904223 // the generator of Numerical Recipes
		b[i] = byte(x >> 24)
	}
	return b
}

// large is more than the part of an upload in most object stores (5 MiB).
const large = 6<<20 + 7

func mustPut(t *testing.T, s files.Store, name string, b []byte, o files.PutOptions) files.Written {
	t.Helper()
	w, err := s.Put(t.Context(), name, bytes.NewReader(b), o)
	if err != nil {
		t.Fatalf("put %s: %v", name, err)
	}
	return w
}

func content(t *testing.T, s files.Store, name string, offset, length int64) []byte {
	t.Helper()
	r, err := s.Open(t.Context(), name, offset, length)
	if err != nil {
		t.Fatalf("open %s: %v", name, err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		t.Fatalf("read %s: %v", name, err)
	}
	return b
}

func listed(t *testing.T, s files.Store, prefix string) []string {
	t.Helper()
	out := []string{}
	for info, err := range s.List(t.Context(), prefix) {
		if err != nil {
			t.Fatalf("list %q: %v", prefix, err)
		}
		out = append(out, info.Name)
	}
	return out
}

func put(t *testing.T, s files.Store) {
	for name, b := range map[string][]byte{"a": {}, "b/c/d.txt": []byte("xin chào"), "dữ liệu/bảng 1/1.0.0.parquet": sample(large, 1)} {
		w := mustPut(t, s, name, b, files.PutOptions{})
		info, err := s.Stat(t.Context(), name)
		if err != nil || info.Name != name || info.Size != int64(len(b)) || info.Modified.IsZero() {
			t.Errorf("%s: %+v, %v", name, info, err)
		}
		if w.Name != name || w.Size != int64(len(b)) || w.SHA256 != sum(b) {
			t.Errorf("%s: put says %+v", name, w)
		}
		if !bytes.Equal(content(t, s, name, 0, files.Rest), b) {
			t.Errorf("%s: another content", name)
		}
		if err := files.Verify(t.Context(), s, name, sum(b)); err != nil {
			t.Error(err)
		}
		if err := files.Verify(t.Context(), s, name, sum([]byte("else"))); !errors.Is(err, files.ErrDiffers) {
			t.Errorf("%s has any checksum: %v", name, err)
		}
	}
}

func ranges(t *testing.T, s files.Store) {
	b := sample(large, 2)
	mustPut(t, s, "x", b, files.PutOptions{})
	n := int64(len(b))
	for _, c := range []struct{ offset, length, from, to int64 }{
		{0, 10, 0, 10}, {5, 1, 5, 6}, {n - 3, 3, n - 3, n}, {n - 3, 100, n - 3, n}, {n - 3, files.Rest, n - 3, n}, {0, 0, 0, 0}, {n, 10, n, n}, {n, files.Rest, n, n}, {n + 5, 10, n, n}, {1 << 20, 5 << 20, 1 << 20, 6 << 20},
	} {
		if got := content(t, s, "x", c.offset, c.length); !bytes.Equal(got, b[c.from:c.to]) {
			t.Errorf("%d bytes from %d on: got %d bytes, want %d", c.length, c.offset, len(got), c.to-c.from)
		}
	}
	for _, c := range [][2]int64{{-1, 1}, {0, -2}} {
		if r, err := s.Open(t.Context(), "x", c[0], c[1]); err == nil {
			r.Close()
			t.Errorf("%d bytes from %d on are no range", c[1], c[0])
		}
	}
}

func missing(t *testing.T, s files.Store) {
	mustPut(t, s, "a/b", []byte("x"), files.PutOptions{})
	for _, name := range []string{"c", "a", "a/b/c", "a/c"} {
		if _, err := s.Stat(t.Context(), name); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("stat %s: %v", name, err)
		}
		if _, err := s.Open(t.Context(), name, 0, files.Rest); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("open %s: %v", name, err)
		}
		if err := s.Delete(t.Context(), name); err != nil {
			t.Errorf("delete %s: %v", name, err)
		}
	}
	if err := s.Delete(t.Context(), "a/b"); err != nil {
		t.Error(err)
	}
	if _, err := s.Stat(t.Context(), "a/b"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("it is there after it was deleted: %v", err)
	}
	mustPut(t, s, "a/b", []byte("y"), files.PutOptions{})
	if got := content(t, s, "a/b", 0, files.Rest); string(got) != "y" {
		t.Errorf("put again: %q", got)
	}
}

func immutable(t *testing.T, s files.Store) {
	mustPut(t, s, "a", []byte("first"), files.PutOptions{})
	mustPut(t, s, "a", []byte("first"), files.PutOptions{})
	if _, err := s.Put(t.Context(), "a", strings.NewReader("second"), files.PutOptions{}); !errors.Is(err, fs.ErrExist) {
		t.Errorf("another content: %v", err)
	}
	if got := content(t, s, "a", 0, files.Rest); string(got) != "first" {
		t.Errorf("got %q", got)
	}
	w := mustPut(t, s, "a", []byte("the third"), files.PutOptions{Replace: true})
	if got := content(t, s, "a", 0, files.Rest); string(got) != "the third" || w.SHA256 != sum(got) || w.Size != 9 {
		t.Errorf("got %q, %+v", got, w)
	}
	mustPut(t, s, "new", []byte("x"), files.PutOptions{Replace: true})
	if got := listed(t, s, ""); !cmp.Equal(got, []string{"a", "new"}) {
		t.Error(got)
	}
}

func checksums(t *testing.T, s files.Store) {
	b := []byte("content")
	mustPut(t, s, "a", b, files.PutOptions{SHA256: sum(b)})
	mustPut(t, s, "b", b, files.PutOptions{SHA256: strings.ToUpper(sum(b))})
	for _, o := range []files.PutOptions{{SHA256: sum([]byte("other"))}, {SHA256: sum([]byte("other")), Replace: true}} {
		for _, name := range []string{"a", "c"} {
			if _, err := s.Put(t.Context(), name, bytes.NewReader([]byte("wrong")), o); !errors.Is(err, files.ErrDiffers) {
				t.Errorf("%s: %v", name, err)
			}
		}
	}
	if got := content(t, s, "a", 0, files.Rest); !bytes.Equal(got, b) {
		t.Errorf("got %q", got)
	}
	if got := listed(t, s, ""); !cmp.Equal(got, []string{"a", "b"}) {
		t.Error(got)
	}
}

func names(t *testing.T, s files.Store) {
	long := strings.Repeat("x", 300)
	for _, name := range []string{"", ".", "..", "/a", "a/", "a//b", "./a", "a/../b", "../a", ".a", "a/.b", `a\b`, "a\x00b", "a\nb", "a\xffb", long, strings.Repeat("abcdefghi/", 100) + "x"} {
		if _, err := s.Put(t.Context(), name, strings.NewReader("x"), files.PutOptions{}); !errors.Is(err, files.ErrName) {
			t.Errorf("put %.40q: %v", name, err)
		}
		if _, err := s.Open(t.Context(), name, 0, files.Rest); !errors.Is(err, files.ErrName) {
			t.Errorf("open %.40q: %v", name, err)
		}
		if _, err := s.Stat(t.Context(), name); !errors.Is(err, files.ErrName) {
			t.Errorf("stat %.40q: %v", name, err)
		}
		if err := s.Delete(t.Context(), name); !errors.Is(err, files.ErrName) {
			t.Errorf("delete %.40q: %v", name, err)
		}
	}
	if got := listed(t, s, ""); len(got) > 0 {
		t.Errorf("left behind: %q", got)
	}
	mustPut(t, s, "a b/Đường số 1 (cũ)/it's 100%.csv", []byte("x"), files.PutOptions{})
}

func list(t *testing.T, s files.Store) {
	all := []string{"a-b/1", "a/1", "a/2/x", "a/2/y", "ab", "b", "Ă"}
	for _, name := range all {
		mustPut(t, s, name, []byte(name), files.PutOptions{})
	}
	for prefix, want := range map[string][]string{
		"": all, "a": {"a-b/1", "a/1", "a/2/x", "a/2/y", "ab"}, "a/": {"a/1", "a/2/x", "a/2/y"}, "a/2": {"a/2/x", "a/2/y"}, "a/2/": {"a/2/x", "a/2/y"}, "a/2/x": {"a/2/x"}, "c": {}, "a/3/": {}, "../": {}, "b/": {},
	} {
		if diff := cmp.Diff(want, listed(t, s, prefix)); diff != "" {
			t.Errorf("%q: %s", prefix, diff)
		}
	}
	for info, err := range s.List(t.Context(), "a/1") {
		if err != nil || info.Size != 3 || info.Modified.IsZero() {
			t.Errorf("%+v, %v", info, err)
		}
	}
	n := 0
	for range s.List(t.Context(), "") {
		if n++; n == 2 {
			break
		}
	}
	if n != 2 {
		t.Errorf("a list that is left gave %d", n)
	}
}

// breaking gives some bytes and then an error.
type breaking struct {
	b   []byte
	err error
}

// Read implements io.Reader.
func (r *breaking) Read(p []byte) (int, error) {
	if len(r.b) == 0 {
		return 0, r.err
	}
	n := copy(p, r.b)
	r.b = r.b[n:]
	return n, nil
}

func torn(t *testing.T, s files.Store) {
	broken := errors.New("the line is down")
	mustPut(t, s, "a", []byte("before"), files.PutOptions{})
	for _, size := range []int{0, 1, large} {
		for name, o := range map[string]files.PutOptions{"new": {}, "a": {Replace: true}} {
			if _, err := s.Put(t.Context(), name, &breaking{sample(size, 3), broken}, o); !errors.Is(err, broken) {
				t.Errorf("%s after %d bytes: %v", name, size, err)
			}
		}
	}
	untouched(t, s)
}

// untouched tests that the store has nothing but the file "a".
func untouched(t *testing.T, s files.Store) {
	t.Helper()
	if got := content(t, s, "a", 0, files.Rest); string(got) != "before" {
		t.Errorf("what was there became %.20q", got)
	}
	if got := listed(t, s, ""); !cmp.Equal(got, []string{"a"}) {
		t.Errorf("left behind: %q", got)
	}
}

func cancelled(t *testing.T, s files.Store) {
	mustPut(t, s, "a", []byte("before"), files.PutOptions{})
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	for _, o := range []files.PutOptions{{}, {Replace: true}} {
		if _, err := s.Put(gone, "b", bytes.NewReader(sample(large, 4)), o); !errors.Is(err, context.Canceled) {
			t.Errorf("put: %v", err)
		}
		if _, err := s.Put(gone, "a", bytes.NewReader(sample(large, 4)), o); !errors.Is(err, context.Canceled) {
			t.Errorf("put: %v", err)
		}
	}
	if _, err := s.Open(gone, "a", 0, files.Rest); !errors.Is(err, context.Canceled) {
		t.Errorf("open: %v", err)
	}
	if _, err := s.Stat(gone, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("stat: %v", err)
	}
	if err := s.Delete(gone, "a"); !errors.Is(err, context.Canceled) {
		t.Errorf("delete: %v", err)
	}
	var fault error
	for _, err := range s.List(gone, "") {
		fault = err
	}
	if !errors.Is(fault, context.Canceled) {
		t.Errorf("list: %v", fault)
	}
	untouched(t, s)
}
