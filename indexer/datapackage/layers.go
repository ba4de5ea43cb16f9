package datapackage

import (
	"context"
	"io"
	"io/fs"
	"os"
	"time"

	"honglinh/catalog/geo"
	"honglinh/catalog/geo/check"
	"honglinh/catalog/geo/gpkg"
	"honglinh/catalog/geo/read"
	"honglinh/catalog/text/notice"
)

// geographic reads a file of features that is not GeoJSON.
func (f *features) geographic(ctx context.Context, format string, in fs.File) error {
	var err error
	switch format {
	case "gpkg":
		err = f.geoPackage(ctx, in)
	case "gpx":
		_, err = read.GPX(&bounded{r: in, left: MaxGeoJSON}, f.options(), f.take(ctx))
	case "kml":
		_, err = read.KML(&bounded{r: in, left: MaxGeoJSON}, f.options(), f.take(ctx))
	case "shp", "zip", "kmz":
		err = f.archive(ctx, format, in)
	}
	f.flush()
	if err == nil || ctx.Err() != nil {
		return ctx.Err()
	}
	return notice.Of(adviceFor(format), err)
}

// adviceFor is the notice of a file that cannot be read.
func adviceFor(format string) string {
	switch format {
	case "shp", "zip":
		return "geo-file.shp"
	case "kml", "kmz":
		return "geo-file.kml"
	case "gpx":
		return "geo-file.gpx"
	}
	return "geo-file"
}

// at counts features from 1.
func (f *features) at() int { return f.count + 1 }

// options take the file's coordinates as they are; the system is decided later.
func (f *features) options() read.Options {
	return read.Options{
		Decode: func(raw []byte, page string) string {
			f.page = page
			return string(raw)
		},
		AsIs: &read.AsIs{
			Named: func(system string) { f.crs = system },
			Noted: func(_ int, n check.Finding) { f.notes = append(f.notes, n) },
			Broken: func(_ int, err error) {
				f.add(item{row: f.at(), column: "geometry", refused: notice.Of("feature-unread", err)})
				f.count++
			},
		},
	}
}

func (f *features) take(ctx context.Context) read.Yield {
	return func(x geo.Feature) error {
		f.add(item{row: f.at(), id: x.ID, props: x.Properties, geometry: x.Geometry, notes: f.notes})
		f.count++
		f.notes = nil
		return ctx.Err()
	}
}

// archive reads a zip, which has to be read from anywhere in it.
func (f *features) archive(ctx context.Context, format string, in fs.File) error {
	file, err := onDisk(in)
	if err != nil {
		return err
	}
	defer file.remove()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	if format == "kmz" {
		_, err = read.KMZ(file, info.Size(), f.options(), f.take(ctx))
		return err
	}
	take := f.take(ctx)
	_, err = read.Shapefile(file, info.Size(), f.options(), func(x geo.Feature) error {
		if x.Properties == nil && f.count == 0 && f.res.Mapping != nil {
			return errNoDBF
		}
		return take(x)
	})
	return err
}

var errNoDBF = notice.Of("no-dbf")

// maxGeoPackage is how long a GeoPackage may take: it is a database, and a view
// in it may never end.
const maxGeoPackage = 10 * time.Minute

func (f *features) geoPackage(ctx context.Context, in fs.File) error {
	file, err := onDisk(in)
	if err != nil {
		return err
	}
	defer file.remove()
	ctx, cancel := context.WithTimeout(ctx, maxGeoPackage)
	defer cancel()
	named := func(system string) error {
		f.crs = system
		return nil
	}
	layer := f.res.Dialect.Table
	if f.res.Mapping != nil && f.res.Mapping.Layer != "" {
		layer = f.res.Mapping.Layer
	}
	return gpkg.Each(ctx, file.Name(), layer, named, func(r gpkg.Raw) error {
		if f.count >= read.MostFeatures {
			return read.ErrTooLarge
		}
		it := item{row: f.at(), id: r.ID, props: r.Properties, geometry: r.Geometry}
		if r.ID != "" {
			it.props["id"] = r.ID
		}
		if r.Err != nil {
			it.column, it.refused = "geometry", notice.Of("geometry-unread", r.Err)
		}
		if r.Dropped != "" {
			it.notes = []check.Finding{{Severity: check.Noted, Code: check.Dropped, Parts: []string{r.Dropped}}}
		}
		f.add(it)
		f.count++
		return ctx.Err()
	})
}

// disk is a file that others can open by its name.
type disk struct {
	*os.File
	temporary bool
}

func (d disk) remove() {
	d.Close()
	if d.temporary {
		_ = os.Remove(d.Name()) // the system clears what stays
	}
}

// onDisk copies what is in no folder, such as an embedded file.
func onDisk(in fs.File) (disk, error) {
	if f, ok := in.(*os.File); ok {
		g, err := os.Open(f.Name())
		return disk{g, false}, err
	}
	t, err := os.CreateTemp("", "honglinh-*")
	if err != nil {
		return disk{}, err
	}
	d := disk{t, true}
	if _, err := io.Copy(t, &bounded{r: in, left: MaxGeoJSON}); err != nil {
		d.remove()
		return disk{}, err
	}
	return d, nil
}
