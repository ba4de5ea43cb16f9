package indexer

import (
	"path"
	"slices"
	"strings"

	"honglinh/catalog/geo/layers"
	"honglinh/catalog/text/notice"
	"honglinh/datasets"
	"honglinh/indexer/datapackage"
	"honglinh/indexer/source"
)

// layerList is the layers of the program and those of the packages, by name; of two
// with one id the first is shown. left is given each that is not, with why.
func layerList(all []*datasets.Package, left func(p *datasets.Package, id string, why *notice.Notice)) []layers.Layer {
	list := layers.List()
	most := len(list) + layers.MaxOwn
	all = slices.SortedFunc(slices.Values(all), func(a, b *datasets.Package) int { return strings.Compare(a.Name, b.Name) })
	owner := map[string]string{}
	for _, p := range all {
		for _, l := range p.Layers {
			switch first, twice := owner[l.ID]; {
			case twice:
				left(p, l.ID, notice.Of("layer-left-out.double", l.ID, first))
			case len(list) == most:
				left(p, l.ID, notice.Of("layer-left-out.many", layers.MaxOwn, l.ID))
			default:
				owner[l.ID] = p.Name
				list = append(list, l)
			}
		}
	}
	return list
}

// ownLayers warns of the layers that are not shown.
func (g gathered) ownLayers(rep *Report) {
	label := map[*datasets.Package]string{}
	var all []*datasets.Package
	for _, f := range g.list {
		if f.pkg != nil {
			label[f.pkg] = f.label
			all = append(all, f.pkg)
		}
	}
	layerList(all, func(p *datasets.Package, _ string, why *notice.Notice) {
		rep.warn(source.Warning{File: path.Join(label[p], datapackage.Descriptor), Column: "honglinh.layers"}.For(why))
	})
}
