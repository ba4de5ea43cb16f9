package desk_test

import (
	"io/fs"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/datasets"
	"honglinh/datasets/revise"
	"honglinh/web"
	"honglinh/web/webtest"
)

const marketsDescriptor = `{"name": "cho", "title": "Chợ", "licenses": [{"name": "CC-BY-4.0"}], "resources": [{"name": "cho", "title": "Các chợ", "path": "cho.csv",
 "schema": {"primaryKey": "ma", "fields": [{"name": "ma", "type": "string"}, {"name": "ten", "title": "Tên chợ", "type": "string"}, {"name": "so_quay", "type": "integer"}, {"name": "hang", "type": "string", "constraints": {"enum": ["1", "2"]}}]}}]}`

// sources are the datasets as their files have them.
type sources struct{ fstest.MapFS }

func (s sources) Revisable(name string) (*datasets.Package, fs.FS, string, error) {
	p, _ := datasets.Read(s, name)
	if p == nil {
		return nil, nil, "", catalog.NewFault(catalog.NotFound, "dataset", "Không có.", "None.")
	}
	return p, s, name, nil
}

func markets() fstest.MapFS {
	return fstest.MapFS{"cho/datapackage.json": {Data: []byte(marketsDescriptor)}, "cho/cho.csv": {Data: []byte("ma,ten,so_quay,hang\na,Chợ A,10,1\nb,Chợ B,20,2\n")}}
}

// openMarkets is a desk over a dataset of one table.
func openMarkets(t *testing.T) *desk {
	t.Helper()
	return openOn(t, markets(), webtest.Base, func(o *web.DeskOptions) { o.Tables = sources{markets()} })
}

// typed are the inputs of the page's forms that save cells.
func typed(page string) url.Values {
	out := url.Values{}
	for _, m := range regexp.MustCompile(`<input[^>]* name="((?:rev|row|[ce]\.[^"]+))"[^>]*>`).FindAllStringSubmatch(page, -1) {
		if value := regexp.MustCompile(` value="([^"]*)"`).FindStringSubmatch(m[0]); value != nil {
			out.Set(m[1], unescape(value[1]))
		}
	}
	for _, m := range regexp.MustCompile(`(?s)<select[^>]* name="(c\.[^"]+)"[^>]*>(.*?)</select>`).FindAllStringSubmatch(page, -1) {
		if on := regexp.MustCompile(`value="([^"]*)" selected`).FindStringSubmatch(m[2]); on != nil {
			out.Set(m[1], on[1])
		}
	}
	return out
}

func TestTheRowsOfATableAreChangedByTwoPeople(t *testing.T) {
	d := openMarkets(t)
	unit := "bac-hong-linh"
	writer := d.as(t, "lan", account.Grant{Role: account.Contributor, Unit: unit})
	head := d.as(t, "truong", account.Grant{Role: account.UnitHead, Unit: unit})
	editor := d.as(t, "bien.tap", account.Grant{Role: account.Editor})
	secretary := d.as(t, "thu.ky", account.Grant{Role: account.Secretary})
	if w := writer.get(t, "/desk/vi/tables"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Các chợ") {
		t.Fatalf("the list: %d %s", w.Code, w.Body)
	}
	at := writer.begin(t, url.Values{"unit": {unit}, "record": {"dataset/cho"}})
	grid := at + "/tables/cho"
	a, b, c := revise.ID([]string{"a"}), revise.ID([]string{"b"}), revise.ID([]string{"c"})
	page := writer.get(t, grid).Body.String()
	if strings.Contains(page, "⟦") || !strings.Contains(page, "Chợ B") {
		t.Fatalf("the grid: %s", page)
	}
	values := typed(page)
	if _, fixed := values["c."+a+".ma"]; fixed {
		t.Error("the key of a row can be changed")
	}
	values.Set("c."+a+".ten", "Chợ A mới")
	values.Set("c."+a+".so_quay", "")
	values.Set("e."+b, "2026-12-01")
	if w := writer.post(t, grid, values); w.Code != http.StatusSeeOther {
		t.Fatalf("saved: %d %s", w.Code, w.Body)
	}
	row := typed(writer.get(t, grid+"/rows/new").Body.String())
	row.Set("c.new.ten", "Chợ C")
	if w := writer.post(t, grid, row); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "khoá của bảng") || !strings.Contains(w.Body.String(), "Chợ C") {
		t.Errorf("a row without its key: %d", w.Code)
	}
	row.Set("c.new.ma", "a")
	if w := writer.post(t, grid, row); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "đã có dòng") {
		t.Errorf("a row that is there: %d", w.Code)
	}
	row.Set("c.new.ma", "c")
	if w := writer.post(t, grid, row); w.Code != http.StatusSeeOther || !strings.HasPrefix(w.Header().Get("Location"), grid+"/rows/"+c) {
		t.Errorf("a new row: %d %s", w.Code, w.Header().Get("Location"))
	}
	if page := writer.get(t, at).Body.String(); strings.Contains(page, "⟦") || !strings.Contains(page, "<del>Chợ A</del>") || !strings.Contains(page, "<ins>Chợ A mới</ins>") {
		t.Errorf("the differences: %s", page)
	}
	for _, step := range []struct {
		what      string
		got, want int
	}{
		{"sent", writer.act(t, at, "send"), http.StatusSeeOther},
		{"checked", head.act(t, at, "check"), http.StatusSeeOther},
		{"taken", editor.act(t, at, "take"), http.StatusSeeOther},
		{"its editor changes a cell", editor.post(t, grid, url.Values{"rev": {typed(editor.get(t, grid).Body.String()).Get("rev")}, "c." + c + ".so_quay": {"7"}}).Code, http.StatusSeeOther},
		{"and does not approve it", editor.act(t, at, "approve"), http.StatusBadRequest},
		{"nor is it small", editor.act(t, at, "small", "why", "lỗi chính tả"), http.StatusBadRequest},
		{"approved", secretary.act(t, at, "approve"), http.StatusSeeOther},
		{"published", secretary.act(t, at, "publish"), http.StatusSeeOther},
	} {
		if step.got != step.want {
			t.Errorf("%s: %d", step.what, step.got)
		}
	}
	got := d.has["dataset/cho"]
	for field, want := range map[string]string{revise.Cell("cho", a, "ten"): "=Chợ A mới", revise.Cell("cho", a, "so_quay"): "=", revise.Mark(revise.EndPrefix, "cho", b): "2026-12-01", revise.Cell("cho", c, "ma"): "=c", revise.Cell("cho", c, "so_quay"): "=7", revise.Mark(revise.NewPrefix, "cho", c): "yes"} {
		if got[field] != want {
			t.Errorf("%s is %q", field, got[field])
		}
	}
	if _, same := got[revise.Cell("cho", a, "hang")]; same {
		t.Error("what was not changed is a change")
	}
}

