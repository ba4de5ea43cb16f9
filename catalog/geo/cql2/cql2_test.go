package cql2_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/paulmach/orb"

	"honglinh/catalog/geo/cql2"
)

type feature struct {
	props    map[string]any
	geometry orb.Geometry
	from, to time.Time
}

func (f feature) Property(n string) (any, bool) { v, ok := f.props[n]; return v, ok }
func (f feature) Geometry() orb.Geometry        { return f.geometry }
func (f feature) Time() (time.Time, time.Time, bool) {
	return f.from, f.to, !f.from.IsZero() || !f.to.IsZero()
}

func ward() feature {
	return feature{
		props:    map[string]any{"name": "Phường Đậu Liêu", "pop": int64(9000), "area": 12.5, "old": true, "founded": "2025-07-01", "tags": []any{"core", "town"}, "none": nil, "pct": "50%"},
		geometry: orb.Polygon{{{105, 18}, {106, 18}, {106, 19}, {105, 19}, {105, 18}}},
		from:     time.Date(2025, 7, 1, 0, 0, 0, 0, time.UTC),
	}
}

func TestTruth(t *testing.T) {
	for _, c := range []struct {
		in   string
		want cql2.Truth
	}{
		{"pop = 9000", cql2.True}, {"pop <> 9000", cql2.False}, {"pop > 8999.5 AND area <= 12.5", cql2.True}, {"9000 = pop", cql2.True},
		{"none = 1", cql2.Unknown}, {"NOT (none = 1)", cql2.Unknown}, {"missing IS NULL", cql2.True}, {"none IS NOT NULL", cql2.False},
		{"none = 1 OR pop = 9000", cql2.True}, {"none = 1 AND pop = 1", cql2.False}, {"name = 5", cql2.Unknown},
		{"name LIKE 'Phường%'", cql2.True}, {"name LIKE 'phường%'", cql2.False}, {"CASEI(name) LIKE CASEI('PHƯỜNG%')", cql2.True},
		{"ACCENTI(name) = ACCENTI('Phuong Dau Lieu')", cql2.True}, {"CASEI(ACCENTI(name)) = CASEI(ACCENTI('phuong đau LIEU'))", cql2.True},
		{"pct LIKE '50\\%'", cql2.True}, {"pct LIKE '5_\\%'", cql2.True}, {"pct LIKE '5\\__'", cql2.False}, {"name NOT LIKE '%x%'", cql2.True},
		{"pop BETWEEN 1 AND 9000", cql2.True}, {"pop NOT BETWEEN 1 AND 10", cql2.True}, {"pop IN (1, 9000)", cql2.True}, {"pop NOT IN (1,2)", cql2.True}, {"none IN (1)", cql2.Unknown},
		{"old", cql2.True}, {"old = TRUE", cql2.True}, {"NOT old", cql2.False}, {"TRUE", cql2.True},
		{"pop + 1 * 2 = 9002", cql2.True}, {"(pop + 1) * 2 = 18002", cql2.True}, {"2 ^ 3 ^ 2 = 512", cql2.True}, {"7 div 2 = 3", cql2.True}, {"-pop < -8999", cql2.True}, {"1 / 0 = 1", cql2.Unknown}, {"7 % 4 = 3", cql2.True},
		{"S_INTERSECTS(geometry, POINT(106 19))", cql2.True}, {"S_INTERSECTS(geometry, BBOX(106.1,18,107,19))", cql2.False}, {"S_INTERSECTS(geometry,BBOX(170,-90,105.5,90))", cql2.True},
		{"S_WITHIN(geometry, POLYGON((104 17,107 17,107 20,104 20,104 17)))", cql2.True}, {"S_TOUCHES(geometry, POINT(105 18.5))", cql2.True}, {"S_CONTAINS(geometry, POINT(105.5 18.5))", cql2.True},
		{"S_EQUALS(geometry, POLYGON((106 18,106 19,105 19,105 18,106 18)))", cql2.True}, {"S_DISJOINT(geometry, POINT Z (1 2 3))", cql2.True}, {"S_OVERLAPS(geometry, BBOX(105.5,18.5,107,20))", cql2.True}, {"S_CROSSES(LINESTRING(104 18.5,107 18.5), geometry)", cql2.True},
		{"founded = DATE('2025-07-01')", cql2.True}, {"founded < TIMESTAMP('2025-07-02T00:00:00Z')", cql2.True}, {"T_AFTER(founded, DATE('2025-06-30'))", cql2.True},
		{"T_DURING(founded, INTERVAL('2025-01-01', '..'))", cql2.True}, {"T_INTERSECTS(datetime, INTERVAL('2024-01-01','2025-07-01'))", cql2.True}, {"T_BEFORE(missing, DATE('2025-01-01'))", cql2.Unknown},
		{"T_CONTAINS(INTERVAL('2020-01-01', founded), DATE('2021-01-01'))", cql2.True},
		{"A_CONTAINS(tags, ('core'))", cql2.True}, {"A_CONTAINS(none, ('core'))", cql2.Unknown}, {"A_CONTAINS(tags, ('core','town'))", cql2.True}, {"A_OVERLAPS(tags, ('x','town'))", cql2.True}, {"A_EQUALS(tags, ('town','core'))", cql2.True}, {"A_CONTAINEDBY(tags, ('a','town','core'))", cql2.True},
		{"\"name\" = 'Phường Đậu Liêu'", cql2.True}, {"name <> 'it''s' and name <> 'it\\'s'", cql2.True}, {"tên IS NULL", cql2.True},
	} {
		f, err := cql2.ParseText(c.in, cql2.Options{})
		if err != nil {
			t.Errorf("%s: %v", c.in, err)
		} else if got := f.Eval(ward()); got != c.want {
			t.Errorf("%s: got %v, want %v", c.in, got, c.want)
		}
	}
}

