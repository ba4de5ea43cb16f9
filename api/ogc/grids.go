package ogc

import (
	"fmt"
	"math"
	"net/http"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/geo/crs"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/tile"
	"honglinh/catalog/text"
)

// grid is a tile matrix set (OGC 17-083r4): squares of a plane, halved at each level.
type grid struct {
	id, title, uri, crs, wellKnown string
	// top and left are the upper left corner and side the width of level 0, in metres of the plane.
	left, top, side float64
	levels          int
	// north is set where the authority of the system gives the northing first, as that of the zones of VN-2000 does.
	north bool
	tile.Grid
}

// nationalGrid is the code of the one plane that holds the whole country: VN-2000 / UTM zone 48N.
const nationalGrid = "EPSG:3405"

// The squares of VN-2000: level 0 is one tile of 256 pixels of 8192 m, so that a pixel is whole metres down to level 13, a metre there. It reaches from 5.4° to
// 24.4° N, which holds the country with its islands, and 1048 km to either side of the middle meridian of the zone, whose false easting is 500 km.
const (
	squareSide = 256 * 8192.0
	squareTop  = 2_700_000
	squareLeft = 500_000 - squareSide/2
	// squareLevels end with a pixel of 12.5 cm: a unit of such a tile is under a centimetre.
	squareLevels = 17
)

// grids are the tile matrix sets: the one of web maps, the national one of VN-2000 and that of the zone of the catalogue's own papers.
func (f *Face) grids() []grid {
	out := []grid{mercatorGrid(), f.squares(nationalGrid)}
	if own := f.kit.Site().Reference; own != "" && own != nationalGrid {
		if c, err := crs.Lookup(own); err == nil && c.Kind != crs.Geographic && c.Datum() == "VN-2000" {
			out = append(out, f.squares(own))
		}
	}
	return out
}

func mercatorGrid() grid {
	const half = math.Pi * 6378137
	return grid{id: matrixSet, title: "Google Maps Compatible for the World", uri: matrixSetURI, crs: mercatorURI, wellKnown: googleScaleSet, left: -half, top: half, side: 2 * half,
		levels: layers.DeepestTile + 1, Grid: tile.Mercator()}
}

// squares is the grid over a plane of VN-2000. No register has it, so that the address of its own description stands for it.
func (f *Face) squares(code string) grid {
	c := crs.MustLookup(code)
	to := crs.Transform(crs.MustLookup(crs.CRS84), c)
	g := grid{id: "VN2000-" + strings.TrimPrefix(code, "EPSG:"), title: c.Name + ", 256 × 8192 m", crs: c.URI, left: squareLeft, top: squareTop, side: squareSide, levels: squareLevels, north: swapped(c)}
	g.uri = f.url("/tileMatrixSets/" + g.id)
	g.Grid = tile.Grid{ID: g.id, Ahead: 4, Place: func(p orb.Point) ([2]float64, bool) {
		m, err := to.Point(p)
		return [2]float64{(m[0] - squareLeft) / squareSide, (squareTop - m[1]) / squareSide}, err == nil
	}}
	return g
}

// grid is the tile matrix set that a path names.
func (f *Face) grid(r *http.Request) (grid, error) {
	id, _ := httpkit.PathVar(r, "matrixset")
	var known []string
	for _, g := range f.grids() {
		if g.id == id {
			return g, nil
		}
		known = append(known, g.id)
	}
	fault := catalog.NewFault(catalog.NotFound, "tileMatrixSetId", fmt.Sprintf("Không có lưới ô %.60q; có: %s.", id, strings.Join(known, ", ")), fmt.Sprintf("There is no tile matrix set %.60q; there are: %s.", id, strings.Join(known, ", ")))
	fault.Nearest = text.Nearest(id, known)
	return grid{}, fault
}

// limits are the tiles of every level that a box touches. Without a box there is the one tile of level 0, and nothing in it.
func (g grid) limits(b orb.Bound, ok bool) []tileLimit {
	if !ok {
		return []tileLimit{{TileMatrix: "0"}}
	}
	var out []tileLimit
	for z := range g.levels {
		left, top, right, bottom, in := g.Limits(b, z)
		if !in {
			return []tileLimit{{TileMatrix: "0"}}
		}
		out = append(out, tileLimit{strconv.Itoa(z), top, bottom, left, right})
	}
	return out
}

// matrices are the levels; a pixel is 0.28 mm by the standard.
func (g grid) matrices() []tileMatrix {
	origin := [2]float64{g.left, g.top}
	if g.north {
		origin = [2]float64{g.top, g.left}
	}
	var out []tileMatrix
	for z := range g.levels {
		n := 1 << z
		cell := g.side / 256 / float64(n)
		out = append(out, tileMatrix{strconv.Itoa(z), cell / 0.00028, cell, "topLeft", origin, 256, 256, n, n})
	}
	return out
}

// axes are the names of the axes in the order of the authority: in Viet Nam X is the northing.
func (g grid) axes() []string {
	if g.north || g.id == matrixSet {
		return []string{"X", "Y"}
	}
	return []string{"E", "N"}
}
