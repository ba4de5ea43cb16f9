package bleveengine

import (
	"encoding/json"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"honglinh/catalog/search"
)

// guarded runs f and turns a panic or a fault in mapped memory, which is how a cut file
// shows itself, into an error.
func guarded[T any](f func() (T, error)) (out T, err error) {
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("damaged: %v", r)
		}
	}()
	return f()
}

// verify reads every segment file once and compares its checksum, which its last four
// bytes are. Half a gigabyte takes a fraction of a second, and a cut or overwritten file
// is found before it is mapped.
func verify(dir string) error {
	if _, err := os.Stat(filepath.Join(dir, "index_meta.json")); err != nil {
		return err
	}
	files, err := filepath.Glob(filepath.Join(dir, "store", "*.zap"))
	if err != nil {
		return err
	}
	for _, name := range files {
		if err := verifyFile(name); err != nil {
			return err
		}
	}
	return nil
}

func verifyFile(name string) error {
	f, err := os.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() < 4 {
		return fmt.Errorf("%s is cut", filepath.Base(name))
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyN(sum, f, info.Size()-4); err != nil {
		return err
	}
	var tail [4]byte
	if _, err := io.ReadFull(f, tail[:]); err != nil {
		return err
	}
	if got := [4]byte(sum.Sum(nil)); got != tail {
		return fmt.Errorf("%s is damaged: its checksum does not fit", filepath.Base(name))
	}
	return nil
}

// load fills the columns from the stored rows of all segments, two at a time.
func (e *Engine) load() error {
	r, err := e.reader()
	if err != nil {
		return err
	}
	defer r.Close()
	snap, ok := r.(*scorch.IndexSnapshot)
	if !ok {
		return fmt.Errorf("the index is not a scorch index")
	}
	for _, seg := range snap.Segments() {
		ids, rows, err := readSegment(seg)
		if err != nil {
			return err
		}
		for i, id := range ids {
			e.rows[id] = e.cols.add(id, rows[i])
		}
	}
	return nil
}

// loaders is how many goroutines decode rows: decoding is what opening a large index
// spends its time on.
const loaders = 4

func readSegment(seg *scorch.SegmentSnapshot) ([]string, []row, error) {
	numbers := seg.DocNumbersLive().ToArray()
	ids, rows := make([]string, len(numbers)), make([]row, len(numbers))
	var wait sync.WaitGroup
	errs := make([]error, loaders)
	for w := range loaders {
		wait.Go(func() {
			_, errs[w] = guarded(func() (struct{}, error) {
				for i := w; i < len(numbers); i += loaders {
					if err := readRow(seg, uint64(numbers[i]), &ids[i], &rows[i]); err != nil {
						return struct{}{}, err
					}
				}
				return struct{}{}, nil
			})
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, nil, err
		}
	}
	return ids, rows, nil
}

func readRow(seg *scorch.SegmentSnapshot, number uint64, id *string, r *row) error {
	var failed error
	err := seg.VisitDocument(number, func(field string, _ byte, value []byte, _ []uint64) bool {
		switch field {
		case "_id":
			*id = string(value)
		case rowField:
			failed = json.Unmarshal(value, r)
		}
		return failed == nil
	})
	if err != nil || failed != nil {
		return fmt.Errorf("row of document %d: %w", number, cmpErr(err, failed))
	}
	return nil
}

func cmpErr(a, b error) error {
	if a != nil {
		return a
	}
	return b
}

// row gives a row back whole.
func (c *columns) row(n uint32) row {
	r := row{Codes: map[search.Column][]string{}, SortTitle: c.sortTitle[n],
		Day: c.day[n], From: c.from[n], To: c.to[n], Capital: pointer(c.capital[n]), Area: pointer(c.area[n]),
		Quality: float64(c.quality[n]), Langs: c.langs[n].list()}
	for i := range r.Lengths {
		r.Lengths[i] = c.lengths[i][n]
	}
	for name, list := range c.codes {
		for _, v := range list.of(n) {
			r.Codes[name] = append(r.Codes[name], list.dict.strings[v])
		}
	}
	if lon := c.lon[n]; lon == lon {
		r.Point = &[2]float64{lon, c.lat[n]}
	}
	if b := c.bound[n]; b[0] == b[0] {
		r.Bound = &b
	}
	return r
}

func pointer(f float64) *float64 {
	if f != f {
		return nil
	}
	return &f
}
