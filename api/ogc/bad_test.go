package ogc_test

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func query(pairs ...string) string {
	q := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return q.Encode()
}

func TestHostileRequestsGetAClearRefusalAtOnce(t *testing.T) {
	s := newStand(t, sample(), nil)
	const items = "/ogc/collections/units/items?"
	ring := strings.TrimSuffix(strings.Repeat("105 18,", 1500), ",")
	for name, c := range map[string]struct {
		path      string
		status    int
		parameter string
	}{
		"a box of five numbers":                    {items + query("bbox", "1,2,3,4,5"), 400, "bbox"},
		"an empty box":                             {items + "bbox=", 400, "bbox"},
		"a box upside down":                        {items + query("bbox", "0,10,1,5"), 400, "bbox"},
		"a box beyond the pole":                    {items + query("bbox", "0,0,1,91"), 400, "bbox"},
		"a box with infinite sides":                {items + query("bbox", "-Inf,0,1,1"), 400, "bbox"},
		"a box too far east":                       {items + query("bbox", "0,0,1000,1"), 400, "bbox"},
		"heights upside down":                      {items + query("bbox", "105,18,9,106,19,1"), 400, "bbox"},
		"degrees given as metres":                  {items + query("bbox", "540000,2000000,550000,2010000"), 400, "bbox"},
		"metres upside down":                       {items + query("bbox", "550000,2000000,540000,2010000", "bbox-crs", "http://www.opengis.net/def/crs/EPSG/0/9209"), 400, "bbox"},
		"metres beyond the Earth":                  {items + query("bbox", "-1e300,0,1e300,1", "bbox-crs", "http://www.opengis.net/def/crs/EPSG/0/9209"), 400, "bbox"},
		"an unknown reference system":              {items + query("crs", "http://www.opengis.net/def/crs/EPSG/0/28992"), 400, "crs"},
		"a reference system of a megabyte":         {items + query("crs", strings.Repeat("x", 1<<14)), 414, ""},
		"an unknown system of the box":             {items + query("bbox-crs", "EPSG:1"), 400, "bbox-crs"},
		"an unknown system of the filter":          {items + query("filter", "kind = 'unit'", "filter-crs", "EPSG:1"), 400, "filter-crs"},
		"a limit that is a word":                   {items + query("limit", "all"), 400, "limit"},
		"a negative offset":                        {items + query("offset", "-1"), 400, "offset"},
		"a day that does not exist":                {items + query("datetime", "2025-02-30"), 400, "datetime"},
		"a time of a kilobyte":                     {items + query("datetime", strings.Repeat("2", 1000)), 400, "datetime"},
		"an interval that ends before it begins":   {items + query("datetime", "2026-01-01/2025-01-01"), 400, "datetime"},
		"a parameter twice":                        {items + "limit=1&limit=2", 400, "limit"},
		"a parameter nearly right":                 {items + "limt=1", 400, "limt"},
		"a broken escape":                          {items + "limit=%zz", 400, "query"},
		"a filter 2,000 brackets deep":             {items + query("filter", strings.Repeat("(", 2000)+"kind='x'"+strings.Repeat(")", 2000)), 400, "filter"},
		"a filter 10,000 brackets deep":            {items + query("filter", strings.Repeat("(", 10000)+"kind='x'"+strings.Repeat(")", 10000)), 414, ""},
		"a JSON filter 2,000 nots deep":            {items + query("filter-lang", "cql2-json", "filter", strings.Repeat(`{"op":"not","args":[`, 200)+"true"+strings.Repeat("]}", 200)+strings.Repeat("]", 100)), 400, "filter"},
		"a geometry of 5 MB":                       {items + query("filter", "S_INTERSECTS(geometry, POLYGON(("+strings.Repeat(ring+",", 400)+"105 18)))"), 431, ""}, // refused by net/http before it is read
		"a polygon of one point":                   {items + query("filter", "S_INTERSECTS(geometry, POLYGON((1 1)))"), 400, "filter"},
		"a JSON polygon of one point":              {items + query("filter-lang", "cql2-json", "filter", `{"op":"s_intersects","args":[{"property":"geometry"},{"type":"Polygon","coordinates":[[[1,1]]]}]}`), 400, "filter"},
		"a filter of a megabyte":                   {items + query("filter", "kind IN ("+strings.Repeat("'x',", 1<<18)+"'x')"), 431, ""}, // refused by net/http before it is read
		"a JSON filter of a megabyte":              {items + query("filter-lang", "cql2-json", "filter", `{"op":"in","args":[{"property":"kind"},[`+strings.Repeat(`"x",`, 1<<18)+`"x"]]}`), 431, ""},
		"a filter longer than an address may be":   {items + query("filter", "kind IN ("+strings.Repeat("'x',", 3000)+"'x')"), 414, ""},
		"a filter on a property that is not there": {items + query("filter", "populaton > 1"), 400, "filter"},
		"an order by a property that is not there": {items + query("sortby", "populaton"), 400, "sortby"},
		"an order by a hundred properties":         {items + query("sortby", strings.Repeat("kind,", 100)+"kind"), 400, "sortby"},
		"words that are only commas":               {items + query("q", ",,,"), 400, "q"},
		"a hundred phrases":                        {items + query("q", strings.Repeat("x,", 100)+"x"), 400, "q"},
		"a collection that is not there":           {"/ogc/collections/unit", 404, "collectionId"},
		"a path that climbs":                       {"/ogc/collections/..%2f..%2fetc%2fpasswd", 404, "collectionId"},
		"a feature that is not there":              {"/ogc/collections/units/items/unit.nowhere", 404, "featureId"},
		"a tile beyond the scheme":                 {"/ogc/collections/units/tiles/WebMercatorQuad/3/9/0", 404, "tile"},
		"a tile that is a word":                    {"/ogc/collections/units/tiles/WebMercatorQuad/a/b/c", 400, "matrix"},
		"a tile number longer than any":            {"/ogc/collections/units/tiles/WebMercatorQuad/1/99999999999999999999/0", 400, "row"},
		"a tile of another scheme":                 {"/ogc/collections/units/tiles/WorldCRS84Quad/0/0/0", 404, "tileMatrixSetId"},
		"a tile of the records":                    {"/ogc/collections/catalogue/tiles", 404, "collectionId"},
		"a tile over an interval":                  {"/ogc/collections/units/tiles/WebMercatorQuad/0/0/0?datetime=2025-01-01/2025-02-01", 400, "datetime"},
		"a form that is not there":                 {items + "f=xml", 400, "f"},
		"a fault beside a good bbox over the line": {items + query("bbox", "177,-10,-177,30", "limit", "x"), 400, "limit"},
		"a box over the antimeridian":              {items + query("bbox", "177,-10,-177,30"), 200, ""},
		"a box at both poles":                      {items + query("bbox", "-180,85,180,90"), 200, ""},
		"a limit longer than any number":           {items + query("limit", strings.Repeat("9", 30)), 200, ""},
		"an offset past the end":                   {items + query("offset", "99999999999999999999"), 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			resp := s.get(c.path)
			body, err := io.ReadAll(resp.Body)
			if err != nil || resp.StatusCode != c.status {
				t.Fatalf("status %d, want %d: %v %.300s", resp.StatusCode, c.status, err, body)
			}
			if took := time.Since(start); took > 30*time.Second { // a guard against a slow path, far above a busy machine
				t.Errorf("took %v", took)
			}
			if c.status == http.StatusOK || c.status == http.StatusRequestHeaderFieldsTooLarge {
				return
			}
			var p struct{ Parameter, Detail_vi, Detail_en string }
			if err := json.Unmarshal(body, &p); err != nil || p.Parameter != c.parameter || p.Detail_vi == "" || p.Detail_en == "" {
				t.Errorf("problem names %q, want %q: %s", p.Parameter, c.parameter, body)
			}
		})
	}
}
