package desk

import (
	"embed"
	"io/fs"
	"net/http"
	"strings"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/store/accounts"
	"honglinh/catalog/store/commissions"
	"honglinh/catalog/store/editions"
	"honglinh/catalog/store/handovers"
	"honglinh/catalog/store/photos"
	"honglinh/catalog/store/royalties"
	"honglinh/catalog/store/uploads"
	"honglinh/datasets/picture"
	"honglinh/indexer/suggested"
	"honglinh/web/desk/openid"
	"honglinh/web/frame"
	"honglinh/web/profile"
	"honglinh/web/zeroresults"
)

//go:embed templates/*.html
var files embed.FS

//go:embed shared/templates/*.html
var shared embed.FS

// parts are the templates that several pages print.
func parts() fs.FS {
	sub, err := fs.Sub(shared, "shared")
	if err != nil {
		panic(err) // it is embedded above
	}
	return sub
}

// Options are what the desk needs beside the frame. Without Accounts there is no
// desk.
type Options struct {
	Accounts *accounts.Keeper
	// Commissions are what is asked for in writing, Handovers decisions on procedures on
	// their way to readers.
	Commissions *commissions.Keeper
	Handovers   *handovers.Keeper
	// Photos are the photo library.
	Photos *photos.Keeper

	// Editions are what is written; Preview renders the page that readers would get.
	Editions *editions.Keeper
	Rewards  *royalties.Keeper
	// Suggested is what harvested texts suggest; nil has none.
	Suggested *suggested.Keeper
	// Enquiries are what readers asked, Vain what they searched for most often without a
	// result; nil is nothing.
	Enquiries Enquiries
	// Uploads keeps the links by which units drop spreadsheets; nil has none.
	Uploads *uploads.Keeper
	// Tables are the datasets whose rows are changed here; nil has none.
	Tables Tables
	// Mails says that mail is set up.
	Mails   bool
	Vain    func(limit int) []zeroresults.Search
	Preview func(*http.Request, catalog.Record) ([]byte, error)
	// Identity is another place to sign in, nil for none.
	Identity *openid.Provider
	// Proxies tell a caller's network.
	Proxies httpkit.Proxies
}

// pages are the pages of this part.
type pages struct {
	*frame.Frame
	Options
	secure   bool // the catalogue is asked by https
	pictures *picture.Reader
	passkeys *accounts.Passkeys // nil where the address has none
}

// New returns the part over the frame.
func New(s *frame.Frame, o Options) frame.Part {
	if o.Accounts == nil {
		return frame.Part{}
	}
	passkeys, err := accounts.NewPasskeys(o.Accounts, s.BaseURL)
	if err != nil {
		s.Log.Warn("the desk has no passkeys", "op", "start", "err", err)
	}
	p := &pages{s, o, strings.HasPrefix(s.BaseURL, "https://"), &picture.Reader{}, passkeys}
	part := frame.Part{
		Views: frame.Views{Files: files, Shared: []fs.FS{parts(), profile.Templates()}, Pages: templates()},
		Routes: []frame.Route{
			{Name: "desk.root", Path: root, Bare: true, Handle: p.root},
			{Name: "desk.root.slash", Path: root + "/", Bare: true, Handle: p.root},
		},
	}
	for _, rt := range p.routes() {
		part.Routes = append(part.Routes, frame.Route{Name: rt.name, Path: root + "/{lang:vi|en}" + rt.path, Bare: true, Methods: rt.methods(), Class: httpkit.Desk, Handle: p.guard(rt)})
	}
	return part
}

// root is where the desk stands.
const root = "/desk"

// Closed tells the frame which addresses are the desk's.
func Closed() *httpkit.Closed {
	return &httpkit.Closed{Holds: func(path string) bool { return path == root || strings.HasPrefix(path, root+"/") },
		CSP: "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
		// A photograph of the largest size that is taken, and what stands beside it in the form.
		MaxBody: 30 << 20}
}

