package tabletest

import (
	"context"
	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func types(t *testing.T, open Open) {
	e := open(t, Options{})
	v := load(t, e, sample, datasets.Schema{}).Version
	types := map[string]table.Type{}
	for _, c := range v.Columns {
		types[c.Name] = c.Type
	}
	want := map[string]table.Type{"ma": table.Text, "ten": table.Text, "dien_tich": table.Number, "von": table.Number, "ngay": table.Date, "mo": table.Boolean}
	if diff := cmp.Diff(want, types); diff != "" {
		t.Error(diff)
	}
	ma, _ := v.Column("ma")
	if got := ma.Evidence.Reason[text.EN]; got != "text because 3 values start with 0" {
		t.Errorf("reason = %q", got)
	}
	area, _ := v.Column("dien_tich")
	if area.Evidence.Rewritten != 1 || area.Evidence.Missing != 1 {
		t.Errorf("evidence = %+v, want one rewritten (19.50) and one missing", area.Evidence)
	}
	rows := all(t, e, table.Query{})
	wantRows := [][]any{
		{"001", "Cụm công nghiệp Nam Hồng", 19.5, 1234.5, "2015-12-16", true},
		{"002", `Cụm, "Cổng Khánh"`, 50.0, 276.0, "2023-01-02", false},
		{"003", "Đường tránh", nil, nil, "2024-02-29", nil},
	}
	if diff := cmp.Diff(wantRows, rows); diff != "" {
		t.Error(diff)
	}
}

func badFiles(t *testing.T, open Open) {
	for _, tc := range []struct{ name, csv, where, reason string }{
		{"not UTF-8", "a,b\n1,\xff2\n\xff,3\n4,\xfe\n", "khu.csv", "not UTF-8"},
		{"empty", "", "khu.csv", "empty"},
		{"rows none of which can be read", "a,b\n1\n2\n", "khu.csv", "no row is left"},
		{"our own name", "_row\n1\n", "khu.csv:1", "our own"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := open(t, Options{}).Load(context.Background(), ref, source(tc.csv, datasets.Schema{}))
			var f *catalog.Fault
			if !asFault(err, &f) || f.Where != tc.where || !strings.Contains(f.Error(), tc.reason) {
				t.Errorf("got %v, want %s: %s", err, tc.where, tc.reason)
			}
		})
	}
}

func raggedRows(t *testing.T, open Open) {
	e := open(t, Options{})
	r := load(t, e, "\xef\xbb\xbfa,b\r\n1,2\r\n3\r\n4,5,6\r\n7,8\r\n", datasets.Schema{})
	if r.RejectedTotal != 2 || r.Version.Rows != 2 || len(r.Rejected) != 2 || r.Rejected[0].Line != 3 || r.Rejected[1].Line != 4 {
		t.Errorf("got %+v with %d rows, want lines 3 and 4 refused", r, r.Version.Rows)
	}
}
