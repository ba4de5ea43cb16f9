package osmfile

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/paulmach/orb"
	"github.com/paulmach/osm"
	"github.com/paulmach/osm/osmpbf"

	"honglinh/catalog/geo/basemap"
)

// Limits of an extract.
const (
	MostNodes    = 60_000_000 // in the box: some 2 GB of memory; a province has one to three million
	MostFeatures = 4_000_000
)

// around is how far beyond the box things are followed, in degrees, so that lines leave the map and do not end on its edge.
const around = 0.05

// Errors of reading.
var (
	ErrNothing  = errors.New("nothing for a base map inside the box")
	ErrTooLarge = fmt.Errorf("more than %d nodes or %d things inside the box: take a smaller one", MostNodes, MostFeatures)
)

// PBF reads an extract inside a box. It is read twice: multipolygons name ways that stand before them.
func PBF(ctx context.Context, from io.ReadSeeker, box orb.Bound) ([]basemap.Feature, error) {
	r := &reader{box: box.Pad(around), nodes: map[osm.NodeID]orb.Point{}, rings: map[osm.WayID]orb.LineString{}}
	if err := r.pass(ctx, from, true); err != nil {
		return nil, err
	}
	if _, err := from.Seek(0, io.SeekStart); err != nil {
		return nil, err
	}
	if err := r.pass(ctx, from, false); err != nil {
		return nil, err
	}
	r.relations()
	if len(r.out) == 0 {
		return nil, ErrNothing
	}
	return r.out, nil
}

// reader holds what later things refer to.
type reader struct {
	box   orb.Bound
	nodes map[osm.NodeID]orb.Point
	rings map[osm.WayID]orb.LineString // members of the multipolygons wanted
	multi []*osm.Relation
	out   []basemap.Feature
}

func (r *reader) pass(ctx context.Context, from io.Reader, relations bool) error {
	scan := osmpbf.New(ctx, from, 1)
	defer scan.Close()
	scan.SkipNodes, scan.SkipWays, scan.SkipRelations = relations, relations, !relations
	for scan.Scan() {
		switch o := scan.Object().(type) {
		case *osm.Relation:
			r.wanted(o)
		case *osm.Node:
			r.node(o)
		case *osm.Way:
			r.way(o)
		}
		if len(r.nodes) > MostNodes || len(r.out) > MostFeatures {
			return ErrTooLarge
		}
	}
	return scan.Err()
}

func (r *reader) wanted(o *osm.Relation) {
	tags := o.Tags.Map()
	if _, ok := find(tags, areas()); !ok || tags["type"] != "multipolygon" {
		return
	}
	r.multi = append(r.multi, o)
	for _, m := range o.Members {
		if m.Type == osm.TypeWay {
			r.rings[osm.WayID(m.Ref)] = nil
		}
	}
}

func (r *reader) node(o *osm.Node) {
	p := orb.Point{o.Lon, o.Lat}
	if !r.box.Contains(p) {
		return
	}
	r.nodes[o.ID] = p
	if len(o.Tags) == 0 {
		return
	}
	tags := o.Tags.Map()
	if s, ok := find(tags, points()); ok {
		r.add(s, tags, p)
	}
}

func (r *reader) add(s seat, tags map[string]string, g orb.Geometry) {
	f := feature(s, tags)
	f.Geometry = g
	r.out = append(r.out, f)
}

// way takes a line, an area or a border of what a way's known nodes make.
func (r *reader) way(o *osm.Way) {
	_, member := r.rings[o.ID]
	tags := o.Tags.Map()
	line, isLine := find(tags, lines())
	area, isArea := find(tags, areas())
	edge, isBorder := border(tags)
	if !member && !isLine && !isArea && !isBorder {
		return
	}
	runs, whole := r.runs(o)
	if len(runs) == 0 {
		return
	}
	if member && whole {
		r.rings[o.ID] = runs[0]
	}
	closed := whole && len(runs[0]) > 3 && runs[0][0] == runs[0][len(runs[0])-1]
	if isArea && closed {
		r.add(area, tags, orb.Polygon{orb.Ring(runs[0])})
		return
	}
	for _, run := range runs {
		if isLine {
			r.add(line, tags, run)
		}
		if isBorder {
			r.add(edge, nil, run)
		}
	}
}

// runs are the stretches of a way inside the box, and whether that is all of it.
func (r *reader) runs(o *osm.Way) (out []orb.LineString, whole bool) {
	var run orb.LineString
	whole = true
	for _, n := range o.Nodes {
		p, ok := r.nodes[n.ID]
		if ok {
			run = append(run, p)
			continue
		}
		whole = false
		if len(run) > 1 {
			out = append(out, run)
		}
		run = nil
	}
	if len(run) > 1 {
		out = append(out, run)
	}
	return out, whole
}

// relations makes the multipolygons whose members are all known.
func (r *reader) relations() {
	for _, o := range r.multi {
		var outer, inner []orb.LineString
		missing := false
		for _, m := range o.Members {
			if m.Type != osm.TypeWay {
				continue
			}
			l := r.rings[osm.WayID(m.Ref)]
			missing = missing || l == nil
			if m.Role == "inner" {
				inner = append(inner, l)
			} else {
				outer = append(outer, l)
			}
		}
		if missing {
			continue
		}
		tags := o.Tags.Map()
		s, _ := find(tags, areas())
		if g := assembled(joined(outer), joined(inner)); len(g) > 0 {
			r.add(s, tags, g)
		}
	}
}
