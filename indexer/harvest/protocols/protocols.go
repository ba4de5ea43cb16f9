// Package protocols lists the protocols that are harvested by.
package protocols

import (
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/ckan"
	"honglinh/indexer/harvest/csw"
	"honglinh/indexer/harvest/dcat"
	"honglinh/indexer/harvest/explore"
	"honglinh/indexer/harvest/feed"
	"honglinh/indexer/harvest/file"
	"honglinh/indexer/harvest/ogc"
	"honglinh/indexer/harvest/sdmx"
	"honglinh/indexer/harvest/sitemap"
	"honglinh/indexer/harvest/soda"
	"honglinh/indexer/harvest/wfs"
)

// All returns every protocol, in the order they are listed to people.
func All() []harvest.Protocol {
	return []harvest.Protocol{feed.Protocol{}, sitemap.Protocol{}, ckan.Protocol{}, dcat.Protocol{}, explore.Protocol{}, soda.Protocol{}, ogc.Protocol{}, wfs.Protocol{}, csw.Protocol{}, sdmx.Protocol{}, file.Protocol{}}
}

// Names are the names of All.
func Names() []string {
	var out []string
	for _, p := range All() {
		out = append(out, p.Name())
	}
	return out
}

// Find returns the protocol of a name.
func Find(name string) (harvest.Protocol, bool) {
	for _, p := range All() {
		if p.Name() == name {
			return p, true
		}
	}
	return nil, false
}
