package store_test

import (
	"fmt"
	"sync"
	"testing"

	"honglinh/catalog/text"
)

// TestWhatIsAcknowledgedIsReadAtOnce holds the kept records and sequence number to the
// database, with readers that fill them while they change.
func TestWhatIsAcknowledgedIsReadAtOnce(t *testing.T) {
	s := open(t, t.TempDir())
	ids := []string{"place/a", "place/b"}
	publish(t, s, "places", place("a", "0"), place("b", "same"))
	stop := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-stop:
					return
				default:
				}
				if recs, err := s.Records(t.Context(), ids); err != nil || len(recs) != 2 {
					t.Errorf("a reader got %d records, %v", len(recs), err)
				}
				if _, err := s.Seq(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	for i := 1; i <= 50; i++ {
		title := fmt.Sprint(i)
		seq := publish(t, s, "places", place("a", title), place("b", "same"))
		rec, err := s.Record(t.Context(), "place/a")
		if err != nil || rec.Title.In(text.VI) != title || rec.Version != i+1 {
			t.Fatalf("after change %d the record is version %d, %q, %v", i, rec.Version, rec.Title, err)
		}
		if recs, err := s.Records(t.Context(), ids); err != nil || recs[0].Title.In(text.VI) != title || recs[1].Version != 1 {
			t.Fatalf("after change %d a page holds %v, %v", i, recs, err)
		}
		if got, err := s.Seq(t.Context()); err != nil || got != seq {
			t.Fatalf("after change %d the sequence is %d, %v, want %d", i, got, err, seq)
		}
	}
	close(stop)
	readers.Wait()
}
