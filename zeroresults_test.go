package main

import (
	"context"
	"log/slog"
	"testing"

	"honglinh/catalog/store/sqlite"
	"honglinh/catalog/text"
)

func TestZeroResultSearchesAreReadFromWhereEitherProgramKeptThem(t *testing.T) {
	const asked = 20 // what few asked is told to nobody
	ctx, quiet := context.Background(), slog.New(slog.DiscardHandler)
	open := func(t *testing.T) *sqlite.Store {
		records, err := sqlite.Open(ctx, t.TempDir(), sqlite.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { records.Close() })
		return records
	}
	before := open(t)
	counted := openZeroResults(ctx, before, quiet)
	for range asked {
		counted.Add("vé tàu điện", text.VI)
	}
	state, err := before.Document(ctx, zeroResultsKey)
	if err != nil {
		t.Fatal(err)
	}
	for name, key := range map[string]string{"the program of today": zeroResultsKey, "a program before December 2026": formerZeroResultsKey} {
		t.Run(name, func(t *testing.T) {
			records := open(t)
			if err := records.PutDocument(ctx, key, state); err != nil {
				t.Fatal(err)
			}
			top := openZeroResults(ctx, records, quiet).Top(5)
			if len(top) != 1 || top[0].Text != "vé tàu điện" || top[0].Count != asked {
				t.Fatalf("the counter opens with %+v", top)
			}
		})
	}
}
