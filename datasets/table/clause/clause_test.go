package clause

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/datasets/table"
)

var (
	single = Dialect{}
	double = Dialect{DoubleQuoted: true, Backslash: true, Colon: true}
)

// print writes a tree as an s-expression.
func print(n Node) string {
	if len(n.Args) == 0 && n.Kind != Call {
		return string(n.Kind) + "‹" + n.Text + "›"
	}
	parts := []string{string(n.Kind)}
	if n.Text != "" {
		parts = []string{n.Text}
	}
	for _, a := range n.Args {
		parts = append(parts, print(a))
	}
	if n.Open || n.Shut {
		parts = append(parts, fmt.Sprint(n.Open, n.Shut))
	}
	return "(" + strings.Join(parts, " ") + ")"
}

func TestConditionsAreReadWithTheUsualPrecedence(t *testing.T) {
	tests := []struct {
		d        Dialect
		in, want string
	}{
		{single, "a = 1 or b = 2 and not c = 'x'", "(or (= name‹a› number‹1›) (and (= name‹b› number‹2›) (not (= name‹c› string‹x›))))"},
		{single, "(a = 1) and (b = 2) and (c = 3)", "(and (= name‹a› number‹1›) (= name‹b› number‹2›) (= name‹c› number‹3›))"},
		{single, "a + 2 * b > -3", "(> (+ name‹a› (* number‹2› name‹b›)) number‹-3›)"},
		{single, "ten = 'o''clock' AND `tên cột` <> \"x y\"", "(and (= name‹ten› string‹o'clock›) (!= name‹tên cột› name‹x y›))"},
		{double, `ten:"a\"b" and "công nghiệp"`, `(and (: name‹ten› string‹a"b›) string‹công nghiệp›)`},
		{double, "x in [1..5] or x in ]1 TO 5[ or ngay in [date'2020'..date'2021-01']", "(or (interval name‹x› number‹1› number‹5›) (interval name‹x› number‹1› number‹5› true true) (interval name‹ngay› date‹2020› date‹2021-01›))"},
		{double, "within_distance(geo, geom'POINT(105.7 18.5)', 5km)", "(within_distance name‹geo› geometry‹POINT(105.7 18.5)› quantity‹5›)"},
		{double, "count(distinct ten) > 2", "(> (count_distinct name‹ten›) number‹2›)"},
		{double, "5 parsecs", ""},
		{double, `a = "dòng\n\u0111\\" and ` + "`x\\`y` = 1", "(and (= name‹a› string‹dòng\nđ\\›) (= name‹x`y› number‹1›))"},
		{double, "in_bbox(geo, 1, 2, 3.5, -4)", "(in_bbox name‹geo› number‹1› number‹2› number‹3.5› number‹-4›)"},
		{single, ":id > 5 and x not in ('a','b') and y not between 1 and 2 and z is not null", "(and (> name‹:id› number‹5›) (not (in name‹x› string‹a› string‹b›)) (not (between name‹y› number‹1› number‹2›)) (not (is null name‹z›)))"},
		{single, "đất = true and mở is false", "(and (= name‹đất› boolean‹true›) (= name‹mở› boolean‹false›))"},
	}
	for _, tt := range tests {
		t.Run(tt.in, func(t *testing.T) {
			n, err := tt.d.Where(tt.in)
			if tt.want == "" {
				if err == nil {
					t.Errorf("read: %s", print(n))
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, print(n)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestSyntaxErrorsNameThePlaceInCharacters(t *testing.T) {
	tests := []struct{ in, want string }{
		{"garbage==", "unexpected end of clause at position 10"},
		{"tên = = 3", "unexpected = at position 7"},
		{"a = 'x", "unexpected ' at position 5: the quote is not closed"},
		{"a = 1; drop table t", "unexpected ; at position 6"},
		{"a = 1 /* x", "unexpected x at position 10"},
		{"", "unexpected end of clause at position 1"},
		{"(a = 1", "unexpected end of clause at position 7: want )"},
		{strings.Repeat("(", 200) + "a", "nested deeper than 30 levels"},
		{strings.Repeat("not ", 200) + "a", "nested deeper than 30 levels"},
		{strings.Repeat("- ", 200) + "a", "nested deeper than 30 levels"},
		{"a" + strings.Repeat("+a", 200), "more than 30 operations in a row"},
		{strings.Repeat("a", MaxLength+1), "longer than 16384 bytes"},
		{"a = '\xff'", "not UTF-8"},
	}
	for _, tt := range tests {
		_, err := single.Where(tt.in)
		var syntax *SyntaxError
		if !errors.As(err, &syntax) || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%.40s: got %v, want %q", tt.in, err, tt.want)
		}
	}
}

func TestListsAndStatements(t *testing.T) {
	items, err := double.Items("ten as tên, count(*) as n, include(dien*, von), *")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, it := range items {
		got = append(got, print(it.Node)+" "+it.As+" "+it.Label)
	}
	want := []string{"name‹ten› tên ten", "(count *‹*›) n count(*)", "(include name‹dien*› name‹von›)  include(dien*, von)", "*‹*›  *"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	s, err := single.Statement("SELECT a, sum(b) AS s WHERE a > 1 GROUP BY a HAVING s > 2 ORDER BY s DESC, a LIMIT 5 OFFSET 2")
	if err != nil {
		t.Fatal(err)
	}
	if len(s.Select) != 2 || s.Where == nil || len(s.Group) != 1 || s.Having == nil || len(s.Order) != 2 || !s.Order[0].Desc || s.Limit != "5" || s.Offset != "2" {
		t.Errorf("%+v", s)
	}
	if _, err := single.Statement("select a from secrets"); err == nil {
		t.Error("a statement named a table")
	}
}

func testMeaning() Meaning {
	columns := map[string]table.Column{"a": {Name: "a", Type: table.Integer}, "ten": {Name: "ten", Type: table.Text}, "ngay": {Name: "ngay", Type: table.Date}, "mo": {Name: "mo", Type: table.Boolean}}
	return Meaning{Text: true,
		Column:    func(n string) (table.Column, bool) { c, ok := columns[n]; return c, ok },
		Condition: func(Node) (table.Expr, bool, error) { return table.Expr{}, false, nil },
		Known:     func() []string { return []string{"a", "ten", "ngay", "mo"} }}
}

func TestConditionsBecomeFilters(t *testing.T) {
	eq := func(c string, v any) table.Expr { return table.Expr{Op: table.Eq, Column: c, Values: []any{v}} }
	tests := []struct {
		in   string
		want table.Expr
	}{
		{"a = 1", eq("a", "1")},
		{"1 < a", table.Expr{Op: table.Gt, Column: "a", Values: []any{"1"}}},
		{"a = null", table.Expr{Op: table.Null, Column: "a"}},
		{"mo", eq("mo", true)},
		{`"công nghiệp"`, table.Expr{Op: table.Match, Values: []any{"công nghiệp"}}},
		{"year(ngay) = 2020", table.Expr{Op: table.And, Args: []table.Expr{{Op: table.Ge, Column: "ngay", Values: []any{"2020-01-01"}}, {Op: table.Lt, Column: "ngay", Values: []any{"2021-01-01"}}}}},
		{"ngay = date'2020-02'", table.Expr{Op: table.Between, Column: "ngay", Values: []any{"2020-02-01T00:00:00Z", "2020-02-29T23:59:59Z"}}},
		{"ngay >= '2020-02-03T04:05:06.000'", table.Expr{Op: table.Ge, Column: "ngay", Values: []any{"2020-02-03T04:05:06Z"}}},
		{"a in [1..3[", table.Expr{Op: table.And, Args: []table.Expr{{Op: table.Ge, Column: "a", Values: []any{"1"}}, {Op: table.Lt, Column: "a", Values: []any{"3"}}}}},
	}
	for _, tt := range tests {
		n, err := double.Where(tt.in)
		if err != nil {
			t.Fatal(err)
		}
		got, err := testMeaning().Where(n)
		if err != nil {
			t.Errorf("%s: %v", tt.in, err)
			continue
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.in, diff)
		}
	}
}

func TestWhatCannotBeAnsweredSaysWhatCan(t *testing.T) {
	for in, want := range map[string]string{
		"a + 1 > 2":            "arithmetic (+) is not supported; supported: comparisons",
		"tne = 'x'":            `unknown field "tne"; did you mean "ten"?`,
		"sin(a) = 1":           "the function sin() as a field is not supported",
		"year(ten) = 2020":     "a field that holds dates; this one is text",
		"a in (b)":             `the name "b" in a list is not supported`,
		"ten":                  `the field "ten" as a condition is not supported`,
		"_row = 1 or true":     "unknown field",
		"a = (select 1)":       "",
		"a = 1 union select 1": "",
	} {
		n, err := single.Where(in)
		if err == nil {
			_, err = testMeaning().Where(n)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", in, err, want)
		}
	}
}

func FuzzClauses(f *testing.F) {
	for _, s := range []string{"a = 1 or b in [1..3[", "year(ngay) = 2020 and not (ten like 'x%')", "include(a*), count(*) as n", "-a, b desc nulls last", "'; drop table t; --", "geom'POINT(1 2)'", "select a where b group by c having d order by e limit 1", "\x00`", "a..b", "1e+", "tên:\"x\\"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, d := range []Dialect{single, double} {
			if n, err := d.Where(s); err == nil {
				if n.Pos < 0 || n.End > len(s) || n.Pos > n.End {
					t.Fatalf("%q: node at %d to %d", s, n.Pos, n.End)
				}
				_, _ = testMeaning().Where(n) // must not panic
			}
			_, _ = d.Items(s)
			_, _ = d.Order(s)
			_, _ = d.Statement(s)
		}
	})
}
