package httpkit

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"github.com/gorilla/mux"

	"honglinh/catalog"
)

type fault struct{ Kind, Where, Nearest string }

func faultIn(err error) fault {
	var f *catalog.Fault
	if !errors.As(err, &f) {
		return fault{}
	}
	return fault{string(f.Kind), f.Where, f.Nearest}
}

func TestParseChecksWhatIsDocumented(t *testing.T) {
	specs := []Param{
		{Name: "slug", Path: true},
		{Name: "limit", Type: Integer, Min: Bound(1), Max: Bound(100), Default: "20"},
		{Name: "radius", Type: Number, Min: Bound(0)},
		{Name: "as_of", Type: Date},
		{Name: "exact", Type: Boolean},
		{Name: "kind", Many: true, Enum: []string{"place", "plan"}},
		{Name: "name", Max: Bound(5)},
	}
	tests := []struct {
		name, query string
		want        fault
	}{
		{"nothing is fine", "", fault{}},
		{"everything good is fine", "limit=100&radius=1.5&as_of=2025-07&exact=true&kind=place&kind=plan&name=xu%C3%A2n", fault{}},
		{"a misspelt name gets the nearest", "limti=5", fault{"invalid", "limti", "limit"}},
		{"a foreign name gets no guess", "utm_campaign=x", fault{"invalid", "utm_campaign", ""}},
		{"a path variable is no parameter", "slug=x", fault{"invalid", "slug", ""}},
		{"a scalar given twice is refused", "limit=5&limit=6", fault{"invalid", "limit", ""}},
		{"over the bound is refused, not clamped", "limit=101", fault{"invalid", "limit", ""}},
		{"under the bound is refused", "limit=0", fault{"invalid", "limit", ""}},
		{"a fraction is no integer", "limit=1.5", fault{"invalid", "limit", ""}},
		{"not a number is refused", "radius=NaN", fault{"invalid", "radius", ""}},
		{"negative is refused", "radius=-1", fault{"invalid", "radius", ""}},
		{"a day that does not exist is refused", "as_of=2025-02-30", fault{"invalid", "as_of", ""}},
		{"an empty day is refused", "as_of=", fault{"invalid", "as_of", ""}},
		{"yes is no boolean", "exact=yes", fault{"invalid", "exact", ""}},
		{"an unknown code gets the nearest", "kind=palce", fault{"invalid", "kind", "place"}},
		{"a long name is refused", "name=abcdef", fault{"invalid", "name", ""}},
		{"length is in characters, not bytes", "name=%C4%91%E1%BA%A7y%C4%91%E1%BB%A7", fault{}},
		{"a broken escape is refused", "name=%zz", fault{"invalid", "query", ""}},
		{"a semicolon is refused", "name=a;b=c", fault{"invalid", "query", ""}},
		{"a NUL is refused", "name=a%00", fault{"invalid", "name", ""}},
		{"bytes that are not UTF-8 are refused", "name=%ff", fault{"invalid", "name", ""}},
		{"a parameter without a name is refused", "=5", fault{"invalid", "query", ""}},
		{"too many parameters are refused", strings.Repeat("kind=plan&", maxPairs), fault{"invalid", "query", ""}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := httptest.NewRequest("GET", "/?"+tt.query, nil)
			_, err := Parse(r, specs)
			if diff := cmp.Diff(tt.want, faultIn(err)); diff != "" {
				t.Errorf("fault (-want +got):\n%s", diff)
			}
		})
	}
}

func TestParsedValuesHaveTheirTypes(t *testing.T) {
	specs := []Param{{Name: "limit", Type: Integer, Default: "20"}, {Name: "radius", Type: Number}, {Name: "as_of", Type: Date}, {Name: "exact", Type: Boolean}, {Name: "kind", Many: true}}
	v, err := Parse(httptest.NewRequest("GET", "/?radius=2.5&as_of=1/7/2025&exact=true&kind=a&kind=b", nil), specs)
	if err != nil {
		t.Fatal(err)
	}
	got := []any{v.Int("limit"), v.Float("radius"), v.Date("as_of"), v.Bool("exact"), v.All("kind"), v.Has("limit"), v.Has("absent"), v.String("absent")}
	want := []any{int64(20), 2.5, catalog.Date("2025-07-01"), true, []string{"a", "b"}, true, false, ""}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"", "limit=5", "limit=1&limit=2", "%zz", "a;b", "as_of=2025-07-01", "name=\x00", "%ff=%ff", "limit=9223372036854775808", "radius=1e309", "kind=a,b", "=", "&&"} {
		f.Add(seed)
	}
	specs := []Param{{Name: "limit", Type: Integer, Min: Bound(1), Max: Bound(100), Default: "20"}, {Name: "radius", Type: Number, Min: Bound(0), Max: Bound(1000)}, {Name: "as_of", Type: Date}, {Name: "kind", Many: true}}
	f.Fuzz(func(t *testing.T, query string) {
		r := &http.Request{Method: "GET", URL: &url.URL{Path: "/", RawQuery: query}}
		v, err := Parse(r, specs)
		if err != nil {
			if got := faultIn(err); got.Kind != "invalid" || got.Where == "" || !utf8.ValidString(got.Where) {
				t.Errorf("%q: fault %+v does not say what is wrong: %v", query, got, err)
			}
			return
		}
		if n := v.Int("limit"); n < 1 || n > 100 {
			t.Errorf("%q: limit %d passed", query, n)
		}
		if x := v.Float("radius"); !(x >= 0 && x <= 1000) {
			t.Errorf("%q: radius %v passed", query, x)
		}
	})
}

func FuzzPathVar(f *testing.F) {
	for _, seed := range []string{"a", "..%2f..", "%00", "a%2fb", "%c3%28", "%", "%5c..", strings.Repeat("a", 300), "x%0d%0ay"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		r := mux.SetURLVars(&http.Request{URL: &url.URL{}}, map[string]string{"slug": raw})
		got, ok := PathVar(r, "slug")
		if ok && (got == "" || len(got) > maxPathVar || strings.ContainsAny(got, "/\\\x00") || !utf8.ValidString(got)) {
			t.Errorf("%q passed as %q", raw, got)
		}
	})
}
