package bleveengine

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"honglinh/catalog/search"
)

func TestAMergeThatFailsIsNotTriedAgainWithoutPause(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	e, err := Create(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	for round := range 3 {
		if err := e.Apply(t.Context(), search.Batch{Seq: int64(round + 1), Put: []search.Document{{ID: fmt.Sprint("plan/", round)}}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.RemoveAll(dir); err != nil {
		t.Fatal(err)
	}
	below, err := e.index.Advanced()
	if err != nil {
		t.Fatal(err)
	}
	index := below.(*scorch.Scorch)
	go func() { _ = index.ForceMerge(t.Context(), nil) }()
	time.Sleep(2 * retryPause)
	if failed := index.StatsMap()["TotFileMergeLoopErr"].(uint64); failed == 0 || failed > 4 {
		t.Errorf("a merge failed %d times within a second, want once or more, with pauses between", failed)
	}
}
