package native

import (
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/text"
)

// unit is an administrative unit during the time in which it existed.
type unit struct {
	ID           string           `json:"id"`
	Code         string           `json:"code,omitempty"`
	Level        string           `json:"level,omitempty"`
	Name         text.Text        `json:"name"`
	Aliases      []string         `json:"aliases,omitempty"`
	Parent       string           `json:"parent,omitempty"`
	Valid        catalog.Interval `json:"valid"`
	Predecessors []string         `json:"predecessors"`
	Successors   []string         `json:"successors"`
	// Current are the ids of today's units on the territory of a dissolved one.
	Current []string    `json:"current,omitempty"`
	Point   *[2]float64 `json:"point"`
}

func unitOf(u place.Unit, register *place.Register) unit {
	out := unit{ID: u.ID, Code: u.Code, Level: u.Level, Name: u.Name, Aliases: u.Aliases, Parent: u.Parent,
		Valid:        catalog.Interval{From: catalog.Date(u.From), To: catalog.Date(u.To)},
		Predecessors: list(u.Predecessors).Items, Successors: list(u.Successors).Items}
	if u.HasPoint {
		out.Point = &[2]float64{u.Lon, u.Lat}
	}
	if !u.Current() {
		for _, heir := range register.Current(u.ID) {
			out.Current = append(out.Current, heir.ID)
		}
	}
	return out
}

// units lists the administrative units of all times, or those of a day, by name
// or code, or below a parent.
func (f *Face) units(w http.ResponseWriter, r *http.Request) error {
	p, register := httpkit.Parsed(r), f.src.Places()
	on := string(p.Date("as_of"))
	var found []place.Unit
	switch {
	case p.Has("name") && p.Has("parent"):
		return catalog.NewFault(catalog.Invalid, "parent", "Chỉ dùng một trong hai: name hoặc parent.", "Give either name or parent, not both.")
	case p.Has("name"):
		found = register.Resolve(p.String("name"), on)
	case p.Has("parent"):
		if _, ok := register.ByID(p.String("parent")); !ok {
			return catalog.NewFault(catalog.NotFound, "parent", "Không có đơn vị này; cần mã bản ghi như unit/….", "There is no such unit; want a record id such as unit/….")
		}
		found = register.Children(p.String("parent"), on)
	case on != "":
		found = register.AsOf(on)
	default:
		found = register.All()
	}
	out := make([]unit, len(found))
	for i, u := range found {
		out[i] = unitOf(u, register)
	}
	state, err := f.state(r.Context())
	if err != nil {
		return err
	}
	return httpkit.WriteJSON(w, r, list(out), httpkit.Validator{Modified: state.modified})
}
