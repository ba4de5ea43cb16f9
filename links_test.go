package main

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestFacesLinkNoEngine follows the imports of what answers readers: none leads to
// an engine of tables or a store; pages link SQLite, which a GeoPackage is written with.
func TestFacesLinkNoEngine(t *testing.T) {
	graph, err := imports()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ from, but string }{
		{"api/ckan", ""}, {"api/soda", ""}, {"api/explore", ""}, {"api/sdmx", ""}, {"api/mcp", ""}, {"api/dcat", ""}, {"api/ogc", ""}, {"api/quality", ""},
		{"datasets/metadata", ""}, {"datasets/quality", ""}, {"datasets/export", ""},
		{"api/tables", ""}, {"api/maps", ""}, {"web", "catalog/geo/gpkg"}, {"api/native", ""},
	} {
		for module, owners := range map[string][]string{"github.com/duckdb": {"datasets/table/duck"}, "modernc.org/sqlite": {"catalog/store/sqlite", "catalog/geo/gpkg"}, "github.com/jackc/pgx": {"catalog/store/postgres"}} {
			for _, owner := range owners {
				if way := wayTo(graph, c.from, owner); way != nil && owner != c.but {
					t.Errorf("%s links %s: %s", c.from, module, strings.Join(way, " → "))
				}
			}
		}
	}
}

// imports are the folders of ours that each folder imports outside of its tests.
func imports() (map[string][]string, error) {
	graph := map[string][]string{}
	return graph, filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder := path.Dir(filepath.ToSlash(p))
		for _, spec := range f.Imports {
			imp, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if own, ok := strings.CutPrefix(imp, module+"/"); ok && !slices.Contains(graph[folder], own) {
				graph[folder] = append(graph[folder], own)
			}
		}
		return nil
	})
}

// wayTo is a chain of imports from one folder to another, nil if there is none.
func wayTo(graph map[string][]string, from, to string) []string {
	seen := map[string]bool{from: true}
	ways := [][]string{{from}}
	for len(ways) > 0 {
		way := ways[0]
		ways = ways[1:]
		last := way[len(way)-1]
		if last == to {
			return way
		}
		for _, next := range graph[last] {
			if !seen[next] {
				seen[next] = true
				ways = append(ways, append(slices.Clone(way), next))
			}
		}
	}
	return nil
}
