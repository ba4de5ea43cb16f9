package indexer_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"honglinh/catalog/text"
	"honglinh/indexer"
	"honglinh/indexer/source"
)

// packageOf writes a package with the given resources and files.
func packageOf(t *testing.T, resources string, files map[string]string) string {
	t.Helper()
	dir := t.TempDir()
	files["datapackage.json"] = `{"name":"thu","title":"Thử","resources":[` + resources + `]}`
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

const placeMapping = `"honglinh":{"kind":"place","id":"ma","title":{"vi":"ten"}}`

// Every automatic change of a value is in the report, with its file, how often and an
// example, in both languages.
func TestEveryAutomaticChangeOfAValueIsInTheReport(t *testing.T) {
	csv := func(more string) string { return `{"name":"a","path":"a.csv"` + more + `}` }
	for _, c := range []struct {
		sentence, resource, file, content string
		code, column, example             string // and its example
	}{
		{"spaces around a text of a record", csv(`,` + placeMapping), "a.csv", "ma,ten\nm1, Chợ Mới \nm2, Chợ Cũ\n", "trimmed", "ten", `2 times, such as " Chợ Mới "`},
		{"a day as papers write it", csv(`,"schema":{"fields":[{"name":"ma"},{"name":"ten"},{"name":"ngay","type":"date"}]},` + placeMapping), "a.csv", "ma,ten,ngay\nm1,A,05/07/2025\n", "date-read", "ngay", `"05/07/2025"`},
		{"a number too close to 0", csv(`,"schema":{"fields":[{"name":"ma"},{"name":"ten"},{"name":"so","type":"number"}]},` + placeMapping), "a.csv", "ma,ten,so\nm1,A,1e-400\n", "value-rounded", "so", `"1e-400"`},
		{"a moment of nanoseconds", csv(`,"schema":{"fields":[{"name":"ma"},{"name":"ten"},{"name":"luc","type":"datetime"}]},` + placeMapping), "a.csv", "ma,ten,luc\nm1,A,2025-07-05T08:30:00.123456789Z\n", "value-rounded", "luc", `"2025-07-05T08:30:00.123456789Z"`},
		{"a day that has not come", csv(`,"honglinh":{"kind":"place","id":"ma","title":{"vi":"ten"},"retrieved":"ngay"}`), "a.csv", "ma,ten,ngay\nm1,A,2099-01-01\n", "date-future", "ngay", `"2099-01-01"`},
		{"a day of a record that no schema declares", csv(`,"honglinh":{"kind":"place","id":"ma","title":{"vi":"ten"},"date":"ngay"}`), "a.csv", "ma,ten,ngay\nm1,A,5/7/2025\n", "date-read", "ngay", `"5/7/2025"`},
		{"an id that is no slug", csv(`,` + placeMapping), "a.csv", "ma,ten\nChợ Mới,A\n", "id-folded", "ma", `"Chợ Mới"`},
		{"HTML in Markdown", csv(`,"honglinh":{"kind":"place","id":"ma","title":{"vi":"ten"},"body":{"vi":"loi"}}`), "a.csv", "ma,ten,loi\nm1,A,x <b>đậm</b>\n", "html-stripped", "body", `"<b>đậm`},
		{"characters that act on the screen", csv(`,` + placeMapping), "a.csv", "ma,ten\nm1,A\u202eB\n", "unseen-removed", "ten", `\u202e`},
		{"zeros", csv(""), "a.csv", "ma,ten\nm1,A\x00B\n" + strings.Repeat("m,một dòng dài\n", 200), "nul-removed", "ten", ""},
		{"zeros in a property", `{"name":"a","path":"a.geojson"}`, "a.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ten":"A\u0000"},"geometry":{"type":"Point","coordinates":[105.7,18.5]}}]}`, "nul-removed", "ten", ""},
		{"spaces around a property", `{"name":"a","path":"a.geojson"}`, "a.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ten":" A "},"geometry":{"type":"Point","coordinates":[105.7,18.5]}}]}`, "trimmed", "ten", `" A "`},
		{"an old encoding", csv(""), "a.csv", "ma,ten\n1,X\xb7 Th\xb9ch H\xb5\n2,X\xb7 \xa7\xf8c Th\xd4nh\n3,Ph\xad\xeang Tr\xc7n Ph\xf3\n", "encoding", "", "tcvn3"},
		{"UTF-16", csv(""), "a.csv", "\xff\xfem\x00a\x00,\x00t\x00\n\x001\x00,\x002\x00\n\x00", "encoding", "", "utf-16le"},
		{"a text read twice", csv(""), "a.csv", "ma,ten\n1,XÃ£ Cáº©m NhÆ°á»£ng\n2,Hà\n", "encoding", "ten", "Cẩm Nhượng"},
		{"another delimiter", csv(""), "a.csv", "ma;ten\n1;a\n2;b\n", "delimiter", "", `";"`},
		{"line breaks in a name", csv(""), "a.csv", "ma,\"tên\nxã\"\n1,a\n", "header-mended", "tên xã", ""},
		{"two columns of one name", csv(""), "a.csv", "ma,,ten\n1,x,a\n", "column-named", "cot_2", ""},
		{"a column of nothing", csv(""), "a.csv", "ma,ten,\n1,a,\n", "empty-column", "", ""},
		{"delimiters at the end of a row", csv(""), "a.csv", "ma,ten\n1,a,,\n", "trailing-delimiter", "", ""},
		{"a list inside an object", `{"name":"a","path":"a.json","type":"table"}`, "a.json", `{"kq":[{"ma":1}]}`, "property", "", `"kq"`},
		{"objects, one a line", `{"name":"a","path":"a.json","type":"table"}`, "a.json", "{\"ma\":1}\n{\"ma\":2}\n", "json-lines", "", ""},
		{"heights", `{"name":"a","path":"a.geojson"}`, "a.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ten":"A"},"geometry":{"type":"Point","coordinates":[105.7,18.5,12]}}]}`, "geometry-z-or-m-dropped", "geometry", ""},
		{"a ring that is not closed", `{"name":"a","path":"a.geojson"}`, "a.geojson", `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ten":"A"},"geometry":{"type":"Polygon","coordinates":[[[105.7,18.5],[105.8,18.5],[105.8,18.6]]]}}]}`, "geometry-ring-open", "geometry", ""},
		{"northings first", `{"name":"a","path":"a.csv","honglinh":{"kind":"place","id":"ma","title":{"vi":"ten"},"lat":"y","lon":"x","crs":"EPSG:9209"},"schema":{"fields":[{"name":"ma"},{"name":"ten"},{"name":"x","type":"number"},{"name":"y","type":"number"}]}}`, "a.csv", "ma,ten,x,y\nm1,A,2049310.2,520110.1\n", "swapped-axes", "geometry", ""},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			t.Parallel()
			s := open(t, t.TempDir(), indexer.Options{Packages: []string{packageOf(t, c.resource, map[string]string{c.file: c.content})}, NoEmbedded: true, NoTables: true})
			defer s.Close()
			rep := ingest(t, s)
			var found *source.Warning
			for i, w := range rep.Warnings {
				if w.Code == c.code && (c.column == "" || w.Column == c.column) {
					found = &rep.Warnings[i]
				}
			}
			if found == nil || len(rep.Refused) > 0 {
				t.Fatalf("nothing says %s: %v, refused %v", c.code, rep.Warnings, rep.Refused)
			}
			if !strings.Contains(found.File, c.file) || !strings.Contains(found.Reason, c.example) || found.In[text.VI] == "" || found.In[text.VI] == found.Reason {
				t.Errorf("got %s / %s", found, found.Line(text.VI))
			}
		})
	}
}
