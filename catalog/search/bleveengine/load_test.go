package bleveengine_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/paulmach/orb"
	"github.com/paulmach/orb/geojson"

	"honglinh/catalog"
	"honglinh/catalog/search"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/search/lexicon"
	"honglinh/catalog/search/relevancetest"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// loadRecords is the size of the synthetic catalogue, loadPage how many are written before
// the clock of indexing runs on.
const (
	loadRecords = 100_000
	loadPage    = 1000
)

// babbler writes text by a chain of word pairs over a seed: the ranks and frequencies of
// words and pairs come out as in real text, and so do latency and size.
type babbler struct {
	*rand.Rand
	next  map[string][]string
	start []string
}

func newBabbler(tb testing.TB) *babbler {
	data := sharedData(tb)
	b := &babbler{Rand: rand.New(rand.NewPCG(1, 2)), next: map[string][]string{}}
	learn := func(s string) {
		words := strings.Fields(s)
		for i := range words {
			if i == 0 {
				b.start = append(b.start, words[0])
			} else {
				b.next[words[i-1]] = append(b.next[words[i-1]], words[i])
			}
		}
	}
	for _, p := range readLines[passage](tb, filepath.Join(data, "relevance-dev", "docs.vi.jsonl")) {
		learn(p.Text)
	}
	for _, p := range readLines[pair](tb, filepath.Join(data, "parallel", "pairs.jsonl")) {
		learn(p.VI)
	}
	return b
}

func (b *babbler) words(n int) string {
	out := make([]string, 0, n)
	w := b.start[b.IntN(len(b.start))]
	for len(out) < n {
		out = append(out, w)
		follow := b.next[w]
		if len(follow) == 0 {
			follow = b.start
		}
		w = follow[b.IntN(len(follow))]
	}
	return strings.Join(out, " ")
}

// record makes one record: a body of 85 syllables on average, one in a hundred very long,
// with a few rare terms so that the vocabulary grows as it does in life.
func (b *babbler) record(i int) catalog.Record {
	n := min(3000, 10+int(b.ExpFloat64()*75))
	if b.IntN(100) == 0 {
		n = 1500 + b.IntN(1500)
	}
	kinds, topics := vocab.Kinds().Codes(), vocab.Topics().Codes()
	capital, area := b.ExpFloat64()*500, b.ExpFloat64()*40
	rec := catalog.Record{ID: fmt.Sprintf("%s/s%06d", kinds[i%len(kinds)], i), Kind: vocab.Kind(kinds[i%len(kinds)]),
		Title:  text.New(b.words(6+b.IntN(10)), ""),
		Body:   text.New(fmt.Sprintf("%s thửa %d tờ %d số %d/%d/QĐ-UBND", b.words(n), b.IntN(5000), b.IntN(100), 1+b.IntN(9000), 2000+b.IntN(26)), ""),
		Topics: []string{topics[b.IntN(len(topics))], topics[b.IntN(len(topics))]}, Status: vocab.Statuses().Codes()[b.IntN(20)],
		Date: catalog.Date(fmt.Sprintf("%d-%02d-%02d", 2000+b.IntN(26), 1+b.IntN(12), 1+b.IntN(28))), Capital: &capital, Area: &area,
		Places: []catalog.PlaceRef{{Code: fmt.Sprint(18000 + b.IntN(69))}}, Licence: "CC-BY-4.0",
		Sector:     &vocab.SectorRef{Scheme: "VSIC2018", Code: vocab.Divisions()[b.IntN(80)].Code},
		Provenance: []catalog.Provenance{{URL: fmt.Sprintf("https://nguon%d.example.vn/x", b.IntN(40)), Confidence: "high"}},
		Geometry:   geojson.NewGeometry(orb.Point{105.5 + b.Float64(), 18 + b.Float64()})}
	if i%3 == 0 {
		rec.Valid = catalog.Interval{From: rec.Date, To: "2025-06-30"}
	}
	return rec
}

// load is the synthetic catalogue, built once for all benchmarks.
type load struct {
	once    sync.Once
	finder  *search.Finder
	engine  *bleveengine.Engine
	words   *search.Wordbook
	titles  []string
	rate    float64
	cpuRate float64 // per second of processor time, which other programs do not disturb
	opening time.Duration
}

var bigLoad load

func big(b *testing.B) *load {
	b.Helper()
	sharedData(b)
	bigLoad.once.Do(func() { bigLoad.build(b) })
	return &bigLoad
}

