package indexer_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"honglinh/datasets/table"
	"honglinh/indexer"
)

// few is how many packages are drawn, of a dozen tables each: each is ingested.
const few = "5"

// column is a column of a drawn table: its field and values, right ones and wrong.
type column struct {
	field       map[string]any
	right, bad  []string
	typed       func(string) any // what the table engine gives for a right value
	neverAbsent bool
}

func number(s string) any {
	x, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return err
	}
	return x
}

func wholeNumber(s string) any {
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		return err
	}
	return n
}

func same(s string) any { return s }

func columns() []column {
	m := func(kv ...any) map[string]any {
		out := map[string]any{}
		for i := 0; i < len(kv); i += 2 {
			out[kv[i].(string)] = kv[i+1]
		}
		return out
	}
	viet := strings.NewReplacer(".", "", ",", ".")
	return []column{
		{m("name", "so", "type", "integer"), []string{"1", "-7", "120"}, []string{"1,5", "x", "1.9"}, wholeNumber, false},
		{m("name", "bb", "type", "string", "constraints", m("required", true)), []string{"a", "Đê", "x,y"}, []string{""}, same, true},
		{m("name", "gia", "type", "number", "decimalChar", ",", "groupChar", "."), []string{"1.200,5", "7", "12,25"}, []string{"mười", "1,2,3"}, func(s string) any { return number(viet.Replace(s)) }, false},
		{m("name", "dt", "type", "number", "decimalChar", ",", "bareNumber", false), []string{"12,5 ha", "7 ha", "3"}, []string{"ha", "2 m2"},
			func(s string) any { return number(viet.Replace(strings.TrimSuffix(s, " ha"))) }, false},
		{m("name", "ngay", "type", "date", "format", "%d/%m/%Y"), []string{"05/07/2025", "31/12/2024", "29/02/2024"}, []string{"2025-07-05", "31/02/2025", "7/2025"},
			func(s string) any { return s[6:] + "-" + s[3:5] + "-" + s[:2] }, false},
		{m("name", "gach", "type", "date", "format", "%d-%m-%Y"), []string{"05-07-2025", "01-01-1999"}, []string{"05/07/2025", "32-01-2025"},
			func(s string) any { return s[6:] + "-" + s[3:5] + "-" + s[:2] }, false},
		{m("name", "luc", "type", "datetime", "format", "%d/%m/%Y %H:%M"), []string{"05/07/2025 08:30"}, []string{"05/07/2025", "05/07/2025 25:00"},
			func(string) any { return "2025-07-05T08:30:00" }, false},
		{m("name", "co", "type", "boolean", "trueValues", []string{"Có"}, "falseValues", []string{"Không"}), []string{"Có", "Không"}, []string{"true", "có"},
			func(s string) any { return s == "Có" }, false},
		{m("name", "cap", "type", "string", "constraints", m("enum", []string{"xã", "phường"})), []string{"xã", "phường"}, []string{"huyện"}, same, false},
		{m("name", "diem", "type", "number", "constraints", m("minimum", 0, "exclusiveMaximum", 10)), []string{"0", "9.5"}, []string{"-1", "10"}, number, false},
		{m("name", "thang", "type", "yearmonth"), []string{"2025-07"}, []string{"2025-13", "07/2025"}, same, false},
		{m("name", "trong", "type", "integer", "missingValues", []string{"", "-", "…"}), []string{"-", "…", "3"}, []string{"n/a"}, func(s string) any {
			if s == "-" || s == "…" {
				return nil
			}
			return wholeNumber(s)
		}, false},
		{m("name", "tu_do"), []string{"", "gì cũng được", "-"}, nil, func(s string) any {
			if s == "" {
				return nil
			}
			return s
		}, false},
	}
}

// drawn is a table and what must become of it.
type drawn struct {
	name string
	csv  string
	res  map[string]any
	// good are the rows that are right, as the table engine gives them, with their key
	// first; refused their numbers and columns.
	good    [][]any
	refused []string
}

