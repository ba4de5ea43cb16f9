package duck

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestWhatReadsAWholeTableLetsPagesGoFirstForAWhile(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		slots, ctx := newSlots(), t.Context()
		waited := func() time.Duration {
			start := time.Now()
			end, err := slots.aggregate(ctx)
			if err != nil {
				t.Fatal(err)
			}
			end()
			return time.Since(start)
		}
		if got := waited(); got != 0 {
			t.Errorf("with no page about it waited %v", got)
		}
		page, err := slots.page(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if got := waited(); got != aggregatePatience {
			t.Errorf("beside a page that goes on it waited %v", got)
		}
		go func() { time.Sleep(aggregatePatience / 3); page() }()
		if got := waited(); got != aggregatePatience/3 {
			t.Errorf("beside a page that ends it waited %v", got)
		}
	})
}

func TestASlotIsNotWaitedForWhenNobodyWantsItAnyMore(t *testing.T) {
	slots := newSlots()
	var ends []func()
	for range cap(slots.pages) {
		end, err := slots.page(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		ends = append(ends, end)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := slots.page(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("a page: %v", err)
	}
	if _, err := slots.download(gone); !errors.Is(err, context.Canceled) {
		t.Errorf("a whole: %v", err)
	}
	for _, end := range ends {
		end()
	}
	for range cap(slots.wholes) + 1 { // none is lost
		end, err := slots.download(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		end()
	}
	if slots.busy != 0 || len(slots.pages) != 0 || len(slots.wholes) != 0 {
		t.Errorf("left behind: %+v", slots)
	}
}