func TestBothEncodingsGiveOneTree(t *testing.T) {
	for text, js := range map[string]string{
		"a = 1 AND b LIKE 'x%'":              `{"op":"and","args":[{"op":"=","args":[{"property":"a"},1]},{"op":"like","args":[{"property":"b"},"x%"]}]}`,
		"NOT a IN ('x', 2)":                  `{"op":"not","args":[{"op":"in","args":[{"property":"a"},["x",2]]}]}`,
		"a BETWEEN -1 AND 2 + 3":             `{"op":"between","args":[{"property":"a"},-1,{"op":"+","args":[2,3]}]}`,
		"CASEI(a) = ACCENTI('Đ')":            `{"op":"=","args":[{"op":"casei","args":[{"property":"a"}]},{"op":"accenti","args":["Đ"]}]}`,
		"S_INTERSECTS(g, POINT(1 2))":        `{"op":"s_intersects","args":[{"property":"g"},{"type":"Point","coordinates":[1,2]}]}`,
		"s_within(g, BBOX(1,2,3,4))":         `{"op":"s_within","args":[{"property":"g"},{"bbox":[1,2,3,4]}]}`,
		"T_DURING(t, INTERVAL('2020','..'))": `{"op":"t_during","args":[{"property":"t"},{"interval":["2020",".."]}]}`,
		"t > DATE('2020-01-01')":             `{"op":">","args":[{"property":"t"},{"date":"2020-01-01"}]}`,
		"A_CONTAINEDBY(a, (1, 2))":           `{"op":"a_containedBy","args":[{"property":"a"},[1,2]]}`,
		"a IS NOT NULL OR TRUE":              `{"op":"or","args":[{"op":"not","args":[{"op":"isNull","args":[{"property":"a"}]}]},true]}`,
	} {
		a, err := cql2.ParseText(text, cql2.Options{})
		if err != nil {
			t.Errorf("%s: %v", text, err)
			continue
		}
		b, err := cql2.ParseJSON([]byte(js), cql2.Options{})
		if err != nil {
			t.Errorf("%s: %v", js, err)
			continue
		}
		if d := cmp.Diff(a.Expr(), b.Expr(), cmpopts.IgnoreUnexported(cql2.Region{})); d != "" {
			t.Errorf("%s: %s", text, d)
		}
	}
}

func TestErrorsTellThePlace(t *testing.T) {
	known := cql2.Options{Known: func(n string) bool { return n == "a" }}
	for _, c := range []struct {
		in string
		at int
	}{
		{"", 0}, {"a =", 3}, {"a = 1 AND", 9}, {"a = 1 b", 6}, {"a = 'x", 4}, {"b = 1", 0}, {"a = 1 AND bb = 2", 10}, {"a IN 5", 5}, {"a & 1", 2},
		{"S_INTERSECTS(a, POINT(1))", 23}, {"nonsense(a) = 1", 12}, {"a NOT 1", 6}, {"1 + 1", 5}, {"DATE('yesterday') = a", 18},
	} {
		_, err := cql2.ParseText(c.in, known)
		var e *cql2.Error
		if !errors.As(err, &e) || !errors.Is(err, cql2.ErrSyntax) || e.Offset != c.at {
			t.Errorf("%q: got %v, want an error at byte %d", c.in, err, c.at)
		}
	}
	_, err := cql2.ParseJSON([]byte(`{"op":"and","args":[true,{"op":"=","args":[{"property":"zz"},1]}]}`), known)
	var e *cql2.Error
	if !errors.As(err, &e) || e.Path != "/args/1/args/0" {
		t.Errorf("got %v", err)
	}
}

