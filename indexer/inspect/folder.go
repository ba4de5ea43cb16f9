package inspect

import (
	"context"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"strings"

	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/indexer/folder"
	"honglinh/indexer/source"
)

// MaxFiles is how many files of a folder without a descriptor are looked at.
const MaxFiles = 1000

// Trial takes a package in into a folder that is removed again, with the shipped
// units where places are named, and returns what is refused and doubted.
type Trial func(ctx context.Context, dir string, places bool) ([]source.Refusal, []source.Warning, error)

// Path looks at a file, a folder of files, or a package with its descriptor. The
// error is of the path or the context; what is wrong inside is in the finding.
func Path(ctx context.Context, name string, run Trial) (Finding, error) {
	info, err := os.Stat(name)
	if err != nil {
		return Finding{}, err
	}
	if !info.IsDir() {
		f, err := File(ctx, folder.Dir(filepath.Dir(name)), filepath.Base(name))
		f.Path = name
		return f, err
	}
	if _, err := os.Stat(filepath.Join(name, "datapackage.json")); err == nil {
		return described(ctx, name, run)
	}
	f, err := bare(ctx, folder.Dir(name), filepath.Base(mustAbs(name)))
	f.Path = name
	return f, err
}

func mustAbs(name string) string {
	if abs, err := filepath.Abs(name); err == nil {
		return abs
	}
	return name
}

// bare looks at the files of a folder without a descriptor and proposes one for
// all of them.
func bare(ctx context.Context, fsys fs.FS, name string) (Finding, error) {
	out := Finding{}
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return out, err
	}
	n := 0
	for _, e := range entries {
		if e.IsDir() || strings.HasPrefix(e.Name(), ".") || strings.HasPrefix(e.Name(), "~$") || datasets.FormatOf(e.Name()) == "" || datasets.FormatOf(e.Name()) == "md" {
			continue
		}
		if n++; n > MaxFiles {
			break
		}
		f, err := File(ctx, fsys, e.Name())
		if err != nil {
			return out, err
		}
		if f.Fault != nil {
			f.Tables = append(f.Tables, Table{Format: datasets.FormatOf(e.Name()), path: e.Name(), Fault: f.Fault})
			f.Tables[len(f.Tables)-1].File = e.Name()
		}
		out.Tables, out.Warnings = append(out.Tables, f.Tables...), append(out.Warnings, f.Warnings...)
	}
	if n == 0 {
		out.Fault = text.New("thư mục không có tệp nào đọc được; cần csv, xlsx, ods, docx, geojson, gpkg, shp (zip), kml, kmz hoặc gpx", "the folder has no file that is read; want csv, xlsx, ods, docx, geojson, gpkg, shp (zipped), kml, kmz or gpx")
		return out, nil
	}
	out.Descriptor = describe(name, out.Tables)
	return out, nil
}

// described looks at the tables of a package and takes it in for a trial.
func described(ctx context.Context, dir string, run Trial) (Finding, error) {
	out := Finding{Path: dir}
	p, problems := datasets.Read(folder.Dir(dir), ".")
	places := false
	if p != nil {
		for _, r := range p.Resources {
			places = places || r.Mapping != nil && r.Mapping.Place != ""
			if r.Tabular() {
				out.resource(ctx, folder.Dir(dir), p, r)
			}
		}
	}
	if err := out.trial(ctx, dir, places, run); err != nil {
		return out, err
	}
	if p == nil && len(out.Refused) == 0 && len(problems) > 0 {
		out.Fault = problems[0].Why.Reason
	}
	return out, ctx.Err()
}

func (f *Finding) resource(ctx context.Context, fsys fs.FS, p *datasets.Package, r datasets.Resource) {
	files, err := datasets.Files(fsys, p.Dir, r)
	if err != nil {
		f.Tables = append(f.Tables, Table{Format: r.Format, Fault: said(err)})
		return
	}
	r.Paths = files
	if len(files) > 0 {
		f.add(ctx, fsys, r)
	}
}

// trial takes the package in and keeps what is said of it.
func (f *Finding) trial(ctx context.Context, dir string, places bool, run Trial) error {
	refused, warnings, err := run(ctx, dir, places)
	if err != nil {
		return err
	}
	of := func(file string) bool { return strings.HasPrefix(path.Clean(file), path.Clean(filepath.ToSlash(dir))) }
	for _, r := range refused {
		if of(r.File) {
			f.Refused = append(f.Refused, r)
		}
	}
	for _, w := range warnings {
		if of(w.File) {
			f.Warnings = append(f.Warnings, w)
		}
	}
	return nil
}
