package journal_test

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"honglinh/indexer/harvest/journal"
)

func open(t *testing.T, dir string) *journal.Journal {
	t.Helper()
	j, err := journal.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	return j
}

func put(t *testing.T, j *journal.Journal, key string, n int) {
	t.Helper()
	if err := j.Put(journal.Entry{Key: key, ID: key, Sum: fmt.Sprint(n), Item: json.RawMessage(fmt.Sprintf(`{"n":%d}`, n))}); err != nil {
		t.Fatal(err)
	}
}

// TestALogThatIsCutAnywhereKeepsItsWholeLines cuts a log at every byte, as a crash may.
func TestALogThatIsCutAnywhereKeepsItsWholeLines(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	j := open(t, dir)
	for n := range 5 {
		put(t, j, fmt.Sprintf("k%d", n%3), n)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(filepath.Join(dir, "journal.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for cut := range whole {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, "journal.jsonl"), whole[:cut], 0o600); err != nil {
			t.Fatal(err)
		}
		lines := 0
		for _, b := range whole[:cut] {
			if b == '\n' {
				lines++
			}
		}
		j := open(t, dir)
		if got := len(j.Keys()); got != min(lines, 3) {
			t.Fatalf("cut at %d: %d keys of %d lines", cut, got, lines)
		}
		put(t, j, "after", 9)
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
		j = open(t, dir)
		if item, err := j.Item("after"); err != nil || string(item) != `{"n":9}` {
			t.Fatalf("cut at %d: what was put after it is %s, %v", cut, item, err)
		}
		if err := j.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestALogIsWrittenAnewWhenMostOfItCountsNoMore(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	j := open(t, dir)
	for n := range 500 {
		put(t, j, fmt.Sprintf("k%d", n%10), n)
	}
	if err := j.Close(); err != nil {
		t.Fatal(err)
	}
	j = open(t, dir)
	defer j.Close()
	if item, err := j.Item("k9"); err != nil || string(item) != `{"n":499}` || len(j.Keys()) != 10 {
		t.Errorf("got %s, %v, %d keys", item, err, len(j.Keys()))
	}
	if info, err := os.Stat(filepath.Join(dir, "journal.jsonl")); err != nil || info.Size() > 1000 {
		t.Errorf("it has %d bytes, %v", info.Size(), err)
	}
}

func TestARunThatStoodStillTooLongBeginsAnew(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	u, err := journal.Resume(dir, time.Time{})
	if err != nil {
		t.Fatal(err)
	}
	if err := u.Add(journal.Page{Cursor: "2", Seen: []string{"a"}}); err != nil {
		t.Fatal(err)
	}
	if err := u.Close(); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		since  time.Time
		cursor string
	}{{time.Time{}, "2"}, {time.Now().Add(time.Hour), ""}} {
		u, err := journal.Resume(dir, c.since)
		if err != nil || u.Cursor != c.cursor || u.Seen["a"] != (c.cursor != "") {
			t.Fatalf("since %v: got %+v, %v", c.since, u, err)
		}
		if err := u.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
