package profile

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/andybalholm/cascadia"
	"gopkg.in/yaml.v3"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Profile says which selectors find what on the pages of a family of portals. Of a
// list the first that finds something counts. A selector may end in @name, for an
// attribute instead of the text.
type Profile struct {
	Kind    string   `yaml:"kind"`
	Title   []string `yaml:"title"`
	Date    []string `yaml:"date"`
	Summary []string `yaml:"summary"`
	Body    []string `yaml:"body"`
	Section []string `yaml:"section"`
	Author  []string `yaml:"author"`
	Unit    []string `yaml:"unit"`
	Number  []string `yaml:"number"`
	// Captions are what stands under a picture, looked for beside it.
	Captions []string `yaml:"captions"`
	// Drop is taken out before the texts are read: counters, related links, adverts.
	Drop []string `yaml:"drop"`
	// Items is a regular expression of the addresses that are items; "" is all.
	Items string `yaml:"items"`
	// Params are parameters of addresses that play no part, beside the usual ones.
	Params []string `yaml:"params"`
	// Topics and Units map what is printed, sections and contributing units, to codes.
	Topics map[string]string `yaml:"topics"`
	Units  map[string]string `yaml:"units"`

	match map[string]cascadia.Selector
}

//go:embed profiles
var shipped embed.FS

// Names are the profiles that ship.
func Names() []string {
	entries, err := shipped.ReadDir("profiles")
	if err != nil {
		panic(err) // it is embedded
	}
	var out []string
	for _, e := range entries {
		out = append(out, strings.TrimSuffix(e.Name(), ".yaml"))
	}
	return out
}

// maxProfile bounds a profile's file; ours have twenty lines.
const maxProfile = 1 << 20

// Find reads the profile of a name, or a file of the operator's whose name ends in
// .yaml. "" is a profile without selectors: pages are then read by what they say
// themselves, and by what looks like their text.
func Find(name string) (*Profile, error) {
	if name == "" {
		return Read(nil)
	}
	if strings.HasSuffix(name, ".yaml") {
		info, err := os.Stat(name)
		if err != nil || info.Size() > maxProfile {
			return nil, errors.Join(fmt.Errorf("profile %q cannot be read", name), err)
		}
		b, err := os.ReadFile(filepath.Clean(name))
		if err != nil {
			return nil, fmt.Errorf("profile: %w", err)
		}
		return Read(b)
	}
	b, err := fs.ReadFile(shipped, "profiles/"+name+".yaml")
	if err != nil {
		return nil, fmt.Errorf("there is no profile %q; nearest: %q (or name a file that ends in .yaml)", name, text.Nearest(name, Names()))
	}
	return Read(b)
}

// Read reads a profile. The error names every key that is wrong.
func Read(b []byte) (*Profile, error) {
	p := &Profile{match: map[string]cascadia.Selector{}}
	if len(b) > 0 {
		d := yaml.NewDecoder(strings.NewReader(string(b)))
		d.KnownFields(true)
		if err := d.Decode(p); err != nil {
			return nil, fmt.Errorf("the profile is not as it should be: %w", err)
		}
	}
	var wrong []error
	for key, list := range p.lists() {
		for _, s := range list {
			css, _ := split(s)
			m, err := cascadia.Compile(css)
			if err != nil {
				wrong = append(wrong, fmt.Errorf("profile: %s: %q is no selector: %v", key, s, err))
				continue
			}
			p.match[css] = m
		}
	}
	if _, ok := vocab.Kinds().Find(p.Kind); p.Kind != "" && !ok {
		wrong = append(wrong, fmt.Errorf("profile: kind: there is no %q; nearest: %q", p.Kind, text.Nearest(p.Kind, vocab.Kinds().Codes())))
	}
	for _, printed := range slices.Sorted(maps.Keys(p.Topics)) {
		if code := p.Topics[printed]; !slices.Contains(vocab.Topics().Codes(), code) {
			wrong = append(wrong, fmt.Errorf("profile: topics: there is no %q; nearest: %q", code, text.Nearest(code, vocab.Topics().Codes())))
		}
	}
	return p, errors.Join(wrong...)
}

// lists are the lists of selectors by their keys.
func (p *Profile) lists() map[string][]string {
	return map[string][]string{"title": p.Title, "date": p.Date, "summary": p.Summary, "body": p.Body, "section": p.Section, "author": p.Author,
		"unit": p.Unit, "number": p.Number, "captions": p.Captions, "drop": p.Drop}
}

// split takes the attribute off a selector; "" is the text.
func split(s string) (css, attr string) {
	if i := strings.LastIndexByte(s, '@'); i > 0 {
		return s[:i], s[i+1:]
	}
	return s, ""
}
