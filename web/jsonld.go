package web

import (
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// ld is a schema.org node; html/template writes it as JSON inside the script.
type ld = map[string]any

func (s *site) catalogLD(l *locale) any {
	return ld{"@context": "https://schema.org", "@type": "DataCatalog", "name": l.label(s.Name, ""), "url": s.BaseURL + s.local(routeHome, l.lang),
		"description": l.t("home.lead"), "inLanguage": []string{"vi", "en"}, "isAccessibleForFree": true,
		"potentialAction": ld{"@type": "SearchAction", "query-input": "required name=q",
			"target": ld{"@type": "EntryPoint", "urlTemplate": s.BaseURL + s.local(routeSearch, l.lang) + "?q={q}"}}}
}

// schemaType is the schema.org type of a kind.
func schemaType(k vocab.Kind) string { return firstOf(k.Row().Schema, "Dataset") }

func (v *view) recordLD() any {
	l, rec := v.l, v.rec
	name, lang := rec.Title.Best(l.lang)
	node := ld{"@context": "https://schema.org", "@type": schemaType(rec.Kind), "@id": v.BaseURL + v.recordPath(text.VI, rec.ID),
		"url": v.BaseURL + v.recordPath(l.lang, rec.ID), "name": name, "identifier": rec.ID}
	put := func(key string, value string) {
		if value != "" {
			node[key] = value
		}
	}
	put("alternateName", rec.Title.In(lang.Other()))
	summary := l.pick(rec.Summary).Text
	put("description", summary)
	lic, _ := vocab.FindLicence(rec.Licence)
	switch rec.Kind {
	case vocab.Place, vocab.Unit:
		if pt, ok := v.point(); ok {
			node["geo"] = ld{"@type": "GeoCoordinates", "latitude": pt[1], "longitude": pt[0]}
		}
		if u, ok := v.Places().ByID(rec.ID); ok {
			if above, ok := v.Places().ByID(u.Parent); ok {
				node["containedInPlace"] = ld{"@type": "AdministrativeArea", "name": l.label(above.Name, ""), "url": v.BaseURL + v.recordPath(l.lang, above.ID)}
			}
		}
	case vocab.Procedure:
		var bodies []ld
		for _, body := range v.linkedBy("agency") {
			node := ld{"@type": "GovernmentOrganization", "name": body.Text}
			if body.URL != "" && !body.External {
				node["url"] = v.BaseURL + body.URL
			}
			bodies = append(bodies, node)
		}
		if bodies != nil {
			node["provider"] = bodies
		}
	case vocab.Organisation:
		put("telephone", l.attr(rec.Attributes, "phone").Text)
		put("email", l.attr(rec.Attributes, "email").Text)
		put("address", l.attr(rec.Attributes, "address_as_printed", "address").Text)
	case vocab.Project:
		put("location", l.placeName(rec.Places))
	case vocab.Document, vocab.Plan:
		put("legislationDate", string(rec.Date))
		put("legislationIdentifier", l.attr(rec.Attributes, "number").Text)
		node["inLanguage"] = string(lang)
	case vocab.Article:
		put("headline", name)
		put("datePublished", string(rec.Date))
		node["inLanguage"] = string(lang)
	case vocab.Opportunity:
		put("availabilityEnds", string(rec.Valid.To))
		put("validFrom", string(rec.Date))
		put("areaServed", l.placeName(rec.Places))
	case vocab.Dataset, vocab.Indicator:
		v.datasetLD(node, lic.URL)
	}
	return node
}

// minDescription is what dataset search engines ask for, in characters.
const minDescription = 50

func (v *view) datasetLD(node ld, licence string) {
	rec := v.rec
	if d, _ := node["description"].(string); len([]rune(d)) < minDescription {
		node["description"] = v.l.t("ld.dataset", node["name"], v.l.label(v.Name, ""), d)
	}
	if licence != "" {
		node["license"] = licence
	}
	node["isAccessibleForFree"] = true
	node["inLanguage"] = []string{"vi", "en"}
	node["dateModified"] = rec.Modified.UTC().Format("2006-01-02")
	node["version"] = rec.Version
	node["includedInDataCatalog"] = ld{"@type": "DataCatalog", "name": v.l.label(v.Name, ""), "url": v.BaseURL + v.local(routeHome, v.l.lang)}
	node["creator"] = ld{"@type": "Organization", "name": v.l.label(v.Name, "")}
	if from, to := span(rec.Observations); from != "" {
		node["temporalCoverage"] = from + "/" + to
	}
	var files []ld
	if pkg, ok := v.Library().Find(rec.Slug()); ok && rec.Kind == vocab.Dataset {
		if d := v.described(pkg); d != nil {
			files = v.describeLD(node, d)
		}
	}
	if rec.Kind == vocab.Indicator {
		files = append(files, ld{"@type": "DataDownload", "encodingFormat": "application/json", "contentUrl": v.BaseURL + apiRecords + rec.ID})
	}
	if len(files) > 0 {
		node["distribution"] = files
	}
}
