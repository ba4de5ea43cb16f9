package ogc

import (
	"math"
	"net/http"
	"net/url"
	"slices"
	"sort"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog/geo/layers"
	"honglinh/catalog/geo/spatial"
	"honglinh/catalog/text"
)

// collection is a layer as the OGC APIs see it.
type collection struct {
	id                 string
	title, description text.Text
	data               *layers.Data
	fields             []layers.Field
	// nulls are the fields as members without a value. Every feature of a layer has all fields, since clients such as GDAL make their columns of the
	// first few features and lose what only later ones have.
	nulls []string
	// records is set for the catalogue.
	records bool
}

func newCollection(d *layers.Data) *collection {
	c := &collection{id: d.ID, title: d.Title, description: d.Description, data: d, fields: d.Fields()}
	for _, f := range c.fields {
		c.nulls = append(c.nulls, ","+string(layers.AppendString(nil, f.Name))+":null")
	}
	return c
}

func newCatalogue(d *layers.Data) *collection {
	return &collection{id: "catalogue", title: text.New("Danh mục", "Catalogue"), data: d, fields: recordFields(d.Fields()), records: true,
		description: text.New("Mọi bản ghi của danh mục theo OGC API Records: cơ hội, dự án, quy hoạch, địa điểm, thủ tục, văn bản, tổ chức, bài viết, đơn vị, chỉ tiêu.",
			"Every record of the catalogue by OGC API Records: opportunities, projects, plans, places, procedures, documents, organisations, articles, units, indicators.")}
}

// path is its address below the landing page.
func (c *collection) path() string { return "/collections/" + c.id }

type collectionDoc struct {
	ID                      string   `json:"id"`
	Type                    string   `json:"type,omitempty"`
	Title                   string   `json:"title"`
	Description             string   `json:"description"`
	Keywords                []string `json:"keywords,omitempty"`
	Created                 string   `json:"created,omitempty"`
	Updated                 string   `json:"updated,omitempty"`
	ItemType                string   `json:"itemType"`
	ConformsTo              []string `json:"conformsTo,omitempty"`
	DefaultSortOrder        []string `json:"defaultSortOrder,omitempty"`
	Extent                  *extent  `json:"extent,omitempty"`
	CRS                     []string `json:"crs"`
	StorageCRS              string   `json:"storageCrs"`
	NumberOfFeatures        int      `json:"numberOfFeatures"`
	NumberOfFeaturesUnknown int      `json:"numberOfFeaturesWithoutGeometry"`
	// GeometryTypes are the GeoJSON types of the geometries, GeometryDimension their dimension where they have one in common (as OGC 20-057 names it).
	GeometryTypes     []string `json:"geometryTypes,omitempty"`
	GeometryDimension *int     `json:"geometryDimension,omitempty"`
	Links             []link   `json:"links"`
}

type extent struct {
	Spatial  *spatialExtent  `json:"spatial,omitempty"`
	Temporal *temporalExtent `json:"temporal,omitempty"`
}

type spatialExtent struct {
	BBox [][4]float64 `json:"bbox"`
	CRS  string       `json:"crs"`
}

type temporalExtent struct {
	Interval [][2]*string `json:"interval"`
	TRS      string       `json:"trs"`
}

// extentOf is the box around the data and a centimetre or two more, so that it still holds them after a conversion and back. For the official suite it is a
// twenty-fifth larger: the suite converts two corners alone to other systems and wants the box between them to find the same, while the grid of UTM zone 49
// is turned against the meridians of Ha Tinh by 0.03 of a side.
func extentOf(d *layers.Data, certification bool) *extent {
	var e extent
	if b, ok := d.Bound(); ok {
		margin := 1e-7
		if certification {
			margin = 1e-4 + 0.04*max(b.Max[0]-b.Min[0], b.Max[1]-b.Min[1])
		}
		down := func(v float64) float64 { return math.Floor((v-margin)*1e7) / 1e7 }
		up := func(v float64) float64 { return math.Ceil((v+margin)*1e7) / 1e7 }
		e.Spatial = &spatialExtent{[][4]float64{{max(-180, down(b.Min[0])), max(-90, down(b.Min[1])), min(180, up(b.Max[0])), min(90, up(b.Max[1]))}}, layerCRS84}
	}
	if from, to, ok := d.Span(); ok {
		e.Temporal = &temporalExtent{[][2]*string{{instant(from), instant(to)}}, "http://www.opengis.net/def/uom/ISO-8601/0/Gregorian"}
	}
	if e.Spatial == nil && e.Temporal == nil {
		return nil
	}
	return &e
}

const layerCRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"

// instant is a time in UTC to the second; nil for an open end.
func instant(t time.Time) *string {
	if t.IsZero() {
		return nil
	}
	s := t.UTC().Truncate(time.Second).Format("2006-01-02T15:04:05Z")
	return &s
}

// describe is the collection's document without the links of the page it stands on.
func (f *Face) describe(c *collection, lang text.Lang) collectionDoc {
	d := collectionDoc{ID: c.id, Title: best(c.title, lang), Description: best(c.description, lang), ItemType: "feature", Extent: extentOf(c.data, f.certification), GeometryTypes: c.data.GeometryTypes(), GeometryDimension: dimension(c.data),
		CRS: f.systems.uris(), StorageCRS: layerCRS84, NumberOfFeatures: c.data.Len(), NumberOfFeaturesUnknown: c.data.Unplaced(), Links: f.collectionLinks(c, lang)}
	if c.records {
		d.ItemType, d.Type, d.DefaultSortOrder = "record", "Collection", []string{"-" + hasGeometry, "id"}
		d.ConformsTo = under("http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/", "record-collection", "record-core")
		if s := instant(c.data.Modified); s != nil {
			d.Updated = *s
		}
	}
	return d
}

// dimension is that of all geometries; nil where they have several or there are none.
func dimension(d *layers.Data) *int {
	dims := map[string]int{"Point": 0, "MultiPoint": 0, "LineString": 1, "MultiLineString": 1, "Polygon": 2, "MultiPolygon": 2}
	var out *int
	for _, t := range d.GeometryTypes() {
		n, ok := dims[t]
		if !ok || out != nil && *out != n {
			return nil
		}
		out = &n
	}
	return out
}

// collectionLinks are the same wherever the collection is described, as the suite compares the two places.
func (f *Face) collectionLinks(c *collection, lang text.Lang) []link {
	p, l := c.path(), string(lang)
	title := best(c.title, lang)
	out := []link{
		{Href: f.href(p, "f", "json"), Rel: "self", Type: mediaJSON, Hreflang: l, Title: title},
		{Href: f.href(p, "f", "html"), Rel: "alternate", Type: mediaHTML, Hreflang: l, Title: title},
		{Href: f.href(p+"/items", "f", "json"), Rel: "items", Type: mediaGeoJSON, Title: say(lang, "Các đối tượng", "The items")},
		{Href: f.href(p+"/items", "f", "html"), Rel: "items", Type: mediaHTML, Title: say(lang, "Các đối tượng", "The items")},
		{Href: f.href(p+"/schema", "f", "json"), Rel: relSchema, Type: mediaSchema, Title: say(lang, "Lược đồ của các đối tượng", "Schema of the features")},
		{Href: f.href(p + "/queryables"), Rel: relQueryables, Type: mediaSchema, Title: say(lang, "Các thuộc tính để lọc", "Queryables")},
		{Href: f.href(p + "/sortables"), Rel: relSortables, Type: mediaSchema, Title: say(lang, "Các thuộc tính để sắp xếp", "Sortables")},
	}
	if !c.records {
		out = append(out, link{Href: f.href(p+"/tiles", "f", "json"), Rel: relTilesets, Type: mediaJSON, Title: say(lang, "Ô bản đồ véc-tơ", "Vector tiles")})
		if _, drawn := c.data.Drawn(); drawn {
			out = append(out, link{Href: f.href(p+"/styles", "f", "json"), Rel: relStyles, Type: mediaJSON, Title: say(lang, "Kiểu của lớp", "Style of the layer")})
			out = append(out, f.stylesheets(c.data, lang)[:3]...)
		}
	}
	return out
}

type collectionsDoc struct {
	Links          []link          `json:"links"`
	NumberMatched  *int            `json:"numberMatched,omitempty"`
	NumberReturned *int            `json:"numberReturned,omitempty"`
	CRS            []string        `json:"crs"`
	Collections    []collectionDoc `json:"collections"`
}

func collectionsParameters() []parameter {
	return append(pageParameters(mediaJSON), bboxParameter(), datetimeParameter(), limitParameter(), offsetParameter(), qParameter())
}