// templates are the pages' templates with what each prints.
func templates() map[string]any {
	return map[string]any{
		"desk-sign-in":     signInPage{},
		"desk-link":        linkPage{},
		"desk-home":        homePage{},
		"desk-work":        workPage{},
		"desk-enquiries":   enquiriesPage{},
		"desk-enquiry":     enquiryPage{},
		"desk-wards":       wardsPage{},
		"desk-ward":        wardPage{},
		"desk-uploads":     uploadsPage{},
		"desk-upload":      uploadPage{},
		"desk-me":          mePage{},
		"desk-accounts":    accountsPage{},
		"desk-log":         logPage{},
		"desk-new":         newPage{},
		"desk-edition":     editionPage{},
		"desk-tables":      tablesPage{},
		"desk-grid":        gridPage{},
		"desk-help":        helpPage{},
		"desk-proposal":    proposalPage{},
		"desk-suggestion":  suggestionPage{},
		"desk-royalties":   royaltiesPage{},
		"desk-commissions": commissionsPage{},
		"desk-commission":  commissionPage{},
		"desk-letter":      letterPage{},
		"desk-handovers":   handoversPage{},
		"desk-handover":    handoverPage{},
		"desk-photos":      photosPage{},
		"desk-identity":    identityPage{},
	}
}

// route is an address of the desk; who may ask it the matrix of package account says.
type route struct {
	name, path string
	post       bool
	handle     func(http.ResponseWriter, *http.Request, *visit) error
}

func (rt route) methods() []string {
	if rt.post {
		return []string{http.MethodPost}
	}
	return nil
}

