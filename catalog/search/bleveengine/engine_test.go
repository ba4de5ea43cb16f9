package bleveengine_test

import (
	"testing"

	"honglinh/catalog/search"
	"honglinh/catalog/search/bleveengine"
	"honglinh/catalog/search/enginetest"
)

func TestSuiteInMemory(t *testing.T) {
	enginetest.Run(t, func(t *testing.T) search.Engine {
		e, err := bleveengine.Create("")
		if err != nil {
			t.Fatal(err)
		}
		return e
	})
}

func TestSuiteOnDisk(t *testing.T) {
	enginetest.Run(t, func(t *testing.T) search.Engine {
		e, err := bleveengine.Create(t.TempDir())
		if err != nil {
			t.Fatal(err)
		}
		return e
	})
}
