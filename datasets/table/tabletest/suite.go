package tabletest

import (
	"crypto/sha256"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

// Options of an engine for a test.
type Options struct {
	// Dir is the folder of an engine that is opened again; "" is a new one.
	Dir string
	// Now is the clock; nil is time.Now.
	Now func() time.Time
}

// Open opens an engine, which is closed when the test ends, or before.
type Open func(t testing.TB, o Options) table.Engine

// Run tests the engines that open gives.
func Run(t *testing.T, open Open) {
	for _, c := range []struct {
		name string
		test func(*testing.T, Open)
	}{
		{"questions of every kind are answered", queries},
		{"a bad query says what would be right", badQueries},
		{"groups are sorted only by what they show", sortedGroups},
		{"strange column names are names", strangeNames},
		{"pages join to the whole whatever the order", pages},
		{"versions follow the Data Package recipe", versions},
		{"every row decides the type and nothing is lost", types},
		{"a bad file is refused with its place", badFiles},
		{"ragged rows are named and the rest goes in", raggedRows},
		{"streams hold what the table holds", streams},
		{"the row number is read, filtered and ordered by only where asked", rowNumbers},
		{"near is the distance on the sphere", distances},
		{"parts of dates are numbers alone", datesParts},
		{"labels are names in the reader's language", labels},
		{"the original text of each converted cell can be read", originals},
		{"a version may have none of the columns before", otherColumns},
		{"rows are grouped by the unit they lie in", unitGroups},
		{"units have a cursor, a total and exports", unitPages},
		{"a column without units names those that have them", noUnits},
	} {
		t.Run(c.name, func(t *testing.T) { c.test(t, open) })
	}
}

var ref = table.Ref{Dataset: "khu", Table: "cong-nghiep"}

const sample = `ma,ten,dien_tich,von,ngay,mo
001,Cụm công nghiệp Nam Hồng,19.50,"1.234,5",2015-12-16,true
002,"Cụm, ""Cổng Khánh""",50,"276,0",2023-01-02,false
003,Đường tránh,,,2024-02-29,
`

func source(csv string, schema datasets.Schema) table.Source {
	return table.Source{Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(csv)), nil }, Schema: schema, File: "khu.csv"}
}

func load(t testing.TB, e table.Loader, csv string, schema datasets.Schema) *table.Report {
	t.Helper()
	r, err := e.Load(t.Context(), ref, source(csv, schema))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func all(t testing.TB, e table.Querier, q table.Query) [][]any {
	t.Helper()
	q.Ref = ref
	r, err := e.Query(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := r.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func asFault(err error, f **catalog.Fault) bool { return errors.As(err, f) }

func sha(b []byte) [32]byte { return sha256.Sum256(b) }
