package api

import (
	"github.com/gorilla/mux"

	"honglinh/api/brief"
	"honglinh/api/ckan"
	"honglinh/api/contact"
	"honglinh/api/dcat"
	"honglinh/api/explore"
	"honglinh/api/follow"
	"honglinh/api/freshness"
	"honglinh/api/httpkit"
	"honglinh/api/invest"
	"honglinh/api/maps"
	"honglinh/api/mcp"
	"honglinh/api/native"
	"honglinh/api/ogc"
	"honglinh/api/quality"
	"honglinh/api/sdmx"
	"honglinh/api/soda"
	"honglinh/api/tables"
	"honglinh/catalog/geo/layers"
	"honglinh/datasets/export/encode"
	"honglinh/datasets/metadata"
	scores "honglinh/datasets/quality"
)

// Face is one protocol of the API, or a part of one.
type Face interface {
	// Mount adds the face's routes to the router, absolute paths and unique names.
	Mount(router *mux.Router)
}

// spoken is a protocol with how its faces are made.
type spoken struct {
	httpkit.Protocol
	// faces makes the faces; none where what they need is absent.
	faces func(*maker) []Face
}

// list is the one list of protocols: what is mounted, which paths belong to the
// API, the services that DCAT names, what is counted as use of the API (the routes that
// these faces mount), and what the API's documents name derive from it. A new protocol is a folder and a line here.
// The native one is last, since it documents what those before it serve.
func list() []spoken {
	return []spoken{
		{ckan.Protocol(), (*maker).ckan},
		{explore.Protocol(), (*maker).explore},
		{soda.Protocol(), (*maker).soda},
		{dcat.Protocol(), (*maker).dcat},
		{sdmx.Protocol(), (*maker).sdmx},
		{mcp.Protocol(), (*maker).mcp},
		{ogc.Protocol(), (*maker).ogc},
		{native.Protocol(), (*maker).native},
	}
}

// Protocols describes the protocols of the API, the native one first.
func Protocols() []httpkit.Protocol {
	all := list()
	out := []httpkit.Protocol{all[len(all)-1].Protocol}
	for _, s := range all[:len(all)-1] {
		out = append(out, s.Protocol)
	}
	return out
}

// maker makes faces from the options of the API.
type maker struct {
	Options
	kit   *httpkit.Kit
	tiles *layers.Tiles // shared by maps and OGC API
	// documented are faces whose routes belong into the document of the native API.
	documented []native.Documented
}

func newMaker(kit *httpkit.Kit, o Options) *maker {
	if o.Kept == nil {
		o.Kept = &Kept{tiles: layers.NewTiles()}
	}
	m := &maker{Options: o, kit: kit, tiles: o.Kept.tiles}
	if o.Tables.Engine == nil {
		return m
	}
	if m.Describer == nil {
		m.Describer = metadata.New(o.Tables.Engine, o.Sources.Places)
	}
	if m.Quality == nil {
		m.Quality = scores.NewBook(m.Describer, nil, o.Now)
	}
	return m
}

// document notes the faces that are told in the document of the native API.
func (m *maker) document(parts ...interface {
	Face
	native.Documented
}) []Face {
	var out []Face
	for _, p := range parts {
		m.documented = append(m.documented, p)
		out = append(out, p)
	}
	return out
}

func (m *maker) ckan() []Face {
	if m.Tables.Engine == nil {
		return nil
	}
	o := ckan.Options{Kit: m.kit, Library: m.Tables.Library, Tables: m.Tables.Engine, Finder: m.Sources.Finder, Now: m.Now}
	if m.Tables.Files != nil {
		o.Files = packageFiles{m.Options}
	}
	return []Face{ckan.New(o)}
}

func (m *maker) explore() []Face {
	if m.Tables.Engine == nil {
		return nil
	}
	o := explore.Options{Kit: m.kit, Library: m.Tables.Library, Tables: m.Tables.Engine, Finder: m.Sources.Finder, Encode: encoded(m.Options), Now: m.Now}
	if m.Tables.Files != nil {
		o.Files = packageFiles{m.Options}
	}
	return []Face{explore.New(o)}
}

