// Package wfs harvests the feature types of a Web Feature Service.
package wfs

import (
	"cmp"
	"context"
	"encoding/json"
	"encoding/xml"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/client"
	"honglinh/indexer/harvest/page"
)

// Protocol harvests WFS 2.0: each feature type is a layer. The address is that of the
// service; typeNames in it names the types that are wanted.
type Protocol struct{}

var _ harvest.Protocol = Protocol{}

// Name implements harvest.Protocol.
func (Protocol) Name() string { return "wfs" }

// Crawls implements harvest.Protocol: it asks an interface for programs.
func (Protocol) Crawls() bool { return false }

const (
	// count is asked for at once; servers clamp it silently.
	count = 1000
	// maxPages bounds the walk of a service whose pages never end.
	maxPages = 20_000
)

type capabilities struct {
	XMLName  xml.Name
	Rights   string `xml:"ServiceIdentification>AccessConstraints"`
	Provider string `xml:"ServiceProvider>ProviderName"`
	Asked    []struct {
		Name       string `xml:"name,attr"`
		Parameters []struct {
			Name   string   `xml:"name,attr"`
			Values []string `xml:"AllowedValues>Value"`
		} `xml:"Parameter"`
	} `xml:"OperationsMetadata>Operation"`
	Types []featureType `xml:"FeatureTypeList>FeatureType"`
}

type featureType struct {
	Name     string   `xml:"Name"`
	Title    string   `xml:"Title"`
	Abstract string   `xml:"Abstract"`
	Keywords []string `xml:"Keywords>Keyword"`
	Default  string   `xml:"DefaultCRS"`
	Others   []string `xml:"OtherCRS"`
	Formats  []string `xml:"OutputFormats>Format"`
}

// service is a service as it describes itself.
type service struct {
	*harvest.Visit
	base *url.URL
	capabilities
}

// Walk implements harvest.Protocol.
func (Protocol) Walk(ctx context.Context, v *harvest.Visit) error {
	base, err := url.Parse(v.Source.Address)
	if err != nil {
		return err
	}
	s := service{Visit: v, base: base}
	at := s.request("GetCapabilities", map[string]string{"acceptVersions": "2.0.0"})
	a, err := v.Get(ctx, client.Request{URL: at, Accept: "application/xml", Keep: true})
	if err != nil {
		return err
	}
	if err := page.ReadXML(a.Body, a.ContentType, &s.capabilities); err != nil {
		return notice.Of("no-wfs", at, err).Because(err)
	}
	if s.XMLName.Local != "WFS_Capabilities" {
		return notice.Of("no-wfs.root", at, s.XMLName.Local)
	}
	only := strings.FieldsFunc(s.parameter("typenames"), func(r rune) bool { return r == ',' })
	for _, t := range s.Types {
		if len(only) > 0 && !slices.Contains(only, t.Name) {
			continue
		}
		if err := v.Take(ctx, s.offer(t)); err != nil {
			return err
		}
		if err := v.Page(""); err != nil {
			return err
		}
	}
	return nil
}

// parameter is one of the address, whose names have no case.
func (s service) parameter(name string) string {
	for key, values := range s.base.Query() {
		if strings.EqualFold(key, name) && len(values) > 0 {
			return values[0]
		}
	}
	return ""
}

// request is the address of a request.
func (s service) request(name string, params map[string]string) string {
	return harvest.KVP(s.base, "WFS", "2.0.0", name, params)
}

func (s service) offer(t featureType) harvest.Offer {
	l, _ := text.ParseLang(s.Source.Language)
	about := text.Text{}
	about.Set(l, page.Plain(t.Abstract))
	rights := page.Plain(s.Rights)
	if strings.EqualFold(rights, "none") {
		rights = ""
	}
	_, local, ok := strings.Cut(t.Name, ":")
	if !ok {
		local = t.Name
	}
	title := cmp.Or(page.Plain(t.Title), local)
	at := s.request("GetFeature", map[string]string{"typeNames": t.Name})
	return harvest.Offer{Item: harvest.Item{Key: t.Name, Address: at, Rights: rights,
		Dataset: &harvest.Dataset{Slug: harvest.TableName(local), Title: text.Text{l: title}, Description: about, Publisher: page.Plain(s.Provider), Keywords: t.Keywords}},
		Files: []harvest.File{{Name: local, Address: at, Title: title, Fetch: func(ctx context.Context) ([]byte, error) { return s.layer(ctx, t) }}}}
}

// format is JSON if the service offers it for the type, else GML 3.2, "".
func (s service) format(t featureType) string {
	offered := slices.Clone(t.Formats)
	for _, op := range s.Asked {
		for _, p := range op.Parameters {
			if op.Name == "GetFeature" && strings.EqualFold(p.Name, "outputFormat") {
				offered = append(offered, p.Values...)
			}
		}
	}
	for _, f := range offered {
		if lower := strings.ToLower(f); strings.Contains(lower, "json") && !strings.Contains(lower, "javascript") && !strings.Contains(lower, "topojson") {
			return f
		}
	}
	return ""
}

