package ogc

import "net/http"

type matrixSetsDoc struct {
	Links          []link          `json:"links"`
	TileMatrixSets []matrixSetItem `json:"tileMatrixSets"`
}

type matrixSetItem struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	URI   string `json:"uri,omitempty"`
	CRS   string `json:"crs"`
	Links []link `json:"links"`
}

type matrixSetDoc struct {
	ID           string       `json:"id"`
	Title        string       `json:"title"`
	URI          string       `json:"uri,omitempty"`
	CRS          string       `json:"crs"`
	OrderedAxes  []string     `json:"orderedAxes"`
	WellKnown    string       `json:"wellKnownScaleSet,omitempty"`
	Links        []link       `json:"links"`
	TileMatrices []tileMatrix `json:"tileMatrices"`
}

type tileMatrix struct {
	ID               string     `json:"id"`
	ScaleDenominator float64    `json:"scaleDenominator"`
	CellSize         float64    `json:"cellSize"`
	CornerOfOrigin   string     `json:"cornerOfOrigin"`
	PointOfOrigin    [2]float64 `json:"pointOfOrigin"`
	TileWidth        int        `json:"tileWidth"`
	TileHeight       int        `json:"tileHeight"`
	MatrixWidth      int        `json:"matrixWidth"`
	MatrixHeight     int        `json:"matrixHeight"`
}

const googleScaleSet = "http://www.opengis.net/def/wkss/OGC/1.0/GoogleMapsCompatible"

func (f *Face) matrixSets(w http.ResponseWriter, r *http.Request) error {
	o, err := f.begin(w, r, mediaJSON)
	if err != nil {
		return err
	}
	doc := matrixSetsDoc{Links: o.links}
	for _, g := range f.grids() {
		doc.TileMatrixSets = append(doc.TileMatrixSets, matrixSetItem{g.id, g.title, g.uri, g.crs, []link{{Href: f.href("/tileMatrixSets/"+g.id, "f", "json"), Rel: "self", Type: mediaJSON, Title: g.id}}})
	}
	return f.respond(w, r, o.now, o.lang, answer{title: say(o.lang, "Lưới ô bản đồ", "Tile matrix sets"), media: mediaJSON, body: doc, trail: f.trail(o.lang)})
}

func (f *Face) matrixSet(w http.ResponseWriter, r *http.Request) error {
	o, err := f.begin(w, r, mediaJSON)
	if err != nil {
		return err
	}
	g, err := f.grid(r)
	if err != nil {
		return err
	}
	doc := matrixSetDoc{g.id, g.title, g.uri, g.crs, g.axes(), g.wellKnown, o.links, g.matrices()}
	return f.respond(w, r, o.now, o.lang, answer{title: g.id, media: mediaJSON, body: doc, trail: f.trail(o.lang)})
}