func TestRowsArePastedFromASpreadsheet(t *testing.T) {
	d := openMarkets(t)
	editor := d.as(t, "bien.tap", account.Grant{Role: account.Editor})
	at := editor.begin(t, url.Values{"record": {"dataset/cho"}})
	grid := at + "/tables/cho"
	for name, c := range map[string]struct{ rows, says string }{
		"nothing":               {" ", "Hãy dán"},
		"a column that is none": {"ma\tmàu\na\tđỏ\n", "không có cột"},
		"no key":                {"ten\tso_quay\nChợ A\t3\n", "Thiếu cột khoá"},
		"a key twice":           {"ma\tten\na\tA\na\tB\n", "cùng khoá"},
		"a heading alone":       {"ma\tten\n", ""},
	} {
		if w := editor.post(t, grid+"/paste", url.Values{"rows": {c.rows}}); w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), c.says) {
			t.Errorf("%s: %d lacks %q", name, w.Code, c.says)
		}
	}
	if w := editor.post(t, grid+"/paste", url.Values{"rows": {"ma\tTên chợ\tso_quay\r\na\tChợ A\t12\r\nb\t\t20\r\nd\tChợ D\t40\r\n"}}); w.Code != http.StatusSeeOther {
		t.Fatalf("pasted: %d %s", w.Code, w.Body)
	}
	page := editor.get(t, grid+"?only=changed").Body.String()
	if !strings.Contains(page, `value="12"`) || !strings.Contains(page, "Chợ D") || strings.Contains(page, "Chợ B") {
		t.Errorf("the changed rows: %s", page)
	}
}

func TestTwoEditorsOfOneCellSeeBoth(t *testing.T) {
	d := openMarkets(t)
	one, two := d.as(t, "mot", account.Grant{Role: account.Editor}), d.as(t, "hai", account.Grant{Role: account.Editor})
	at := one.begin(t, url.Values{"record": {"dataset/cho"}})
	grid, a := at+"/tables/cho", revise.ID([]string{"a"})
	first, second := typed(one.get(t, grid).Body.String()), typed(two.get(t, grid).Body.String())
	first.Set("c."+a+".ten", "Một")
	second.Set("c."+a+".ten", "Hai")
	second.Set("c."+a+".so_quay", "11")
	if w := one.post(t, grid, first); w.Code != http.StatusSeeOther {
		t.Fatal(w.Code)
	}
	w := two.post(t, grid, second)
	if body := w.Body.String(); w.Code != http.StatusConflict || !strings.Contains(body, "<td>Một</td>") || typed(body).Get("c."+a+".ten") != "Hai" {
		t.Fatalf("%d %s", w.Code, body)
	}
	if w := two.post(t, grid, typed(w.Body.String())); w.Code != http.StatusSeeOther {
		t.Errorf("saved again: %d", w.Code)
	}
	if page := one.get(t, grid).Body.String(); typed(page).Get("c."+a+".ten") != "Hai" || typed(page).Get("c."+a+".so_quay") != "11" {
		t.Error("the second editor's cells are lost")
	}
}
