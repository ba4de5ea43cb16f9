package indexer

import (
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/datasets/packages"
	"honglinh/indexer/datapackage"
	"honglinh/indexer/folder"
	"honglinh/indexer/harvest"
	"honglinh/indexer/source"
)

// root is a file system that holds packages.
type root struct {
	fs       fs.FS
	name     string // in reports
	embedded bool
}

func (s *Service) roots() []root {
	var out []root
	if !s.opt.NoEmbedded {
		out = append(out, root{packages.Embedded(), "packages", true})
	}
	for _, dir := range s.opt.Packages {
		out = append(out, root{folder.Dir(dir), filepath.ToSlash(filepath.Clean(dir)), false})
	}
	return append(out, s.harvested()...)
}

// harvestedRoot begins the names of those folders.
const harvestedRoot = "harvest/"

// harvested are the folders that harvest sources wrote, each as it is now: a harvest
// meanwhile puts another in its place.
func (s *Service) harvested() []root {
	dirs, err := harvest.Packages(s.opt.Data)
	if err != nil {
		dirs = map[string]string{"harvest": filepath.Join(s.opt.Data, "harvest")} // which gather tells
	}
	var out []root
	for _, name := range slices.Sorted(maps.Keys(dirs)) {
		out = append(out, root{folder.Dir(dirs[name]), harvestedRoot + name, false})
	}
	return out
}

// Portals tells how the harvest sources of the data folder stand.
func (s *Service) Portals() []harvest.Status { return harvest.Statuses(s.opt.Data) }

// found is a package folder.
type found struct {
	root  root
	dir   string
	pkg   *datasets.Package // nil if its descriptor cannot be read
	label string            // in reports
}

// gathered is what the roots hold now.
type gathered struct {
	list []found
	// whole says that every root could be read, so that what is not in list is gone.
	whole bool
	// held are the sources that would lose too much: they stay as they are.
	held map[string]bool
}

// gather finds and reads the descriptors of all packages.
func (s *Service) gather(rep *Report) gathered {
	g := gathered{whole: true}
	byName := map[string]int{}
	for _, r := range s.roots() {
		dirs, err := datapackage.Find(r.fs)
		if err != nil {
			g.whole = false
			rep.refuse(source.Refusal{File: r.name}.For(notice.Of("folder-unread", err)))
			continue
		}
		for _, dir := range dirs {
			f := s.descriptor(r, dir, rep)
			if f.pkg == nil {
				g.list = append(g.list, f)
				continue
			}
			i, dup := byName[f.pkg.Name]
			switch {
			case !dup:
				byName[f.pkg.Name] = len(g.list)
				g.list = append(g.list, f)
			case g.list[i].root.embedded && !r.embedded:
				g.list[i] = f
				rep.warn(source.Warning{File: f.label}.For(notice.Of("replaces-shipped", f.pkg.Name)))
			default:
				rep.refuse(source.Refusal{File: f.label}.For(notice.Of("package-double", f.pkg.Name, g.list[i].label)))
			}
		}
	}
	g.sites(rep)
	g.ownLayers(rep)
	return g
}

// sites warns where several packages state whose catalogue this is, beside those
// that ship: only one of them counts.
func (g gathered) sites(rep *Report) {
	var all []*datasets.Package
	for _, f := range g.list {
		if f.pkg != nil {
			f.pkg.Shipped = f.root.embedded
			all = append(all, f.pkg)
		}
	}
	slices.SortFunc(all, func(a, b *datasets.Package) int { return strings.Compare(a.Name, b.Name) })
	counts := datasets.Stating(all)
	for _, f := range g.list {
		if f.pkg != nil && f.pkg.Site != nil && f.pkg != counts && !f.root.embedded {
			rep.warn(source.Warning{File: path.Join(f.label, datapackage.Descriptor), Column: "honglinh.site"}.For(notice.Of("second-site", counts.Name)))
		}
	}
}

func (s *Service) descriptor(r root, dir string, rep *Report) found {
	f := found{root: r, dir: dir, label: path.Join(r.name, dir)}
	var pkg *datasets.Package
	var problems []datasets.Problem
	err := guarded(func() error {
		pkg, problems = datasets.Read(r.fs, dir)
		return nil
	})
	if err != nil {
		problems = []datasets.Problem{{Where: datapackage.Descriptor, Why: notice.Of("descriptor", err), Fatal: true}}
	}
	for _, p := range problems {
		file := path.Join(f.label, datapackage.Descriptor)
		if p.Where == datapackage.Descriptor {
			p.Where = "" // the whole of it
		}
		if p.Fatal {
			rep.refuse(source.Refusal{File: file, Column: p.Where}.For(p.Why.Advise("descriptor-bad")))
			continue
		}
		rep.warn(source.Warning{File: file, Column: p.Where}.For(notice.New("descriptor", p.Why.Reason, nil)))
	}
	f.pkg = pkg
	return f
}
