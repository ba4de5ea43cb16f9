package tabletest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/table"
)

// wards are made up: two old wards become one on 1 July 2025, one old commune is
// split between two, and the code 18118 is used again.
func wards() *place.Register {
	unit := func(id, code, vi, en, from, to string, successors ...string) place.Unit {
		return place.Unit{ID: "unit/" + id, Code: code, Level: "ward", Name: text.New(vi, en), From: from, To: to, Successors: successors}
	}
	return place.NewRegister([]place.Unit{
		unit("dong", "18115", "Phường Đông", "Dong Ward", "2009", "2025-06-30", "unit/moi"),
		unit("tay", "18118", "Phường Tây", "Tay Ward", "2009", "2025-06-30", "unit/moi"),
		unit("nui", "18121", "Xã Núi", "Nui Commune", "2009", "2025-06-30", "unit/moi", "unit/bien"),
		unit("mat", "18124", "Xã Mất", "Mat Commune", "2009", "2019"),
		unit("moi", "18118", "Phường Mới", "Moi Ward", "2025-07-01", ""),
		unit("bien", "18127", "Phường Biển", "Bien Ward", "2025-07-01", ""),
	})
}

const wardRows = `ma,unit_ref,ma_dv,ten,so
a,unit/dong,18115,Phường Đông,1
b,unit/tay,18118,phuong tay,2
c,unit/moi,18118,Phường Mới,4
d,unit/nui,18121,Xã Núi,8
e,unit/mat,18124,Xã Mất,16
f,unit/dong;unit/tay,18115,,32
g,,18127,Biển,64
h,unit/xyz,18127,Đông,128
`

