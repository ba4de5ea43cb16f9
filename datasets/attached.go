package datasets

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"strings"

	"honglinh/catalog/text/notice"
)

// attached puts the schemas and dialects that stand in files of their own into the
// descriptor (Data Package allows both as a path), and returns the names of the files.
func (c *reader) attached(raw []byte, open func(name string) ([]byte, error)) ([]byte, []string) {
	tree := object(raw)
	list := objects(tree["resources"])
	var names []string
	for i, r := range list {
		for _, key := range []string{"schema", "dialect"} {
			var name string
			if json.Unmarshal(r[key], &name) != nil || r[key] == nil || string(r[key]) == "null" {
				continue
			}
			where := fmt.Sprintf("resources[%d].%s", i, key)
			content, err := c.attach(name, open)
			if err != nil {
				c.fatal(where, "descriptor", err)
				content = []byte("{}")
			} else {
				names = append(names, path.Clean(name))
			}
			r[key] = content
		}
	}
	if len(names) == 0 && len(c.problems) == 0 {
		return raw, nil
	}
	resources, err := json.Marshal(list)
	if err != nil {
		return raw, nil
	}
	tree["resources"] = resources
	whole, err := json.Marshal(tree)
	if err != nil {
		return raw, nil
	}
	return whole, names
}

func (c *reader) attach(name string, open func(name string) ([]byte, error)) (json.RawMessage, error) {
	switch {
	case strings.Contains(name, "://"):
		return nil, notice.Of("attached-elsewhere", name)
	case !fs.ValidPath(path.Clean(name)) || strings.Contains(name, "\\"):
		return nil, notice.Of("path-outside", name)
	case open == nil:
		return nil, notice.Of("attached-absent", name)
	}
	b, err := open(path.Clean(name))
	if err != nil {
		return nil, err
	}
	if object(b) == nil {
		return nil, notice.Of("attached-no-object", name)
	}
	return b, nil
}

// reading returns what reads a small file below dir.
func reading(fsys fs.FS, dir string) func(string) ([]byte, error) {
	return func(name string) ([]byte, error) {
		f, err := fsys.Open(path.Join(dir, name))
		if err != nil {
			return nil, missing(name, err)
		}
		b, err := io.ReadAll(io.LimitReader(f, MaxDescriptor+1))
		if err = errors.Join(err, f.Close()); err != nil {
			return nil, err
		}
		if len(b) > MaxDescriptor {
			return nil, notice.Of("attached-large", name, MaxDescriptor)
		}
		return trimMark(b), nil
	}
}

// inline takes the rows that stand in the descriptor itself: a list of objects or of
// lists, or delimited text.
func (c *reader) inline(where string, data json.RawMessage, r *Resource) {
	if len(data) == 0 || string(data) == "null" {
		return
	}
	if len(r.Paths) > 0 {
		c.warn(where+".data", "data-beside-path")
		return
	}
	var s string
	switch {
	case json.Unmarshal(data, &s) == nil:
		r.Inline = []byte(s)
		if r.Format == "" {
			r.Format = "csv"
		}
	case r.Format == "geojson" || r.Format == "" && object(data) != nil && object(data)["features"] != nil:
		r.Inline, r.Format = data, "geojson"
	default:
		r.Inline, r.Format = data, "json"
	}
	if r.Type == "" && r.Format != "geojson" {
		r.Type = "table"
	}
	r.Paths = []string{"datapackage.json"}
}
