package record

import (
	"cmp"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
	"honglinh/web/charts"
	"honglinh/web/facts"
	"honglinh/web/frame"
)

// schemaType is the schema.org type of a kind.
func schemaType(k vocab.Kind) string { return cmp.Or(k.Row().Schema, "Dataset") }

func (v *recordView) recordLD(p *page) any {
	l, rec := v.L, v.Rec
	name, lang := rec.Title.Best(l.Lang)
	node := frame.LD{"@context": "https://schema.org", "@type": schemaType(rec.Kind), "@id": v.BaseURL + v.RecordPath(text.VI, rec.ID),
		"url": v.BaseURL + v.RecordPath(l.Lang, rec.ID), "name": name, "identifier": rec.ID}
	put := func(key string, value string) {
		if value != "" {
			node[key] = value
		}
	}
	put("alternateName", rec.Title.In(lang.Other()))
	summary := l.Pick(rec.Summary).Text
	put("description", summary)
	lic, _ := vocab.FindLicence(rec.Licence)
	if p.Photo != nil {
		v.imageLD(p.Photo, node)
	}
	var images []frame.LD
	for i := range p.Gallery {
		images = append(images, v.imageLD(&p.Gallery[i], nil))
	}
	if images != nil {
		node["image"] = images
	}
	switch rec.Kind {
	case vocab.Place, vocab.Unit:
		if pt, ok := v.Point(); ok {
			node["geo"] = frame.LD{"@type": "GeoCoordinates", "latitude": pt[1], "longitude": pt[0]}
		}
		if u, ok := v.Places().ByID(rec.ID); ok {
			if above, ok := v.Places().ByID(u.Parent); ok {
				node["containedInPlace"] = frame.LD{"@type": "AdministrativeArea", "name": l.Label(above.Name, ""), "url": v.BaseURL + v.RecordPath(l.Lang, above.ID)}
			}
		}
	case vocab.Procedure:
		var bodies []frame.LD
		for _, body := range v.LinkedBy("agency") {
			node := frame.LD{"@type": "GovernmentOrganization", "name": body.Text}
			if body.URL != "" && !body.External {
				node["url"] = v.BaseURL + body.URL
			}
			bodies = append(bodies, node)
		}
		if bodies != nil {
			node["provider"] = bodies
		}
	case vocab.Organisation:
		put("telephone", facts.Attr(l, rec.Attributes, "phone").Text)
		put("email", facts.Attr(l, rec.Attributes, "email").Text)
		put("address", facts.Attr(l, rec.Attributes, "address_as_printed", "address").Text)
	case vocab.Project:
		put("location", facts.PlaceName(l, rec.Places))
	case vocab.Document, vocab.Plan:
		put("legislationDate", string(rec.Date))
		put("legislationIdentifier", facts.Attr(l, rec.Attributes, "number").Text)
		node["inLanguage"] = string(lang)
	case vocab.Article:
		put("headline", name)
		put("datePublished", string(rec.Date))
		node["inLanguage"] = string(lang)
	case vocab.Opportunity:
		put("availabilityEnds", string(rec.Valid.To))
		put("validFrom", string(rec.Date))
		put("areaServed", facts.PlaceName(l, rec.Places))
	case vocab.Dataset, vocab.Indicator:
		v.datasetLD(node, lic.URL)
	}
	return node
}

// minDescription is what dataset search engines ask for, in characters.
const minDescription = 50

func (v *recordView) datasetLD(node frame.LD, licence string) {
	rec := v.Rec
	if d, _ := node["description"].(string); len([]rune(d)) < minDescription {
		node["description"] = v.L.T("ld.dataset", node["name"], v.Brand(v.L), d)
	}
	if licence != "" {
		node["license"] = licence
	}
	node["isAccessibleForFree"] = true
	node["inLanguage"] = []string{"vi", "en"}
	node["dateModified"] = rec.Modified.UTC().Format("2006-01-02")
	node["version"] = rec.Version
	node["includedInDataCatalog"] = frame.LD{"@type": "DataCatalog", "name": v.Brand(v.L), "url": v.BaseURL + v.Local(frame.RouteHome, v.L.Lang)}
	node["creator"] = frame.LD{"@type": "Organization", "name": v.Brand(v.L)}
	if from, to := span(rec.Observations); from != "" {
		node["temporalCoverage"] = from + "/" + to
	}
	var files []frame.LD
	if pkg, ok := v.Library().Find(rec.Slug()); ok && rec.Kind == vocab.Dataset {
		if d := v.described(pkg); d != nil {
			files = v.describeLD(node, d)
		}
	}
	if rec.Kind == vocab.Indicator {
		files = append(files, frame.LD{"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": v.BaseURL + frame.APIRecords + rec.ID})
	}
	if len(files) > 0 {
		node["distribution"] = files
	}
}

// span returns the first and the last period of the values.
func span(list []catalog.Observation) (from, to string) {
	for _, o := range list {
		if _, ok := charts.Year(o.Period); !ok {
			continue
		}
		if from == "" || o.Period < from {
			from = o.Period
		}
		to = max(to, o.Period)
	}
	return from, to
}
