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

func TestAnIndexIsOpenedWhereItIsThoughAnotherWasMadeSince(t *testing.T) {
	one, two := filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two")
	for dir, seq := range map[string]int64{one: 7, two: 9} {
		e, err := Create(dir)
		if err != nil {
			t.Fatal(err)
		}
		if err := e.Apply(t.Context(), search.Batch{Seq: seq, Put: []search.Document{{ID: "plan/a"}}}); err != nil {
			t.Fatal(err)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
	for dir, seq := range map[string]int64{one: 7, two: 9} {
		e, err := Open(dir)
		if err != nil {
			t.Fatal(err)
		}
		if e.Seq() != seq {
			t.Errorf("%s is at change %d, want %d", filepath.Base(dir), e.Seq(), seq)
		}
		if err := e.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
