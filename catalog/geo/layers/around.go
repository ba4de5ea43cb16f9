package layers

import (
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Category is a sort of thing whose nearest one matters to whoever looks at a piece of land.
type Category struct {
	ID     string
	Title  text.Text
	Select Selection
}

// AroundCategories lists the sorts of which Around looks for the nearest, in the order of the answer.
func AroundCategories() []Category {
	place := []vocab.Kind{vocab.Place}
	sited := []vocab.Kind{vocab.Place, vocab.Organisation}
	of := func(id, vi, en string, kinds []vocab.Kind, types ...string) Category {
		return Category{id, text.New(vi, en), Selection{Kinds: kinds, Values: typed(types...)}}
	}
	road := of("national-road", "Quốc lộ", "National road", place, "road", "national-road")
	road.Select.Names = []string{"Quốc lộ", "QL", "National road", "National highway"}
	return []Category{
		road,
		of("expressway-junction", "Nút giao cao tốc", "Expressway junction", place, "junction", "interchange"),
		of("railway-station", "Ga đường sắt", "Railway station", place, "railway-station", "station"),
		of("port", "Cảng", "Port", place, "port", "seaport", "inland-port"),
		of("airport", "Sân bay", "Airport", place, "airport"),
		of("border-gate", "Cửa khẩu", "Border gate", place, "border-gate"),
		of("industrial-cluster", "Cụm, khu công nghiệp", "Industrial cluster or park", place, "industrial-cluster", "industrial-park"),
		of("hospital", "Bệnh viện", "Hospital", sited, "hospital"),
		of("school", "Trường học", "School", sited, "school", "university", "college", "kindergarten"),
		of("market", "Chợ", "Market", place, "market"),
	}
}

// zones are what matters within a radius, however many there are.
func zones() []Category {
	place := []vocab.Kind{vocab.Place}
	return []Category{
		{heritageZone, text.New("Di tích", "Heritage"), Selection{Kinds: place, Values: typed(heritageTypes()...)}},
		{protectedZone, text.New("Khu bảo vệ", "Protected zones"), Selection{Kinds: place, Values: typed("protected-zone", "nature-reserve", "national-park", "protected-forest", "heritage-zone", "water-protection-zone")}},
	}
}

const (
	heritageZone  = "heritage"
	protectedZone = "protected"
)

// printedIn names the attribute in which a record's source prints the way to the nearest of a category, in kilometres.
func printedIn(category string) string {
	return "distance_" + map[string]string{"national-road": "national_road", "expressway-junction": "expressway", "railway-station": "station", "port": "seaport", "airport": "airport",
		"border-gate": "border_gate", "industrial-cluster": "industrial_cluster", "hospital": "hospital", "school": "school", "market": "market"}[category] + "_km"
}

func (f *Feature) title() text.Text { return text.New(f.string("title_vi"), f.string("title_en")) }

func (f *Feature) string(name string) string {
	s, _ := f.Properties[name].(string)
	return s
}

// Title is the record's title.
func (f *Feature) Title() text.Text { return f.title() }

// Wind names one of the 16 winds ("NNE") in both languages; "" stays empty.
func Wind(w string) text.Text {
	names := map[byte][2]string{'N': {"bắc", "north"}, 'E': {"đông", "east"}, 'S': {"nam", "south"}, 'W': {"tây", "west"}}
	if w == "" {
		return text.Text{}
	}
	if len(w) == 1 {
		return text.New(names[w[0]][0], names[w[0]][1])
	}
	// Of two letters the Vietnamese name puts east or west first; of three the single letter leads.
	pair := w[len(w)-2:]
	vi, en := names[pair[1]][0]+" "+names[pair[0]][0], names[pair[0]][1]+names[pair[1]][1]
	if len(w) == 3 {
		vi, en = names[w[0]][0]+" "+vi, names[w[0]][1]+"-"+en
	}
	return text.New(vi, en)
}
