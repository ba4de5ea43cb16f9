package metadata

import (
	"context"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
	"honglinh/datasets/table/duck"
)

func describe(t *testing.T, descriptor, rows string) *Dataset {
	t.Helper()
	p, problems := datasets.Parse([]byte(descriptor))
	if p == nil {
		t.Fatal(problems)
	}
	e, err := duck.Open(t.Context(), filepath.Join(t.TempDir(), "tables"), duck.Options{Threads: 1})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	files := fstest.MapFS{"t.csv": {Data: []byte(rows)}}
	for _, rep := range e.Sync(context.Background(), []*datasets.Package{p}, func(*datasets.Package) table.Content { return table.Content{FS: files} }) {
		if rep.Err != nil {
			t.Fatal(rep.Err)
		}
	}
	units := []place.Unit{{ID: "unit/tinh", Name: text.New("Tỉnh", "Province")}}
	for _, c := range "abcdefghijklmnop" {
		units = append(units, place.Unit{ID: "unit/" + string(c), Name: text.New("Xã "+string(c), ""), Parent: "unit/tinh"})
	}
	register := place.NewRegister(units)
	d := New(e, func() *place.Register { return register })
	first, err := d.Describe(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	second, err := d.Describe(t.Context(), p)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(first, second); diff != "" {
		t.Errorf("a second description differs:\n%s", diff)
	}
	return first
}

const frame = `{"name":"d","title":"Bộ","licenses":[{"name":"CC-BY-4.0"}],"created":"2026-01-02T00:00:00Z","version":"1.0.0","honglinh":{%},
"contributors":[{"title":"Tác giả","roles":["author"]},{"title":"Sở","roles":["publisher"],"path":"https://so.example"}],
"resources":[{"name":"t","path":"t.csv","type":"table","honglinh":{"kind":"place","id":"id","title":{"vi":"ten"},"place":"xa","date":"ngay","retrieved":"lay"},
"schema":{"fields":[{"name":"id"},{"name":"ten"},{"name":"xa"},{"name":"ngay"},{"name":"lay"}]}}]}`

func with(extension string) string {
	out := ""
	for _, c := range frame {
		if c == '%' {
			out += extension
			continue
		}
		out += string(c)
	}
	return out
}

func TestCoverageComesFromTheRows(t *testing.T) {
	d := describe(t, with(""), "id,ten,xa,ngay,lay\n1,A,unit/a,2019-05,2026-01-01\n2,B,unit/b;unit/a,2021,2026-01-01\n3,C,Nơi lạ,đầu năm,2026-01-01\n")
	if diff := cmp.Diff(catalog.Interval{From: "2019-05", To: "2021"}, d.Temporal); diff != "" {
		t.Errorf("temporal: %s", diff)
	}
	want := []Place{{Unit: "unit/a", Label: text.New("Xã a", "")}, {Unit: "unit/b", Label: text.New("Xã b", "")}, {IRI: Country, Label: text.New("Việt Nam", "Vietnam")}}
	if diff := cmp.Diff(want, d.Spatial); diff != "" {
		t.Errorf("spatial: %s", diff)
	}
	if d.Publisher.Name != "Sở" || d.Publisher.URL != "https://so.example" || len(d.Creators) != 1 || d.Licence.EU == "" || d.Frequency != "" || d.Contact != nil {
		t.Errorf("%+v", d)
	}
}

func TestManyUnitsAreSaidByTheUnitAbove(t *testing.T) {
	rows := "id,ten,xa,ngay,lay\n"
	for _, c := range "abcdefghijklmnop" {
		rows += string(c) + ",A,unit/" + string(c) + ",,2026-01-05\n"
	}
	d := describe(t, with(""), rows)
	if len(d.Spatial) != 2 || d.Spatial[0].Unit != "unit/tinh" {
		t.Errorf("spatial: %+v", d.Spatial)
	}
	if diff := cmp.Diff(catalog.Interval{From: "2026-01-05", To: "2026-01-05"}, d.Temporal); diff != "" {
		t.Errorf("rows without a date show the day of collection: %s", diff)
	}
}

func TestTheDescriptorHasTheLastWord(t *testing.T) {
	d := describe(t, with(`"topics":["land"],"spatial":["https://sws.geonames.org/1562822/","tinh"],"temporal":{"from":"2000","to":"2001"},"accrualPeriodicity":"ANNUAL",
"contact":{"name":{"vi":"Phòng"},"email":"a@b.example","url":"javascript:x"},"theme":["EDUC","NONE"],"review_due":"2026-06-30","legal":[{"title":{"vi":"Luật"},"url":"no address"},{"title":{"vi":"Luật"},"url":"https://l.example/1"}]`),
		"id,ten,xa,ngay,lay\n1,A,unit/a,2019,2026-01-01\n")
	if diff := cmp.Diff([]string{"EDUC"}, d.Themes); diff != "" {
		t.Errorf("themes: %s", diff)
	}
	if d.Frequency != "ANNUAL" || d.ReviewDue != "2026-06-30" || d.Temporal.From != "2000" || len(d.Legal) != 1 || d.Contact.URL != "" || d.Contact.Email != "a@b.example" {
		t.Errorf("%+v", d)
	}
	if d.Spatial[0].IRI != "https://sws.geonames.org/1562822/" || d.Spatial[1].Unit != "unit/tinh" {
		t.Errorf("spatial: %+v", d.Spatial)
	}
}

func TestAWithheldDatasetOffersNothingAndSaysWhy(t *testing.T) {
	d := describe(t, with(`"withheld":{"reason":{"vi":"Bí mật","en":"Secret"},"ground":"Luật"}`), "id,ten,xa,ngay,lay\n1,A,unit/a,2019,2026-01-01\n")
	if d.Archive != nil || len(d.Tables[0].Distributions) != 0 || d.Tables[0].Why[text.EN] != "Secret" {
		t.Errorf("%+v", d.Tables[0])
	}
}

func TestVersionsCompareByParts(t *testing.T) {
	for _, tc := range []struct {
		a, b string
		want bool
	}{{"1.10.0", "1.9.0", true}, {"1.9.0", "1.10.0", false}, {"2.0.0", "1.99.99", true}, {"1.0.0", "1.0.0", false}, {"1.0.1", "1.0", true}, {"1.0", "", true}} {
		if got := later(tc.a, tc.b); got != tc.want {
			t.Errorf("later(%s, %s) = %v", tc.a, tc.b, got)
		}
	}
}
