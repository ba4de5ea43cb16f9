package encode

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"

	"honglinh/catalog"
	"honglinh/catalog/geo"
	"honglinh/catalog/geo/gpkg"
	"honglinh/catalog/geo/write"
	"honglinh/datasets/export"
)

// layer writes a file of features and reads it again.
type layer struct {
	write  func(ctx context.Context, path string, src write.Source, o write.Options) (write.Manifest, error)
	verify func(ctx context.Context, path string, m write.Manifest) error
}

// layerWriters are the writers of the formats of layers, by name; a test holds
// them against the list.
func layerWriters() map[string]layer {
	return map[string]layer{
		"csv": {stream(write.CSV), reread}, "geojson": {stream(write.GeoJSON), reread}, "geojsonseq": {stream(write.GeoJSONSeq), reread},
		"kml": {stream(named(write.KML)), reread}, "fgb": {stream(write.FlatGeobuf), reread}, "gpkg": {gpkg.Write, rereadPackage}, "geoparquet": {stream(write.GeoParquet), reread},
		"shp": {stream(write.Shapefile), reread}, "jsonfg": {stream(write.JSONFG), reread}, "pmtiles": {stream(write.PMTiles), reread},
	}
}

func (Encoder) Layer(ctx context.Context, f export.Format, path string, src write.Source, o write.Options) (write.Manifest, error) {
	l, ok := layerWriters()[f.Name]
	if !ok {
		return write.Manifest{}, fmt.Errorf("encode: %q is no format of layers", f.Name)
	}
	m, err := l.write(ctx, path, src, o)
	if errors.Is(err, write.ErrTooLarge) {
		return m, catalog.NewFault(catalog.TooLarge, "format", "Định dạng "+f.Short+" không chứa được từng ấy cột hoặc byte; hãy thu hẹp tìm kiếm, chẳng hạn vào một loại, hoặc chọn gpkg.",
			"The format "+f.Short+" cannot hold that many columns or bytes; narrow the search, to one kind for example, or choose gpkg.")
	}
	if err != nil {
		return m, err
	}
	return m, l.verify(ctx, path, m)
}

type encoder func(w io.Writer, src write.Source, o write.Options) (write.Manifest, error)

// stream makes a file of what an encoder writes.
func stream(encode encoder) func(context.Context, string, write.Source, write.Options) (write.Manifest, error) {
	return func(_ context.Context, path string, src write.Source, o write.Options) (m write.Manifest, err error) {
		file, err := os.Create(path)
		if err != nil {
			return m, err
		}
		defer func() { err = errors.Join(err, file.Close()) }()
		b := bufio.NewWriterSize(file, 64<<10)
		if m, err = encode(b, src, o); err != nil {
			return m, err
		}
		return m, b.Flush()
	}
}

// named gives features the property "name", by which KML names placemarks.
func named(encode encoder) encoder {
	return func(w io.Writer, src write.Source, o write.Options) (write.Manifest, error) {
		return encode(w, func(yield func(geo.Feature) error) error {
			return src(func(f geo.Feature) error {
				p := map[string]any{"name": f.Properties["title_vi"]}
				if p["name"] == nil {
					p["name"] = f.Properties["title_en"]
				}
				for k, v := range f.Properties {
					p[k] = v
				}
				f.Properties = p
				return yield(f)
			})
		}, o)
	}
}

func reread(_ context.Context, path string, m write.Manifest) error {
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	return write.Verify(bufio.NewReaderSize(file, 64<<10), m)
}

func rereadPackage(ctx context.Context, path string, m write.Manifest) error {
	n := 0
	system, _, err := gpkg.Read(ctx, path, "", func(geo.Feature) error { n++; return nil })
	if err != nil {
		return err
	}
	if n != m.Count || system.Code != m.CRS {
		return fmt.Errorf("%w: %d features in %s, manifest %d in %s", write.ErrDiffers, n, system.Code, m.Count, m.CRS)
	}
	return nil
}