func unitGroups(t *testing.T, open Open) {
	e := open(t, Options{})
	load(t, e, wardRows, datasets.Schema{})
	for _, tc := range []struct {
		name, query, want string
	}{
		{"by id, today", "group_by=unit(unit_ref)&select=unit(unit_ref),sum(so)",
			"unit/mat 16|unit/moi 39|unit/nui 8|unit/xyz 128|<nil> 64"},
		{"by id, the day before", "group_by=unit(unit_ref,2025-06-30)&select=unit(unit_ref,2025-06-30),sum(so)",
			"unit/dong 1|unit/dong;unit/tay 32|unit/mat 16|unit/moi 4|unit/nui 8|unit/tay 2|unit/xyz 128|<nil> 64"},
		{"by id, the day itself", "group_by=unit(unit_ref,2025-07-01)&select=unit(unit_ref,2025-07-01),sum(so)",
			"unit/mat 16|unit/moi 39|unit/nui 8|unit/xyz 128|<nil> 64"},
		{"a year means its end", "group_by=unit(unit_ref,2024)&select=unit(unit_ref,2024),sum(so)&having=" + url.QueryEscape(`{"column":"unit_unit_ref","op":"eq","value":"unit/dong"}`), "unit/dong 1"},
		{"by code, of whole numbers, a code used again is today's", "group_by=unit(ma_dv)&select=unit(ma_dv),sum(so)", "unit/bien 192|unit/mat 16|unit/moi 39|unit/nui 8"},
		{"by code, of the day", "group_by=unit(ma_dv,2025-06)&select=unit(ma_dv,2025-06),sum(so)", "unit/dong 33|unit/mat 16|unit/nui 200|unit/tay 6"},
		{"by name, without marks", "group_by=unit(ten)&select=unit(ten),sum(so)", "unit/bien 64|unit/mat 16|unit/moi 135|unit/nui 8|<nil> 32"},
		{"a name of one's own, a condition, an order, names", "group_by=unit(unit_ref)&select=unit(unit_ref)+as+noi,count()+as+n&having=" + url.QueryEscape(`{"column":"n","op":"ge","value":1}`) + "&q=18115&order=-n&labels=labels&lang=en", "Moi Ward 2"},
		{"codes and names", "group_by=unit(unit_ref)&select=unit(unit_ref)+as+noi&so__in=16,64&labels=both", "unit/mat Xã Mất|<nil> <nil>"},
		{"both days at once", "group_by=unit(unit_ref),unit(unit_ref,2025-06-30)&select=unit(unit_ref)+as+nay,unit(unit_ref,2025-06-30)+as+xua&so__le=2", "unit/moi unit/dong|unit/moi unit/tay"},
		{"without groups, of every row", "select=ma,unit(unit_ref)+as+noi&so__lte=2", "a unit/moi|b unit/moi"},
		{"different", "select=unit(ma_dv)&distinct=true", "unit/bien|unit/mat|unit/moi|unit/nui"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			q := askUnits(t, e, tc.query)
			var got []string
			for _, row := range all(t, e, q) {
				got = append(got, cellsText(row))
			}
			if diff := cmp.Diff(tc.want, strings.Join(got, "|")); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func askUnits(t *testing.T, e table.Engine, query string) table.Query {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	q, err := table.Codec{Places: wards()}.Parse(values, e.Tables()[0].Current())
	if err != nil {
		t.Fatal(err)
	}
	q.Ref = ref
	return q
}

func cellsText(row []any) string {
	parts := make([]string, len(row))
	for i, v := range row {
		parts[i] = fmt.Sprint(v)
	}
	return strings.Join(parts, " ")
}

func unitPages(t *testing.T, open Open) {
	e := open(t, Options{})
	load(t, e, wardRows, datasets.Schema{})
	q := askUnits(t, e, "group_by=unit(unit_ref)&select=unit(unit_ref)+as+noi,count()&limit=2&total=true")
	q.Where = &table.Expr{Op: table.Lt, Column: "so", Values: []any{1000}} // a parameter behind those of the units
	var got []string
	for range 4 {
		r, err := e.Query(context.Background(), q)
		if err != nil {
			t.Fatal(err)
		}
		rows, err := r.All(t.Context())
		if err != nil || q.Total && r.Total != 5 {
			t.Fatal(r.Total, err)
		}
		for _, row := range rows {
			got = append(got, cellsText(row))
		}
		if q.Cursor, q.Total = r.Cursor(), false; q.Cursor == "" {
			break
		}
	}
	if diff := cmp.Diff("unit/mat 1|unit/moi 4|unit/nui 1|unit/xyz 1|<nil> 1", strings.Join(got, "|")); diff != "" {
		t.Error(diff)
	}
	q.Cursor, q.Limit, q.Labels, q.Lang = "", table.Unlimited, table.Both, text.EN
	var csv, pq bytes.Buffer
	if n, err := e.CSV(context.Background(), q, &csv, table.CSVOptions{End: "\n"}); err != nil || n != 5 {
		t.Error(n, err)
	}
	if diff := cmp.Diff("noi,noi@en,count\nunit/mat,Mat Commune,1\nunit/moi,Moi Ward,4\nunit/nui,Nui Commune,1\nunit/xyz,unit/xyz,1\n,,1\n", csv.String()); diff != "" {
		t.Error(diff)
	}
	if n, err := e.Parquet(context.Background(), q, &pq); err != nil || n != 5 {
		t.Error(n, err)
	}
}

func noUnits(t *testing.T, open Open) {
	e := open(t, Options{})
	load(t, e, wardRows, datasets.Schema{})
	for _, tc := range []struct {
		name, items, nearest string
		kind                 catalog.FaultKind
		says                 string
	}{
		{"text", "unit(ma)", "", catalog.Invalid, "unit_ref, ma_dv, ten"},
		{"numbers", "unit(so)", "", catalog.Invalid, "unit_ref, ma_dv, ten"},
		{"no such column", "unit(unit_reff)", "unit_ref", catalog.Invalid, "unit_reff"},
		{"no day", "unit(unit_ref,2025-02-30)", "", catalog.Invalid, "2025-02-30"},
		{"an injection as the day", "unit(unit_ref,2025') --)", "", catalog.Invalid, "no date"},
		{"two days", "unit(unit_ref,2024,2025)", "", catalog.Invalid, "a date"},
		{"more columns of units than a query needs", "unit(ten,2001),unit(ten,2002),unit(ten,2003),unit(ten,2004),unit(ten,2005),unit(ten,2006),unit(ten,2007),unit(ten,2008),unit(ten,2009)", "", catalog.TooLarge, "8"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			q, err := table.Codec{Places: wards()}.Parse(url.Values{"group_by": {tc.items}}, e.Tables()[0].Current())
			if err == nil {
				q.Ref = ref
				_, err = e.Query(context.Background(), q)
			}
			var f *catalog.Fault
			if !errors.As(err, &f) || f.Kind != tc.kind || !strings.Contains(f.Detail[text.EN], tc.says) || tc.nearest != "" && f.Nearest != tc.nearest {
				t.Errorf("got %v (%+v)", err, f)
			}
		})
	}
	if _, err := e.Query(context.Background(), table.Query{Ref: ref, GroupBy: []table.Item{{Column: "ma_dv", Func: "unit"}}}); err == nil || !strings.Contains(err.Error(), "register") {
		t.Errorf("without a register: %v", err)
	}
}
