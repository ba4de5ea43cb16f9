package revise

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"path"
	"slices"
	"time"

	"honglinh/catalog"
	"honglinh/datasets"
)

// MaxTable is the largest changed table in bytes: what people keep by hand has far less,
// and it is held in memory while it is copied.
const MaxTable = 64 << 20

// Overlay is a package with its tables changed, as a file system over that of its files.
type Overlay struct {
	under fs.FS
	files map[string][]byte
	// Rows are the ids of the rows of the changed tables in their order; the header is
	// row 1 of its file.
	Rows map[string][]string
	// Files name the file of each changed table, below the package.
	Files map[string]string
	// Missing are the keys of changed rows that the source no longer has, by table.
	Missing map[string][]string
}

var _ fs.FS = (*Overlay)(nil)

// Over changes the tables of a package in the folder dir. A changed table becomes CSV in
// UTF-8, whatever it was. Faults: those of [Read]; NotFound for a table that is not there,
// Invalid for one that cannot be changed, TooLarge.
func Over(fsys fs.FS, dir string, p *datasets.Package, changes Changes) (*Overlay, error) {
	o := &Overlay{under: fsys, files: map[string][]byte{}, Rows: map[string][]string{}, Files: map[string]string{}, Missing: map[string][]string{}}
	for _, name := range slices.Sorted(maps.Keys(changes)) {
		r, ok := p.Resource(name)
		if !ok {
			return nil, catalog.NewFault(catalog.NotFound, name, "Bộ dữ liệu không còn bảng "+name+".", "The dataset no longer has a table "+name+".")
		}
		if !Open(r) {
			return nil, catalog.NewFault(catalog.Invalid, name, "Không sửa được các dòng của bảng này ở bàn biên tập.", "The rows of this table are not changed at the desk.")
		}
		file := "revised-" + name + ".csv"
		text, err := o.write(fsys, dir, r, changes[name])
		if err != nil {
			return nil, err
		}
		o.Files[name], o.files[path.Join(dir, file)] = file, text
	}
	raw, err := o.descriptor(p.Raw)
	if err != nil {
		return nil, fmt.Errorf("descriptor of %s: %w", p.Name, err)
	}
	o.files[path.Join(dir, "datapackage.json")] = raw
	return o, nil
}

// write writes a table with its changes.
func (o *Overlay) write(fsys fs.FS, dir string, r datasets.Resource, rows map[string]*Row) ([]byte, error) {
	var out bytes.Buffer
	w := csv.NewWriter(&out)
	var head Head
	there := map[string]bool{}
	err := Read(fsys, dir, r, rows, func(h Head) error {
		head = h
		return w.Write(h.Columns)
	}, func(l Line) error {
		there[l.ID] = true
		if head.Leaves(l) {
			return nil
		}
		if out.Len() > MaxTable {
			return catalog.NewFault(catalog.TooLarge, r.Name, "Bảng lớn hơn 64 MB; hãy sửa ở nguồn của bảng.", "The table is over 64 MB; change it at its source.")
		}
		o.Rows[r.Name] = append(o.Rows[r.Name], l.ID)
		return w.Write(l.Cells)
	})
	w.Flush()
	for _, id := range slices.Sorted(maps.Keys(rows)) {
		if !there[id] {
			o.Missing[r.Name] = append(o.Missing[r.Name], cmp.Or(rows[id].Key, id))
		}
	}
	return out.Bytes(), errors.Join(err, w.Error())
}

// descriptor says of the changed tables where they stand now.
func (o *Overlay) descriptor(raw []byte) ([]byte, error) {
	var tree map[string]any
	dec := json.NewDecoder(bytes.NewReader(bytes.TrimPrefix(raw, []byte("\xef\xbb\xbf"))))
	dec.UseNumber()
	if err := dec.Decode(&tree); err != nil {
		return nil, err
	}
	list, _ := tree["resources"].([]any)
	for _, one := range list {
		r, _ := one.(map[string]any)
		name, _ := r["name"].(string)
		if o.Files[name] == "" {
			continue
		}
		for _, key := range []string{"dialect", "encoding", "compression", "bytes", "hash", "data", "profile", "scheme", "stats"} {
			delete(r, key)
		}
		r["path"], r["format"], r["mediatype"], r["encoding"] = o.Files[name], "csv", "text/csv", "utf-8"
	}
	return json.MarshalIndent(tree, "", "  ")
}

// Open implements fs.FS.
func (o *Overlay) Open(name string) (fs.File, error) {
	if b, ok := o.files[name]; ok {
		return &file{bytes.NewReader(b), path.Base(name)}, nil
	}
	return o.under.Open(name)
}

// file is a changed file; it can be read from anywhere.
type file struct {
	*bytes.Reader
	name string
}

func (f *file) Stat() (fs.FileInfo, error) { return info{f}, nil }
func (f *file) Close() error               { return nil }

type info struct{ f *file }

func (i info) Name() string       { return i.f.name }
func (i info) Size() int64        { return i.f.Reader.Size() }
func (i info) Mode() fs.FileMode  { return 0o444 }
func (i info) ModTime() time.Time { return time.Time{} }
func (i info) IsDir() bool        { return false }
func (i info) Sys() any           { return nil }
