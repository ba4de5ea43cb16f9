package ogc

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/gorilla/mux"
	"github.com/paulmach/orb"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/text"
)

// The tile matrix set of every web map (OGC 17-083r4, annex D.1).
const (
	matrixSet    = "WebMercatorQuad"
	matrixSetURI = "http://www.opengis.net/def/tilematrixset/OGC/1.0/WebMercatorQuad"
	mercatorURI  = "http://www.opengis.net/def/crs/EPSG/0/3857"
)

type tilesetsDoc struct {
	Links    []link       `json:"links"`
	Tilesets []tilesetDoc `json:"tilesets"`
}

type tilesetDoc struct {
	Title             string         `json:"title"`
	DataType          string         `json:"dataType"`
	CRS               string         `json:"crs"`
	TileMatrixSetID   string         `json:"tileMatrixSetId"`
	TileMatrixSetURI  string         `json:"tileMatrixSetURI,omitempty"`
	TileMatrixLimits  []tileLimit    `json:"tileMatrixSetLimits,omitempty"`
	BoundingBox       *tileBox       `json:"boundingBox,omitempty"`
	Layers            []tileLayerDoc `json:"layers,omitempty"`
	Links             []link         `json:"links"`
	MediaTypes        []string       `json:"mediaTypes,omitempty"`
	AccessConstraints string         `json:"accessConstraints,omitempty"`
}

type tileBox struct {
	LowerLeft  [2]float64 `json:"lowerLeft"`
	UpperRight [2]float64 `json:"upperRight"`
	CRS        string     `json:"crs"`
}

type tileLayerDoc struct {
	ID          string `json:"id"`
	Title       string `json:"title"`
	DataType    string `json:"dataType"`
	Description string `json:"description,omitempty"`
}

type tileLimit struct {
	TileMatrix string `json:"tileMatrix"`
	MinTileRow int    `json:"minTileRow"`
	MaxTileRow int    `json:"maxTileRow"`
	MinTileCol int    `json:"minTileCol"`
	MaxTileCol int    `json:"maxTileCol"`
}

// tiled is what tiles are cut from: one layer, or with none all of them.
type tiled struct {
	set  *layers.Set
	data *layers.Data
}

func (t tiled) bound() (orb.Bound, bool) {
	if t.data != nil {
		return t.data.Drawn()
	}
	var all orb.Bound
	any := false
	for _, d := range t.set.Layers() {
		b, ok := d.Drawn()
		switch {
		case ok && any:
			all = all.Union(b)
		case ok:
			all, any = b, true
		}
	}
	return all, any
}

func (t tiled) path() string {
	if t.data != nil {
		return "/collections/" + t.data.ID + "/tiles"
	}
	return "/tiles"
}

func (t tiled) title() text.Text {
	if t.data != nil {
		return t.data.Title
	}
	return text.New("Mọi lớp", "All layers")
}

func (t tiled) modified() time.Time {
	if t.data != nil {
		return t.data.Modified
	}
	return t.set.Modified
}

// source is what the path names: a collection's layer or the whole set.
func (f *Face) source(r *http.Request) (tiled, error) {
	v, err := f.view()
	if err != nil {
		return tiled{}, err
	}
	if _, one := mux.Vars(r)["collection"]; !one {
		return tiled{set: v.set}, nil
	}
	id, _ := httpkit.PathVar(r, "collection")
	d, ok := v.set.Layer(id)
	if !ok {
		return tiled{}, unknownCollection(id, v)
	}
	return tiled{v.set, d}, nil
}

// tilesets lists the tilesets of a collection or of the dataset, one for each grid.
func (f *Face) tilesets(w http.ResponseWriter, r *http.Request) error {
	return f.tilePage(w, r, func(t tiled, links []link, lang text.Lang) any {
		doc := tilesetsDoc{Links: links}
		for _, g := range f.grids() {
			one := f.tileset(g, t, lang)
			one.TileMatrixLimits, one.BoundingBox, one.Layers = nil, nil, nil
			one.Links = append([]link{{Href: f.href(t.path()+"/"+g.id, "f", "json"), Rel: "self", Type: mediaJSON, Title: g.id}}, one.Links...)
			doc.Tilesets = append(doc.Tilesets, one)
		}
		return doc
	})
}

// tilesetPage describes the tileset.
func (f *Face) tilesetPage(w http.ResponseWriter, r *http.Request) error {
	g, err := f.grid(r)
	if err != nil {
		return err
	}
	return f.tilePage(w, r, func(t tiled, links []link, lang text.Lang) any {
		d := f.tileset(g, t, lang)
		d.Links = append(links, d.Links...)
		return d
	})
}

