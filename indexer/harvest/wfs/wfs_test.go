package wfs_test

import (
	"fmt"
	"net/http"
	"os"
	"strconv"
	"strings"
	"testing"

	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/harvesttest"
	"honglinh/indexer/harvest/wfs"
)

const schema = `<xsd:schema xmlns:xsd="http://www.w3.org/2001/XMLSchema" xmlns:gml="http://www.opengis.net/gml/3.2"><xsd:complexType name="t"><xsd:complexContent><xsd:extension base="gml:AbstractFeatureType"><xsd:sequence>
<xsd:element name="geom" type="gml:PointPropertyType"/><xsd:element name="ten" type="xsd:string"/>%s</xsd:sequence></xsd:extension></xsd:complexContent></xsd:complexType></xsd:schema>`

// gis is a service of three layers of three features each, of which it gives two at
// once, in another order at each request unless it is told one.
type gis struct {
	json, unsorted bool
	srs            string
	version        int
}

func (g *gis) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	q := r.URL.Query()
	switch q.Get("request") {
	case "GetCapabilities":
		format := ""
		if g.json {
			format = `<ows:Parameter name="outputFormat"><ows:AllowedValues><ows:Value>text/javascript</ows:Value><ows:Value>application/json</ows:Value></ows:AllowedValues></ows:Parameter>`
		}
		fmt.Fprintf(w, `<wfs:WFS_Capabilities xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:ows="http://www.opengis.net/ows/1.1" version="2.0.0"><ows:ServiceIdentification><ows:AccessConstraints>NONE</ows:AccessConstraints></ows:ServiceIdentification>
<ows:ServiceProvider><ows:ProviderName>Sở</ows:ProviderName></ows:ServiceProvider><ows:OperationsMetadata><ows:Operation name="GetFeature">%s</ows:Operation></ows:OperationsMetadata><wfs:FeatureTypeList>`, format)
		for n := range 3 {
			fmt.Fprintf(w, `<wfs:FeatureType><wfs:Name>hl:lop_%d</wfs:Name><wfs:Title>Lớp %d</wfs:Title><ows:Keywords><ows:Keyword>đất</ows:Keyword></ows:Keywords><wfs:DefaultCRS>urn:ogc:def:crs:EPSG::4326</wfs:DefaultCRS></wfs:FeatureType>`, n, n)
		}
		fmt.Fprint(w, `</wfs:FeatureTypeList></wfs:WFS_Capabilities>`)
	case "DescribeFeatureType":
		extra := `<xsd:element name="gid" type="xsd:int"/>`
		if g.unsorted {
			fmt.Fprint(w, strings.Replace(fmt.Sprintf(schema, ""), `<xsd:element name="ten" type="xsd:string"/>`, "", 1))
			return
		}
		fmt.Fprintf(w, schema, extra)
	case "GetFeature":
		g.features(w, q.Get("typeNames"), q.Get("sortBy"), q.Get("startIndex"), q.Get("outputFormat"))
	}
}

func (g *gis) features(w http.ResponseWriter, layer, sortBy, index, format string) {
	start, _ := strconv.Atoi(index)
	var out []string
	for n := start; n < min(start+2, 3); n++ {
		name := fmt.Sprintf("Điểm %d", n)
		if layer == "hl:lop_1" && n == 1 {
			name += fmt.Sprint(" lần ", g.version)
		}
		if sortBy != "gid" && !g.unsorted {
			name = "" // in any order
		}
		if format == "application/json" {
			out = append(out, fmt.Sprintf(`{"type":"Feature","id":"p.%d","geometry":{"type":"Point","coordinates":[105.7%d,18.5]},"properties":{"gid":%d,"ten":%q}}`, n, n, n, name))
			continue
		}
		out = append(out, fmt.Sprintf(`<wfs:member><hl:lop gml:id="p.%d"><gml:boundedBy><gml:Envelope/></gml:boundedBy><hl:geom><gml:Point srsName="%s"><gml:pos>18.5 105.7%d</gml:pos></gml:Point></hl:geom><hl:gid>%d</hl:gid><hl:ten>%s</hl:ten></hl:lop></wfs:member>`, n, g.srs, n, n, name))
	}
	if format == "application/json" {
		fmt.Fprintf(w, `{"type":"FeatureCollection","totalFeatures":3,"crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4326"}},"features":[%s]}`, strings.Join(out, ","))
		return
	}
	fmt.Fprintf(w, `<wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" xmlns:gml="http://www.opengis.net/gml/3.2" xmlns:hl="hl" numberMatched="3" numberReturned="%d">%s</wfs:FeatureCollection>`, len(out), strings.Join(out, ""))
}

