package indexer_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"honglinh/catalog/text"
	"honglinh/indexer"
)

// What lies nowhere on the earth is refused with its place, in a layer as in records.
func TestCoordinatesThatLieNowhereAreRefused(t *testing.T) {
	const (
		geo  = `{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"id":"a"},"geometry":{"type":"Point","coordinates":[105.7,18.5]}},{"type":"Feature","properties":{"id":"b"},"geometry":{"type":"Point","coordinates":[105.7,91]}},{"type":"Feature","properties":{"id":"c"},"geometry":{"type":"LineString","coordinates":[[105.7,18.5],[200,18.5]]}}]}`
		kml  = `<kml><Placemark id="a"><Point><coordinates>105.7,18.5</coordinates></Point></Placemark><Placemark id="b"><Point><coordinates>105.7,91</coordinates></Point></Placemark><Placemark id="c"><Point><coordinates>105,7,18,5</coordinates></Point></Placemark></kml>`
		gpx  = `<gpx version="1.1"><wpt lat="18.5" lon="105.7"><name>a</name></wpt><wpt lat="91" lon="105.7"><name>b</name></wpt><wpt lat="18,5" lon="105,7"><name>c</name></wpt></gpx>`
		mark = `,"honglinh":{"kind":"place","id":"%s","title":{"vi":"%s"}}`
	)
	for _, c := range []struct {
		file, content, id string
	}{{"d.geojson", geo, "id"}, {"d.kml", kml, "id"}, {"d.gpx", gpx, "name"}} {
		for _, mapped := range []bool{false, true} {
			more := ""
			if mapped {
				more = fmt.Sprintf(mark, c.id, c.id)
			}
			src := t.TempDir()
			write(t, src, map[string]string{"datapackage.json": `{"name":"p","title":"P","resources":[{"name":"d","path":"` + c.file + `"` + more + `}]}`, c.file: c.content})
			s := open(t, t.TempDir(), indexer.Options{NoEmbedded: true, Packages: []string{src}})
			rep := ingest(t, s)
			var rows []int
			for _, r := range rep.Refused {
				rows = append(rows, r.Row)
				if filepath.Base(r.File) != c.file || r.In[text.VI].Reason == "" || r.In[text.VI].Reason == r.Reason || r.Remedy == "" {
					t.Errorf("%s: %+v", c.file, r)
				}
			}
			slices.Sort(rows)
			if diff := cmp.Diff([]int{2, 3}, rows); diff != "" {
				t.Errorf("%s, mapped %v: refused rows (-want +got):\n%s%v", c.file, mapped, diff, rep.Refused)
			}
			if got := live(t, s)["rows of p/d"]; got != 1 {
				t.Errorf("%s, mapped %v: %d rows", c.file, mapped, got)
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}
