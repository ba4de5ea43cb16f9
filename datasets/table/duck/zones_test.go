package duck

import (
	"database/sql"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/datasets"
	"honglinh/datasets/table"
)

// TestTimesKeepTheirInstantAndNoneGetsAZone reads times with an offset, in UTC
// and without zone, declared and not.
func TestTimesKeepTheirInstantAndNoneGetsAZone(t *testing.T) {
	for _, typ := range []string{"datetime", ""} {
		for name, c := range map[string]struct {
			cells []string
			typ   table.Type
			want  []string
		}{
			"offsets":          {[]string{"2024-07-01T08:30:00+07:00", "2024-12-31T23:59:00+07:00", "2024-07-01T08:30:00Z", "2024-07-01T08:30:00.25-02:30"}, table.DateTime, []string{"2024-07-01T01:30:00Z", "2024-12-31T16:59:00Z", "2024-07-01T08:30:00Z", "2024-07-01T11:00:00.25Z"}},
			"no zone":          {[]string{"2024-07-01T08:30:00", "2024-12-31T23:59:00.5"}, table.LocalDateTime, []string{"2024-07-01T08:30:00", "2024-12-31T23:59:00.5"}},
			"with and without": {[]string{"2024-07-01T08:30:00+07:00", "2024-07-01T08:30:00Z", "2024-07-01T08:30:00"}, table.Text, []string{"2024-07-01T01:30:00Z", "2024-07-01T08:30:00Z", "2024-07-01T08:30:00"}},
		} {
			t.Run(name+" as "+typ, func(t *testing.T) {
				e := testEngine(t)
				v := load(t, e, "tg\n"+strings.Join(c.cells, "\n")+"\n", datasets.Schema{Fields: []datasets.Field{{Name: "tg", Type: typ}}}).Version
				if v.Columns[0].Type != c.typ {
					t.Errorf("type %s, want %s", v.Columns[0].Type, c.typ)
				}
				var got, originals []string
				for _, row := range all(t, e, table.Query{Select: []table.Item{{Column: "tg"}, {Column: "tg", Func: table.Original}}}) {
					got, originals = append(got, row[0].(string)), append(originals, row[1].(string))
				}
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Error(diff)
				}
				if diff := cmp.Diff(c.cells, originals); diff != "" {
					t.Errorf("originals: %s", diff)
				}
				var csv strings.Builder
				if _, err := e.CSV(t.Context(), table.Query{Ref: ref}, &csv, table.CSVOptions{}); err != nil {
					t.Error(err)
				}
				if want := "tg\r\n" + strings.Join(c.want, "\r\n") + "\r\n"; csv.String() != want {
					t.Errorf("CSV %q, want %q", csv.String(), want)
				}
			})
		}
	}
}

// TestParquetSaysWhichTimesAreInstants reads the type that others see.
func TestParquetSaysWhichTimesAreInstants(t *testing.T) {
	e := testEngine(t)
	load(t, e, "a,b\n2024-07-01T08:30:00+07:00,2024-07-01T08:30:00\n", datasets.Schema{})
	var file strings.Builder
	if _, err := e.Parquet(t.Context(), table.Query{Ref: ref}, &file); err != nil {
		t.Fatal(err)
	}
	name := t.TempDir() + "/x.parquet"
	if err := os.WriteFile(name, []byte(file.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	var a, b, at string
	stmt := `SELECT typeof(a), typeof(b), CAST(a AS VARCHAR) FROM read_parquet('` + name + `')`
	db, err := sql.Open("duckdb", "")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(stmt).Scan(&a, &b, &at); err != nil {
		t.Fatal(err)
	}
	if a != "TIMESTAMP WITH TIME ZONE" || b != "TIMESTAMP" || at != "2024-07-01 01:30:00+00" {
		t.Errorf("a is %s (%s), b is %s", a, at, b)
	}
}
