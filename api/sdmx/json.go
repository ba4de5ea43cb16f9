package sdmx

import (
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog/text"
)

type obj = map[string]any

// named adds the names of a thing, in the reader's language and in both.
func (m message) named(o obj, t text.Text) obj {
	o["name"], _ = t.Best(m.lang)
	o["names"] = t
	return o
}

// json writes SDMX-JSON 2.0.
func (m message) json() ([]byte, error) {
	index := m.periods()
	data := obj{"structures": []any{m.jsonStructure(index)}, "dataSets": []any{m.jsonDataSet(index)}}
	meta := obj{"schema": "https://json.sdmx.org/2.0.0/sdmx-json-data-schema.json", "id": "D" + m.flow.version.SHA256[:12], "test": false,
		"prepared": m.flow.modified().UTC().Format(time.RFC3339), "contentLanguages": []string{string(m.lang)}, "sender": m.sender(),
		"links": []any{obj{"rel": "self", "href": m.self}}}
	return httpkit.Marshal(obj{"meta": meta, "data": data, "errors": []any{}})
}

func (m message) sender() obj {
	return m.named(obj{"id": m.by.id}, m.by.name)
}

// periods numbers the periods that occur, in the order of time.
func (m message) periods() map[string]int {
	out := map[string]int{}
	for _, p := range m.ordered() {
		out[p.id] = len(out)
	}
	return out
}

func (m message) jsonDataSet(index map[string]int) obj {
	set := obj{"structure": 0, "action": "Information", "validFrom": m.flow.version.Created.UTC().Format(time.RFC3339)}
	if m.q.all {
		flat := map[string]any{}
		for _, o := range m.obs {
			flat[key(o)+":"+strconv.Itoa(index[o.period.id])] = m.jsonObservation(o)
		}
		set["observations"] = flat
		return set
	}
	series := map[string]any{}
	for _, o := range m.obs {
		k := key(o)
		if series[k] == nil {
			series[k] = obj{"observations": map[string]any{}}
		}
		series[k].(obj)["observations"].(map[string]any)[strconv.Itoa(index[o.period.id])] = m.jsonObservation(o)
	}
	set["series"] = series
	return set
}

func key(o observation) string {
	parts := make([]string, len(o.key))
	for i, k := range o.key {
		parts[i] = strconv.Itoa(k)
	}
	return strings.Join(parts, ":")
}

// jsonObservation is the measure, then the attributes: a position in the values
// of a coded one, the text itself of another.
func (m message) jsonObservation(o observation) []any {
	var out []any
	if m.q.measure {
		out = append(out, value(o))
	}
	for _, i := range m.q.attributes {
		at, free := o.attribute(i)
		s, _ := free.Best(m.lang)
		switch {
		case at >= 0:
			out = append(out, at)
		case s != "":
			out = append(out, s)
		default:
			out = append(out, nil)
		}
	}
	return out
}

func value(o observation) any {
	if o.value == "" {
		return nil
	}
	return json.Number(o.value)
}

func (m message) jsonStructure(index map[string]int) obj {
	time := m.jsonTime(len(index))
	series := []any{}
	for i, d := range dimensions() {
		series = append(series, m.jsonCoded(d, i))
	}
	dims := obj{"dataSet": []any{}, "series": series, "observation": []any{time}}
	if m.q.all {
		dims = obj{"dataSet": []any{}, "series": []any{}, "observation": append(series, time)}
	}
	measures, attrs := []any{}, []any{}
	if m.q.measure {
		measures = append(measures, m.named(obj{"id": measure, "format": obj{"dataType": "Decimal"}}, others()[1].name))
	}
	for _, i := range m.q.attributes {
		if a := attributes()[i]; a.list != "" {
			attrs = append(attrs, m.jsonCoded(a, -1))
		} else {
			attrs = append(attrs, m.named(obj{"id": a.id, "format": obj{"dataType": "String"}}, a.name))
		}
	}
	return m.named(obj{"links": []any{obj{"rel": "dataflow", "urn": m.by.urn("datastructure.Dataflow", m.flow.id)}, obj{"rel": "datastructure", "urn": m.by.urn("datastructure.DataStructure", m.flow.id)}},
		"dataSets": []int{0}, "dimensions": dims, "measures": obj{"observation": measures},
		"attributes": obj{"dataSet": []any{}, "dimensionGroup": []any{}, "series": []any{}, "observation": attrs}, "annotations": []any{}}, m.flow.dataset.Title)
}

// jsonCoded is a component with all codes of its list as values, so that a
// position means the same in every answer of one version.
func (m message) jsonCoded(c component, position int) obj {
	values := []any{}
	for _, x := range m.flow.lists[c.list].codes {
		values = append(values, m.named(obj{"id": x.id}, x.name))
	}
	out := m.named(obj{"id": c.id, "values": values}, c.name)
	if position >= 0 {
		out["keyPosition"] = position
	}
	return out
}

func (m message) jsonTime(n int) obj {
	values := make([]any, 0, n)
	for _, p := range m.ordered() {
		values = append(values, obj{"id": p.id, "name": p.id, "start": p.start.UTC().Format("2006-01-02T15:04:05"), "end": p.end.UTC().Format("2006-01-02T15:04:05")})
	}
	return m.named(obj{"id": timeDimension, "keyPosition": len(dimensions()), "roles": []string{timeDimension}, "values": values}, others()[0].name)
}
