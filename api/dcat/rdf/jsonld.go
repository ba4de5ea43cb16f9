package rdf

import (
	"bytes"
	"encoding/json"
)

// JSONLD writes the graph as JSON-LD 1.1 in flattened form with a context of
// prefixes only, so that a reader needs nothing from outside.
func (g *Graph) JSONLD(prefixes []Prefix) ([]byte, error) {
	used := g.used(prefixes)
	context := object{}
	for _, p := range used {
		context = append(context, member{p.Name, p.Namespace})
	}
	nodes := []any{}
	for _, s := range g.subjects() {
		node := object{{"@id", s.iri}}
		if len(s.types) > 0 {
			var types []any
			for _, t := range s.types {
				types = append(types, compact(used, t))
			}
			node = append(node, member{"@type", types})
		}
		for _, p := range s.properties {
			var objects []any
			for _, o := range p.objects {
				objects = append(objects, value(used, o))
			}
			node = append(node, member{compact(used, p.predicate), objects})
		}
		nodes = append(nodes, node)
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(object{{"@context", context}, {"@graph", nodes}})
	return buf.Bytes(), err
}

// value prints an object. An IRI stays whole: "mailto:" and the like could be
// taken for prefixes only if they were declared, which none is.
func value(prefixes []Prefix, o Term) any {
	switch {
	case !o.literal:
		return object{{"@id", o.IRI}}
	case o.Lang != "":
		return object{{"@language", o.Lang}, {"@value", o.Value}}
	case o.Datatype != "":
		return object{{"@type", compact(prefixes, o.Datatype)}, {"@value", o.Value}}
	}
	return object{{"@value", o.Value}}
}

func compact(prefixes []Prefix, iri string) string {
	if p, local, ok := shorten(prefixes, iri); ok {
		return p + ":" + local
	}
	return iri
}

// object is a JSON object that keeps its order.
type object []member

type member struct {
	key   string
	value any
}

// MarshalJSON writes the members in order.
func (o object) MarshalJSON() ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	buf.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			buf.WriteByte(',')
		}
		if err := enc.Encode(m.key); err != nil {
			return nil, err
		}
		buf.WriteByte(':')
		if err := enc.Encode(m.value); err != nil {
			return nil, err
		}
	}
	buf.WriteByte('}')
	return buf.Bytes(), nil
}
