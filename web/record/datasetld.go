package record

import (
	"cmp"

	"honglinh/catalog/text"
	"honglinh/datasets"
	"honglinh/datasets/metadata"
	"honglinh/web/frame"
)

// maxVariables is how many columns the markup of a dataset names: enough for any
// table people read, and no page of markup for one with thousands.
const maxVariables = 100

// described is what catalogues say of the dataset, nil where nothing can be read.
func (v *recordView) described(pack *datasets.Package) *metadata.Dataset {
	if v.pages.describer == nil {
		return nil
	}
	d, err := v.pages.describer.Describe(v.Ctx, pack)
	if err != nil {
		v.Log.Warn("description of a dataset", "op", "web.dataset", "dataset", pack.Name, "err", err)
		return nil
	}
	return d
}

// describeLD adds what Google's Dataset rules recommend and returns the
// downloads, each with its media type.
func (v *recordView) describeLD(node frame.LD, d *metadata.Dataset) []frame.LD {
	l := v.L
	node["version"] = d.Version
	if d.Publisher.Name != "" {
		node["publisher"] = organisationLD(d.Publisher)
		node["creator"] = organisationLD(d.Publisher)
	}
	if len(d.Creators) > 0 {
		var makers []frame.LD
		for _, a := range d.Creators {
			makers = append(makers, organisationLD(a))
		}
		node["creator"] = makers
	}
	var words []string
	for _, lang := range text.Langs() {
		words = append(words, d.Keywords[lang]...)
	}
	if words = frame.Distinct(words); len(words) > 0 {
		node["keywords"] = words
	}
	var areas []frame.LD
	for _, p := range d.Spatial {
		if name := l.Label(p.Label, ""); name != "" {
			areas = append(areas, frame.LD{"@type": "Place", "name": name})
		}
	}
	if len(areas) > 0 {
		node["spatialCoverage"] = areas
	}
	if !d.Temporal.IsZero() {
		node["temporalCoverage"] = cmp.Or(string(d.Temporal.From), "..") + "/" + cmp.Or(string(d.Temporal.To), "..")
	}
	if !d.Issued.IsZero() {
		node["datePublished"] = d.Issued.UTC().Format("2006-01-02")
	}
	if d.Withheld != nil {
		node["isAccessibleForFree"] = false
		node["conditionsOfAccess"] = l.Label(d.Withheld.Reason, "")
	}
	var measured, files []frame.LD
	for _, t := range d.Tables {
		for _, f := range t.Resource.Schema.Fields {
			if len(measured) < maxVariables {
				measured = append(measured, variableLD(l, f))
			}
		}
		for _, x := range t.Distributions {
			files = append(files, v.downloadLD(l.Label(t.Resource.Title, t.Resource.Name), x))
		}
	}
	if len(measured) > 0 {
		node["variableMeasured"] = measured
	}
	if d.Archive != nil {
		files = append(files, v.downloadLD(l.Label(d.Title, d.Slug), *d.Archive))
	}
	return files
}

func organisationLD(a metadata.Agent) frame.LD {
	out := frame.LD{"@type": "Organization", "name": a.Name}
	if a.URL != "" {
		out["url"] = a.URL
	}
	return out
}

func variableLD(l *frame.Locale, f datasets.Field) frame.LD {
	out := frame.LD{"@type": "PropertyValue", "name": l.Label(f.Title, f.Name)}
	if f.Unit != "" {
		out["unitText"] = f.Unit
	}
	return out
}

func (v *recordView) downloadLD(name string, x metadata.Distribution) frame.LD {
	out := frame.LD{"@type": "DataDownload", "name": name + ", " + v.L.Label(x.Label, x.Format), "encodingFormat": x.Media, "contentUrl": v.BaseURL + x.Path}
	if x.SHA256 != "" {
		out["sha256"] = x.SHA256
	}
	return out
}
