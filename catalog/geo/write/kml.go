package write

import (
	"bufio"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"strconv"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo"
)

// KML writes a document of placemarks (OGC KML 2.2). The property "name" names the placemark; all properties are extended data.
func KML(w io.Writer, src Source, o Options) (Manifest, error) {
	l := NewLedger(w, FormatKML, nil)
	b := bufio.NewWriterSize(l, 64<<10)
	fmt.Fprintf(b, "%s<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document id=\"root\"><name>%s</name>\n", xml.Header, escape(o.Name))
	err := src(func(f geo.Feature) error {
		f, err := l.Feature(f)
		if err != nil {
			return err
		}
		fmt.Fprintf(b, "<Placemark id=\"%s\"><name>%s</name><ExtendedData>", escape(f.ID), escape(Text(f.Properties["name"])))
		for _, n := range f.Names() {
			if v := f.Properties[n]; v != nil {
				fmt.Fprintf(b, "<Data name=\"%s\"><value>%s</value></Data>", escape(n), escape(Text(v)))
			}
		}
		b.WriteString("</ExtendedData>")
		kmlGeometry(b, f.Geometry)
		_, err = b.WriteString("</Placemark>\n")
		return err
	})
	if err != nil {
		return l.Manifest(), err
	}
	b.WriteString("</Document></kml>\n")
	err = b.Flush()
	return l.Manifest(), err
}

func escape(s string) string {
	var b bytes.Buffer
	if err := xml.EscapeText(&b, []byte(s)); err != nil {
		return ""
	}
	return b.String()
}

func kmlGeometry(w *bufio.Writer, g orb.Geometry) {
	switch g := g.(type) {
	case orb.Point:
		kmlRun(w, "Point", []orb.Point{g})
	case orb.LineString:
		kmlRun(w, "LineString", g)
	case orb.Ring:
		kmlGeometry(w, orb.Polygon{g})
	case orb.Bound:
		kmlGeometry(w, g.ToPolygon())
	case orb.Polygon:
		w.WriteString("<Polygon>")
		for i, r := range g {
			side := "outerBoundaryIs"
			if i > 0 {
				side = "innerBoundaryIs"
			}
			w.WriteString("<" + side + ">")
			kmlRun(w, "LinearRing", r)
			w.WriteString("</" + side + ">")
		}
		w.WriteString("</Polygon>")
	case orb.MultiPoint:
		kmlMulti(w, g)
	case orb.MultiLineString:
		kmlMulti(w, g)
	case orb.MultiPolygon:
		kmlMulti(w, g)
	case orb.Collection:
		kmlMulti(w, g)
	}
}

func kmlMulti[T orb.Geometry](w *bufio.Writer, members []T) {
	w.WriteString("<MultiGeometry>")
	for _, m := range members {
		kmlGeometry(w, m)
	}
	w.WriteString("</MultiGeometry>")
}

func kmlRun(w *bufio.Writer, element string, ps []orb.Point) {
	w.WriteString("<" + element + "><coordinates>")
	var b []byte
	for i, p := range ps {
		b = b[:0]
		if i > 0 {
			b = append(b, ' ')
		}
		b = strconv.AppendFloat(b, p[0], 'f', -1, 64)
		b = strconv.AppendFloat(append(b, ','), p[1], 'f', -1, 64)
		w.Write(b)
	}
	w.WriteString("</coordinates></" + element + ">")
}
