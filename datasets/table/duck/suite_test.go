package duck

import (
	"testing"

	"honglinh/datasets/table"
	"honglinh/datasets/table/tabletest"
)

func TestSuite(t *testing.T) {
	tabletest.Run(t, func(t testing.TB, o tabletest.Options) table.Engine {
		if o.Dir == "" {
			o.Dir = t.TempDir()
		}
		e, err := Open(t.Context(), o.Dir, Options{Now: o.Now})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { e.Close() }) // some are closed already
		return e
	})
}
