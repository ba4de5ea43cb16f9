package jsonlist

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/text"
	"honglinh/datasets/delimited"
	"honglinh/datasets/grid"
)

func readAll(in string, opt Options) ([]string, []string) {
	opt.File, opt.Open = "a.json", func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(in)), nil }
	r, err := Open(opt)
	if err != nil {
		return nil, []string{err.Error()}
	}
	defer r.Close()
	rows, notes := []string{strings.Join(r.About().Columns, "|")}, []string(nil)
	for {
		row, err := r.Next()
		if bad, ok := grid.AsBad(err); ok {
			rows = append(rows, fmt.Sprintf("%d bad: %s", bad.Number, bad.Reason[text.EN]))
			continue
		}
		if err != nil {
			if err != io.EOF {
				notes = append(notes, err.Error())
			}
			break
		}
		cells := make([]string, len(row.Cells))
		for i, c := range row.Cells {
			cells[i] = string(c)
		}
		rows = append(rows, strings.Join(cells, "|"))
	}
	for _, n := range r.About().Notes {
		notes = append(notes, n.Code)
	}
	return rows, notes
}

func TestListsOfObjectsAreTables(t *testing.T) {
	for _, c := range []struct {
		name, in    string
		opt         Options
		rows, notes []string
	}{
		{"a list", `[{"ma":"01","ten":"Đê"},{"ten":"Kè","so":1.50,"ok":true,"x":null}]`, Options{}, []string{"ma|ten|so|ok|x", "01|Đê|||", "|Kè|1.50|true|"}, nil},
		{"a byte order mark", "\xef\xbb\xbf[{\"a\":1}]", Options{}, []string{"a", "1"}, nil},
		{"a value that is one itself", `[{"a":{"b":[1, 2]}}]`, Options{}, []string{"a", `{"b":[1,2]}`}, nil},
		{"the property that is named", `{"meta":{"list":[{"no":1}]},"data":[{"a":1}]}`, Options{Dialect: delimited.Dialect{Property: "data"}}, []string{"a", "1"}, nil},
		{"the only list of objects", `{"tags":["x"],"n":2,"rows":[{"a":1}]}`, Options{}, []string{"a", "1"}, []string{"property"}},
		{"a list of lists", `[["a","b"],[1,"x"],[2]]`, Options{}, []string{"a|b", "1|x", "3 bad: the item cannot be read: the row has 1 values, the header 2"}, nil},
		{"a value a line", "{\"a\":1}\n\n{\"a\":2}\n", Options{Lines: true}, []string{"a", "1", "2"}, nil},
		{"a value a line, said to be one list", "{\"a\":1}\n{\"a\":2}", Options{}, []string{"a", "1", "2"}, []string{"json-lines"}},
		{"a member that is no JSON costs itself only", `[{"a":1},{"a":NaN},7,{"a":3}]`, Options{}, []string{"a", "1", "2 bad: the item cannot be read: NaN and Infinity are no JSON numbers; leave the value out or write null", "3 bad: the item is no JSON object", "3"}, nil},
		{"a column of the schema that no object has", `[{"a":1}]`, Options{Names: []string{"a", "b"}}, []string{"a|b", "1|"}, nil},
		{"keys that differ in case only, and one with a space", `[{"a":1,"A":2," b":3}]`, Options{}, []string{"a|A 2|b", "1|2|3"}, []string{"header-mended"}},
		{"no list", `{"a":1}`, Options{Dialect: delimited.Dialect{Property: "b"}}, nil, []string{"invalid: a.json: the JSON file has no list of objects; name the property that holds it with dialect.property"}},
		{"no JSON", "a,b\n1,2\n", Options{}, nil, []string{"invalid: a.json:3: the file is not JSON: the character 'a' cannot stand where it does"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			rows, notes := readAll(c.in, c.opt)
			if diff := cmp.Diff(c.rows, rows); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.notes, notes); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func FuzzReader(f *testing.F) {
	f.Add(`[{"a":1},{"b":[1]}]`, false)
	f.Add("{\"a\":1}\n{\"a\":\"x\"}", true)
	f.Add(`{"d":[["a"],[1]]}`, false)
	f.Fuzz(func(_ *testing.T, in string, lines bool) { readAll(in, Options{Lines: lines}) })
}
