package packages_test

import (
	"encoding/csv"
	"io/fs"
	"path"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"honglinh/catalog"
	"honglinh/datasets"
	"honglinh/datasets/packages"
)

// table is a shipped CSV resource with its rows as column → cell.
type table struct {
	pack string
	res  datasets.Resource
	rows []map[string]string
}

func shipped(t *testing.T) []table {
	t.Helper()
	dirs, err := fs.ReadDir(packages.Embedded(), ".")
	if err != nil {
		t.Fatal(err)
	}
	var out []table
	for _, d := range dirs {
		if !d.IsDir() {
			continue
		}
		p, problems := datasets.Read(packages.Embedded(), d.Name())
		for _, q := range problems {
			t.Errorf("%s: %v", d.Name(), q)
		}
		if p == nil {
			continue
		}
		for _, r := range p.Resources {
			if r.Format == "csv" {
				out = append(out, table{d.Name(), r, rowsOf(t, path.Join(d.Name(), r.Paths[0]), r)})
			}
		}
	}
	return out
}

func rowsOf(t *testing.T, file string, r datasets.Resource) []map[string]string {
	t.Helper()
	raw, err := fs.ReadFile(packages.Embedded(), file)
	if err != nil {
		t.Fatal(err)
	}
	if text := string(raw); strings.HasPrefix(text, "\ufeff") || strings.Contains(text, "\r") || !norm.NFC.IsNormalString(text) {
		t.Errorf("%s: want UTF-8 without byte order mark, LF line ends and NFC", file)
	}
	lines, err := csv.NewReader(strings.NewReader(string(raw))).ReadAll()
	if err != nil {
		t.Fatalf("%s: %v", file, err)
	}
	if len(lines[0]) != len(r.Schema.Fields) {
		t.Fatalf("%s: %d columns, the schema has %d", file, len(lines[0]), len(r.Schema.Fields))
	}
	var out []map[string]string
	for _, cells := range lines[1:] {
		row := map[string]string{}
		for i, f := range r.Schema.Fields {
			if lines[0][i] != f.Name {
				t.Fatalf("%s: column %d is %q, the schema says %q", file, i+1, lines[0][i], f.Name)
			}
			row[f.Name] = cells[i]
		}
		out = append(out, row)
	}
	return out
}

func TestEveryRowSaysWhereItComesFrom(t *testing.T) {
	for _, tab := range shipped(t) {
		m := tab.res.Mapping
		if m == nil || m.Part != "" { // a part is as its record is
			continue
		}
		for _, row := range tab.rows {
			for _, c := range []string{m.SourceTitle, m.SourceURL, m.Retrieved, m.Confidence} {
				if row[c] == "" && (c != m.SourceURL || row[m.Confidence] == "high") { // a source without an address is never sure
					t.Errorf("%s: %s has an empty %s", tab.pack, row[m.Statement], c)
				}
			}
		}
	}
}

func TestStatementsOfOneRecordStandTogetherUnderAValidID(t *testing.T) {
	for _, tab := range shipped(t) {
		m := tab.res.Mapping
		if m == nil || m.Part != "" {
			continue
		}
		seen, statements, last := map[string]bool{}, map[string]bool{}, ""
		for _, row := range tab.rows {
			id, st := row[m.ID], row[m.Statement]
			if !catalog.ValidSlug(id) {
				t.Errorf("%s: %s has the id %q", tab.pack, st, id)
			}
			if id != last && seen[id] {
				t.Errorf("%s: the rows of %s are torn apart at %s", tab.pack, id, st)
			}
			if statements[st] {
				t.Errorf("%s: statement %s stands twice", tab.pack, st)
			}
			seen[id], statements[st], last = true, true, id
		}
	}
}

func TestPartsBelongToARecordOfTheirPackage(t *testing.T) {
	tabs, ids := shipped(t), map[string]bool{}
	for _, tab := range tabs {
		for _, row := range tab.rows {
			if m := tab.res.Mapping; m != nil && m.Part == "" {
				ids[tab.pack+" "+m.Kind+"/"+row[m.ID]] = true
			}
		}
	}
	parts := 0
	for _, tab := range tabs {
		m, seen := tab.res.Mapping, map[string]bool{}
		if m == nil || m.Part == "" {
			continue
		}
		parts += len(tab.rows)
		for _, row := range tab.rows {
			if !ids[tab.pack+" "+m.Kind+"/"+row[m.ID]] {
				t.Errorf("%s: %s of %s/%s, which the package does not have", tab.pack, m.Part, m.Kind, row[m.ID])
			}
			key := ""
			for _, c := range tab.res.Schema.PrimaryKey {
				key += row[c] + " "
			}
			if key == "" || seen[key] {
				t.Errorf("%s: %s %q stands twice, or has no key", tab.pack, m.Part, key)
			}
			seen[key] = true
		}
	}
	if parts < 2000 {
		t.Errorf("%d parts, want those of the procedures at least", parts)
	}
}

func TestLinksAndPlacesPointAtShippedRecords(t *testing.T) {
	tabs, ids := shipped(t), map[string]bool{}
	for _, tab := range tabs {
		for _, row := range tab.rows {
			if m := tab.res.Mapping; m != nil {
				ids[m.Kind+"/"+row[m.ID]] = true
			}
		}
	}
	for _, tab := range tabs {
		m := tab.res.Mapping
		if m == nil {
			continue
		}
		columns := []string{m.Place, m.Supersedes}
		for _, c := range m.Links {
			columns = append(columns, c)
		}
		for _, row := range tab.rows {
			for _, c := range columns {
				for id := range strings.SplitSeq(row[c], ";") {
					if id != "" && !ids[id] {
						t.Errorf("%s: %s.%s names %q, which is not shipped", tab.pack, row[m.Statement], c, id)
					}
				}
			}
		}
	}
}

func TestCodedCellsHaveALabelInBothLanguages(t *testing.T) {
	for _, tab := range shipped(t) {
		for _, f := range tab.res.Schema.Fields {
			if len(f.Labels) == 0 {
				continue
			}
			for _, row := range tab.rows {
				cells := []string{row[f.Name]}
				if f.Delimiter != "" {
					cells = strings.Split(row[f.Name], f.Delimiter)
				}
				for _, code := range cells {
					if l := f.Labels[code]; code != "" && (l["vi"] == "" || l["en"] == "") {
						t.Errorf("%s: %s %q has no label in both languages", tab.pack, f.Name, code)
					}
				}
			}
		}
	}
}
