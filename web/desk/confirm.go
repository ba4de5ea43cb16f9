package desk

import (
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/vocab"
)

// confirm says of records, one or many, that they are still true today: one click sets
// who and when. Where one of them is not the visitor's to confirm, none is.
func (p *pages) confirm(w http.ResponseWriter, r *http.Request, v *visit) error {
	chosen := r.PostForm["edition"]
	if len(chosen) == 0 {
		return catalog.NewFault(catalog.Invalid, "edition", "Hãy đánh dấu ít nhất một mục còn đúng.", "Tick at least one that is still true.")
	}
	role := v.roleFor(account.UnitHead, account.Editor, account.Secretary, account.ISO)
	for _, id := range chosen {
		it, err := p.Editions.Find(r.Context(), id)
		if err != nil {
			return err
		}
		if !v.In(account.UnitHead, it.Value.Unit) && !v.Has(account.Editor, account.Secretary, account.ISO) {
			return notAllowed()
		}
	}
	for _, id := range chosen {
		if err := p.Editions.Confirm(r.Context(), id, v.Actor, role); err != nil {
			return err
		}
	}
	return p.done(w, r, p.at("desk.home", v.l.Lang), "desk.done.confirmed")
}

// pathRecord is the record id of the address.
func pathRecord(r *http.Request) string {
	kind, _ := httpkit.PathVar(r, "kind")
	slug, _ := httpkit.PathVar(r, "slug")
	return catalog.MakeID(vocab.Kind(kind), slug)
}