func TestShapesTooShortAreRefusedWithWhatTheyLack(t *testing.T) {
	for shape, want := range map[string]string{
		"POLYGON((1 1))": "a ring needs", "POLYGON((1 1,2 1,1 1))": "a ring needs", "POLYGON((0 0,1 0,1 1,0 1))": "a ring needs", "POLYGON((0 0,9 0,9 9,0 0),(1 1))": "a ring needs",
		"MULTIPOLYGON(((0 0,1 0,1 1,0 0)),((1 1)))": "a ring needs", "GEOMETRYCOLLECTION(POINT(1 1),POLYGON((1 1)))": "a ring needs",
		"LINESTRING(1 1)": "a line needs", "MULTILINESTRING((1 1,2 2),(1 1))": "a line needs",
		"POLYGON EMPTY": "", "LINESTRING(1 1,1 1)": "", "MULTIPOINT((1 1))": "", "POLYGON((0 0,1 0,1 1,0 0))": "",
	} {
		_, err := cql2.ParseText("S_INTERSECTS(geometry, "+shape+")", cql2.Options{})
		if want == "" && err != nil || want != "" && (!errors.Is(err, cql2.ErrSyntax) || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: got %v, want %q", shape, err, want)
		}
	}
	_, err := cql2.ParseJSON([]byte(`{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[1,1]]]}]}`), cql2.Options{})
	if !errors.Is(err, cql2.ErrSyntax) || !strings.Contains(err.Error(), "a ring needs") {
		t.Errorf("JSON: got %v", err)
	}
}

func TestHostileFiltersAreRefusedFast(t *testing.T) {
	deep := 10_000
	for name, in := range map[string]struct {
		text string
		want error
	}{
		"brackets":      {strings.Repeat("(", deep) + "a=1" + strings.Repeat(")", deep), cql2.ErrTooDeep},
		"negations":     {strings.Repeat("NOT ", deep) + "a=1", cql2.ErrTooDeep},
		"signs":         {strings.Repeat("-", deep) + "1=a", cql2.ErrTooDeep},
		"powers":        {strings.Repeat("2^", deep) + "2=a", cql2.ErrTooDeep},
		"sums":          {strings.Repeat("2+", deep) + "2=a", cql2.ErrTooDeep},
		"functions":     {strings.Repeat("casei(", deep), cql2.ErrTooDeep},
		"length":        {strings.Repeat(" ", cql2.MostBytes+1), cql2.ErrTooLarge},
		"parts":         {"a IN (" + strings.Repeat("1,", cql2.MostNodes) + "1)", cql2.ErrTooLarge},
		"a megabyte":    {"a IN (" + strings.Repeat("'x',", 1<<18) + "'x')", cql2.ErrTooLarge},
		"nested shapes": {"S_INTERSECTS(a," + strings.Repeat("GEOMETRYCOLLECTION(", deep), cql2.ErrSyntax},
	} {
		start := time.Now()
		if _, err := cql2.ParseText(in.text, cql2.Options{}); !errors.Is(err, in.want) {
			t.Errorf("%s: got %v, want %v", name, err, in.want)
		}
		if d := time.Since(start); d > 30*time.Second { // a guard against a slow path, far above a busy machine
			t.Errorf("%s took %v", name, d)
		}
	}
	if _, err := cql2.ParseJSON([]byte(`{"op":"in","args":[{"property":"a"},[`+strings.Repeat(`"x",`, 1<<18)+`"x"]]}`), cql2.Options{}); !errors.Is(err, cql2.ErrTooLarge) {
		t.Errorf("a megabyte of JSON: got %v", err)
	}
	js := strings.Repeat(`{"op":"not","args":[`, deep) + "true" + strings.Repeat("]}", deep)
	if _, err := cql2.ParseJSON([]byte(js), cql2.Options{}); !errors.Is(err, cql2.ErrTooDeep) {
		t.Errorf("JSON: got %v", err)
	}
}

