package indexer_test

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/indexer"
)

// A second run over unchanged input writes nothing: every file is the same one, with the
// same bytes, and only the lock of the folder is touched.
func TestASecondRunOverUnchangedInputWritesNothing(t *testing.T) {
	t.Parallel()
	src, data := packageOf(t, `{"name":"a","path":"a.csv","honglinh":{"kind":"place","id":"ma","title":{"vi":"ten"}}},{"name":"b","path":"b.geojson"}`, map[string]string{
		"a.csv":     "ma,ten\nm1,Chợ Mới\nm2,\"hỏng\n",
		"b.geojson": `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"ten":"A"},"geometry":{"type":"Point","coordinates":[105.7,18.5]}}]}`}), t.TempDir()
	run := func() {
		s := open(t, data, indexer.Options{Packages: []string{src}, NoEmbedded: true})
		defer s.Close()
		ingest(t, s)
	}
	run()
	before := written(t, data)
	run()
	if diff := cmp.Diff(before, written(t, data)); diff != "" {
		t.Error(diff)
	}
}

// written are the files of a data folder, each with what tells whether it was written.
func written(t *testing.T, dir string) map[string]string {
	t.Helper()
	out := map[string]string{}
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		// root.bolt is the search engine's own list of its snapshots: it drops the older
		// ones wherever it is opened.
		if err != nil || d.IsDir() || d.Name() == "lock" || d.Name() == "root.bolt" {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		b, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		out[name] = fmt.Sprintf("%d bytes %x %s", info.Size(), sha256.Sum256(b), info.ModTime())
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}
