package bleveengine

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"hash/crc32"
	"io/fs"
	"math"
	"os"
	"path/filepath"

	"honglinh/catalog/search"
)

// The columns are kept beside the index in one file, which is read in one go: decoding the
// row of every document takes most of the time of a start. The file says of which notes it
// is; one of others, a damaged one or none at all costs the next start the time to read the
// rows, and nothing else.

// keptFile is the file's name in the folder of the index, keptMagic its first bytes: another
// layout gets another.
const (
	keptFile  = "columns"
	keptMagic = "honglinh columns 1\n"
)

// keptShare is the part of the documents, and keptLeast the number, that change before the
// file is written again while the index is open.
const (
	keptShare = 20
	keptLeast = 1000
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// keep writes the columns beside the index unless they are there.
func (e *Engine) keep() error {
	if e.dir == "" || e.kept == e.notes {
		return nil
	}
	raw, err := e.encode()
	if err != nil {
		return err
	}
	name := filepath.Join(e.dir, keptFile)
	if err := errors.Join(os.WriteFile(name+".new", raw, 0o600), os.Rename(name+".new", name)); err != nil {
		return err
	}
	e.kept, e.unkept = e.notes, 0
	return nil
}

// keepSome is keep after a batch, once enough has changed. What cannot be kept makes the
// next start slower.
func (e *Engine) keepSome(changed int) {
	if e.unkept += changed; e.unkept >= max(keptLeast, len(e.rows)/keptShare) {
		_ = e.keep()
	}
}

// loadKept fills the columns from the file; false if it is not of the index as it is.
func (e *Engine) loadKept() bool {
	raw, err := os.ReadFile(filepath.Join(e.dir, keptFile))
	if errors.Is(err, fs.ErrNotExist) || err != nil {
		return false
	}
	cols, ok := decodeKept(raw, e.notes)
	if !ok || len(cols.ids) != e.state.Docs {
		return false
	}
	rows := make(map[string]uint32, len(cols.ids))
	for n, id := range cols.ids {
		rows[id] = uint32(n)
	}
	if len(rows) != len(cols.ids) {
		return false
	}
	e.cols, e.rows, e.kept = cols, rows, e.notes
	return true
}

// encode writes the live rows.
func (e *Engine) encode() ([]byte, error) {
	head, err := json.Marshal(e.notes)
	if err != nil {
		return nil, err
	}
	live := make([]uint32, 0, len(e.rows))
	for n, id := range e.cols.ids {
		if at, ok := e.rows[id]; ok && at == uint32(n) {
			live = append(live, at)
		}
	}
	w := &encoder{b: []byte(keptMagic)}
	w.strings([]string{string(head)})
	c := e.cols
	w.strings(picked(c.ids, live))
	for _, list := range c.lengths {
		w.numbers(picked(list, live))
	}
	for _, name := range search.Columns() {
		list := c.codes[name]
		var counts, values []uint32
		for _, n := range live {
			of := list.of(n)
			counts, values = append(counts, uint32(len(of))), append(values, of...)
		}
		w.strings(list.dict.all())
		w.numbers(counts)
		w.numbers(values)
	}
	w.strings(picked(c.sortTitle, live))
	for _, list := range [][]int32{c.day, c.from, c.to} {
		w.days(picked(list, live))
	}
	for _, list := range [][]float64{c.capital, c.area, c.lon, c.lat} {
		w.floats(picked(list, live))
	}
	var bounds []float64
	for _, n := range live {
		bounds = append(bounds, c.bound[n][:]...)
	}
	w.floats(bounds)
	for _, n := range live {
		w.b = binary.LittleEndian.AppendUint32(w.b, math.Float32bits(c.quality[n]))
	}
	for _, n := range live {
		w.b = append(w.b, byte(c.langs[n]))
	}
	return binary.LittleEndian.AppendUint32(w.b, crc32.Checksum(w.b, castagnoli)), nil
}

func picked[T any](list []T, rows []uint32) []T {
	out := make([]T, len(rows))
	for i, n := range rows {
		out[i] = list[n]
	}
	return out
}

// encoder appends lists, of which only those of strings and codes say how long they are.
type encoder struct{ b []byte }

func (w *encoder) size(n int) { w.b = binary.LittleEndian.AppendUint32(w.b, uint32(n)) }

func (w *encoder) strings(list []string) {
	w.size(len(list))
	all := 0
	for _, s := range list {
		w.size(len(s))
		all += len(s)
	}
	w.size(all)
	for _, s := range list {
		w.b = append(w.b, s...)
	}
}

func (w *encoder) numbers(list []uint32) {
	w.size(len(list))
	for _, v := range list {
		w.b = binary.LittleEndian.AppendUint32(w.b, v)
	}
}

func (w *encoder) days(list []int32) {
	for _, v := range list {
		w.b = binary.LittleEndian.AppendUint32(w.b, uint32(v))
	}
}

func (w *encoder) floats(list []float64) {
	for _, v := range list {
		w.b = binary.LittleEndian.AppendUint64(w.b, math.Float64bits(v))
	}
}

// decodeKept reads a file of the notes.
func decodeKept(raw []byte, of notes) (*columns, bool) {
	if len(raw) < len(keptMagic)+4 || !bytes.HasPrefix(raw, []byte(keptMagic)) {
		return nil, false
	}
	end := len(raw) - 4
	if crc32.Checksum(raw[:end], castagnoli) != binary.LittleEndian.Uint32(raw[end:]) {
		return nil, false
	}
	r := &decoder{b: raw[len(keptMagic):end]}
	var was notes
	if head := r.strings(); len(head) != 1 || json.Unmarshal([]byte(head[0]), &was) != nil || was != of {
		return nil, false
	}
	c := newColumns()
	c.ids = r.strings()
	n := len(c.ids)
	for i := range c.lengths {
		if c.lengths[i] = r.numbers(); len(c.lengths[i]) != n {
			return nil, false
		}
	}
	for _, name := range search.Columns() {
		if !r.codes(c.codes[name], n) {
			return nil, false
		}
	}
	c.sortTitle = r.strings()
	c.day, c.from, c.to = r.days(n), r.days(n), r.days(n)
	c.capital, c.area, c.lon, c.lat = r.floats(n), r.floats(n), r.floats(n), r.floats(n)
	bounds := r.floats(4 * n)
	quality, langs := r.take(4*n), r.take(n)
	if r.short || len(r.b) > 0 || len(c.sortTitle) != n {
		return nil, false
	}
	c.bound, c.quality, c.langs = make([][4]float64, n), make([]float32, n), make([]langSet, n)
	for i := range n {
		c.bound[i] = [4]float64(bounds[4*i:])
		c.quality[i] = math.Float32frombits(binary.LittleEndian.Uint32(quality[4*i:]))
		c.langs[i] = langSet(langs[i])
	}
	return c, true
}

// decoder reads what an encoder wrote.
type decoder struct {
	b     []byte
	short bool // something was missing; what follows is empty
}

func (r *decoder) take(n int) []byte {
	if n < 0 || n > len(r.b) {
		r.short, r.b = true, nil
		return make([]byte, 0)
	}
	out := r.b[:n]
	r.b = r.b[n:]
	return out
}

// size reads the length of a list whose items take so many bytes at least.
func (r *decoder) size(least int) int {
	b := r.take(4)
	if len(b) < 4 {
		return 0
	}
	n := int(binary.LittleEndian.Uint32(b))
	if n > len(r.b)/least {
		r.short, r.b = true, nil
		return 0
	}
	return n
}

// strings reads a list of strings, which share one piece of memory.
func (r *decoder) strings() []string {
	n := r.size(4)
	lengths := r.take(4 * n)
	all := string(r.take(r.size(1)))
	out := make([]string, n)
	for i := range out {
		if len(lengths) < 4*(i+1) {
			return nil
		}
		length := int(binary.LittleEndian.Uint32(lengths[4*i:]))
		if length > len(all) {
			r.short = true
			return nil
		}
		out[i], all = all[:length], all[length:]
	}
	return out
}

func (r *decoder) numbers() []uint32 {
	b := r.take(4 * r.size(4))
	out := make([]uint32, len(b)/4)
	for i := range out {
		out[i] = binary.LittleEndian.Uint32(b[4*i:])
	}
	return out
}

func (r *decoder) days(n int) []int32 {
	b := r.take(4 * n)
	out := make([]int32, len(b)/4)
	for i := range out {
		out[i] = int32(binary.LittleEndian.Uint32(b[4*i:]))
	}
	return out
}

func (r *decoder) floats(n int) []float64 {
	b := r.take(8 * n)
	out := make([]float64, len(b)/8)
	for i := range out {
		out[i] = math.Float64frombits(binary.LittleEndian.Uint64(b[8*i:]))
	}
	return out
}

// codes reads one column of n rows.
func (r *decoder) codes(c *codes, n int) bool {
	for _, s := range r.strings() {
		c.dict.number(s)
	}
	counts := r.numbers()
	if c.value = r.numbers(); len(counts) != n || r.short {
		return false
	}
	if n == 0 {
		return len(c.value) == 0
	}
	at := uint32(0)
	c.start = make([]uint32, 1, n+1)
	for _, count := range counts {
		at += count
		c.start = append(c.start, at)
	}
	for _, v := range c.value {
		if int(v) >= len(c.dict.strings) {
			return false
		}
	}
	return int(at) == len(c.value)
}
