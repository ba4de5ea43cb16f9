package layers

import (
	"cmp"
	"slices"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// LandUse is the property in which a plan, a zone or a parcel has the code of its land use, as the plan prints it.
const LandUse = "land_use"

// Class is a value by which the features of a layer are coloured: an entry of its legend.
type Class struct {
	Value  string
	Title  text.Text
	Colour string // "#rrggbb"
	Count  int    // features on the map that have it
}

// Classes are the values of ColourBy that features on the map have: land uses in the order of their list, others by code. Nil for a layer of one colour.
func (d *Data) Classes() []Class { return d.classes() }

// Class is that of a feature; false for one without.
func (d *Data) Class(f *Feature) (Class, bool) {
	v := f.string(d.ColourBy)
	if d.ColourBy == "" || v == "" {
		return Class{}, false
	}
	i := slices.IndexFunc(d.Classes(), func(c Class) bool { return c.Value == v })
	if i < 0 {
		return Class{}, false
	}
	return d.Classes()[i], true
}

// Colour is that in which a map draws a feature.
func (d *Data) Colour(f *Feature) string {
	if c, ok := d.Class(f); ok {
		return c.Colour
	}
	return d.Style.Colour
}

func classesOf(l Layer, features []*Feature) []Class {
	if l.ColourBy == "" {
		return nil
	}
	var out []Class
	at := map[string]int{}
	for _, f := range features {
		v := f.string(l.ColourBy)
		if v == "" || !l.Draws(f.Own()) {
			continue
		}
		i, ok := at[v]
		if !ok {
			i = len(out)
			at[v] = i
			out = append(out, Class{Value: v, Title: classTitle(l.ColourBy, f, v)})
		}
		out[i].Count++
	}
	known := vocab.LandUses().Codes()
	rank := func(v string) int {
		if i := slices.Index(known, strings.ToUpper(v)); l.ColourBy == LandUse && i >= 0 {
			return i
		}
		return len(known)
	}
	slices.SortFunc(out, func(a, b Class) int {
		return cmp.Or(rank(a.Value)-rank(b.Value), cmp.Compare(a.Value, b.Value))
	})
	other := 0
	for i := range out {
		c, ok := landUseColours()[strings.ToUpper(out[i].Value)]
		if l.ColourBy != LandUse || !ok {
			c = otherColours()[other%len(otherColours())]
			other++
		}
		out[i].Colour = c
	}
	return out
}

// classTitle is what the feature's own plan calls the value (columns "land_use_vi" and "land_use_en" beside "land_use"), else what the list of codes does.
func classTitle(by string, f *Feature, v string) text.Text {
	if own := text.New(f.string(by+"_vi"), f.string(by+"_en")); !own.IsZero() {
		return own
	}
	if by == LandUse {
		return vocab.LandUses().Label(strings.ToUpper(v))
	}
	return text.Text{}
}

// landUseColours are near those that land-use maps in Viet Nam are painted with: yellow rice, green forests, pink dwellings, orange roads, blue water.
func landUseColours() map[string]string {
	out := map[string]string{}
	for colour, codes := range map[string]string{
		"#fff78c": "LUC LUK LUN", "#ffe9a0": "BHK NHK HNK", "#ffc98f": "CLN", "#8fe08f": "RSX", "#a8d62e": "RPH", "#5cc95c": "RDD", "#9fe8e8": "NTS LMU", "#f2f2a0": "NKH",
		"#ffc4f2": "ONT", "#ff8fee": "ODT", "#ff9d8a": "TSC DTS", "#f5a08c": "SKK SKT SKN SKC", "#ef7f7f": "TMD", "#c9967a": "SKS SKX", "#ffa63d": "DGT", "#86c5ff": "DTL",
		"#e8a0a0": "DVH DYT DGD DTT DKH DXH DSH", "#f06a50": "CQP CAN", "#d98cb3": "DDT DDL TON TIN", "#b3d98c": "DKV", "#d9a05c": "DNL DBV DCH DRA", "#b8b8b8": "NTD", "#7fd3f5": "SON MNC",
		"#d8c8c0": "PNK", "#eeeee0": "BCS DCS NCS",
	} {
		for code := range strings.FieldsSeq(codes) {
			out[code] = colour
		}
	}
	return out
}

// otherColours are those of values that have none by custom: Okabe and Ito's, which people who see fewer colours tell apart.
func otherColours() []string {
	return []string{"#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"}
}