// collections lists the collections; q, bbox and datetime search among them (a local resources catalogue by OGC API Records).
func (f *Face) collections(w http.ResponseWriter, r *http.Request) error {
	values, err := check(r, collectionsParameters())
	if err != nil {
		return err
	}
	forms := pageForms(mediaJSON)
	now, lang, err := f.choose(w, r, forms)
	if err != nil {
		return err
	}
	v, err := f.view()
	if err != nil {
		return err
	}
	page, err := f.pageOf(values)
	if err != nil {
		return err
	}
	found, err := f.matching(v, values)
	if err != nil {
		return err
	}
	doc := collectionsDoc{Links: f.selfAndAlternates(r, now, forms, lang), CRS: f.systems.uris()}
	total := len(found)
	if values.Has("limit") || values.Has("offset") {
		found = found[min(page.offset, total):min(page.offset+page.limit, total)]
		if page.offset+page.limit < total {
			doc.Links = append(doc.Links, link{Href: f.next(r, page), Rel: "next", Type: now.media, Title: say(lang, "Trang sau", "Next page")})
		}
	}
	shown := len(found)
	doc.NumberMatched, doc.NumberReturned = &total, &shown
	doc.Collections = []collectionDoc{}
	for _, c := range found {
		doc.Collections = append(doc.Collections, f.describe(c, lang))
	}
	return f.respond(w, r, now, lang, answer{title: say(lang, "Các tập hợp", "Collections"), media: mediaJSON, body: doc, modified: v.set.Modified, trail: f.trail(lang)})
}

// matching picks the collections that q, bbox and datetime ask for.
func (f *Face) matching(v *view, values url.Values) ([]*collection, error) {
	q, err := parseQ(values)
	if err != nil {
		return nil, err
	}
	region, err := f.region(values)
	if err != nil {
		return nil, err
	}
	from, to, err := parseDatetime(values)
	if err != nil {
		return nil, err
	}
	var out []*collection
	for _, c := range v.collections {
		words := layers.FoldWords(strings.Join([]string{c.title[text.VI], c.title[text.EN], c.description[text.VI], c.description[text.EN]}, " \x1f "))
		if q.holds(words) && reaches(c.data, region) && during(c.data, from, to) {
			out = append(out, c)
		}
	}
	return out, nil
}

// reaches tells whether the box around a collection meets a region; one without any place always does.
func reaches(d *layers.Data, r *spatial.Region) bool {
	b, ok := d.Bound()
	if r == nil || !ok {
		return true
	}
	box, _ := spatial.New([]spatial.Feature{{ID: "x", Geometry: b}})
	return len(box.Query(*r, spatial.Intersects, spatial.Filter{})) > 0
}

func during(d *layers.Data, from, to time.Time) bool {
	first, last, ok := d.Span()
	return !ok || (from.IsZero() || last.IsZero() || !last.Before(from)) && (to.IsZero() || first.IsZero() || !first.After(to))
}

// collection is the document of one collection.
func (f *Face) collection(w http.ResponseWriter, r *http.Request) error {
	if _, err := check(r, pageParameters(mediaJSON)); err != nil {
		return err
	}
	c, err := f.named(r)
	if err != nil {
		return err
	}
	forms := pageForms(mediaJSON)
	if c.records {
		forms = append(forms, form{"catalog", mediaCatalog})
	}
	now, lang, err := f.choose(w, r, forms)
	if err != nil {
		return err
	}
	media := mediaJSON
	if now.name == "catalog" {
		media = mediaCatalog
	}
	return f.respond(w, r, now, lang, answer{title: best(c.title, lang), media: media, body: f.describe(c, lang), modified: c.data.Modified, trail: f.trail(lang, say(lang, "Các tập hợp", "Collections"), "/collections")})
}

// named is the collection of the path.
func (f *Face) named(r *http.Request) (*collection, error) {
	v, err := f.view()
	if err != nil {
		return nil, err
	}
	id, _ := httpkit.PathVar(r, "collection")
	return v.find(id)
}

// queryable lists the names that may stand in filters and as parameters, in alphabetical order.
func (c *collection) queryable() []string {
	out := make([]string, len(c.fields))
	for i, f := range c.fields {
		out[i] = f.Name
	}
	sort.Strings(out)
	return out
}

func (c *collection) has(name string) bool {
	return slices.ContainsFunc(c.fields, func(f layers.Field) bool { return f.Name == name })
}