func TestWFSPassesTheSuite(t *testing.T) {
	for name, json := range map[string]bool{"JSON": true, "GML": false} {
		t.Run(name, func(t *testing.T) {
			harvesttest.Run(t, func(*testing.T) harvesttest.Rig {
				g := &gis{json: json, srs: "urn:ogc:def:crs:EPSG::4326", version: 1}
				return harvesttest.Rig{Protocol: wfs.Protocol{}, Items: 3, Source: harvest.Source{Protocol: "wfs", Address: "/ows?map=hl"}, Change: func() { g.version++ }, Portal: g}
			})
		})
	}
}

func TestBothFormsGiveTheSamePlaces(t *testing.T) {
	t.Parallel()
	var got []string
	for _, json := range []bool{true, false} {
		s := harvesttest.New(t, harvesttest.Rig{Protocol: wfs.Protocol{}, Source: harvest.Source{Protocol: "wfs", Address: "/ows?typeNames=hl:lop_0"}, Portal: &gis{json: json, srs: "http://www.opengis.net/def/crs/EPSG/0/4326", version: 1}})
		if rep := s.Run(t, 0); rep.Items != 1 || rep.RefusedCount != 0 {
			t.Fatalf("got %+v", rep)
		}
		for name, content := range s.Files(t) {
			if strings.HasSuffix(name, ".geojson") {
				got = append(got, strings.NewReplacer(`"0"`, "0", `"1"`, "1", `"2"`, "2").Replace(content))
			}
		}
	}
	if len(got) != 2 || !strings.Contains(got[0], `[105.72,18.5]`) || !strings.Contains(got[1], `[105.72,18.5]`) {
		t.Errorf("got %v", got)
	}
}

func TestWhatCannotBeTrustedIsRefused(t *testing.T) {
	t.Parallel()
	for want, g := range map[string]*gis{
		"no property to sort by":    {json: true, unsorted: true},
		"not in WGS 84":             {srs: "urn:ogc:def:crs:EPSG::3405"},
		"it names no reference sys": {srs: ""},
	} {
		s := harvesttest.New(t, harvesttest.Rig{Protocol: wfs.Protocol{}, Source: harvest.Source{Protocol: "wfs", Address: "/ows?typenames=hl:lop_0"}, Portal: g})
		if rep := s.Run(t, 0); rep.RefusedCount == 0 || !strings.Contains(rep.Refused[0].Reason, want) {
			t.Errorf("%s: got %+v", want, rep)
		}
	}
}

func TestAShortNameHasLongitudeFirst(t *testing.T) {
	t.Parallel()
	b, err := os.ReadFile("testdata/mapserver.xml")
	if err != nil {
		t.Fatal(err)
	}
	got, err := wfs.FromGML(b)
	want := []string{`{"type":"Polygon","coordinates":[[[105.7,18.5],[105.8,18.5],[105.8,18.6],[105.7,18.5]],[[105.75,18.52],[105.76,18.52],[105.76,18.53],[105.75,18.52]]]}`,
		`{"type":"MultiPolygon","coordinates":[[[[105.7,18.5],[105.8,18.5],[105.8,18.6],[105.7,18.5]]],[[[106,18],[106.1,18],[106.1,18.1],[106,18]]]]}`,
		`{"type":"LineString","coordinates":[[105.7,18.5],[105.8,18.6]]}`, `{"type":"MultiPoint","coordinates":[[105.7,18.5],[105.8,18.6]]}`}
	if err != nil || len(got) != len(want) {
		t.Fatalf("got %v, %v", got, err)
	}
	for i, w := range want {
		if !strings.Contains(got[i], w) {
			t.Errorf("%d: got %s, want %s", i, got[i], w)
		}
	}
}

func FuzzGML(f *testing.F) {
	b, err := os.ReadFile("testdata/mapserver.xml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(b)
	f.Fuzz(func(_ *testing.T, b []byte) { _, _ = wfs.FromGML(b) })
}
