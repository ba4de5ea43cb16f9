// Package dialecttest has what the tests of the protocol faces over tables need:
// the shipped packages loaded into a real engine, a face behind the real
// middleware, and bad input that every dialect must survive.
package dialecttest

import (
	"context"
	"fmt"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog/site"
	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/packages"
	"honglinh/datasets/table"
	"honglinh/datasets/table/duck"
)

// Base is the public address of the faces under test.
const Base = "https://honglinh.example"

// Now is the day on which the faces under test are asked.
func Now() time.Time { return time.Date(2026, 11, 23, 0, 0, 0, 0, time.UTC) }

// Shipped is the packages that ship with the program, loaded at first use and
// once for all tests of a program.
type Shipped struct {
	once    sync.Once
	dir     string
	engine  *duck.Engine
	library *datasets.Library
	err     error
}

// Run runs the tests and removes what they loaded; for TestMain.
func (s *Shipped) Run(m *testing.M) int {
	code := m.Run()
	if s.engine != nil {
		s.engine.Close()
	}
	if err := os.RemoveAll(s.dir); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return code
}

// Tables returns the engine with the shipped tables and the library of their packages.
func (s *Shipped) Tables(tb testing.TB) (*duck.Engine, func() *datasets.Library) {
	tb.Helper()
	if s.once.Do(s.load); s.err != nil {
		tb.Fatal(s.err)
	}
	return s.engine, func() *datasets.Library { return s.library }
}

func (s *Shipped) load() {
	ctx := context.Background()
	if s.dir, s.err = os.MkdirTemp("", "dialect-test-*"); s.err != nil {
		return
	}
	if s.engine, s.err = duck.Open(ctx, s.dir, duck.Options{}); s.err != nil {
		return
	}
	fsys := packages.Embedded()
	dirs, err := fs.ReadDir(fsys, ".")
	if err != nil {
		s.err = err
		return
	}
	var all []*datasets.Package
	for _, dir := range dirs {
		if !dir.IsDir() {
			continue
		}
		p, problems := datasets.Read(fsys, dir.Name())
		if p == nil {
			s.err = fmt.Errorf("%s: %v", dir.Name(), problems)
			return
		}
		p.Modified = time.Date(2026, 11, 22, 3, 4, 5, 678901000, time.UTC)
		all = append(all, p)
	}
	for _, report := range s.engine.Sync(ctx, all, func(*datasets.Package) table.Content { return table.Content{FS: fsys} }) {
		if report.Err != nil {
			s.err = fmt.Errorf("%v: %w", report.Ref, report.Err)
			return
		}
	}
	s.library = &datasets.Library{}
	s.library.Set(all)
}

// Folder is the files of a shipped package.
func Folder(p *datasets.Package) fs.FS {
	sub, err := fs.Sub(packages.Embedded(), p.Dir)
	if err != nil {
		panic(err) // the names of embedded folders are valid
	}
	return sub
}

// Files opens files of the shipped packages.
type Files struct{}

// Open opens a file by dataset and name.
func (Files) Open(dataset, name string) (fs.File, error) {
	return packages.Embedded().Open(path.Join(dataset, name))
}

// Face is what is tested.
type Face interface{ Mount(router *mux.Router) }

// Site is whose catalogue the faces under test are of.
func Site() *site.Site {
	s := site.Site{Name: text.New("Danh mục xã thử nghiệm", "Catalogue of a test commune"), Agency: "TEST",
		Publisher: site.Publisher{Name: text.New("Ủy ban nhân dân xã thử nghiệm", "People's Committee of the test commune")}}.Complete()
	return &s
}

// Serve puts faces behind the real middleware.
func Serve(faces func(kit *httpkit.Kit) []Face) http.Handler {
	kit := httpkit.New(httpkit.Options{BaseURL: Base, CORS: true, Site: Site})
	router := kit.NewRouter()
	for _, face := range faces(kit) {
		face.Mount(router)
	}
	return kit.Wrap(router)
}

// Ask sends a request and returns the answer; media is the type of the body.
func Ask(handler http.Handler, method, target, body, media string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	if body == "" {
		r = httptest.NewRequest(method, target, nil)
	}
	if media != "" {
		r.Header.Set("Content-Type", media)
	}
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, r)
	return w
}
