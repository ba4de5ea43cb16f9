package indexer

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"hash/crc32"
	"io"
	"maps"
	"os"
	"slices"
	"sync"

	"github.com/paulmach/orb/encoding/wkb"

	"honglinh/catalog"
	"honglinh/indexer/convert"
	"honglinh/indexer/enrich"
	"honglinh/indexer/source"
)

// lastKey is the store document that says which readings count.
const lastKey = "indexer/readings"

// readingKey is the store document with the reading of a package.
func readingKey(name string) string { return "indexer/reading/" + name }

// maxReading bounds a reading in bytes, some 300,000 records: a package with more is
// read again by every run.
const maxReading = 32 << 20

// last is what the last run that came to its end has read.
type last struct {
	// Program fingerprints the running program: another may convert by other rules.
	Program string `json:"program"`
	// Seq is the store's change sequence after the run.
	Seq int64 `json:"seq"`
	// Noted are the packages whose reading is that of this run.
	Noted []string `json:"noted"`
}

// reading is what a run keeps of a package, so that a later one need not read it again
// while it is as it was, and completes only what changed in it if it is not.
type reading struct {
	// Print is that of the copy; Label and Dir are where the package was.
	Print, Label, Dir string
	// Area is where its records could lie.
	Area     catalog.Area
	Rows     map[string]int
	Concepts []convert.Concept
	// Outlines is the sum of the outlines of units.
	Outlines string
	// Refused and Warnings are what was said of its rows.
	Refused  []source.Refusal
	Warnings []source.Warning
	// Unchanged is how many of its records a run that repeats it leaves as they are, Doubts
	// what was doubtful of them.
	Unchanged int
	Doubts    []source.Warning
	// Records are the records that its rows are, by id. A reading that was kept has them only
	// after open: a run over unchanged packages needs none.
	Records map[string]noted `json:"-"`
	// Traits are what its records are recognised by, by the ids that it gives them itself;
	// they come with the records. Compared says that they were looked for.
	Traits   map[string][]string `json:"-"`
	Compared bool                `json:",omitempty"`
	// kept are the records as the store has them, Check is their CRC-32C.
	kept  []byte
	Check uint32
}

// ofRecords is what is read only where it is needed.
type ofRecords struct {
	Records map[string]noted    `json:"r"`
	Traits  map[string][]string `json:"t,omitempty"`
}

