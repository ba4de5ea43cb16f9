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
	Bbox box    `help:"${bbox_help}" env:"${bbox_env}" required:"" placeholder:"W,S,E,N"`
	Out  string `help:"${out_help}" env:"${out_env}" required:"" placeholder:"FILE.pmtiles"`
}

// box is west, south, east and north in degrees, as flags and settings write it.
type box orb.Bound

var errBox = errors.New("want west,south,east,north in degrees, such as 105.1,17.9,106.6,18.8")

// UnmarshalText implements encoding.TextUnmarshaler.
func (b *box) UnmarshalText(s []byte) error {
	parts := strings.Split(string(s), ",")
	var n [4]float64
	for i := 0; i < len(n) && len(parts) == len(n); i++ {
		var err error
		if n[i], err = strconv.ParseFloat(strings.TrimSpace(parts[i]), 64); err != nil {
			return errBox
		}
	}
	if len(parts) != len(n) || !(n[0] < n[2] && n[1] < n[3] && n[0] >= -180 && n[2] <= 180 && n[1] >= -85 && n[3] <= 85) {
		return errBox
	}
	*b = box{Min: orb.Point{n[0], n[1]}, Max: orb.Point{n[2], n[3]}}
	return nil
}

// Run reads the extract and writes the archive, whole or not at all.
func (o *basemapCmd) Run(c *commandLine) error {
	area := orb.Bound(o.Bbox)
	in, err := os.Open(o.From)
	if err != nil {
		return err
	}
	defer in.Close()
	var features []basemap.Feature
	if strings.HasSuffix(strings.ToLower(o.From), "json") {
		features, err = osmfile.GeoJSON(in, area)
	} else {
		features, err = osmfile.PBF(c.ctx, in, area)
	}
	if err != nil {
		return fmt.Errorf("%s: %w", o.From, err)
	}
	b, err := basemap.Build(basemap.Plan{Name: "base", Attribution: osmfile.Attribution, MinZoom: 6, MaxZoom: osmfile.Deepest, Bound: area, Features: features})
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
