package datapackage_test

import (
	"bytes"
	"io"
	"io/fs"
	"runtime"
	"strings"
	"testing"
	"time"

	"honglinh/datasets"
	"honglinh/indexer/datapackage"
)

// endless is a file of one row whose value is size bytes long, between two rows
// that are well. It is made while it is read, and notes how large the heap was.
type endless struct {
	io.Reader
	heap uint64
}

func newEndless(size int64) *endless {
	e := &endless{}
	e.Reader = io.MultiReader(strings.NewReader("a,b\n1,well\n2,\""), io.LimitReader(e.filler(), size), strings.NewReader("\"\n3,well\n"))
	return e
}

func (e *endless) filler() io.Reader {
	block := bytes.Repeat([]byte("dài "), 1<<14)
	n := 0
	return readerFunc(func(p []byte) (int, error) {
		if n++; n%64 == 0 {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			e.heap = max(e.heap, m.HeapAlloc)
		}
		return copy(p, block), nil
	})
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// Open makes endless the only file of a file system.
func (e *endless) Open(string) (fs.File, error) { return e, nil }

// Stat is asked by fs.Stat.
func (e *endless) Stat() (fs.FileInfo, error) { return info{}, nil }

func (e *endless) Close() error { return nil }

type info struct{}

func (info) Name() string       { return "t.csv" }
func (info) Size() int64        { return 200 << 20 }
func (info) Mode() fs.FileMode  { return 0o444 }
func (info) ModTime() time.Time { return time.Time{} }
func (info) IsDir() bool        { return false }
func (info) Sys() any           { return nil }

func TestAValueOf200MegabytesIsRefusedByItsLimitInLittleMemory(t *testing.T) {
	const size = 200 << 20
	file, to := newEndless(size), &sink{}
	runtime.GC()
	var before runtime.MemStats
	runtime.ReadMemStats(&before)
	res := table(datasets.Field{Name: "a"}, datasets.Field{Name: "b"})
	res.Mapping = &datasets.Mapping{Kind: "place", ID: "a", Title: datasets.Columns{"vi": "b"}}
	if err := (datapackage.Reader{FS: file, Dir: "."}).Resource(t.Context(), res, to); err != nil {
		t.Fatal(err)
	}
	if len(to.rows) != 2 || to.rows[1].Cells["a"] != "3" {
		t.Errorf("rows %v, want the one before and the one behind", to.rows)
	}
	if len(to.refused) != 1 || to.refused[0].Row != 3 || to.refused[0].ID != "2" || !strings.Contains(to.refused[0].Reason, "16777216 bytes") || to.refused[0].Remedy == "" {
		t.Errorf("refused %v, want row 3 with its id, the limit and a remedy", to.refused)
	}
	if used := int64(file.heap) - int64(before.HeapAlloc); used > size/2 {
		t.Errorf("%d bytes of memory for a value of %d that is refused", used, size)
	}
}