func (m *maker) soda() []Face {
	if m.Tables.Engine == nil {
		return nil
	}
	return []Face{soda.New(soda.Options{Kit: m.kit, Library: m.Tables.Library, Tables: m.Tables.Engine, Now: m.Now})}
}

func (m *maker) dcat() []Face {
	if m.Tables.Engine == nil {
		return nil
	}
	return m.document(dcat.New(dcat.Options{Kit: m.kit, Library: m.Sources.Library, Describer: m.Describer, Places: m.Sources.Places, Protocols: Protocols()}))
}

func (m *maker) sdmx() []Face {
	if m.Tables.Engine == nil {
		return nil
	}
	return []Face{sdmx.New(sdmx.Options{Kit: m.kit, Library: m.Sources.Library, Tables: m.Tables.Engine})}
}

func (m *maker) mcp() []Face {
	if m.Tables.Engine == nil {
		return nil
	}
	return []Face{mcp.New(mcp.Options{Kit: m.kit, Finder: m.Sources.Finder, Records: m.Sources.Store, Library: m.Sources.Library, Tables: m.Tables.Engine,
		Version: m.Version, Now: m.Now, Rules: m.Rules})}
}

func (m *maker) ogc() []Face {
	if m.Layers == nil {
		return nil
	}
	return []Face{ogc.New(ogc.Options{Kit: m.kit, Set: m.Layers, Tiles: m.tiles, Words: m.word, Encoder: encode.Encoder{}, Certification: m.Certification})}
}

// word looks a property up in the data dictionaries of the tables whose rows are records of the kind.
func (m *maker) word(kind, property string) (ogc.Word, bool) {
	if m.Sources.Library == nil {
		return ogc.Word{}, false
	}
	for _, p := range m.Sources.Library().All() {
		for _, r := range p.Resources {
			if r.Mapping == nil || r.Mapping.Kind != kind {
				continue
			}
			if f, ok := r.Schema.Field(property); ok && f.Title != nil {
				return ogc.Word{Title: f.Title, Description: f.Description, Unit: f.Unit}, true
			}
		}
	}
	return ogc.Word{}, false
}

// native makes the native API of its parts.
func (m *maker) native() []Face {
	var parts []Face
	if m.Tables.Engine != nil {
		parts = append(parts, m.document(tables.New(tables.Options{Kit: m.kit, Sources: m.Tables, Encoder: encode.Encoder{}, Spool: m.Kept.spool, Now: m.Now}),
			quality.New(quality.Options{Kit: m.kit, Library: m.Sources.Library, Book: m.Quality}))...)
	}
	if m.Layers != nil {
		parts = append(parts, m.document(maps.New(maps.Options{Kit: m.kit, Set: m.Layers, Encoder: encode.Encoder{}, Tiles: m.tiles, BasemapFile: m.BasemapFile, Basemap: m.Basemap, Now: m.Now,
			Places: m.Sources.Places, Finder: m.Sources.Finder}))...)
	}
	if m.Rules != nil {
		parts = append(parts, m.document(invest.New(invest.Options{Kit: m.kit, Rules: m.Rules, Now: m.Now}))...)
	}
	if m.Brief != nil {
		parts = append(parts, m.document(brief.New(brief.Options{Kit: m.kit, Records: m.Recs, Compose: m.Brief, Now: m.Now}))...)
	}
	if m.Follower != nil {
		parts = append(parts, m.document(follow.New(follow.Options{Kit: m.kit, Follower: m.Follower, Gate: m.Follows}))...)
	}
	if m.Desk != nil {
		parts = append(parts, m.document(contact.New(contact.Options{Kit: m.kit, Desk: m.Desk, Gate: m.Gate, Rates: m.Rates, Now: m.Now}))...)
	}
	if m.Freshness != nil {
		parts = append(parts, m.document(freshness.New(freshness.Options{Kit: m.kit, Board: m.Freshness, Now: m.Now}))...)
	}
	versions := m.Versions
	versions.Program = m.Version
	return append(parts, native.New(native.Options{Kit: m.kit, Sources: m.Sources, Versions: versions, Now: m.Now, Documented: m.documented, Protocols: Protocols()}))
}
