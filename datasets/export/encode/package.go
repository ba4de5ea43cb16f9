package encode

import (
	"archive/zip"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/cite"
	"honglinh/datasets/export"
)

func (Encoder) Package(ctx context.Context, p *datasets.Package, fsys fs.FS, tables export.Published, base string, w io.Writer) error {
	z := zip.NewWriter(w)
	if err := (&archive{zip: z, base: base, tables: tables}).pack(ctx, "", p, fsys); err != nil {
		return err
	}
	return z.Close()
}

func (Encoder) Catalogue(ctx context.Context, packages []*datasets.Package, fsOf func(*datasets.Package) fs.FS, tables export.Published, base string, w io.Writer) error {
	z := zip.NewWriter(w)
	a := &archive{zip: z, base: base, tables: tables}
	var vi, en strings.Builder
	for _, p := range packages {
		if err := a.pack(ctx, p.Name+"/", p, fsOf(p)); err != nil {
			return fmt.Errorf("%s: %w", p.Name, err)
		}
		fmt.Fprintf(&vi, "- [%s](%s/README.vi.md)\n", best(p.Title, text.VI), p.Name)
		fmt.Fprintf(&en, "- [%s](%s/README.en.md)\n", best(p.Title, text.EN), p.Name)
	}
	a.dir = ""
	if err := a.file("README.vi.md", []byte("# Danh mục dữ liệu mở\n\nTải từ "+base+"\n\n"+vi.String())); err != nil {
		return err
	}
	if err := a.file("README.en.md", []byte("# Open-data catalogue\n\nTaken from "+base+"\n\n"+en.String())); err != nil {
		return err
	}
	return z.Close()
}

func best(t text.Text, l text.Lang) string { s, _ := t.Best(l); return s }

// archive writes folders of files with their checksums.
type archive struct {
	zip    *zip.Writer
	base   string
	tables export.Published
	sums   bytes.Buffer
	dir    string
	when   time.Time
}

// written is what is known of a file once it is written.
type written struct {
	size int64
	sum  string
}

func (a *archive) pack(ctx context.Context, dir string, p *datasets.Package, fsys fs.FS) error {
	a.dir, a.when = dir, p.Modified
	a.sums.Reset()
	done := map[string]written{}
	for _, name := range p.Attached {
		if err := a.tree(ctx, p, fsys, name, done); err != nil {
			return err
		}
	}
	given := deliveries(p, a.tables)
	for i, r := range p.Resources {
		if err := a.deliver(ctx, p, fsys, r, given[i], done); err != nil {
			return err
		}
	}
	descriptor, err := describe(p, given, done)
	if err != nil {
		return err
	}
	work := cite.Of(p)
	work.Address = a.base + "/api/v1/datasets/" + p.Name
	files := []struct {
		name string
		body []byte
	}{
		{"datapackage.json", descriptor},
		{"README.vi.md", readme(p, given, text.VI, a.base)}, {"README.en.md", readme(p, given, text.EN, a.base)},
		{"LICENSE.txt", licence(p)},
	}
	for _, name := range []string{"cff", "bibtex"} {
		f, err := cite.Find(name)
		if err != nil {
			return err
		}
		file := map[string]string{"cff": "CITATION.cff", "bibtex": "CITATION.bib"}[name]
		files = append(files, struct {
			name string
			body []byte
		}{file, []byte(f.Print(work, text.VI, a.stamp()))})
	}
	for _, f := range files {
		if err := a.file(f.name, f.body); err != nil {
			return err
		}
	}
	sums := slices.Clone(a.sums.Bytes())
	return a.file("SHA256SUMS", sums)
}

func (a *archive) stamp() time.Time {
	if a.when.IsZero() {
		return time.Date(1980, 1, 1, 0, 0, 0, 0, time.UTC) // the first a zip can hold
	}
	return a.when
}

// tree copies a file, or a folder of texts with all below it.
func (a *archive) tree(ctx context.Context, p *datasets.Package, fsys fs.FS, name string, done map[string]written) error {
	if strings.ContainsAny(name, "*?[") { // a pattern of texts
		matches, err := fs.Glob(fsys, path.Join(p.Dir, name))
		if err != nil {
			return err
		}
		for _, m := range matches {
			if err := a.copy(ctx, fsys, m, strings.TrimPrefix(strings.TrimPrefix(m, p.Dir), "/"), done); err != nil {
				return err
			}
		}
		return nil
	}
	root := path.Join(p.Dir, name)
	return fs.WalkDir(fsys, root, func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return a.copy(ctx, fsys, file, strings.TrimPrefix(strings.TrimPrefix(file, p.Dir), "/"), done)
	})
}

func (a *archive) copy(ctx context.Context, fsys fs.FS, from, name string, done map[string]written) error {
	if _, ok := done[name]; ok {
		return nil
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	f, err := fsys.Open(from)
	if err != nil {
		return err
	}
	out, sum, err := a.create(name)
	if err != nil {
		return errors.Join(err, f.Close())
	}
	n, err := io.Copy(io.MultiWriter(out, sum), f)
	if err = errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	done[name] = written{n, a.sum(name, sum)}
	return nil
}

func (a *archive) create(name string) (io.Writer, hash.Hash, error) {
	h := &zip.FileHeader{Name: a.dir + name, Method: zip.Deflate, Modified: a.stamp()}
	w, err := a.zip.CreateHeader(h)
	return w, sha256.New(), err
}

func (a *archive) sum(name string, h hash.Hash) string {
	s := hex.EncodeToString(h.Sum(nil))
	fmt.Fprintf(&a.sums, "%s  %s\n", s, name)
	return s
}

func (a *archive) file(name string, body []byte) error {
	w, h, err := a.create(name)
	if err != nil {
		return err
	}
	h.Write(body)
	a.sum(name, h)
	_, err = w.Write(body)
	return err
}

// describe returns the published descriptor with size and hash of each resource
// of one file.
func describe(p *datasets.Package, given []delivery, done map[string]written) ([]byte, error) {
	d := json.NewDecoder(bytes.NewReader(p.Raw))
	d.UseNumber()
	var doc map[string]any
	if err := d.Decode(&doc); err != nil {
		return nil, fmt.Errorf("datapackage.json: %w", err)
	}
	list, _ := doc["resources"].([]any)
	kept := []any{}
	for i, item := range list {
		r, ok := item.(map[string]any)
		if !ok || i >= len(p.Resources) {
			kept = append(kept, item)
			continue
		}
		paths := p.Resources[i].Paths
		switch d := given[i]; d.how {
		case left:
			continue
		case asTable:
			paths = []string{d.file}
			published(r, p.Resources[i], d.file)
		}
		if kept = append(kept, r); len(paths) != 1 {
			continue
		}
		if w, ok := done[path.Clean(paths[0])]; ok {
			r["bytes"], r["hash"] = w.size, "sha256:"+w.sum
		}
	}
	doc["resources"] = kept
	var out bytes.Buffer
	enc := json.NewEncoder(&out)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(doc)
	return out.Bytes(), err
}