// routes are all addresses of the desk.
func (p *pages) routes() []route {
	return []route{
		{"desk.sign-in", "/sign-in", false, p.signIn},
		{"desk.sign-in.do", "/sign-in", true, p.doSignIn},
		{"desk.sign-out", "/sign-out", true, p.signOut},
		{"desk.passkey.ask", "/passkey/ask", true, p.askPasskey},
		{"desk.passkey.sign-in", "/passkey", true, p.signInByPasskey},
		{"desk.identity", "/identity", false, p.signInElsewhere},
		{"desk.identity.back", "/identity/back", false, p.backFromElsewhere},
		{"desk.link", "/link", false, p.link},
		{"desk.link.use", "/link", true, p.useLink},
		{"desk.link.passkey.ask", "/link/passkey/ask", true, p.askPasskeyByLink},
		{"desk.link.passkey", "/link/passkey", true, p.useLinkByPasskey},
		{"desk.home", "/", false, p.home},
		{"desk.work", "/work/{list}", false, p.work},
		{"desk.enquiries", "/enquiries", false, p.enquiries},
		{"desk.enquiry", "/enquiries/{number}", false, p.enquiry},
		{"desk.enquiry.answer", "/enquiries/{number}/answer", true, p.answerEnquiry},
		{"desk.enquiry.hand", "/enquiries/{number}/hand", true, p.handEnquiry},
		{"desk.wards", "/wards", false, p.wards},
		{"desk.ward", "/wards/{slug}", false, p.ward},
		{"desk.edition.consent", "/editions/{id}/consent", true, p.consent},
		{"desk.me", "/me", false, p.me},
		{"desk.me.json", "/me.json", false, p.meJSON},
		{"desk.me.mail", "/me/mail", true, p.remindMe},
		{"desk.passkey.add.ask", "/me/passkeys/ask", true, p.askNewPasskey},
		{"desk.passkey.add", "/me/passkeys", true, p.addPasskey},
		{"desk.passkey.remove", "/me/passkeys/remove", true, p.removePasskey},
		{"desk.identity.link", "/me/identity", true, p.linkIdentity},
		{"desk.identity.unlink", "/me/identity/unlink", true, p.unlinkIdentity},
		{"desk.session.end", "/me/sessions", true, p.endSession},
		{"desk.new", "/new", false, p.newForm},
		{"desk.begin", "/new", true, p.begin},
		{"desk.edition", "/editions/{id}", false, p.edition},
		{"desk.edition.save", "/editions/{id}", true, p.saveEdition},
		{"desk.edition.act", "/editions/{id}/act", true, p.actOn},
		{"desk.edition.comment", "/editions/{id}/comments", true, p.comment},
		{"desk.edition.preview", "/editions/{id}/preview", false, p.preview},
		{"desk.edition.restore", "/editions/{id}/restore", true, p.restore},
		{"desk.help", "/help", false, p.help},
		{"desk.map", "/map.json", false, p.point},
		{"desk.tables", "/tables", false, p.tables},
		{"desk.table", "/editions/{id}/tables/{table}", false, p.grid},
		{"desk.table.save", "/editions/{id}/tables/{table}", true, p.saveGrid},
		{"desk.table.paste", "/editions/{id}/tables/{table}/paste", true, p.pasteGrid},
		{"desk.row", "/editions/{id}/tables/{table}/rows/{row}", false, p.gridRow},
		{"desk.confirm", "/confirm", true, p.confirm},
		{"desk.proposal", "/proposals/{kind}/{slug}", false, p.proposal},
		{"desk.proposal.take", "/proposals/{kind}/{slug}", true, p.takeProposal},
		{"desk.suggestions", "/suggestions", false, p.suggestions},
		{"desk.suggestion", "/suggestions/{kind}/{slug}", false, p.suggestion},
		{"desk.suggestion.decide", "/suggestions/{kind}/{slug}", true, p.decideSuggestion},
		{"desk.edition.grade", "/editions/{id}/grade", true, p.grade},
		{"desk.royalties", "/royalties", false, p.royalties},
		{"desk.royalties.csv", "/royalties.csv", false, p.royaltiesCSV},
		{"desk.royalties.xlsx", "/royalties.xlsx", false, p.royaltiesXLSX},
		{"desk.royalties.close", "/royalties/close", true, p.closeMonth},
		{"desk.royalties.pay", "/royalties/pay", true, p.payMonth},
		{"desk.royalties.correct", "/royalties/corrections", true, p.correctMonth},
		{"desk.royalties.rates", "/royalties/rates", true, p.decideRates},
		{"desk.commissions", "/commissions", false, p.commissions},
		{"desk.commission.add", "/commissions", true, p.addCommission},
		{"desk.commission", "/commissions/{id}", false, p.commission},
		{"desk.commission.act", "/commissions/{id}", true, p.actOnCommission},
		{"desk.commission.letter", "/commissions/{id}/letter", false, p.letter},
		{"desk.commission.link", "/commissions/{id}/links", true, p.linkCommission},
		{"desk.commission.draft", "/commissions/{id}/drafts", true, p.draftCommission},
		{"desk.handovers", "/handovers", false, p.handovers},
		{"desk.handover.open", "/handovers", true, p.openHandover},
		{"desk.handover", "/handovers/{id}", false, p.handover},
		{"desk.handover.act", "/handovers/{id}", true, p.actOnHandover},
		{"desk.handover.link", "/handovers/{id}/links", true, p.linkHandover},
		{"desk.handover.draft", "/handovers/{id}/drafts", true, p.draftHandover},
		{"desk.photos", "/photos", false, p.photos},
		{"desk.photo.add", "/photos", true, p.addPhotos},
		{"desk.picture", "/pictures/{sha}/{size}.jpg", false, p.picture},
		{"desk.uploads", "/uploads", false, p.uploads},
		{"desk.upload.add", "/uploads", true, p.addUpload},
		{"desk.upload.end", "/uploads/end", true, p.endUpload},
		{"desk.upload", "/upload", false, p.upload},
		{"desk.upload.take", "/upload", true, p.takeUpload},
		{"desk.upload.template", "/upload.csv", false, p.uploadTemplate},
		{"desk.key.add", "/accounts/keys", true, p.addKey},
		{"desk.key.revoke", "/accounts/keys/revoke", true, p.revokeKey},
		{"desk.accounts", "/accounts", false, p.accounts},
		{"desk.account.add", "/accounts", true, p.addAccount},
		{"desk.account.change", "/accounts/change", true, p.changeAccount},
		{"desk.account.reset", "/accounts/reset", true, p.resetAccount},
		{"desk.log", "/log", false, p.log},
		{"desk.log.csv", "/log.csv", false, p.logCSV},
	}
}

// With returns the options with what renders previews, and what was searched in vain.
func (o Options) With(preview func(*http.Request, catalog.Record) ([]byte, error), vain func(int) []zeroresults.Search) Options {
	o.Preview, o.Vain = preview, vain
	return o
}