// system is a reference system of WGS 84 that the type is offered in.
func (t featureType) system() string {
	for _, srs := range append([]string{t.Default}, t.Others...) {
		if strings.HasSuffix(strings.ToLower(srs), "crs84") {
			return srs
		}
	}
	return "urn:ogc:def:crs:EPSG::4326"
}

// answer is a page of features, as GeoJSON has it.
type answer struct {
	Type     string            `json:"type"`
	Features []json.RawMessage `json:"features"`
	Matched  json.RawMessage   `json:"numberMatched"`
	Total    json.RawMessage   `json:"totalFeatures"` // as GeoServer had it
	CRS      *struct {
		Properties struct {
			Name string `json:"name"`
		} `json:"properties"`
	} `json:"crs"`
}

// matched is how many features there are, and false where the service does not say.
func (a answer) matched() (int, bool) {
	for _, raw := range []json.RawMessage{a.Matched, a.Total} {
		if n, err := strconv.Atoi(strings.Trim(string(raw), `"`)); err == nil {
			return n, true
		}
	}
	return 0, false
}

// layer is all features of a type as GeoJSON. Without a key to sort by, pages of a
// service repeat features and lose others, so that then all must come at once.
func (s service) layer(ctx context.Context, t featureType) ([]byte, error) {
	key, err := s.key(ctx, t)
	if err != nil {
		return nil, err
	}
	params := map[string]string{"typeNames": t.Name, "srsName": t.system()}
	if f := s.format(t); f != "" {
		params["outputFormat"] = f
	}
	if key != "" {
		params["sortBy"], params["count"] = key, strconv.Itoa(count)
	}
	whole := struct {
		Type     string            `json:"type"`
		Features []json.RawMessage `json:"features"`
	}{"FeatureCollection", []json.RawMessage{}}
	size := int64(0)
	for n := 0; n < maxPages; n++ {
		if key != "" {
			params["startIndex"] = strconv.Itoa(len(whole.Features))
		}
		got, err := s.page(ctx, s.request("GetFeature", params))
		if err != nil {
			return nil, err
		}
		for _, f := range got.Features {
			if size += int64(len(f)); size > s.Limit() {
				return nil, notice.Of("features-large", s.Limit())
			}
			whole.Features = append(whole.Features, f)
		}
		total, told := got.matched()
		switch have := len(whole.Features); {
		case key == "" && told && have < total:
			return nil, notice.Of("wfs-unsorted", have, total)
		case key == "", told && have >= total, len(got.Features) == 0 && !told:
			return json.Marshal(whole)
		case len(got.Features) == 0:
			return nil, notice.Of("wfs-counts", total, have)
		}
	}
	return nil, notice.Of("pages-endless")
}

// page asks for features, as GeoJSON or as GML.
func (s service) page(ctx context.Context, at string) (answer, error) {
	a, err := s.Get(ctx, client.Request{URL: at, Accept: "application/geo+json, application/json, application/gml+xml;q=0.9, text/xml;q=0.8", Keep: true})
	if err != nil {
		return answer{}, err
	}
	var out answer
	if strings.HasPrefix(strings.TrimSpace(string(a.Body[:min(len(a.Body), 64)])), "<") {
		out, err = fromGML(a.Body, a.ContentType)
	} else if err = json.Unmarshal(a.Body, &out); err == nil {
		err = out.sound()
	}
	if err != nil {
		return answer{}, notice.Of("portal-at", at, err).Because(err)
	}
	return out, nil
}

// sound tells whether JSON is what was asked for. Its positions are longitude first,
// whatever the order of the reference system.
func (a answer) sound() error {
	if a.Type != "FeatureCollection" {
		return notice.Of("wfs-no-collection")
	}
	if a.CRS != nil && len(a.Features) > 0 {
		_, err := latitudeFirst(a.CRS.Properties.Name)
		return err
	}
	return nil
}

// property is an element of an XML schema.
type property struct {
	Name string `xml:"name,attr"`
	Type string `xml:"type,attr"`
}

// key is a property to sort by: one that is named as keys are, else the first that is a
// number or a text; "" for none.
func (s service) key(ctx context.Context, t featureType) (string, error) {
	at := s.request("DescribeFeatureType", map[string]string{"typeNames": t.Name})
	a, err := s.Get(ctx, client.Request{URL: at, Accept: "application/gml+xml, text/xml", Keep: true})
	if err != nil {
		return "", err
	}
	var schema struct {
		Properties []property `xml:"complexType>complexContent>extension>sequence>element"`
	}
	if err := page.ReadXML(a.Body, a.ContentType, &schema); err != nil {
		return "", notice.Of("no-schema", at, err).Because(err)
	}
	keys := []string{"id", "gid", "fid", "ogc_fid", "objectid", "ma"}
	first := ""
	for _, p := range schema.Properties {
		if strings.HasPrefix(p.Type, "gml:") || p.Type == "" {
			continue
		}
		if slices.Contains(keys, strings.ToLower(p.Name)) {
			return p.Name, nil
		}
		first = cmp.Or(first, p.Name)
	}
	return first, nil
}
