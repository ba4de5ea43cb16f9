package ogc

import (
	"math"
	"net/http"
	"strconv"

	"honglinh/catalog/geo/layers"
)

type matrixSetsDoc struct {
	Links          []link          `json:"links"`
	TileMatrixSets []matrixSetItem `json:"tileMatrixSets"`
}

type matrixSetItem struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	URI   string `json:"uri"`
	CRS   string `json:"crs"`
	Links []link `json:"links"`
}

type matrixSetDoc struct {
	ID           string       `json:"id"`
	Title        string       `json:"title"`
	URI          string       `json:"uri"`
	CRS          string       `json:"crs"`
	OrderedAxes  []string     `json:"orderedAxes"`
	WellKnown    string       `json:"wellKnownScaleSet"`
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
	if _, err := check(r, pageParameters(mediaJSON)); err != nil {
		return err
	}
	forms := pageForms(mediaJSON)
	now, lang, err := f.choose(w, r, forms)
	if err != nil {
		return err
	}
	doc := matrixSetsDoc{f.selfAndAlternates(r, now, forms, lang), []matrixSetItem{{matrixSet, "Google Maps Compatible for the World", matrixSetURI, mercatorURI,
		[]link{{Href: f.href("/tileMatrixSets/"+matrixSet, "f", "json"), Rel: "self", Type: mediaJSON, Title: matrixSet}}}}}
	return f.respond(w, r, now, lang, answer{title: say(lang, "Lưới ô bản đồ", "Tile matrix sets"), media: mediaJSON, body: doc, trail: f.trail(lang)})
}

func (f *Face) matrixSet(w http.ResponseWriter, r *http.Request) error {
	if _, err := check(r, pageParameters(mediaJSON)); err != nil {
		return err
	}
	if err := onlyMercator(r); err != nil {
		return err
	}
	forms := pageForms(mediaJSON)
	now, lang, err := f.choose(w, r, forms)
	if err != nil {
		return err
	}
	doc := matrixSetDoc{matrixSet, "Google Maps Compatible for the World", matrixSetURI, mercatorURI, []string{"X", "Y"}, googleScaleSet, f.selfAndAlternates(r, now, forms, lang), matrices()}
	return f.respond(w, r, now, lang, answer{title: matrixSet, media: mediaJSON, body: doc, trail: f.trail(lang)})
}

// matrices are the zooms: at zoom 0 the square of 2·π·6378137 m is one tile of 256 pixels of 0.28 mm.
func matrices() []tileMatrix {
	const half = math.Pi * 6378137
	var out []tileMatrix
	for z := range layers.DeepestTile + 1 {
		n := 1 << z
		cell := 2 * half / 256 / float64(n)
		out = append(out, tileMatrix{strconv.Itoa(z), cell / 0.00028, cell, "topLeft", [2]float64{-half, half}, 256, 256, n, n})
	}
	return out
}