// draw makes a table of records with a key, of which some rows are wrong.
func draw(t *rapid.T, n int) drawn {
	d := drawn{name: fmt.Sprintf("t%d", n)}
	cols := columns()
	picked := rapid.SliceOfNDistinct(rapid.IntRange(0, len(cols)-1), 1, 5, rapid.ID[int]).Draw(t, "columns")
	delimiter := rapid.SampledFrom([]string{",", ";", "\t"}).Draw(t, "delimiter")
	eol := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "eol")
	fields := []any{map[string]any{"name": "ma", "type": "string"}}
	header := []string{"ma"}
	for _, p := range picked {
		fields = append(fields, cols[p].field)
		header = append(header, cols[p].field["name"].(string))
	}
	lines := []string{strings.Join(header, delimiter)}
	taken := map[string]bool{}
	for row := 2; row < 2+rapid.IntRange(1, 8).Draw(t, "rows"); row++ {
		id := fmt.Sprintf("%s-%d", d.name, rapid.IntRange(0, 6).Draw(t, "id"))
		cells, typed, wrong := []string{id}, []any{id}, []string(nil)
		for _, p := range picked {
			c := cols[p]
			v := rapid.SampledFrom(c.right).Draw(t, "right")
			if len(c.bad) > 0 && rapid.IntRange(0, 9).Draw(t, "luck") == 0 {
				v = rapid.SampledFrom(c.bad).Draw(t, "bad")
				wrong = append(wrong, fmt.Sprintf("%d %s", row, c.field["name"]))
			} else {
				typed = append(typed, c.typed(v))
			}
			if strings.ContainsAny(v, delimiter+"\"") || rapid.IntRange(0, 4).Draw(t, "quoted") == 0 {
				v = `"` + strings.ReplaceAll(v, `"`, `""`) + `"`
			}
			cells = append(cells, v)
		}
		if taken[id] {
			wrong = append(wrong, fmt.Sprintf("%d ma", row))
		}
		if len(wrong) == 0 {
			taken[id] = true
			d.good = append(d.good, typed)
		}
		d.refused = append(d.refused, wrong...)
		lines = append(lines, strings.Join(cells, delimiter))
	}
	d.csv = strings.Join(lines, eol) + eol
	d.res = map[string]any{"name": d.name, "path": d.name + ".csv", "type": "table", "format": "csv", "schema": map[string]any{"fields": fields, "primaryKey": "ma"},
		"dialect": map[string]any{"delimiter": delimiter}}
	if rapid.Bool().Draw(t, "records") {
		d.res["honglinh"] = map[string]any{"kind": "place", "id": "ma", "title": map[string]any{"vi": "ma"}}
	}
	return d
}

func TestReportRecordsAndTablesSayTheSameOfEveryRow(t *testing.T) {
	fewChecks(t)
	rapid.Check(t, func(rt *rapid.T) {
		dir, err := os.MkdirTemp(t.TempDir(), "p")
		if err != nil {
			rt.Fatal(err)
		}
		var tables []drawn
		var resources []any
		files := map[string]string{}
		for n := range 6 {
			d := draw(rt, n)
			tables, resources, files[d.name+".csv"] = append(tables, d), append(resources, d.res), d.csv
		}
		descriptor, err := json.Marshal(map[string]any{"name": "rut-tham", "title": "Rút thăm", "resources": resources})
		if err != nil {
			rt.Fatal(err)
		}
		files["datapackage.json"] = string(descriptor)
		for name, body := range files {
			if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
				rt.Fatal(err)
			}
		}
		data, err := os.MkdirTemp(t.TempDir(), "d")
		if err != nil {
			rt.Fatal(err)
		}
		s := open(t, data, indexer.Options{Packages: []string{dir}, NoEmbedded: true, RemovalLimit: 100})
		rep := ingest(t, s)
		for _, d := range tables {
			d.hold(rt, s, rep)
		}
		if err := s.Close(); err != nil {
			rt.Fatal(err)
		}
		holdRecords(rt, t, data, tables)
	})
}

// hold compares the report and the table.
func (d drawn) hold(t *rapid.T, s *indexer.Service, rep indexer.Report) {
	var refused []string
	for _, r := range rep.Refused {
		if strings.HasSuffix(r.File, d.name+".csv") && r.Row > 0 {
			refused = append(refused, fmt.Sprintf("%d %s", r.Row, r.Column))
		}
	}
	slices.Sort(refused)
	slices.Sort(d.refused)
	if diff := cmp.Diff(d.refused, refused); diff != "" {
		t.Errorf("%q: refused (-want +got): %s", d.csv, diff)
	}
	res, err := s.State().Tables.Query(t.Context(), table.Query{Ref: table.Ref{Dataset: "rut-tham", Table: d.name}, Limit: table.Unlimited})
	if err != nil {
		if len(d.good) > 0 {
			t.Errorf("%q: %v", d.csv, err)
		}
		return
	}
	rows, err := res.All(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d.good, rows); diff != "" {
		t.Errorf("%q: rows of the table (-want +got): %s", d.csv, diff)
	}
}

// holdRecords compares the records with the rows that are right.
func holdRecords(rt *rapid.T, t *testing.T, data string, tables []drawn) {
	var want, got []string
	for _, d := range tables {
		if d.res["honglinh"] == nil {
			continue
		}
		for _, row := range d.good {
			want = append(want, "place/"+row[0].(string))
		}
	}
	for id := range hashes(t, data) {
		if strings.HasPrefix(id, "place/") {
			got = append(got, id)
		}
	}
	slices.Sort(want)
	slices.Sort(got)
	if diff := cmp.Diff(want, got); diff != "" {
		rt.Errorf("records (-want +got): %s", diff)
	}
}
