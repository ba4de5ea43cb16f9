package table

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
)

func codecVersion() *Version {
	v := &Version{Number: "1.0.0"}
	for _, n := range []string{"ma", "ten", "von", "ngay", "limit", `Diện tích (ha), "ước"`, "lon", "lat", "don_vi"} {
		v.Columns = append(v.Columns, Column{Name: n, Type: Text})
	}
	v.Columns[2].Type, v.Columns[6].Type, v.Columns[7].Type, v.Columns[3].Type = Number, Number, Number, Date
	return v
}

func testCodec() Codec {
	return Codec{Lon: "lon", Lat: "lat", Place: "don_vi", Also: []string{"format"},
		Places: place.NewRegister([]place.Unit{{ID: "unit/dau-lieu", Code: "18118", Name: text.New("Phường Đậu Liêu", "")}})}
}

func TestParameters(t *testing.T) {
	cond := func(op Op, column string, values ...any) *Expr { return &Expr{Op: op, Column: column, Values: values} }
	for _, tc := range []struct {
		name, raw string
		want      Query
	}{
		{"nothing is everything", "", Query{}},
		{"the caller's own parameters are left alone", "format=csv", Query{}},
		{"a column with a value", "ma=001", Query{Where: cond(Eq, "ma", "001")}},
		{"a column twice is in", "ma=001&ma=002", Query{Where: cond(In, "ma", "001", "002")}},
		{"operators", "von__ge=5&von__lt=9", Query{Where: &Expr{Op: And, Args: []Expr{*cond(Ge, "von", "5"), *cond(Lt, "von", "9")}}}},
		{"lte and gte are le and ge", "von__gte=5&filter=" + url.QueryEscape(`{"column":"von","op":"LTE","value":9}`), Query{Where: &Expr{Op: And, Args: []Expr{*cond(Le, "von", "9"), *cond(Ge, "von", "5")}}}},
		{"units", "select=unit(don_vi),count()&group_by=" + url.QueryEscape("unit(don_vi),unit(don_vi, 2025-06-30) as cu"), Query{
			Select: []Item{{Column: "don_vi", Func: "unit"}, {Func: "count"}}, GroupBy: []Item{{Column: "don_vi", Func: "unit"}, {Column: "don_vi", Func: "unit", On: "2025-06-30", As: "cu"}}}},
		{"in with commas", "ma__in=1,2", Query{Where: cond(In, "ma", "1", "2")}},
		{"between", "von__between=1,2", Query{Where: cond(Between, "von", "1", "2")}},
		{"null", "von__null", Query{Where: cond(Null, "von")}},
		{"not null", "von__null=false", Query{Where: cond(NotNull, "von")}},
		{"a column named like a parameter", "limit__eq=5&limit=7", Query{Limit: 7, Where: cond(Eq, "limit", "5")}},
		{"a strange column name", url.Values{`Diện tích (ha), "ước"`: {"1"}}.Encode(), Query{Where: cond(Eq, `Diện tích (ha), "ước"`, "1")}},
		{"items", "select=" + url.QueryEscape(`ma, sum(von) as tong,count(), quantile(von, 0.9),"Diện tích (ha), ""ước"""`),
			Query{Select: []Item{{Column: "ma"}, {Column: "von", Func: "sum", As: "tong"}, {Func: "count"}, {Column: "von", Func: "quantile", Arg: .9}, {Column: `Diện tích (ha), "ước"`}}}},
		{"groups, order and having", "group_by=year(ngay)&order=-count,ten+desc,ma&having=" + url.QueryEscape(`{"column":"count","op":"gt","value":1}`),
			Query{GroupBy: []Item{{Column: "ngay", Func: "year"}}, Order: []Order{{By: "count", Desc: true}, {By: "ten", Desc: true}, {By: "ma"}}, Having: cond(Gt, "count", "1")}},
		{"box and place", "bbox=105,18,106,19&within=Đậu Liêu", Query{Where: &Expr{Op: And, Args: []Expr{
			{Op: BBox, Column: "lon", Other: "lat", Values: []any{"105", "18", "106", "19"}}, *cond(AnyOf, "don_vi", "unit/dau-lieu", "18118", "Phường Đậu Liêu")}}}},
		{"the rest", "q=cong&limit=5&offset=10&total=true&distinct=true&version=1.0.0&as_of=2025&labels=both&lang=en&cursor=x",
			Query{Text: "cong", Limit: 5, Offset: 10, Total: true, Distinct: true, Version: "1.0.0", AsOf: "2025", Labels: Both, Lang: text.EN, Cursor: "x"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			values, err := url.ParseQuery(tc.raw)
			if err != nil {
				t.Fatal(err)
			}
			got, err := testCodec().Parse(values, codecVersion())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, got, cmpopts.IgnoreFields(Query{}, "Places")); diff != "" {
				t.Error(diff)
			}
			again, err := testCodec().Parse(got.Values(), codecVersion())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(got, again, cmpopts.IgnoreFields(Query{}, "Places")); diff != "" {
				t.Errorf("printed as %s and read again:\n%s", got.Values().Encode(), diff)
			}
		})
	}
}

