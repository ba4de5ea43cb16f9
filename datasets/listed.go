package datasets

import (
	"bytes"
	"io"
	"io/fs"
)

// listHead is how much of a JSON file tells whether it is a list of rows: its first row
// begins there, whatever spaces stand before it.
const listHead = 4096

// listed takes a JSON file for a table that is a list of objects and of which the
// descriptor says neither that it is a table nor anything else.
func listed(p *Package, fsys fs.FS) {
	for i := range p.Resources {
		r := &p.Resources[i]
		if r.Format != "json" || r.Type != "" || r.Inline != nil || r.Mapping != nil || r.Thesaurus != nil || r.Compression != "" {
			continue
		}
		files, err := Files(fsys, p.Dir, *r)
		if err == nil && len(files) > 0 && isList(fsys, files[0]) {
			r.Type = "table"
		}
	}
}

// isList reports whether a file begins like a JSON list of objects.
func isList(fsys fs.FS, name string) bool {
	f, err := fsys.Open(name)
	if err != nil {
		return false // which is told where the file is read
	}
	defer f.Close()
	head, err := io.ReadAll(io.LimitReader(f, listHead))
	if err != nil {
		return false
	}
	list, ok := bytes.CutPrefix(bytes.TrimSpace(trimMark(head)), []byte("["))
	return ok && bytes.HasPrefix(bytes.TrimSpace(list), []byte("{"))
}
