package ogc

import (
	"fmt"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

func invalid(where, vi, en string) error { return catalog.NewFault(catalog.Invalid, where, vi, en) }

func invalidf(where, vi, en string, args ...any) error {
	return catalog.NewFault(catalog.Invalid, where, fmt.Sprintf(vi, args...), fmt.Sprintf(en, args...))
}

func unknownCollection(id string, v *view) error {
	var known []string
	for name := range v.byID {
		known = append(known, name)
	}
	f := catalog.NewFault(catalog.NotFound, "collectionId", fmt.Sprintf("Không có tập hợp %.80q.", id), fmt.Sprintf("There is no collection %.80q.", id))
	f.Nearest = text.Nearest(id, known)
	return f
}

func unknownFeature(id string) error {
	return catalog.NewFault(catalog.NotFound, "featureId", fmt.Sprintf("Không có đối tượng %.80q trong tập hợp này.", id), fmt.Sprintf("There is no feature %.80q in this collection.", id))
}
