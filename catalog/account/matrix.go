package account

import "slices"

// Permission says which roles may ask an address of the desk.
type Permission struct {
	// Route is the name of the address.
	Route string
	// Roles may ask it; Anyone says that nobody need sign in.
	Roles  []Role
	Anyone bool
}

// Allows reports whether the actor may ask it at all; what may be done to one
// edition the rules of package desk say beside that.
func (p Permission) Allows(a Actor) bool { return p.Anyone || a.Has(p.Roles...) }

// Matrix is which role may ask which address of the desk: the one list. An
// address that is not in it is asked by nobody.
func Matrix() []Permission {
	var all []Role
	for _, r := range Roles() {
		all = append(all, r.Role)
	}
	writers := []Role{Contributor, UnitHead, Editor, Secretary, ISO}
	readers := append(slices.Clone(writers), Head)
	return []Permission{
		{Route: "desk.sign-in", Anyone: true},
		{Route: "desk.sign-in.do", Anyone: true},
		{Route: "desk.passkey.ask", Anyone: true},
		{Route: "desk.passkey.sign-in", Anyone: true},
		{Route: "desk.identity", Anyone: true},
		{Route: "desk.identity.back", Anyone: true},
		{Route: "desk.link", Anyone: true},
		{Route: "desk.link.use", Anyone: true},
		{Route: "desk.link.passkey.ask", Anyone: true},
		{Route: "desk.link.passkey", Anyone: true},
		{Route: "desk.sign-out", Roles: all},
		{Route: "desk.home", Roles: all},
		{Route: "desk.work", Roles: readers},
		{Route: "desk.enquiries", Roles: readers},
		{Route: "desk.enquiry", Roles: readers},
		{Route: "desk.enquiry.answer", Roles: []Role{UnitHead, Editor, Secretary, ISO}},
		{Route: "desk.enquiry.hand", Roles: []Role{UnitHead, Editor, Secretary, ISO}},
		{Route: "desk.wards", Roles: readers},
		{Route: "desk.ward", Roles: readers},
		{Route: "desk.edition.consent", Roles: []Role{UnitHead, Editor, Secretary}},
		{Route: "desk.me", Roles: all},
		{Route: "desk.me.json", Roles: all},
		{Route: "desk.me.mail", Roles: all},
		{Route: "desk.passkey.add.ask", Roles: all},
		{Route: "desk.passkey.add", Roles: all},
		{Route: "desk.passkey.remove", Roles: all},
		{Route: "desk.identity.link", Roles: all},
		{Route: "desk.identity.unlink", Roles: all},
		{Route: "desk.session.end", Roles: all},
		{Route: "desk.new", Roles: writers},
		{Route: "desk.begin", Roles: writers},
		{Route: "desk.edition", Roles: readers},
		{Route: "desk.edition.save", Roles: readers},
		{Route: "desk.help", Anyone: true},
		{Route: "desk.map", Roles: readers},
		{Route: "desk.tables", Roles: readers},
		{Route: "desk.table", Roles: readers},
		{Route: "desk.table.save", Roles: readers},
		{Route: "desk.table.paste", Roles: readers},
		{Route: "desk.row", Roles: readers},
		{Route: "desk.edition.act", Roles: readers},
		{Route: "desk.edition.comment", Roles: readers},
		{Route: "desk.edition.preview", Roles: readers},
		{Route: "desk.edition.restore", Roles: writers},
		{Route: "desk.confirm", Roles: []Role{UnitHead, Editor, Secretary, ISO}},
		{Route: "desk.proposal", Roles: []Role{Editor, Secretary, ISO}},
		{Route: "desk.proposal.take", Roles: []Role{Editor, Secretary, ISO}},
		{Route: "desk.suggestions", Roles: []Role{Editor, Secretary, ISO}},
		{Route: "desk.suggestion", Roles: []Role{Editor, Secretary, ISO}},
		{Route: "desk.suggestion.decide", Roles: []Role{Editor, Secretary, ISO}},
		{Route: "desk.royalties", Roles: []Role{Secretary, Head, Accountant}},
		{Route: "desk.royalties.csv", Roles: []Role{Secretary, Head, Accountant}},
		{Route: "desk.royalties.xlsx", Roles: []Role{Secretary, Head, Accountant}},
		{Route: "desk.royalties.close", Roles: []Role{Secretary}},
		{Route: "desk.royalties.pay", Roles: []Role{Accountant}},
		{Route: "desk.royalties.correct", Roles: []Role{Secretary}},
		{Route: "desk.royalties.rates", Roles: []Role{Secretary}},
		{Route: "desk.edition.grade", Roles: []Role{Secretary, Head}},
		{Route: "desk.commissions", Roles: readers},
		{Route: "desk.commission.add", Roles: []Role{Secretary, Head}},
		{Route: "desk.commission", Roles: readers},
		{Route: "desk.commission.letter", Roles: readers},
		{Route: "desk.commission.act", Roles: readers},
		{Route: "desk.commission.link", Roles: readers},
		{Route: "desk.commission.draft", Roles: writers},
		{Route: "desk.handovers", Roles: readers},
		{Route: "desk.handover.open", Roles: []Role{ISO, Secretary}},
		{Route: "desk.handover", Roles: readers},
		{Route: "desk.handover.act", Roles: []Role{Contributor, UnitHead, ISO, Secretary}},
		{Route: "desk.handover.link", Roles: readers},
		{Route: "desk.handover.draft", Roles: writers},
		{Route: "desk.photos", Roles: readers},
		{Route: "desk.photo.add", Roles: writers},
		{Route: "desk.picture", Roles: readers},
		{Route: "desk.uploads", Roles: []Role{Editor, Secretary}},
		{Route: "desk.upload.add", Roles: []Role{Editor, Secretary}},
		{Route: "desk.upload.end", Roles: []Role{Editor, Secretary}},
		{Route: "desk.upload", Anyone: true},
		{Route: "desk.upload.take", Anyone: true},
		{Route: "desk.upload.template", Anyone: true},
		{Route: "desk.key.add", Roles: []Role{Admin}},
		{Route: "desk.key.revoke", Roles: []Role{Admin}},
		{Route: "desk.accounts", Roles: []Role{Admin}},
		{Route: "desk.account.add", Roles: []Role{Admin}},
		{Route: "desk.account.change", Roles: []Role{Admin}},
		{Route: "desk.account.reset", Roles: []Role{Admin}},
		{Route: "desk.log", Roles: []Role{Admin, LogReader}},
		{Route: "desk.log.csv", Roles: []Role{Admin, LogReader}},
	}
}

// Permitted returns the permission of an address; the zero one, which allows
// nobody, for one that is not in the matrix.
func Permitted(route string) Permission {
	m := Matrix()
	if i := slices.IndexFunc(m, func(p Permission) bool { return p.Route == route }); i >= 0 {
		return m[i]
	}
	return Permission{Route: route}
}
