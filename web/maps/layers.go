package maps

import (
	"fmt"
	"strconv"
	"strings"

	"honglinh/catalog/geo/layers"
	"honglinh/web/frame"
)

// layerList is the layers of the catalogue as it is.
func (s *pages) layerList() []layers.Layer {
	if s.Layers != nil {
		if set := s.Layers(); set != nil {
			return set.List()
		}
	}
	return layers.List()
}

func (s *pages) layerIDs() []string {
	var ids []string
	for _, l := range s.layerList() {
		ids = append(ids, l.ID)
	}
	return ids
}

// shownField is a property of a feature as a layer shows it.
type shownField struct {
	Label string `json:"label"`
	Value string `json:"value"`
}

// popup is what the layers that packages declare show of a record.
func (s *pages) popup(l *frame.Locale, record string) []shownField {
	if s.Layers == nil || s.Layers() == nil {
		return nil
	}
	var out []shownField
	for _, d := range s.Layers().Layers() {
		if len(d.Popup) == 0 {
			continue
		}
		f, ok := d.Find(strings.Replace(record, "/", ".", 1))
		if !ok {
			continue
		}
		for _, p := range d.Popup {
			v, ok := f.Property(p.Property)
			if !ok {
				continue
			}
			said := printed(l, v)
			if c, ok := d.Class(f); ok && p.Property == d.ColourBy {
				said = className(l, c)
			}
			out = append(out, shownField{l.Label(p.Title, p.Property), said})
		}
	}
	return out
}

// printed writes a property as people read it.
func printed(l *frame.Locale, v any) string {
	switch v := v.(type) {
	case float64:
		return l.Num(v)
	case int64:
		return strconv.FormatInt(v, 10)
	case bool:
		if v {
			return l.T("value.true")
		}
		return l.T("value.false")
	case []string:
		return strings.Join(v, ", ")
	}
	return fmt.Sprint(v)
}
