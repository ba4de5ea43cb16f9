package dcat

import (
	"bytes"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"honglinh/catalog/proof"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

type expression struct{ *regexp.Regexp }

func (e expression) String() string { return e.Regexp.String() }

// ecma compiles the profile's patterns; Go has no lookahead, and the one pattern
// that uses it (a path must not climb) is kept by the descriptor's reader.
func ecma(s string) (jsonschema.Regexp, error) {
	if strings.Contains(s, "(?=") || strings.Contains(s, "(?!") {
		s = ""
	}
	re, err := regexp.Compile(s)
	return expression{re}, err
}

func TestThePublishedProfileAcceptsWhatWeServe(t *testing.T) {
	profiles := proof.Shared(t, "data", "datapackage-profiles")
	compiler := jsonschema.NewCompiler()
	compiler.UseRegexpEngine(ecma)
	schema, err := compiler.Compile(filepath.Join(profiles, "datapackage.json"))
	if err != nil {
		t.Fatal(err)
	}
	s := newStand(t)
	for _, p := range s.library.All() {
		doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(s.get("/api/v1/datasets/" + p.Name + "/datapackage.json").Body.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(doc); err != nil {
			t.Errorf("%s: %v", p.Name, err)
		}
	}
	if schema.Validate(map[string]any{"resources": []any{}}) == nil {
		t.Error("the profile accepts a package without resources")
	}
}
