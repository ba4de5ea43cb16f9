package indexer_test

import (
	"encoding/csv"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"honglinh/datasets/packages"
	"honglinh/indexer"
	"honglinh/indexer/source"
)

// edited copies a shipped package and changes cells of one of its tables.
func edited(t *testing.T, name, table string, change func(row map[string]string)) string {
	t.Helper()
	sub, err := fs.Sub(packages.Embedded(), name)
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), name)
	if err := os.CopyFS(dir, sub); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, table)
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(f).ReadAll()
	_ = f.Close()
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows[1:] {
		cells := map[string]string{}
		for i, column := range rows[0] {
			cells[column] = row[i]
		}
		change(cells)
		for i, column := range rows[0] {
			row[i] = cells[column]
		}
	}
	out, err := os.Create(file)
	if err != nil {
		t.Fatal(err)
	}
	w := csv.NewWriter(out)
	if err := w.WriteAll(rows); err != nil {
		t.Fatal(err)
	}
	if err := out.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestRulesAndJourneysThatCannotBeReadAreRefusedWithTheirRow(t *testing.T) {
	rules := edited(t, "incentives", "incentives.csv", func(row map[string]string) {
		switch row["rule_id"] {
		case "INV-SPECIAL-SECTOR":
			row["condition"] = "apendix = II.A"
		case "INV-SECTOR-B": // contradicts the rule of 500 workers
			row["condition"], row["sets"] = "unit_level = commune AND workers >= 500", "area_effective=ESP"
		}
	})
	steps := edited(t, "journeys", "steps.csv", func(row map[string]string) {
		if row["slug"] == "nha-o-xa-hoi" && row["order"] == "3" {
			row["after"] = "99"
		}
	})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{rules, steps}})
	defer s.Close()
	rep := ingest(t, s)
	want := map[string]string{"incentive/inv-special-sector": `"apendix"`, "incentive/inv-sector-b": "contradict each other", "incentive/inv-rural-500": "contradict each other", "journey/nha-o-xa-hoi": "99"}
	for id, reason := range want {
		if !slices.ContainsFunc(rep.Refused, func(r source.Refusal) bool {
			return r.ID == id && r.Row > 1 && r.Column != "" && strings.Contains(r.Reason, reason)
		}) {
			t.Errorf("no refusal of %s for %s", id, reason)
		}
		if _, err := s.Store().Record(t.Context(), id); err == nil {
			t.Errorf("%s is published", id)
		}
	}
	refused := map[string]bool{} // each with all of its rows, a journey with those of its steps
	for _, r := range rep.Refused {
		refused[r.ID] = true
	}
	if len(refused) != len(want) {
		t.Errorf("%d records refused: %v", len(refused), rep.Refused)
	}
	if _, err := s.Store().Record(t.Context(), "incentive/inv-zone-ic"); err != nil {
		t.Errorf("a rule beside them: %v", err)
	}
}
