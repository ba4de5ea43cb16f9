package packages_test

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/dlclark/regexp2"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"honglinh/catalog/proof"
	"honglinh/datasets/packages"
)

func TestPublishedProfilesAcceptEveryDescriptor(t *testing.T) {
	profiles := proof.Shared(t, "data", "datapackage-profiles")
	compiler := jsonschema.NewCompiler()
	compiler.UseLoader(offline{})
	compiler.UseRegexpEngine(ecma)
	schema, err := compiler.Compile(filepath.Join(profiles, "datapackage.json"))
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(packages.Embedded(), "*/datapackage.json")
	if err != nil || len(files) < 14 {
		t.Fatalf("%d shipped packages, want at least 14 (%v)", len(files), err)
	}
	for _, file := range files {
		raw, err := fs.ReadFile(packages.Embedded(), file)
		if err != nil {
			t.Fatal(err)
		}
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
		if err != nil {
			t.Errorf("%s: %v", file, err)
			continue
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", file, err)
		}
	}
	var broken any = map[string]any{"resources": []any{}}
	if schema.Validate(broken) == nil {
		t.Error("the profile accepts a package without resources: it checks nothing")
	}
}

// ecma compiles the profiles' patterns, which look ahead as ECMAScript does.
func ecma(pattern string) (jsonschema.Regexp, error) {
	re, err := regexp2.Compile(pattern, regexp2.ECMAScript)
	return (*lookahead)(re), err
}

type lookahead regexp2.Regexp

func (l *lookahead) MatchString(s string) bool {
	ok, err := (*regexp2.Regexp)(l).MatchString(s)
	return ok && err == nil
}

func (l *lookahead) String() string { return (*regexp2.Regexp)(l).String() }

// offline reads local files only.
type offline struct{}

func (offline) Load(url string) (any, error) {
	b, err := os.ReadFile(filepath.FromSlash(trimScheme(url)))
	if err != nil {
		return nil, err
	}
	return jsonschema.UnmarshalJSON(bytes.NewReader(b))
}

func trimScheme(url string) string {
	if len(url) > 7 && url[:7] == "file://" {
		return url[7:]
	}
	return url
}
