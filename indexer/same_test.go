package indexer_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"honglinh/catalog/search"
	"honglinh/indexer"
)

// stages names the stages that runs went through.
func stages(into *[]string) func(string, int, int) {
	return func(stage string, _, _ int) {
		if !slices.Contains(*into, stage) {
			*into = append(*into, stage)
		}
	}
}

func TestTheSameInputIsNotReadAgainAndSaysTheSame(t *testing.T) {
	good, broken := places(30, 0), strings.Replace(places(30, 0), "p7,Đền", "p7,,18.5,105.7\np7b,Đền", 1)
	for _, c := range []struct {
		name   string
		csv    string
		change func(t *testing.T, src, data string)
		reads  bool // the third run reads the rows
		more   int  // refusals that it has beside those of the second
	}{
		{"nothing happened", good, func(*testing.T, string, string) {}, false, 0},
		{"rows are refused each time", broken, func(*testing.T, string, string) {}, false, 0},
		{"a row changed", good, func(t *testing.T, src, _ string) {
			write(t, src, map[string]string{"diem/diem.csv": strings.Replace(good, "p7,Đền", "p7,Chùa", 1)})
		}, true, 0},
		{"the descriptor changed", good, func(t *testing.T, src, _ string) {
			write(t, src, map[string]string{"diem/datapackage.json": strings.Replace(placesPackage, "Điểm", "Các điểm", 1)})
		}, true, 0},
		{"another package came", good, func(t *testing.T, src, _ string) {
			write(t, src, map[string]string{"trung/datapackage.json": unitsPackage, "trung/u.csv": "id,ten\nxa-trung-1,Xã Trùng\n"})
		}, true, 0},
		{"a folder without a descriptor came", good, func(t *testing.T, src, _ string) {
			write(t, src, map[string]string{"la/x.csv": "a\n1\n"})
		}, false, 1},
		{"only the file's date changed", good, func(t *testing.T, src, _ string) {
			write(t, src, map[string]string{"diem/diem.csv": good})
		}, false, 0},
		{"the index was cleared", good, func(t *testing.T, _, data string) { remove(t, filepath.Join(data, "index")) }, false, 0},
		{"the copies were cleared", good, func(t *testing.T, _, data string) { remove(t, filepath.Join(data, "packages")) }, false, 0},
		{"the tables were cleared", good, func(t *testing.T, _, data string) { remove(t, filepath.Join(data, "tables")) }, false, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			src, data := t.TempDir(), t.TempDir()
			write(t, src, map[string]string{"diem/datapackage.json": placesPackage, "diem/diem.csv": c.csv})
			var went []string
			o := indexer.Options{NoEmbedded: true, Packages: []string{src}, Progress: stages(&went)}
			s := open(t, data, o)
			ingest(t, s)
			before := ingest(t, s)
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			c.change(t, src, data)
			s = open(t, data, o)
			defer s.Close()
			went = nil
			after := ingest(t, s)
			if got := slices.Contains(went, "read"); got != c.reads {
				t.Errorf("rows read: %v, want %v (stages %v)", got, c.reads, went)
			}
			if !c.reads {
				if len(after.Refused) != len(before.Refused)+c.more {
					t.Errorf("refused %v", after.Refused)
				} else if c.more > 0 {
					after.Refused = before.Refused
				}
				if diff := cmp.Diff(before, after, cmpopts.IgnoreFields(indexer.Report{}, "Started", "TookMS")); diff != "" {
					t.Errorf("the report of the same input (-before +after):\n%s", diff)
				}
			}
			if a, err := s.State().Finder.Search(t.Context(), search.Query{Kinds: []string{"place"}}); err != nil || a.Total != 30 {
				t.Errorf("found %d, %v, want 30", a.Total, err)
			}
			p, ok := s.State().Library.Find("diem")
			if !ok {
				t.Fatal("the dataset is not published")
			}
			if f := s.State().Files(p); f == nil {
				t.Error("the files of the dataset are not handed out")
			}
		})
	}
}

func TestAFileThatCannotBeReadIsTriedAgain(t *testing.T) {
	src := t.TempDir()
	write(t, src, map[string]string{"diem/datapackage.json": placesPackage})
	s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	for range 2 {
		if rep := ingest(t, s); len(rep.Refused) != 1 {
			t.Fatalf("refused %v, want the file that is not there", rep.Refused)
		}
	}
	write(t, src, map[string]string{"diem/diem.csv": places(3, 0)})
	if rep := ingest(t, s); rep.Added != 3 || len(rep.Refused) != 0 {
		t.Errorf("%s %v, want 3 added", rep.Summary(), rep.Refused)
	}
}

// BenchmarkIngestOfAHundredThousand is what a run costs beside a package of a hundred
// thousand rows that is as it was: over the same input, with another package whose file
// changed, with one whose record changed; and with a row of the large one that did.
func BenchmarkIngestOfAHundredThousand(b *testing.B) {
	src := b.TempDir()
	write(b, src, map[string]string{"diem/datapackage.json": placesPackage, "diem/diem.csv": places(100_000, 0),
		"trung/datapackage.json": unitsPackage, "trung/u.csv": "id,ten\nxa-trung-1,Xã Trùng\n"})
	data := b.TempDir()
	s := open(b, data, indexer.Options{NoEmbedded: true, NoTables: true, Packages: []string{src}})
	defer s.Close()
	b.Logf("first: %s", ingest(b, s).Summary())
	b.Run("same input", func(b *testing.B) {
		for b.Loop() {
			unchanged(b, ingest(b, s))
		}
	})
	b.Run("beside a package that changed", func(b *testing.B) {
		n := 0
		for b.Loop() {
			n++
			write(b, src, map[string]string{"trung/u.csv": "id,ten\nxa-trung-1,Xã Trùng\n" + strings.Repeat("\n", n)})
			unchanged(b, ingest(b, s))
		}
	})
	b.Run("beside a unit that changed", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			write(b, src, map[string]string{"trung/u.csv": fmt.Sprintf("id,ten\nxa-trung-1,Xã Trùng %d\n", n)})
			ingest(b, s)
		}
	})
	b.Run("a row of its own", func(b *testing.B) {
		for n := 0; b.Loop(); n++ {
			write(b, src, map[string]string{"diem/diem.csv": strings.Replace(places(100_000, 0), "p7,Đền", fmt.Sprintf("p7,Chùa %d", n), 1)})
			if rep := ingest(b, s); rep.Changed != 1 || rep.Enriched != 1 {
				b.Fatalf("%s, %d completed, want 1 changed", rep.Summary(), rep.Enriched)
			}
		}
	})
}

func unchanged(b *testing.B, rep indexer.Report) {
	if rep.Unchanged != 100_003 {
		b.Fatalf("%s, want 100003 unchanged", rep.Summary())
	}
}
