package native

import (
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
)

// problemKind is what the type of a problem document leads to.
type problemKind struct {
	Type   string    `json:"type"`
	Status int       `json:"status"`
	Title  text.Text `json:"title"`
	Help   text.Text `json:"help"`
}

// problem explains a kind of problem to whoever follows its type.
func (f *Face) problem(w http.ResponseWriter, r *http.Request) error {
	name, _ := httpkit.PathVar(r, "problem")
	var known []string
	for _, k := range httpkit.ProblemKinds() {
		if string(k.Kind) == name {
			return httpkit.WriteJSON(w, r, problemKind{httpkit.ProblemType(f.kit.BaseURL(), k.Kind), k.Status, k.Title, k.Help}, httpkit.Validator{Modified: f.started})
		}
		known = append(known, string(k.Kind))
	}
	fault := catalog.NewFault(catalog.NotFound, "problem", "Không có loại lỗi này.", "There is no such kind of problem.")
	fault.Nearest = text.Nearest(name, known)
	return fault
}
