package indexer_test

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"honglinh/indexer"
)

// A package that takes long to read hides the others from nobody at the first start.
func TestASlowPackageFollowsOnceTheOthersAreServed(t *testing.T) {
	src := t.TempDir()
	var rows strings.Builder
	rows.WriteString("a,b,c,d\n")
	for i := range 200_000 {
		fmt.Fprintf(&rows, "%d,chữ %d,%d.5,2025-01-01\n", i, i, i)
	}
	write(t, src, map[string]string{
		"cham/datapackage.json": `{"name":"cham","title":"Chậm","resources":[{"name":"t","path":"t.csv","schema":{"fields":[{"name":"a","type":"integer"},{"name":"b"},{"name":"c","type":"number"},{"name":"d","type":"date"}],"primaryKey":["a"]}}]}`,
		"cham/t.csv":            rows.String(), "diem/datapackage.json": placesPackage, "diem/diem.csv": places(2, 0)})
	var s *indexer.Service
	var last atomic.Bool
	s = open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}, FirstPatience: time.Millisecond,
		Progress: func(stage string, _, _ int) {
			if stage == "read cham" {
				last.Store(s.Ready()) // of the last call: the others are served by then
			}
		}})
	defer s.Close()
	rep := ingest(t, s)
	if !last.Load() {
		t.Error("nothing was served while the slow package was read")
	}
	if rep.Read < 200_000 || len(rep.Refused) > 0 {
		t.Errorf("%s, refused %v", rep.Summary(), rep.Refused)
	}
	record(t, s, "place/p0")
	record(t, s, "dataset/cham")
	if rep := ingest(t, s); rep.Changed+rep.Added+rep.Removed > 0 {
		t.Errorf("the run after: %s", rep.Summary())
	}
}
