package read_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/paulmach/orb"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/check"
	"honglinh/catalog/geo/read"
)

const gpx = `<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="x" xmlns="http://www.topografix.com/GPX/1/1"><metadata><name>Khảo sát</name><bounds minlat="18" minlon="105" maxlat="19" maxlon="106"/></metadata>
<wpt lat="18.52" lon="105.71"><ele>12.5</ele><time>2025-07-05T01:30:00Z</time><name>Đền Cả</name><sym>Flag</sym><link href="https://example.vn"><text>đền</text></link></wpt>
<rte><name>Tuyến 1</name><rtept lat="18.50" lon="105.70"/><rtept lat="18.51" lon="105.72"><name>giữa</name></rtept></rte>
<trk><name>Vết &amp; đường</name><trkseg><trkpt lat="18.5" lon="105.7"/><trkpt lat="18.6" lon="105.7"/></trkseg><trkseg><trkpt lat="18.55" lon="105.75"/></trkseg><trkseg><trkpt lat="18.7" lon="105.7"/><trkpt lat="18.8" lon="105.7"/></trkseg></trk>
<trk><name>một điểm</name><trkseg><trkpt lat="18.5" lon="105.7"/></trkseg></trk>
<wpt lat="18,5" lon="105.7"><name>dấu phẩy</name></wpt>
</gpx>`

func readGPX(s string, broken *[]string) result {
	o := read.Options{AsIs: &read.AsIs{Named: func(string) {}, Noted: func(int, check.Finding) {}, Broken: func(_ int, err error) { *broken = append(*broken, err.Error()) }}}
	return gather(func(y read.Yield) (read.Summary, error) { return read.GPX(strings.NewReader(s), o, y) })
}

func TestGPXHasWaypointsRoutesAndTracks(t *testing.T) {
	var broken []string
	r := readGPX(gpx, &broken)
	if r.err != nil {
		t.Fatal(r.err)
	}
	want := []geo.Feature{
		{Geometry: orb.Point{105.71, 18.52}, Properties: map[string]any{"gpx": "waypoint", "ele": "12.5", "time": "2025-07-05T01:30:00Z", "name": "Đền Cả", "sym": "Flag"}},
		{Geometry: orb.LineString{{105.70, 18.50}, {105.72, 18.51}}, Properties: map[string]any{"gpx": "route", "name": "Tuyến 1"}},
		{Geometry: orb.MultiLineString{{{105.7, 18.5}, {105.7, 18.6}}, {{105.7, 18.7}, {105.7, 18.8}}}, Properties: map[string]any{"gpx": "track", "name": "Vết & đường"}},
	}
	if diff := cmp.Diff(want, r.fs); diff != "" {
		t.Error(diff)
	}
	if len(broken) != 2 || !strings.Contains(broken[0], "less than two points") || !strings.Contains(broken[1], `"18,5"`) {
		t.Errorf("broken: %q", broken)
	}
}

func TestGPXThatIsNoneIsRefused(t *testing.T) {
	for _, c := range []struct{ sentence, content, want string }{
		{"no XML", "lat,lon\n1,2\n", "not a file of this format"},
		{"another document", `<kml><wpt lat="1" lon="2"/></kml>`, "not a file of this format"},
		{"cut short", gpx[:600], "the text ends too early"},
		{"an entity bomb", `<!DOCTYPE g [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><gpx><wpt lat="1" lon="2"><name>&b;</name></wpt></gpx>`, "the entity &b; is not defined"},
		{"a file of the host", `<!DOCTYPE g [<!ENTITY a SYSTEM "file:///etc/shadow">]><gpx><wpt lat="1" lon="2"><name>&a;</name></wpt></gpx>`, "the entity &a; is not defined"},
		{"nested without end", "<gpx>" + strings.Repeat("<a>", 10_000), "nested deeper"},
		{"nested inside a track", "<gpx><trk>" + strings.Repeat("<a>", 10_000), "nested deeper"},
	} {
		t.Run(c.sentence, func(t *testing.T) {
			var broken []string
			r := readGPX(c.content, &broken)
			if got := fmt.Sprint(r.err); r.err == nil || !strings.Contains(got, c.want) {
				t.Errorf("got %v, want %q", r.err, c.want)
			}
		})
	}
}

func FuzzGPX(f *testing.F) {
	f.Add(gpx)
	f.Fuzz(func(_ *testing.T, s string) {
		var broken []string
		readGPX(s, &broken)
		gather(func(y read.Yield) (read.Summary, error) { return read.GPX(strings.NewReader(s), read.Options{}, y) })
	})
}
