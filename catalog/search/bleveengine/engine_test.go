package bleveengine_test

import (
	"testing"

	"honglinh/catalog/search"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/search/enginetest"
)

func inMemory(t *testing.T) search.Engine {
	e, err := bleveengine.Create("")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestSuiteInMemory(t *testing.T) { enginetest.Run(t, enginetest.Exact, inMemory) }

func TestSuiteOnDisk(t *testing.T) {
	enginetest.Run(t, enginetest.Exact, func(t *testing.T) search.Engine {
		e, err := bleveengine.Create(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		return e
	})
}

func TestSuiteBehindAnEncoding(t *testing.T) {
	enginetest.Run(t, enginetest.Exact, func(t *testing.T) search.Engine { return enginetest.Encoded{Engine: inMemory(t)} })
}
