// Package csw harvests the records of a catalogue by CSW 2.0.2.
package csw

import (
	"cmp"
	"context"
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

// Protocol harvests Catalogue Services for the Web 2.0.2: in ISO 19139 where a catalogue
// offers it, since that alone has languages and contacts, else in Dublin Core.
type Protocol struct{}

var _ harvest.Protocol = Protocol{}

// Name implements harvest.Protocol.
func (Protocol) Name() string { return "csw" }

// Crawls implements harvest.Protocol: it asks an interface for programs.
func (Protocol) Crawls() bool { return false }

// rows are asked for at once.
const rows = 100

type answer struct {
	XMLName xml.Name
	Results struct {
		Matched int        `xml:"numberOfRecordsMatched,attr"`
		Next    string     `xml:"nextRecord,attr"`
		Records []record   `xml:"Record"`
		ISO     []metadata `xml:"MD_Metadata"`
	} `xml:"SearchResults"`
	Fault string `xml:"Exception>ExceptionText"`
}

type record struct {
	ID         string   `xml:"identifier"`
	Title      string   `xml:"title"`
	Abstract   string   `xml:"abstract"`
	About      string   `xml:"description"`
	Date       string   `xml:"date"`
	Modified   string   `xml:"modified"`
	Language   string   `xml:"language"`
	Rights     string   `xml:"rights"`
	Type       string   `xml:"type"`
	References []string `xml:"references"`
	URIs       []string `xml:"URI"`
}

// Walk implements harvest.Protocol. Servers give records in any order, and some give
// one twice and another never: the walk is whole when as many different ones came as
// the server counts.
func (Protocol) Walk(ctx context.Context, v *harvest.Visit) error {
	schema, err := schemaOf(ctx, v)
	if err != nil {
		return err
	}
	start := 1
	if n, err := strconv.Atoi(v.Cursor()); err == nil {
		start = n
	}
	for {
		at, err := ask(v.Source.Address, schema, start)
		if err != nil {
			return err
		}
		a, err := read(ctx, v, at)
		if err != nil {
			return err
		}
		for _, m := range a.Results.ISO {
			a.Results.Records = append(a.Results.Records, m.record())
		}
		for _, r := range a.Results.Records {
			if err := take(v, r); err != nil {
				return err
			}
		}
		next, err := strconv.Atoi(strings.TrimSpace(a.Results.Next))
		if err != nil || next <= start {
			next = 0
		}
		if err := v.Page(strconv.Itoa(max(next, start))); err != nil {
			return err
		}
		switch {
		case next != 0 && next <= a.Results.Matched:
			start = next
		case v.Count() < a.Results.Matched:
			return notice.Of("csw-counts", a.Results.Matched, v.Count())
		default:
			return nil
		}
	}
}

// Schemas of records.
const (
	dublinCore = "http://www.opengis.net/cat/csw/2.0.2"
	iso19139   = "http://www.isotc211.org/2005/gmd"
)

// schemaOf is the schema that records are asked for in, by what the catalogue offers.
func schemaOf(ctx context.Context, v *harvest.Visit) (string, error) {
	at, err := request(v.Source.Address, "GetCapabilities", nil)
	if err != nil {
		return "", err
	}
	a, err := v.Get(ctx, client.Request{URL: at, Accept: "application/xml", Keep: true})
	if err != nil {
		return "", err
	}
	var c capabilities
	if err := page.ReadXML(a.Body, a.ContentType, &c); err != nil {
		return "", notice.Of("no-csw", at, err).Because(err)
	}
	for _, op := range c.Operations {
		for _, p := range op.Parameters {
			if op.Name == "GetRecords" && strings.EqualFold(p.Name, "outputSchema") && slices.Contains(p.Values, iso19139) {
				return iso19139, nil
			}
		}
	}
	return dublinCore, nil
}

func ask(address, schema string, start int) (string, error) {
	types := "csw:Record"
	if schema == iso19139 {
		types = "gmd:MD_Metadata"
	}
	return request(address, "GetRecords", map[string]string{"resultType": "results", "typeNames": types, "elementSetName": "full",
		"outputSchema": schema, "maxRecords": strconv.Itoa(rows), "startPosition": strconv.Itoa(start), "sortBy": "dc:identifier:A"})
}

// request is the address of a request.
func request(address, name string, params map[string]string) (string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	return harvest.KVP(u, "CSW", "2.0.2", name, params), nil
}

func read(ctx context.Context, v *harvest.Visit, at string) (answer, error) {
	var out answer
	a, err := v.Get(ctx, client.Request{URL: at, Accept: "application/xml", Keep: true})
	if err != nil {
		return out, err
	}
	err = page.ReadXML(a.Body, a.ContentType, &out)
	switch {
	case err != nil:
		return out, notice.Of("no-csw", at, err).Because(err)
	case out.Fault != "":
		return out, notice.Of("portal-says", at, page.Plain(out.Fault))
	case out.XMLName.Local != "GetRecordsResponse":
		return out, notice.Of("no-csw.root", at, out.XMLName.Local)
	}
	return out, nil
}

func take(v *harvest.Visit, r record) error {
	key := strings.TrimSpace(r.ID)
	if key == "" {
		v.Refuse(v.Source.Address, notice.Of("record-no-id.csw"))
		return nil
	}
	if v.Done(key) {
		return nil
	}
	it := harvest.Item{Key: key, Address: v.Source.Address, Title: page.Plain(r.Title), Summary: page.Plain(cmp.Or(r.Abstract, r.About)), Rights: page.Plain(r.Rights), Section: r.Type, Lang: language(r.Language)}
	it.Date, _ = page.Date(cmp.Or(r.Modified, r.Date), v.Now())
	if base, err := url.Parse(v.Source.Address); err == nil {
		for _, ref := range append(r.References, r.URIs...) {
			if at := page.Resolve(base, ref); at != "" {
				it.Address = at
				break
			}
		}
		if it.Address == v.Source.Address { // where the record itself is
			base.RawQuery = url.Values{"service": {"CSW"}, "version": {"2.0.2"}, "request": {"GetRecordById"}, "elementSetName": {"full"}, "id": {key}}.Encode()
			it.Address = base.String()
		}
	}
	return v.Put(it, harvest.Version{})
}

// language is one of ours, by two or three letters (ISO 639).
func language(s string) text.Lang {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "vie", "vi", "vi-vn":
		return text.VI
	case "eng", "en", "en-us", "en-gb":
		return text.EN
	}
	return ""
}
