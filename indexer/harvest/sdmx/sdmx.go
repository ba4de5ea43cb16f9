// Package sdmx harvests the dataflows of a statistics office by SDMX REST.
package sdmx

import (
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"net/url"
	"path"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
	"honglinh/indexer/harvest"
	"honglinh/indexer/harvest/client"
	"honglinh/indexer/harvest/page"
)

// Protocol harvests SDMX 2.1 (REST 1) and SDMX 3 (REST 2). The address is that of the
// service, or of the list of some of its dataflows: …/dataflow/AGENCY in the first,
// …/structure/dataflow/AGENCY in the second. Each dataflow is a table, as SDMX-CSV.
type Protocol struct{}

var _ harvest.Protocol = Protocol{}

// Name implements harvest.Protocol.
func (Protocol) Name() string { return "sdmx" }

// Crawls implements harvest.Protocol: it asks an interface for programs.
func (Protocol) Crawls() bool { return false }

// generation is one of the two interfaces.
type generation struct {
	list   string // below the service, of all dataflows
	accept string
	csv    string
	data   func(base *url.URL, f flow) *url.URL
}

func first() generation {
	return generation{list: "dataflow/all/all/latest", accept: "application/vnd.sdmx.structure+xml;version=2.1", csv: "application/vnd.sdmx.data+csv;version=1.0.0",
		data: func(base *url.URL, f flow) *url.URL {
			return base.JoinPath("data", f.Agency+","+f.ID+","+f.Version, "all")
		}}
}

func second() generation {
	return generation{list: "structure/dataflow/*/*/+", accept: "application/vnd.sdmx.structure+xml;version=3.0.0", csv: "application/vnd.sdmx.data+csv;version=2.0.0",
		data: func(base *url.URL, f flow) *url.URL {
			return base.JoinPath("data", "dataflow", f.Agency, f.ID, f.Version, "*")
		}}
}

// flow is a dataflow as structure messages of both versions have it.
type flow struct {
	ID      string  `xml:"id,attr"`
	Agency  string  `xml:"agencyID,attr"`
	Version string  `xml:"version,attr"`
	Names   []named `xml:"Name"`
	Abouts  []named `xml:"Description"`
}

type named struct {
	Lang string `xml:"http://www.w3.org/XML/1998/namespace lang,attr"`
	Text string `xml:",chardata"`
}

type structures struct {
	XMLName xml.Name
	Flows   []flow `xml:"Structures>Dataflows>Dataflow"`
}

// Walk implements harvest.Protocol.
func (Protocol) Walk(ctx context.Context, v *harvest.Visit) error {
	base, g, flows, err := list(ctx, v)
	if err != nil {
		return err
	}
	for _, f := range flows {
		if f.ID == "" || f.Agency == "" {
			v.Refuse(v.Source.Address, notice.Of("dataflow-unknown"))
			continue
		}
		if err := v.Take(ctx, offer(v, base, g, f)); err != nil {
			return err
		}
		if err := v.Page(""); err != nil {
			return err
		}
	}
	return nil
}

// list asks for the dataflows, of which an address may name some. Where it names the
// service only, what answers tells its generation.
func list(ctx context.Context, v *harvest.Visit) (*url.URL, generation, []flow, error) {
	at, err := url.Parse(v.Source.Address)
	if err != nil {
		return nil, generation{}, nil, err
	}
	if before, _, ok := strings.Cut(at.Path, "/structure/dataflow"); ok {
		base := *at
		base.Path = before
		flows, err := ask(ctx, v, at, second())
		return &base, second(), flows, err
	}
	if before, _, ok := strings.Cut(at.Path, "/dataflow"); ok {
		base := *at
		base.Path = before
		flows, err := ask(ctx, v, at, first())
		return &base, first(), flows, err
	}
	var faults []error
	for _, g := range []generation{second(), first()} {
		flows, err := ask(ctx, v, at.JoinPath(g.list), g)
		if err == nil || harvest.Over(err) {
			return at, g, flows, err
		}
		faults = append(faults, err)
	}
	return nil, generation{}, nil, errors.Join(faults...)
}

func ask(ctx context.Context, v *harvest.Visit, at *url.URL, g generation) ([]flow, error) {
	a, err := v.Get(ctx, client.Request{URL: at.String(), Accept: g.accept, Keep: true})
	if err != nil {
		return nil, err
	}
	var out structures
	if err := page.ReadXML(a.Body, a.ContentType, &out); err != nil {
		return nil, notice.Of("no-sdmx", at, err).Because(err)
	}
	if out.XMLName.Local != "Structure" {
		return nil, notice.Of("no-sdmx.root", at, out.XMLName.Local)
	}
	return out.Flows, nil
}

func offer(v *harvest.Visit, base *url.URL, g generation, f flow) harvest.Offer {
	l, _ := text.ParseLang(v.Source.Language)
	f.Version = cmp.Or(f.Version, "1.0")
	title, at := f.text(f.Names, l), g.data(base, f)
	if title.IsZero() {
		title.Set(l, f.ID)
	}
	return harvest.Offer{Item: harvest.Item{Key: f.Agency + ":" + f.ID, Address: at.String(),
		Dataset: &harvest.Dataset{Slug: harvest.TableName(path.Join(f.Agency, f.ID)), Title: title, Description: f.text(f.Abouts, l), Publisher: v.Source.Publisher}},
		Files: []harvest.File{{Name: f.ID, Address: at.String(), Fetch: func(ctx context.Context) ([]byte, error) { return observations(ctx, v, at, g) }}}}
}

// text are names in our languages; one without a language is in the source's.
func (f flow) text(names []named, otherwise text.Lang) text.Text {
	out := text.Text{}
	for _, n := range names {
		lang, _, _ := strings.Cut(strings.ToLower(n.Lang), "-")
		if l, ok := text.ParseLang(lang); ok {
			out.Set(l, page.Plain(n.Text))
		} else if lang == "" {
			out.Set(otherwise, page.Plain(n.Text))
		}
	}
	return out
}

// suffixes are how services are asked for CSV that answer by an ending of the address
// and not by what is accepted.
func suffixes() []string { return []string{"", "csvfile", "csv", "csvdata", "SDMX-CSV"} }

// observations are all of a dataflow as CSV.
func observations(ctx context.Context, v *harvest.Visit, at *url.URL, g generation) ([]byte, error) {
	var first error
	for _, suffix := range suffixes() {
		u := *at
		if suffix != "" {
			u.RawQuery = url.Values{"format": {suffix}}.Encode()
		}
		a, err := v.Get(ctx, client.Request{URL: u.String(), Accept: g.csv, Keep: true})
		if harvest.Over(err) {
			return nil, err
		}
		if err == nil {
			if harvest.Format(a.Body) == "csv" {
				return a.Body, nil
			}
			err = notice.Of("no-sdmx-csv", at)
		}
		first = cmp.Or(first, err)
	}
	return nil, first
}