func TestOwnFunctionsAndConversion(t *testing.T) {
	o := cql2.Options{
		Functions: map[string]func([]any) (any, error){"twice": func(a []any) (any, error) { return a[0].(float64) * 2, nil }},
		Convert:   func(g orb.Geometry) (orb.Geometry, error) { p := g.(orb.Point); return orb.Point{p[1], p[0]}, nil },
	}
	f, err := cql2.ParseText("twice(pop) = 18000 AND S_INTERSECTS(geometry, POINT(18.5 105.5))", o)
	if err != nil || !f.Match(ward()) {
		t.Errorf("got %v", err)
	}
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"a = 1 AND NOT (b LIKE 'x%')", "S_INTERSECTS(g, POLYGON((0 0,1 0,1 1,0 0)))", "T_DURING(t, INTERVAL('2020-01-01','..'))", "a IN ('x''y')", "-2^3 < a+1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if q, err := cql2.ParseText(s, cql2.Options{}); err == nil {
			q.Eval(ward())
		}
	})
}

func FuzzJSON(f *testing.F) {
	f.Add([]byte(`{"op":"and","args":[{"op":"=","args":[{"property":"a"},1]},{"op":"s_within","args":[{"property":"g"},{"bbox":[1,2,3,4]}]}]}`))
	f.Add([]byte(`{"op":"in","args":[{"property":"a"},["x",{"date":"2020-01-01"}]]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		if q, err := cql2.ParseJSON(b, cql2.Options{}); err == nil {
			q.Eval(ward())
		}
	})
}

func BenchmarkEval(b *testing.B) {
	f, err := cql2.ParseText("CASEI(name) LIKE 'phường%' AND pop > 100 AND S_INTERSECTS(geometry, BBOX(105.5,18.5,107,20))", cql2.Options{})
	if err != nil {
		b.Fatal(err)
	}
	w := ward()
	for b.Loop() {
		f.Eval(w)
	}
}

func TestARefusalSpeaksBothLanguages(t *testing.T) {
	for _, c := range []struct{ name, text, json, vi string }{
		{"a value is missing", "a LIKE", "", "ở byte 6: gặp chỗ kết thúc, cần một giá trị"},
		{"a function nobody knows", "nope(a)=1", "", `không có hàm "nope"`},
		{"no JSON", "", "{", "không phải JSON"},
		{"a box of three numbers", "S_INTERSECTS(geometry,BBOX(1,2,3))", "", "bbox cần 4 hoặc 6 số"},
		{"a line of one point", "S_INTERSECTS(geometry,LINESTRING(1 2))", "", "hai điểm"},
		{"too deep", strings.Repeat("(", cql2.Deepest+2) + "a=1", "", "lồng sâu hơn"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := cql2.ParseText(c.text, cql2.Options{})
			if c.json != "" {
				_, err = cql2.ParseJSON([]byte(c.json), cql2.Options{})
			}
			at, ok := errors.AsType[*cql2.Error](err)
			if !ok || !strings.Contains(at.Vietnamese(), c.vi) || at.Reason == at.ReasonVI {
				t.Errorf("got %v", err)
			}
		})
	}
}

// dated is a feature that has what a filter asks for.
type dated map[string]any

func (d dated) Property(name string) (any, bool)  { v, ok := d[name]; return v, ok }
func (dated) Geometry() orb.Geometry              { return nil }
func (dated) Time() (from, to time.Time, ok bool) { return from, to, false }

func TestANullEndMakesAnIntervalNullAndIsNoOpenEnd(t *testing.T) {
	for _, c := range []struct {
		filter string
		x      dated
		want   bool
	}{
		{"T_INTERSECTS(INTERVAL(a, b), INTERVAL('2000-01-01','..'))", dated{"a": "2010-01-01", "b": "2011-01-01"}, true},
		{"T_INTERSECTS(INTERVAL(a, b), INTERVAL('2000-01-01','..'))", dated{"a": "2010-01-01"}, false},
		{"T_INTERSECTS(INTERVAL(a, '..'), INTERVAL('2000-01-01','..'))", dated{"a": "2010-01-01"}, true},
		{"T_DISJOINT(INTERVAL(a, b), INTERVAL('2000-01-01','..'))", dated{}, false},
	} {
		f, err := cql2.ParseText(c.filter, cql2.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := f.Match(c.x); got != c.want {
			t.Errorf("%s of %v is %v", c.filter, c.x, got)
		}
	}
}