func TestABadParameterNamesTheNearest(t *testing.T) {
	deep := strings.Repeat(`{"not":`, MaxDepth+2) + `{"column":"ma","value":1}` + strings.Repeat(`}`, MaxDepth+2)
	wide := `{"or":[` + strings.Repeat(`{"column":"ma","value":"x"},`, MaxNodes) + `{"column":"ma","value":"x"}]}`
	for _, tc := range []struct{ name, param, value, nearest, part string }{
		{"unknown parameter", "selct", "ma", "select", "neither a parameter nor a column"},
		{"unknown column", "vom", "5", "von", "neither"},
		{"unknown operator", "von__gtt", "5", "gt", "no operator"},
		{"limit of letters", "limit", "many", "", "whole number"},
		{"limit too large", "limit", "999999", "", "whole number"},
		{"negative offset", "offset", "-1", "", "whole number"},
		{"unknown way of labels", "labels", "bth", "both", "codes, labels or both"},
		{"day", "as_of", "soon", "", "no date"},
		{"filter that is no JSON", "filter", "von>5", "", "not JSON"},
		{"filter with an unknown key", "filter", `{"colum":"ma"}`, "column", "no key"},
		{"filter with an unknown operator", "filter", `{"column":"ma","op":"'; DROP TABLE t"}`, "", "no operator"},
		{"filter of a list", "filter", `[1]`, "", "JSON object"},
		{"filter with an object as value", "filter", `{"column":"ma","value":{"a":1}}`, "", "a value is text"},
		{"filter too deep", "filter", deep, "", "deeper than"},
		{"filter too wide", "filter", wide, "", "deeper than"},
		{"filter too long", "filter", `{"match":"` + strings.Repeat("x", MaxFilter) + `"}`, "", "longer than"},
		{"two filters in one", "filter", `{"match":"x"} {"match":"y"}`, "", "text after"},
		{"open parenthesis", "select", "sum(von", "", "closing parenthesis"},
		{"number where there is none", "select", "sum(von, 5)", "", "only quantile and range"},
		{"box of three", "bbox", "1,2,3", "", "four numbers"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			_, err := testCodec().Parse(url.Values{tc.param: {tc.value}}, codecVersion())
			var f *catalog.Fault
			if !errors.As(err, &f) || !strings.Contains(f.Error(), tc.part) || f.Nearest != tc.nearest && tc.nearest != "" || f.Detail[text.VI] == "" {
				t.Errorf("got %+v, want %q, nearest %q, in both languages", err, tc.part, tc.nearest)
			}
		})
	}
}

func FuzzItems(f *testing.F) {
	f.Add(`ma, sum(von) as tong,"a,b"`, "-ma,von desc")
	v := codecVersion()
	f.Fuzz(func(t *testing.T, s, order string) {
		items, err := parseItems("select", s, v)
		if err == nil && s != "" {
			again, err := parseItems("select", itemsText(items), v)
			if err != nil && !strings.Contains(s, `"`) && !strings.ContainsAny(s, "()") {
				t.Fatalf("%q printed as %q: %v %v", s, itemsText(items), err, again)
			}
		}
		if o, err := parseOrder(order); err == nil && orderText(o) == "" {
			t.Fatalf("%q is read as nothing", order)
		}
	})
}