// encode is a reading as the store keeps it: a line with what every run needs, and one with
// its records.
func (r *reading) encode() ([]byte, error) {
	kept, err := json.Marshal(ofRecords{r.Records, r.Traits})
	if err != nil {
		return nil, err
	}
	head := *r
	head.Check = crc32.Checksum(kept, castagnoli)
	b, err := json.Marshal(head)
	return slices.Concat(b, []byte("\n"), kept), err
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// decodeReading reads what encode wrote, all but the records. What is damaged, or of another
// form, is no reading: the package is read again.
func decodeReading(raw []byte) *reading {
	head, kept, _ := bytes.Cut(raw, []byte("\n"))
	r := &reading{kept: kept}
	if json.Unmarshal(head, r) != nil || r.Print == "" || crc32.Checksum(kept, castagnoli) != r.Check {
		return nil
	}
	return r
}

// open reads the records of a reading that was kept.
func (r *reading) open() error {
	if r.Records != nil {
		return nil
	}
	var kept ofRecords
	err := json.Unmarshal(r.kept, &kept)
	r.Records, r.Traits = kept.Records, kept.Traits
	return err
}

// noted is what a reading tells of a record.
type noted struct {
	// Sum is of the record before it was completed.
	Sum string `json:"s"`
	// Missing are the records that it links to and the catalogue does not have, Named the
	// numbers of documents that it names.
	Missing []string `json:"m,omitempty"`
	Named   []string `json:"n,omitempty"`
	// Warnings are what was doubtful when it was completed and published.
	Warnings []source.Warning `json:"w,omitempty"`
	// Kept says that the run did not publish it: its row is refused, or the desk adopted it.
	Kept bool `json:"k,omitempty"`
}

// of reports whether a package is as it was read.
func (r *reading) of(b *batch) bool {
	return r.Print == b.copy.print && r.Label == b.label && r.Dir == b.dir && r.Area == b.area && b.src.Print() != ""
}

// repeat says what the run that read it said.
func (r *reading) repeat(rep *Report) {
	for _, n := range r.Rows {
		rep.Read += n
	}
	rep.refuse(r.Refused...)
	rep.warn(r.Warnings...)
	rep.warn(r.Doubts...)
	rep.Unchanged += r.Unchanged
}

func (n noted) repeat(rep *Report) {
	rep.warn(n.Warnings...)
	if !n.Kept {
		rep.Unchanged++
	}
}

// sumOf fingerprints a record before it is completed, with what goes with it; "" where it
// cannot be told. Shapes are most of many records, and slow to print.
func sumOf(r catalog.Record, with ...string) string {
	sum := sha256.New()
	shape := r.Geometry
	r.Geometry = nil
	err := json.NewEncoder(sum).Encode(struct {
		Record catalog.Record
		With   []string
	}{r, with})
	if err == nil && shape != nil {
		err = wkb.NewEncoder(sum).Encode(shape.Geometry())
	}
	if err != nil {
		return ""
	}
	return base64.RawStdEncoding.EncodeToString(sum.Sum(nil)[:12])
}

// programPrint is a hash of the running program, "" if its file cannot be read.
var programPrint = sync.OnceValue(func() string {
	name, err := os.Executable()
	if err != nil {
		return ""
	}
	f, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer f.Close()
	sum := sha256.New()
	if _, err := io.Copy(sum, f); err != nil {
		return ""
	}
	return hex.EncodeToString(sum.Sum(nil))
})

// readings returns the readings that count, by package name, and the change sequence
// that they are of; none after another program's run, or one that did not come to its end.
func (s *Service) readings(ctx context.Context) (map[string]*reading, int64, error) {
	var l last
	if err := s.document(ctx, lastKey, &l); err != nil || l.Program == "" || l.Program != programPrint() {
		return nil, 0, err
	}
	out := map[string]*reading{}
	for _, name := range l.Noted {
		raw, err := s.store.Document(ctx, readingKey(name))
		if catalog.KindOf(err) == catalog.NotFound {
			continue
		}
		if err != nil {
			return nil, 0, err
		}
		if r := decodeReading(raw); r != nil {
			out[name] = r
		}
	}
	return out, l.Seq, nil
}

// noteReadings keeps what the run read. It is the last word of a run on its packages: what
// it says of them has been published and noted before.
func (s *Service) noteReadings(ctx context.Context, w *work, out enrich.Output) error {
	l := last{Program: programPrint(), Noted: slices.Collect(maps.Keys(w.same))}
	for _, b := range w.batches {
		if b.unsure {
			continue
		}
		raw, err := b.reading(out).encode()
		if err != nil {
			return err
		}
		if len(raw) > maxReading {
			s.opt.Log.Warn("a package is too large for its reading to be kept, and is read by every run", "op", "read", "source", b.pkg.Name, "bytes", len(raw))
			continue
		}
		if err := s.putRaw(ctx, readingKey(b.pkg.Name), raw); err != nil {
			return err
		}
		l.Noted = append(l.Noted, b.pkg.Name)
	}
	slices.Sort(l.Noted)
	var err error
	if l.Seq, err = s.store.Seq(ctx); err != nil {
		return err
	}
	return s.putDocument(ctx, lastKey, l)
}

// reading is what is kept of a batch that was read, completed and published. Of records
// that were not completed this time the reading before still tells.
func (b *batch) reading(out enrich.Output) *reading {
	r := &reading{Print: b.copy.print, Label: b.label, Dir: b.dir, Area: b.area, Rows: b.conv.Rows, Concepts: b.conv.Concepts, Outlines: b.outlined,
		Refused: b.said.Refused, Warnings: b.said.Warnings, Traits: b.traits, Compared: b.traits != nil, Records: make(map[string]noted, len(b.sums))}
	said := map[string][]source.Warning{}
	for _, w := range b.doubts {
		said[w.ID] = append(said[w.ID], w)
	}
	for _, d := range b.conv.Drafts {
		id := d.Record.ID
		if b.leaves(id) {
			r.add(id, b.was.Records[id].at(d))
			continue
		}
		r.add(id, noted{Sum: b.sums[id], Missing: out.Missing[id], Named: enrich.Named(&d.Record), Warnings: said[id], Kept: b.adopted[id] || b.refused[id]})
	}
	return r
}

// add notes a record.
func (r *reading) add(id string, n noted) {
	r.Records[id] = n
	r.Doubts = append(r.Doubts, n.Warnings...)
	if !n.Kept {
		r.Unchanged++
	}
}

// at is what was noted with the row at which the record stands now.
func (n noted) at(d *convert.Draft) noted {
	n.Warnings = slices.Clone(n.Warnings)
	for i := range n.Warnings {
		n.Warnings[i].File, n.Warnings[i].Row = d.File, d.Row
	}
	return n
}
