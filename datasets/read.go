package datasets

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"regexp"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/text/jsonfault"
	"honglinh/catalog/text/notice"
	"honglinh/datasets/grid"
)

// MaxDescriptor is the largest datapackage.json in bytes: a package of a
// thousand columns with texts in two languages stays under one tenth of it.
const MaxDescriptor = 16 << 20

// MaxResources and MaxFields bound what one descriptor can ask to be read.
const (
	MaxResources = 1000
	MaxFields    = grid.MaxColumns
)

// Read reads dir/datapackage.json from fsys. Problems that are not fatal leave
// a usable package; after a fatal one the package is nil.
func Read(fsys fs.FS, dir string) (*Package, []Problem) {
	raw, err := readDescriptor(fsys, path.Join(dir, "datapackage.json"))
	if err != nil {
		return nil, []Problem{{Where: "datapackage.json", Why: notice.New("descriptor", notice.Said(err), nil), Fatal: true}}
	}
	p, problems := parse(raw, reading(fsys, dir))
	if p == nil {
		return nil, problems
	}
	p.Dir = dir
	listed(p, fsys)
	c := &reader{problems: problems}
	c.picture(p, fsys, dir)
	return p, c.problems
}

func readDescriptor(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, notice.Of("no-descriptor")
	}
	if err != nil {
		return nil, missing(path.Base(name), err)
	}
	defer f.Close()
	raw, err := io.ReadAll(io.LimitReader(f, MaxDescriptor+1))
	if err != nil {
		return nil, err
	}
	if len(raw) > MaxDescriptor {
		return nil, notice.Of("descriptor-large", MaxDescriptor)
	}
	return trimMark(raw), nil
}

// trimMark takes the byte order mark away.
func trimMark(b []byte) []byte { return bytes.TrimPrefix(b, []byte("\xef\xbb\xbf")) }

// Parse reads a descriptor's bytes. It has no files, so that schemas and dialects
// stand in it as objects.
func Parse(raw []byte) (*Package, []Problem) { return parse(raw, nil) }

func parse(raw []byte, open func(name string) ([]byte, error)) (*Package, []Problem) {
	c := &reader{}
	whole, attached := raw, []string(nil)
	if json.Valid(raw) {
		whole, attached = c.attached(raw, open)
	}
	var d packageJSON
	if err := json.Unmarshal(whole, &d); err != nil {
		return nil, append(c.problems, Problem{Where: "datapackage.json", Why: notJSON(raw, err), Fatal: true})
	}
	p := c.pack(d)
	c.shown(p)
	p.Raw, p.Attached = raw, attached
	c.keys(whole)
	c.standard(d, p)
	c.validate(p)
	for _, pr := range c.problems {
		if pr.Fatal {
			return nil, c.problems
		}
	}
	return p, c.problems
}

// notJSON says why a descriptor is not read.
func notJSON(raw []byte, err error) *notice.Notice {
	var syntax *json.SyntaxError
	reason := jsonfault.Reason(err)
	if errors.As(err, &syntax) {
		line := 1 + bytes.Count(raw[:min(int(syntax.Offset), len(raw))], []byte("\n"))
		return notice.Of("descriptor-not-json", reason, line)
	}
	return notice.Of("descriptor", reason)
}

type reader struct{ problems []Problem }

func (c *reader) warn(where, key string, args ...any) {
	c.problems = append(c.problems, Problem{Where: where, Why: notice.Of(key, args...)})
}

func (c *reader) fatal(where, key string, args ...any) {
	c.problems = append(c.problems, Problem{Where: where, Why: notice.Of(key, args...), Fatal: true})
}

var packageName = regexp.MustCompile(`^[a-z0-9][a-z0-9._-]{0,79}$`)

func (c *reader) validate(p *Package) {
	if !packageName.MatchString(p.Name) {
		c.fatal("name", "package-name", p.Name)
	}
	if len(p.Resources) == 0 {
		c.fatal("resources", "no-resource")
	}
	if len(p.Resources) > MaxResources {
		c.fatal("resources", "resources-many", len(p.Resources), MaxResources)
	}
	seen := map[string]bool{}
	for i, r := range p.Resources {
		where := fmt.Sprintf("resources[%d]", i)
		if r.Name == "" && len(r.Paths) > 0 && len(p.Resources) > 0 {
			c.fatal(where+".name", "resource-no-name", suggested(r.Paths[0]))
			continue
		}
		if !packageName.MatchString(r.Name) || seen[r.Name] {
			c.fatal(where+".name", "resource-name", r.Name)
		}
		seen[r.Name] = true
		c.paths(where, r)
		if len(r.Schema.Fields) > MaxFields {
			c.fatal(where+".schema", "fields-many", len(r.Schema.Fields), MaxFields)
		}
		c.mapping(where, r)
		p.Resources[i].Schema.ForeignKeys = c.foreignKeys(where+".schema", p, r)
	}
}

// suggested makes a name of the name of a file.
func suggested(file string) string {
	stem, _, _ := strings.Cut(path.Base(file), ".")
	name := strings.Trim(strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '_':
			return r
		}
		return '-'
	}, strings.ToLower(text.Fold(stem))), "-")
	if name == "" {
		return "bang"
	}
	return name
}

func (c *reader) paths(where string, r Resource) {
	if len(r.Paths) == 0 {
		c.fatal(where+".path", "no-path")
	}
	for _, f := range r.Paths {
		if strings.Contains(f, "://") || !fs.ValidPath(path.Clean(f)) || strings.Contains(f, "\\") {
			c.fatal(where+".path", "path-outside", f)
		}
	}
}

// attributeName is what an attribute can be called.
var attributeName = regexp.MustCompile(`^[a-z][a-z0-9_]{0,63}$`)

func (c *reader) mapping(where string, r Resource) {
	if r.Mapping == nil {
		return
	}
	w := where + ".honglinh"
	if r.Mapping.ID == "" && !r.Mapping.Markdown {
		c.fatal(w+".id", "no-id")
	}
	if part := r.Mapping.Part; part != "" && !attributeName.MatchString(part) {
		c.fatal(w+".part", "part-name", part)
	}
	if len(r.Mapping.Title) == 0 && !r.Mapping.Markdown && !r.Mapping.Outline && r.Mapping.Part == "" {
		c.fatal(w+".title", "no-title")
	}
	if !r.Tabular() || len(r.Schema.Fields) == 0 {
		return
	}
	for col := range r.Mapping.Used() {
		if _, ok := r.Schema.Field(col); !ok {
			c.fatal(w, "column-unknown", col, notice.Near(col, r.Schema.names()))
		}
	}
}
