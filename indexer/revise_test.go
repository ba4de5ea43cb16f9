package indexer_test

import (
	"bytes"
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"honglinh/catalog"
	"honglinh/datasets/revise"
	"honglinh/datasets/table"
	"honglinh/indexer"
)

const marketsDescriptor = `{"name": "cho", "title": "Chợ", "licenses": [{"name": "CC-BY-4.0"}], "resources": [{"name": "cho", "path": "cho.csv",
 "schema": {"primaryKey": "ma", "fields": [{"name": "ma", "type": "string"}, {"name": "ten", "type": "string", "constraints": {"required": true}}, {"name": "so_quay", "type": "integer"}]},
 "honglinh": {"kind": "place", "id": "ma", "title": {"vi": "ten"}}}]}`

const markets = "ma,ten,so_quay\na,Chợ A,10\nb,Chợ B,20\nc,Chợ C,30\nd,Chợ D,40\ne,Chợ E,50\nf,Chợ F,60\n"

// marketService is a service over one small package, which lies in the folder that it returns.
func marketService(t *testing.T) (*indexer.Service, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "cho")
	write(t, dir, map[string]string{"datapackage.json": marketsDescriptor, "cho.csv": markets})
	s, err := indexer.Open(t.Context(), indexer.Options{Data: filepath.Join(t.TempDir(), "data"), Packages: []string{dir}, NoEmbedded: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	if _, err := s.Ingest(t.Context()); err != nil {
		t.Fatal(err)
	}
	return s, dir
}

// marketRows are the names in the published table.
func marketRows(t *testing.T, s *indexer.Service) string {
	t.Helper()
	var out bytes.Buffer
	if _, err := s.State().Tables.CSV(t.Context(), table.Query{Ref: table.Ref{Dataset: "cho", Table: "cho"}, Limit: table.Unlimited}, &out, table.CSVOptions{}); err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, line := range strings.Split(strings.TrimSpace(out.String()), "\n")[1:] {
		names = append(names, strings.Join(strings.Split(line, ",")[:2], " "))
	}
	return strings.Join(names, " ")
}

func TestRowsThatTheDeskChangesAreANewVersionOfTheTable(t *testing.T) {
	s, dir := marketService(t)
	id := func(key string) string { return revise.ID([]string{key}) }
	fields := map[string]string{
		revise.Cell("cho", id("a"), "ten"):            "=Chợ A mới",
		revise.Mark(revise.EndPrefix, "cho", id("b")): "2026-12-01",
		revise.Mark(revise.NewPrefix, "cho", id("g")): "yes",
		revise.Cell("cho", id("g"), "ma"):             "=g",
		revise.Cell("cho", id("g"), "ten"):            "=Chợ G",
	}
	if err := s.ProveTables(t.Context(), "cho", fields); err != nil {
		t.Fatal(err)
	}
	if err := s.ReviseTables(t.Context(), "cho", fields); err != nil {
		t.Fatal(err)
	}
	want := "a Chợ A mới c Chợ C d Chợ D e Chợ E f Chợ F g Chợ G"
	if got := marketRows(t, s); got != want {
		t.Errorf("readers have %s", got)
	}
	if rec, err := s.Store().Record(t.Context(), "place/a"); err != nil || rec.Title["vi"] != "Chợ A mới" {
		t.Errorf("the record is %v, %v", rec.Title, err)
	}
	if _, err := s.Store().Record(t.Context(), "place/b"); catalog.KindOf(err) != catalog.Gone {
		t.Errorf("the record of the row that ended: %v", err)
	}
	t.Run("what the source changes elsewhere still comes in", func(t *testing.T) {
		write(t, dir, map[string]string{"cho.csv": strings.ReplaceAll(strings.ReplaceAll(markets, "Chợ C", "Chợ C2"), "Chợ A", "Chợ A2")})
		if _, err := s.Ingest(t.Context()); err != nil {
			t.Fatal(err)
		}
		if got := marketRows(t, s); got != strings.ReplaceAll(want, "Chợ C", "Chợ C2") {
			t.Errorf("readers have %s", got)
		}
	})
	t.Run("a row that is wrong is refused by its cell and changes nothing", func(t *testing.T) {
		before := marketRows(t, s)
		for column, v := range map[string]string{"so_quay": "nhiều", "ten": ""} {
			bad := map[string]string{revise.Cell("cho", id("c"), column): "=" + v}
			for name, err := range map[string]error{"prove": s.ProveTables(t.Context(), "cho", bad), "publish": s.ReviseTables(t.Context(), "cho", bad)} {
				var f *catalog.Fault
				if !errors.As(err, &f) || f.Kind != catalog.Invalid || f.Where != revise.Cell("cho", id("c"), column) {
					t.Errorf("%s %s: %v", name, column, err)
				}
			}
		}
		if got := marketRows(t, s); got != before {
			t.Errorf("readers have %s", got)
		}
	})
	t.Run("ending nearly all rows is held back", func(t *testing.T) {
		all := map[string]string{}
		for _, key := range []string{"a", "b", "c", "d", "e", "f"} {
			all[revise.Mark(revise.EndPrefix, "cho", id(key))] = "2026-12-01"
		}
		before := marketRows(t, s)
		if err := s.ReviseTables(t.Context(), "cho", all); catalog.KindOf(err) != catalog.Invalid {
			t.Errorf("%v", err)
		}
		if got := marketRows(t, s); got != before {
			t.Errorf("readers have %s", got)
		}
	})
	t.Run("taken back, the source counts again", func(t *testing.T) {
		if err := s.ReviseTables(t.Context(), "cho", nil); err != nil {
			t.Fatal(err)
		}
		if got := marketRows(t, s); got != "a Chợ A2 b Chợ B c Chợ C2 d Chợ D e Chợ E f Chợ F" {
			t.Errorf("readers have %s", got)
		}
	})
}