func (l *load) build(b *testing.B) {
	babble := newBabbler(b)
	dir, err := os.MkdirTemp("", "bleveengine-load")
	if err != nil {
		b.Fatal(err)
	}
	path := filepath.Join(dir, "index")
	e, err := bleveengine.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	records := shelf{}
	thesaurus := glossary(b)
	feed := search.NewFeed(e, loadRecords, search.Preparer{Thesaurus: thesaurus, Lexicon: lexicon.General()})
	var spent, busy time.Duration
	for i := 0; i < loadRecords; {
		var page []catalog.Record // written before the clock runs
		for range loadPage {
			page = append(page, babble.record(i))
			i++
		}
		began, before := time.Now(), cpuTime(b)
		for k := range page {
			if err := feed.Put(context.Background(), &page[k]); err != nil {
				b.Fatal(err)
			}
		}
		if i == loadRecords {
			if err := feed.Close(context.Background()); err != nil {
				b.Fatal(err)
			}
		}
		spent, busy = spent+time.Since(began), busy+cpuTime(b)-before
		for k := range page {
			l.titles = append(l.titles, page[k].Title[text.VI])
			if k%10 == 0 {
				records[page[k].ID] = page[k]
			}
		}
	}
	l.rate = loadRecords / spent.Seconds()
	l.cpuRate = loadRecords / busy.Seconds()
	if err := e.Close(); err != nil {
		b.Fatal(err)
	}
	began := time.Now()
	if e, err = bleveengine.Open(path); err != nil {
		b.Fatal(err)
	}
	l.opening = time.Since(began)
	l.engine, l.finder = e, search.NewFinder(search.FinderOptions{Records: records})
	l.words = feed.Words()
	l.finder.Swap(search.Snapshot{Engine: e, Words: l.words, Thesaurus: thesaurus, Lexicon: lexicon.General()})
}

// cpuTime is the processor time of this process so far.
func cpuTime(b *testing.B) time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func percentile(list []time.Duration, p float64) float64 {
	slices.Sort(list)
	return float64(list[min(len(list)-1, int(p*float64(len(list))))].Microseconds()) / 1000
}

func report(b *testing.B, took []time.Duration) {
	b.ReportMetric(percentile(took, 0.5), "p50-ms")
	b.ReportMetric(percentile(took, 0.99), "p99-ms")
}

// BenchmarkFill reports how fast the catalogue is indexed and opened, and the memory.
func BenchmarkFill(b *testing.B) {
	l := big(b)
	for b.Loop() {
	}
	b.ReportMetric(l.rate, "records/s")
	b.ReportMetric(l.cpuRate, "records/cpu-s")
	b.ReportMetric(float64(l.opening.Milliseconds()), "open-ms")
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		for line := range strings.Lines(string(status)) {
			var kb float64
			if n, _ := fmt.Sscanf(line, "VmRSS: %f", &kb); n == 1 {
				b.ReportMetric(kb/1024, "RSS-MB")
			}
		}
	}
}

// BenchmarkQueries is a mix: two to five syllables of a document, with and without marks,
// half of them with filters and three facets, some phrases, some without text.
func BenchmarkQueries(b *testing.B) {
	l := big(b)
	r := rand.New(rand.NewPCG(3, 4))
	for range 500 { // a server that has answered for a while knows its frequent terms
		if _, err := l.finder.Search(context.Background(), l.query(r)); err != nil {
			b.Fatal(err)
		}
	}
	var took []time.Duration
	for b.Loop() {
		q := l.query(r)
		began := time.Now()
		if _, err := l.finder.Search(context.Background(), q); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	report(b, took)
}

func (l *load) query(r *rand.Rand) search.Query {
	words := strings.Fields(l.titles[r.IntN(len(l.titles))])
	from := r.IntN(len(words) - 4)
	q := search.Query{Text: strings.Join(words[from:from+2+r.IntN(3)], " "), Limit: 20}
	switch r.IntN(10) {
	case 0, 1, 2:
		q.Text = relevancetest.NoMarks(0, q.Text)
	case 3:
		q.Text = `"` + q.Text + `"`
	case 4:
		q.Text = ""
		q.Sort = search.ByCapital
	}
	if r.IntN(2) == 0 {
		q.Facets = []string{"kind", "topic", "place"}
		q.Kinds = []string{"opportunity", "project", "document"}
		q.AsOf = "2025-01-01"
	}
	return q
}

// BenchmarkSuggest types the titles letter by letter.
func BenchmarkSuggest(b *testing.B) {
	l := big(b)
	r := rand.New(rand.NewPCG(5, 6))
	if _, err := l.finder.Suggest(context.Background(), "a", text.VI, 8); err != nil { // makes the completer
		b.Fatal(err)
	}
	var took []time.Duration
	for b.Loop() {
		title := []rune(l.titles[r.IntN(len(l.titles))])
		began := time.Now()
		if _, err := l.finder.Suggest(context.Background(), string(title[:1+r.IntN(len(title))]), text.VI, 8); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(began))
	}
	report(b, took)
}

// BenchmarkDocument makes the synthetic records ready for the index, without indexing them,
// by processor time: with the glossary alone, and with the general word list beside it.
func BenchmarkDocument(b *testing.B) {
	babble := newBabbler(b)
	page := make([]catalog.Record, 2000)
	for i := range page {
		page[i] = babble.record(i)
	}
	for _, bench := range []struct {
		name string
		prep search.Preparer
	}{
		{"no concepts", search.Preparer{}},
		{"glossary", search.Preparer{Thesaurus: glossary(b)}},
		{"glossary and word list", search.Preparer{Thesaurus: glossary(b), Lexicon: lexicon.General()}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			busy := cpuTime(b)
			n := 0
			for b.Loop() {
				bench.prep.Document(&page[n%len(page)])
				n++
			}
			b.ReportMetric(float64((cpuTime(b)-busy).Microseconds())/float64(n), "cpu-µs/record")
		})
	}
}
