package main

import (
	"go/ast"
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

// layers is the order of the house, the lowest first: a folder imports only
// folders of lower layers, or of its own subtree. The longest prefix counts.
var layers = []struct {
	folder string
	level  int
}{
	{"catalog/text", 0},
	{"catalog/proof", 0}, // what tests need of the machine
	{"catalog/vocab", 1},
	{"catalog/place", 1},
	{"catalog", 2},
	{"catalog/answer", 2}, // which value of an indicator answers
	{"catalog/site", 2},
	{"catalog/account", 2},
	{"catalog/desk", 3},
	{"catalog/royalty", 3},
	{"catalog/commission", 3},
	{"catalog/handover", 3},
	{"catalog/photo", 3},
	{"catalog/profile", 2},
	{"catalog/search/analysis", 2},
	{"catalog/geo", 3},
	{"catalog/store", 3},
	{"catalog/search", 3},
	{"catalog/search/syllables/count", 4}, // counts what ships for the model
	{"catalog/geo/layers", 4},
	{"catalog/store/lock", 4},
	{"catalog/store/accounts", 4},
	{"catalog/store/editions", 4},
	{"catalog/store/royalties", 5},
	{"catalog/store/commissions", 4},
	{"catalog/store/handovers", 5},
	{"catalog/store/photos", 5},
	{"catalog/store/uploads", 5},
	{"catalog/store/private", 3},
	{"catalog/store/privatetest", 4},
	{"catalog/store/newest", 4}, // decoded records, for the stores beside it
	{"catalog/store/sqlite", 4},
	{"catalog/store/postgres", 4},
	{"catalog/store/stores", 4},
	{"catalog/store/postgrestest", 4},
	{"catalog/store/storetest", 4},
	{"catalog/search/bleveengine", 4},
	{"catalog/search/enginetest", 4},
	{"catalog/search/opensearch", 4},
	{"catalog/search/opensearchtest", 4},
	{"catalog/search/relevancetest", 5}, // fills an engine as enginetest does
	{"catalog/search/engines", 4},
	{"datasets/files", 4},
	{"datasets/font", 4},
	{"datasets/grid", 4},
	{"datasets/charset", 4},
	{"datasets/jsonlist", 4},
	{"datasets/strptime", 4},
	{"datasets/delimited", 4}, // and its siblings that read a table of one form
	{"datasets", 5},
	{"datasets/export/encode", 6},
	{"catalog/enquiry", 3},
	{"catalog/alert", 3},
	{"indexer/harvest/page", 6}, // what Vietnamese offices print
	{"indexer", 7},
	{"api", 8},
	{"web/address", 9},
	{"web/census", 10},
	{"web/zeroresults", 10},
	{"web/frame", 11},
	{"web/facts", 12},
	{"web/feeds", 12},
	{"web/charts", 13},
	{"web/drawing", 13},
	{"web/results", 13},
	{"web/rows", 13},
	{"web/around", 14},
	{"web/profile", 13},
	{"web", 15}, // and its parts, see part
	{"web/webtest", 16},
	{".", 17},
}

// owners names the folders that alone may import a module (and what is below it).
var owners = map[string][]string{
	"github.com/blevesearch":          {"catalog/search/bleveengine"},
	"github.com/duckdb":               {"datasets/table/duck"},
	"modernc.org/sqlite":              {"catalog/store/sqlite", "catalog/geo/gpkg"},
	"github.com/jackc/pgx":            {"catalog/store/postgres"},
	"github.com/pressly/goose":        {"catalog/store"},
	"github.com/go-resty":             {"indexer"},
	"github.com/klippa-app/go-pdfium": {"indexer/harvest/attached"},
	"github.com/tetratelabs/wazero":   {"indexer/harvest/attached"},
	"github.com/alecthomas/kong":      {"."},
	"github.com/gorilla/mux":          {"api", "web", "."},
	"github.com/getkin/kin-openapi":   {"api"},
	"github.com/alexedwards/argon2id": {"catalog/account"},
	"github.com/bep/imagemeta":        {"datasets/picture"},
	"github.com/disintegration":       {"datasets/picture"},
	"github.com/minio":                {"datasets/files/s3"},
	"github.com/johannesboyne":        {"datasets/files/s3test"},
	"github.com/pquerna/otp":          {"catalog/account"},
	"github.com/go-webauthn":          {"catalog/store/accounts"},
	"github.com/coreos/go-oidc":       {"web/desk/openid"},
	"golang.org/x/oauth2":             {"web/desk/openid"},
}

// implementations are folders behind a contract, and who alone may choose one.
var implementations = map[string][]string{
	"catalog/store/sqlite":   {"catalog/store/stores", "indexer"},
	"catalog/store/postgres": {"catalog/store/stores"},
	"datasets/files/s3":      {"datasets/files/byaddress"},
}

// narrow are folders that import of ours less than their layer lets them, as their doc.go
// says; a longer prefix without a list is as free as its layer.
var narrow = map[string][]string{
	"catalog/geo":        {"catalog/geo", "catalog/text"},
	"catalog/geo/layers": nil,
}

const module = "honglinh"

func layerOf(folder string) int {
	best, level := -1, -1
	for _, l := range layers {
		if l.folder == "." && folder != "." {
			continue
		}
		if (folder == l.folder || strings.HasPrefix(folder, l.folder+"/")) && len(l.folder) > best {
			best, level = len(l.folder), l.level
		}
	}
	return level
}

// related reports whether two folders share a layer entry's subtree, where
// siblings may import each other freely (faces excepted, see below).
func related(a, b string) bool {
	return strings.HasPrefix(a+"/", b+"/") || strings.HasPrefix(b+"/", a+"/") || path.Dir(a) == path.Dir(b)
}

func TestImportsRunOneWay(t *testing.T) {
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && p != "." && (strings.HasPrefix(d.Name(), ".") || d.Name() == "node_modules" || d.Name() == "testdata") {
			return fs.SkipDir
		}
		if d.IsDir() || !strings.HasSuffix(p, ".go") {
			return nil
		}
		checkFile(t, p)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func checkFile(t *testing.T, file string) {
	t.Helper()
	folder := path.Dir(filepath.ToSlash(file))
	test := strings.HasSuffix(file, "_test.go") || folder == "web/webtest" // which only tests import
	if layerOf(folder) < 0 {
		t.Errorf("%s: the folder is in no layer; the top level is catalog, datasets, indexer, api, web", file)
	}
	for _, part := range strings.Split(folder, "/") {
		switch part {
		case "util", "utils", "common", "helpers", "models", "types", "internal", "pkg":
			t.Errorf("%s: a folder named %s says nothing", file, part)
		}
	}
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	if err != nil {
		t.Fatal(err)
	}
	for _, spec := range f.Imports {
		imp, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			t.Fatal(err)
		}
		if own, ok := strings.CutPrefix(imp, module+"/"); ok {
			checkOwn(t, file, folder, own, test)
			continue
		}
		checkForeign(t, file, folder, imp, test)
	}
}

func checkOwn(t *testing.T, file, folder, own string, test bool) {
	t.Helper()
	if test {
		return // a test may build the real parts it runs against
	}
	if forTests(own) && !forTests(folder) {
		t.Errorf("%s imports %s: a folder for tests is no part of the program", file, own)
	}
	if own == "web/webtest" {
		t.Errorf("%s imports %s, which serves tests", file, own)
	}
	from, to := layerOf(folder), layerOf(own)
	if to > from || to == from && !related(folder, own) {
		t.Errorf("%s imports %s: imports run downwards only", file, own)
	}
	if only := narrowed(folder); only != nil && !slices.ContainsFunc(only, func(f string) bool { return own == f || strings.HasPrefix(own, f+"/") }) {
		t.Errorf("%s imports %s, and of ours only %v are for it", file, own, only)
	}
	if choosers, ok := implementations[own]; ok && own != folder && !slices.Contains(choosers, folder) {
		t.Errorf("%s imports %s, which only %v may: others take the contract", file, own, choosers)
	}
	if strings.HasPrefix(folder, "web") && strings.HasPrefix(own, "api") && own != "api/httpkit" {
		t.Errorf("%s imports %s: web and api share nothing but api/httpkit", file, own)
	}
	if face(folder) && face(own) && folder != own && own != "api/native" && !strings.HasPrefix(folder, own+"/") && !strings.HasPrefix(own, folder+"/") {
		t.Errorf("%s imports %s: no protocol face knows another", file, own)
	}
	if part(folder) && (own == "web" || part(own)) && folder != own && !strings.HasPrefix(folder, own+"/") && !strings.HasPrefix(own, folder+"/") {
		t.Errorf("%s imports %s: no part of the site knows another; what both need lies in a lower room", file, own)
	}
	if own == "api/native" && folder != "." && folder != "api" && !nativePart(folder) {
		t.Errorf("%s imports %s: only the other parts of the native API may", file, own)
	}
}

// narrowed is what alone a folder may import of ours, nil where its layer says it.
func narrowed(folder string) (only []string) {
	best := -1
	for prefix, list := range narrow {
		if (folder == prefix || strings.HasPrefix(folder, prefix+"/")) && len(prefix) > best {
			best, only = len(prefix), list
		}
	}
	return only
}

// forTests reports whether only tests may import the folder: suites that every
// implementation passes, checks and stands. Their names end in "test".
func forTests(folder string) bool { return strings.HasSuffix(path.Base(folder), "test") }

// nativePart reports whether the folder serves addresses of the native API,
// which are told in its one OpenAPI document.
func nativePart(folder string) bool {
	return folder == "api/native" || folder == "api/tables" || folder == "api/maps" || folder == "api/quality" || folder == "api/invest" || folder == "api/contact" || folder == "api/brief" || folder == "api/follow" || folder == "api/freshness"
}

// part reports whether the folder is a part of the site, which only web itself knows.
func part(folder string) bool {
	return strings.HasPrefix(folder, "web/") && layerOf(folder) == layerOf("web")
}

// face reports whether the folder is a protocol face of the API.
func face(folder string) bool {
	return strings.HasPrefix(folder, "api/") && folder != "api/httpkit"
}

func checkForeign(t *testing.T, file, folder, imp string, test bool) {
	t.Helper()
	for prefix, folders := range owners {
		if imp != prefix && !strings.HasPrefix(imp, prefix+"/") || test {
			continue
		}
		allowed := false
		for _, f := range folders {
			allowed = allowed || folder == f || f != "." && strings.HasPrefix(folder, f+"/")
		}
		if !allowed {
			t.Errorf("%s imports %s, which only %v may", file, imp, folders)
		}
	}
	if !test && strings.HasPrefix(imp, "golang.org/x/exp") {
		t.Errorf("%s imports %s, which makes no promise", file, imp)
	}
}

func TestNoFileRunsCodeAtImport(t *testing.T) {
	err := filepath.WalkDir(".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(p, ".go") || strings.HasSuffix(p, "_test.go") {
			return err
		}
		f, err := parser.ParseFile(token.NewFileSet(), p, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		for _, decl := range f.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				t.Errorf("%s has an init(); lists are written out", p)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}
