package stores_test

import (
	"testing"

	"honglinh/catalog/store"
	"honglinh/catalog/store/postgrestest"
	"honglinh/catalog/store/stores"
	"honglinh/catalog/store/storetest"
)

// BenchmarkStores holds the stores side by side, in turns in one run.
func BenchmarkStores(b *testing.B) {
	server := postgrestest.New(b)
	for name, address := range map[string]func() string{"sqlite": func() string { return "" }, "postgres": server.Place} {
		b.Run(name, func(b *testing.B) {
			storetest.Benchmark(b, func(b *testing.B) store.Store {
				b.Helper()
				p, err := stores.Find(address(), b.TempDir())
				if err != nil {
					b.Fatal(err)
				}
				s, err := p.Open(b.Context(), stores.Options{})
				if err != nil {
					b.Fatal(err)
				}
				b.Cleanup(func() { _ = s.Close() })
				return s
			})
		})
	}
}
