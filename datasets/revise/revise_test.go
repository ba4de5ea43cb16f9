package revise_test

import (
	"errors"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/revise"
)

const descriptor = `{"name": "ha-tang", "licenses": [{"name": "CC-BY-4.0"}], "resources": [
 {"name": "cum", "path": "cum.csv", "dialect": {"delimiter": ";"}, "encoding": "windows-1258",
  "schema": {"primaryKey": "ma", "fields": [{"name": "ma", "type": "string"}, {"name": "ten", "type": "string"}, {"name": "dien_tich", "type": "number", "decimalChar": ","}]}},
 {"name": "han", "path": "han.csv", "schema": {"fields": [{"name": "ma", "type": "string"}, {"name": "ten", "type": "string"}, {"name": "den", "type": "date"}]},
  "honglinh": {"kind": "place", "id": "ma", "title": {"vi": "ten"}, "valid_to": "den"}},
 {"name": "tran", "path": "tran.csv", "schema": {"fields": [{"name": "a", "type": "string"}]}}]}`

func source() fstest.MapFS {
	return fstest.MapFS{
		"p/datapackage.json": {Data: []byte(descriptor)},
		"p/cum.csv":          {Data: []byte("ma;ten;dien_tich\nA;Cum A;1,5\nB;\"Cum; B\";2\n")},
		"p/han.csv":          {Data: []byte("ma,ten,den\nA,Chợ A,\n")},
		"p/tran.csv":         {Data: []byte("a\nx\nx\n")},
	}
}

func over(t *testing.T, fields map[string]string) (map[string]string, *revise.Overlay, error) {
	t.Helper()
	fsys := source()
	p, problems := datasets.Read(fsys, "p")
	if p == nil {
		t.Fatal(problems)
	}
	changes, err := revise.Parse(fields)
	if err != nil {
		return nil, nil, err
	}
	o, err := revise.Over(fsys, "p", p, changes)
	if err != nil {
		return nil, nil, err
	}
	changed, problems := datasets.Read(o, "p")
	if changed == nil || len(problems) > 0 {
		t.Fatalf("the changed package cannot be read: %v", problems)
	}
	out := map[string]string{}
	for _, r := range changed.Resources {
		b, err := fs.ReadFile(o, "p/"+r.Paths[0])
		if err != nil {
			t.Fatal(err)
		}
		out[r.Name] = string(b)
	}
	return out, o, nil
}

func TestChangesLieOverTheFiles(t *testing.T) {
	id := func(key ...string) string { return revise.ID(key) }
	fields := map[string]string{
		revise.Cell("cum", id("A"), "dien_tich"):                "=3,5",
		revise.Cell("cum", id("A"), "ten"):                      "=",
		revise.Mark(revise.EndPrefix, "cum", id("B")):           "2026-12-01",
		revise.Mark(revise.NewPrefix, "cum", id("C")):           "yes",
		revise.Cell("cum", id("C"), "ma"):                       "=C",
		revise.Cell("cum", id("C"), "ten"):                      "=Cụm \"C\", mới",
		revise.Mark(revise.RowPrefix, "cum", id("D")):           "D",
		revise.Cell("cum", id("D"), "ten"):                      "=of a row that the source no longer has",
		revise.Mark(revise.EndPrefix, "han", id("A")):           "2026-11-30",
		revise.Cell("tran", revise.ID([]string{"x", "2"}), "a"): "=y",
		"title_vi": "no field of a table",
	}
	got, o, err := over(t, fields)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"cum":  "ma,ten,dien_tich\nA,,\"3,5\"\nC,\"Cụm \"\"C\"\", mới\",\n",
		"han":  "ma,ten,den\nA,Chợ A,2026-11-30\n",
		"tran": "a\nx\ny\n",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]string{id("A"), id("C")}, o.Rows["cum"]); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff(map[string][]string{"cum": {"D"}}, o.Missing); diff != "" {
		t.Error(diff)
	}
	if b, err := fs.ReadFile(o, "p/cum.csv"); err != nil || len(b) == 0 {
		t.Errorf("the source is hidden: %v", err)
	}
}

func TestARowThatTheSourceGotMeanwhileIsNotThereTwice(t *testing.T) {
	a := revise.ID([]string{"A"})
	got, _, err := over(t, map[string]string{revise.Mark(revise.NewPrefix, "cum", a): "yes", revise.Cell("cum", a, "ma"): "=A", revise.Cell("cum", a, "ten"): "=A of the desk"})
	if err != nil || got["cum"] != "ma,ten,dien_tich\nA,A of the desk,\"1,5\"\nB,Cum; B,2\n" {
		t.Errorf("%q %v", got["cum"], err)
	}
}

func TestWhatCannotBeChangedIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		fields map[string]string
		want   catalog.FaultKind
	}{
		"a table that is not there": {map[string]string{revise.Cell("khac", "x", "a"): "=1"}, catalog.NotFound},
		"a day that is none":        {map[string]string{revise.Mark(revise.EndPrefix, "cum", "x"): "hôm qua"}, catalog.Invalid},
	} {
		if _, _, err := over(t, c.fields); catalog.KindOf(err) != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	fsys := source()
	fsys["p/cum.csv"] = &fstest.MapFile{Data: []byte("ma;ten;dien_tich\nA;Cum A;1,5;too many;cells\n")}
	p, _ := datasets.Read(fsys, "p")
	_, err := revise.Over(fsys, "p", p, revise.Changes{"cum": {"x": {}}})
	var f *catalog.Fault
	if !errors.As(err, &f) || f.Kind != catalog.Invalid {
		t.Errorf("a row that cannot be read gets lost: %v", err)
	}
}

func TestFieldsAreTakenApart(t *testing.T) {
	for field, want := range map[string][4]string{
		revise.Cell("t.1", "ab", "cột/1"):        {revise.CellPrefix, "t.1", "ab", "cột/1"},
		revise.Mark(revise.EndPrefix, "t", "ab"): {revise.EndPrefix, "t", "ab", ""},
	} {
		prefix, table, id, column, ok := revise.Part(field)
		if got := [4]string{prefix, table, id, column}; !ok || got != want {
			t.Errorf("%s: %v %v", field, got, ok)
		}
	}
	for _, field := range []string{"cell.t/ab", "end.t/ab/c", "cell.", "title_vi", "row./x"} {
		if _, _, _, _, ok := revise.Part(field); ok {
			t.Errorf("%s is taken for a field of a table", field)
		}
	}
}

func FuzzFields(f *testing.F) {
	f.Add("cell.t/ab/c", "=1")
	f.Add("end.t/ab", "2026-12-01")
	f.Add("new.t/ab", "yes")
	f.Fuzz(func(t *testing.T, name, value string) {
		prefix, table, id, column, ok := revise.Part(name)
		again := revise.Mark(prefix, table, id)
		if column != "" {
			again = revise.Cell(table, id, column)
		}
		if ok && again != name {
			t.Errorf("%q is put together as %q", name, again)
		}
		changes, err := revise.Parse(map[string]string{name: value})
		if err == nil && ok && changes[table][id] == nil {
			t.Errorf("%q changes nothing", name)
		}
	})
}
