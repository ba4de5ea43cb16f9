package basemap

import (
	"bytes"
	"embed"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"github.com/paulmach/orb"

	"honglinh/catalog/geo/pmtiles"
)

// Zooms of the archive of the country; readers enlarge its last one.
const countryMin, countryMax = 3, 9

//go:embed country.pmtiles base.pmtiles relief.pmtiles
var shipped embed.FS

// Names of the archives that ship.
const (
	CountryFile = "country.pmtiles"
	BaseFile    = "base.pmtiles"
	ReliefFile  = "relief.pmtiles"
)

// Shipped makes the three archives by name from a folder of facts (base_*.geojson, hillshade_*) and the folder of sources. It takes seconds.
func Shipped(facts, source fs.FS) (map[string][]byte, error) {
	country, err := fromCountry(source)
	if err != nil {
		return nil, err
	}
	base, err := fromFacts(facts)
	if err != nil {
		return nil, err
	}
	out := map[string][]byte{}
	if out[CountryFile], err = Build(Plan{Name: "country", Attribution: "vietnamese-provinces-database (MIT); Natural Earth", MinZoom: countryMin, MaxZoom: countryMax,
		Bound: orb.Bound{Min: orb.Point{97, 4}, Max: orb.Point{121, 26}}, Features: country}); err != nil {
		return nil, err
	}
	if out[BaseFile], err = Build(Plan{Name: "base", Attribution: "vietnamese-provinces-database (MIT); © ESA WorldCover 2021 (CC BY 4.0); SRTM; GeoNames, WRI (CC BY 4.0); OurAirports", MinZoom: 6, MaxZoom: last,
		Bound: orb.Bound{Min: orb.Point{104.5, 17.86}, Max: orb.Point{106.9, 19.09}}, Features: base}); err != nil {
		return nil, err
	}
	out[ReliefFile], err = fromShade(facts)
	return out, err
}

// Map is the base map in use.
type Map struct {
	// Country and Base are vector tiles, Relief pictures; Relief is nil with an operator's own map.
	Country, Base, Relief *pmtiles.Archive
	// Own tells that Base is the operator's.
	Own bool
}

// OpenFile is Open with the operator's file, which stays open as long as the program runs; "" is none.
func OpenFile(path string) (*Map, error) {
	if path == "" {
		return Open(nil)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("base map: %w", err)
	}
	m, err := Open(f)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("base map %s: %w", path, err), f.Close())
	}
	return m, nil
}

// Shipping is the base map that ships. It is compiled in and proved by tests, so that it cannot fail where it runs.
func Shipping() *Map {
	m, err := Open(nil)
	if err != nil {
		panic(err)
	}
	return m
}

// File is an archive that ships, whole.
func File(name string) ([]byte, error) { return shipped.ReadFile(name) }

// Open gives the base map that ships, or with own the operator's archive above the shipped country. The reader must stay open.
func Open(own io.ReaderAt) (*Map, error) {
	m := &Map{}
	for name, to := range map[string]**pmtiles.Archive{CountryFile: &m.Country, BaseFile: &m.Base, ReliefFile: &m.Relief} {
		b, err := shipped.ReadFile(name)
		if err != nil {
			return nil, err
		}
		if *to, err = pmtiles.Open(bytes.NewReader(b)); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	if own == nil {
		return m, nil
	}
	a, err := pmtiles.Open(own)
	if err != nil {
		return nil, err
	}
	if a.Type != pmtiles.MVT {
		return nil, fmt.Errorf("%w with vector tiles", pmtiles.ErrFormat)
	}
	m.Base, m.Own = a, true
	return m, nil
}