func (f *Face) tilePage(w http.ResponseWriter, r *http.Request, build func(tiled, []link, text.Lang) any) error {
	o, err := f.begin(w, r, mediaJSON)
	if err != nil {
		return err
	}
	t, err := f.source(r)
	if err != nil {
		return err
	}
	title := say(o.lang, "Ô bản đồ véc-tơ", "Vector tiles") + ": " + best(t.title(), o.lang)
	return f.respond(w, r, o.now, o.lang, answer{title: title, media: mediaJSON, body: build(t, o.links, o.lang), modified: t.modified(), trail: f.trail(o.lang)})
}

func (f *Face) template(g grid, t tiled) link {
	return link{Href: f.url(t.path() + "/" + g.id + "/{tileMatrix}/{tileRow}/{tileCol}?f=mvt"), Rel: "item", Type: mediaTile, Templated: true}
}

func (f *Face) tileset(g grid, t tiled, lang text.Lang) tilesetDoc {
	b, ok := t.bound()
	d := tilesetDoc{Title: best(t.title(), lang), DataType: "vector", CRS: g.crs, TileMatrixSetID: g.id, TileMatrixSetURI: g.uri, TileMatrixLimits: g.limits(b, ok),
		MediaTypes: []string{mediaTile}}
	if ok {
		d.BoundingBox = &tileBox{b.Min, b.Max, layerCRS84}
	}
	for _, l := range t.set.Layers() {
		if t.data == nil && l.ID != "places" && l.Len() > 0 || t.data == l {
			d.Layers = append(d.Layers, tileLayerDoc{l.ID, best(l.Title, lang), "vector", best(l.Description, lang)})
		}
	}
	d.Links = []link{f.template(g, t), {Href: f.href("/tileMatrixSets/"+g.id, "f", "json"), Rel: relTilingSchem, Type: mediaJSON, Title: g.id}}
	return d
}

func tileParameters() []parameter {
	return []parameter{{"f", map[string]any{"type": "string", "enum": []string{"mvt"}}, text.New("Dạng của ô: mvt.", "Form of the tile: mvt.")},
		{"datetime", map[string]any{"type": "string"}, text.New("Chỉ các đối tượng có hiệu lực vào ngày hoặc thời điểm này.", "Only features that hold on this day or at this instant.")}}
}

// tile answers with a vector tile: 200, 204 when it is empty, 404 outside of the limits of the tileset.
func (f *Face) tile(w http.ResponseWriter, r *http.Request) error {
	values, err := check(r, tileParameters())
	if err != nil {
		return err
	}
	g, err := f.grid(r)
	if err != nil {
		return err
	}
	if form := values.Get("f"); form != "" && form != "mvt" {
		return invalid("f", "Ô bản đồ chỉ có dạng mvt.", "Tiles come as mvt only.")
	}
	if strings.Contains(values.Get("datetime"), "/") {
		return invalid("datetime", "Ô bản đồ nhận một thời điểm, không nhận khoảng.", "Tiles take an instant, not an interval.")
	}
	on, _, err := parseDatetime(values)
	if err != nil {
		return err
	}
	t, err := f.source(r)
	if err != nil {
		return err
	}
	z, row, col, err := f.place(r, g, t)
	if err != nil {
		return err
	}
	var cut layers.Tile
	if t.data != nil {
		cut, err = f.tiles.LayerIn(g.Grid, t.data, z, col, row, on)
	} else {
		cut, err = f.tiles.AllIn(g.Grid, t.set, z, col, row, on)
	}
	if err != nil {
		return err
	}
	return httpkit.WritePacked(w, r, mediaTile, cut.Data, cut.Gzip, httpkit.Validator{ETag: cut.ETag, Modified: t.modified()})
}

// place reads the matrix, the row and the column of the path and holds them against the limits.
func (f *Face) place(r *http.Request, g grid, t tiled) (z, row, col uint32, err error) {
	n := [3]int{}
	for i, name := range []string{"matrix", "row", "col"} {
		s, _ := httpkit.PathVar(r, name)
		v, err := strconv.Atoi(s)
		if err != nil || v < 0 {
			return 0, 0, 0, invalidf(name, "%.40q không phải là số nguyên từ 0.", "%.40q is not a whole number from 0.", s)
		}
		n[i] = v
	}
	b, ok := t.bound()
	all := g.limits(b, ok)
	if n[0] >= len(all) || n[1] < all[n[0]].MinTileRow || n[1] > all[n[0]].MaxTileRow || n[2] < all[n[0]].MinTileCol || n[2] > all[n[0]].MaxTileCol {
		return 0, 0, 0, catalog.NewFault(catalog.NotFound, "tile", fmt.Sprintf("Ô %d/%d/%d nằm ngoài giới hạn của bộ ô.", n[0], n[1], n[2]), fmt.Sprintf("Tile %d/%d/%d lies outside the limits of the tileset.", n[0], n[1], n[2]))
	}
	return uint32(n[0]), uint32(n[1]), uint32(n[2]), nil
}
