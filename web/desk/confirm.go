package desk

import (
	"net/http"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/account"
	"honglinh/catalog/vocab"
)

// confirm says of records that they are still true today: one click sets who and
// when.
func (p *pages) confirm(w http.ResponseWriter, r *http.Request, v *visit) error {
	role := v.roleFor(account.UnitHead, account.Editor, account.Secretary, account.ISO)
	for _, id := range r.PostForm["edition"] {
		it, err := p.Editions.Find(r.Context(), id)
		if err != nil {
			return err
		}
		if !v.In(account.UnitHead, it.Value.Unit) && !v.Has(account.Editor, account.Secretary, account.ISO) {
			return notAllowed()
		}
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
