package soda

import (
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"path"
	"sync"
	"testing"
	"time"

	"honglinh/api/httpkit"
	"honglinh/datasets"
	"honglinh/datasets/packages"
	"honglinh/datasets/table"
)

var _ Tables = (*table.Engine)(nil)

const base = "https://honglinh.example"

// shipped loads the packages that ship with the program, once for all tests.
var shipped = sync.OnceValues(func() (*datasets.Library, *table.Engine) {
	ctx := context.Background()
	engine, err := table.Open(ctx, mustTemp(), table.Options{})
	if err != nil {
		panic(err)
	}
	fsys := packages.Embedded()
	dirs, err := fs.ReadDir(fsys, ".")
	if err != nil {
		panic(err)
	}
	var all []*datasets.Package
	for _, dir := range dirs {
		if !dir.IsDir() {
			continue
		}
		p, problems := datasets.Read(fsys, dir.Name())
		if p == nil {
			panic(problems)
		}
		p.Modified = time.Date(2026, 11, 22, 3, 4, 5, 678901000, time.UTC)
		all = append(all, p)
		for _, r := range p.Resources {
			if !r.Tabular() {
				continue
			}
			file := path.Join(p.Dir, r.Paths[0])
			src := table.Source{Open: func() (io.ReadCloser, error) { return fsys.Open(file) }, Dialect: r.Dialect, Schema: r.Schema, File: file}
			if _, err := engine.Load(ctx, table.Ref{Dataset: p.Name, Table: r.Name}, src); err != nil {
				panic(err)
			}
		}
	}
	lib := &datasets.Library{}
	lib.Set(all)
	return lib, engine
})

type stand struct {
	t       *testing.T
	handler http.Handler
	engine  *table.Engine
	face    *Face
}

func newStand(t *testing.T) *stand {
	t.Helper()
	lib, engine := shipped()
	kit := httpkit.New(httpkit.Options{BaseURL: base, CORS: true})
	face := New(Options{Kit: kit, Library: func() *datasets.Library { return lib }, Tables: engine,
		Now: func() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) }})
	router := kit.NewRouter()
	face.Mount(router)
	return &stand{t, kit.Wrap(router), engine, face}
}

func (s *stand) get(target string) *httptest.ResponseRecorder {
	s.t.Helper()
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, httptest.NewRequest("GET", target, nil))
	return w
}

// rows gets a resource and reads its rows.
func (s *stand) rows(target string) []map[string]any {
	s.t.Helper()
	w := s.get(target)
	var rows []map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &rows); err != nil || w.Code != 200 {
		s.t.Fatalf("%s: %d %v %.500s", target, w.Code, err, w.Body)
	}
	return rows
}
