package main

import (
	"errors"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/basemap"
	"honglinh/catalog/geo/basemap/osmfile"
)

// basemapCmd makes a base map of an extract that the operator brings.
type basemapCmd struct {
	From string `help:"${from_help}" env:"${from_env}" required:"" type:"existingfile" placeholder:"FILE"`
	Bbox string `help:"${bbox_help}" env:"${bbox_env}" required:"" placeholder:"W,S,E,N"`
	Out  string `help:"${out_help}" env:"${out_env}" required:"" placeholder:"FILE.pmtiles"`
}

// errBox says how a box is written.
var errBox = errors.New("--bbox is west,south,east,north in degrees, such as 105.1,17.9,106.6,18.8")

func readBox(s string) (b orb.Bound, err error) {
	parts := strings.Split(s, ",")
	var n [4]float64
	for i := 0; i < len(n) && len(parts) == len(n); i++ {
		if n[i], err = strconv.ParseFloat(strings.TrimSpace(parts[i]), 64); err != nil {
			return b, errBox
		}
	}
	if len(parts) != len(n) || !(n[0] < n[2] && n[1] < n[3] && n[0] >= -180 && n[2] <= 180 && n[1] >= -85 && n[3] <= 85) {
		return b, errBox
	}
	return orb.Bound{Min: orb.Point{n[0], n[1]}, Max: orb.Point{n[2], n[3]}}, nil
}

// Run reads the extract and writes the archive, whole or not at all.
func (o *basemapCmd) Run(c *commandLine) error {
	box, err := readBox(o.Bbox)
	if err != nil {
		return err
	}
	in, err := os.Open(o.From)
	if err != nil {
		return err
	}
	defer in.Close()
	var features []basemap.Feature
	if strings.HasSuffix(strings.ToLower(o.From), "json") {
		features, err = osmfile.GeoJSON(in, box)
	} else {
		features, err = osmfile.PBF(c.ctx, in, box)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", o.From, err)
	}
	b, err := basemap.Build(basemap.Plan{Name: "base", Attribution: osmfile.Attribution, MinZoom: 6, MaxZoom: osmfile.Deepest, Bound: box, Features: features})
	if err != nil {
		return err
	}
	part := o.Out + ".part"
	if err := os.WriteFile(part, b, 0o644); err != nil {
		return err
	}
	if err := os.Rename(part, o.Out); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s: %d things, %d bytes; %s\nServe it with --basemap %s\n", o.Out, len(features), len(b), osmfile.Attribution, o.Out)
	return nil
}
