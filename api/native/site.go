package native

import (
	"net/http"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/site"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Versions are those that answers depend on; "" is not known.
type Versions struct {
	// Program is the program's, Schema that of the record store, Index that of the
	// search index.
	Program string `json:"program,omitempty"`
	Schema  string `json:"schema,omitempty"`
	Index   string `json:"index,omitempty"`
}

// siteDoc is whose catalogue this is.
type siteDoc struct {
	Name        text.Text              `json:"name"`
	ShortName   text.Text              `json:"short_name"`
	Description text.Text              `json:"description"`
	URL         string                 `json:"url"`
	Publisher   sitePublisher          `json:"publisher"`
	Contact     *siteContact           `json:"contact"`
	Licence     *siteLicence           `json:"licence"`
	HomeUnit    *unit                  `json:"home_unit"`
	Reference   string                 `json:"reference_system,omitempty"`
	Middle      *sitePoint             `json:"middle"`
	Zoom        float64                `json:"zoom,omitempty"`
	Examples    map[text.Lang][]string `json:"examples,omitempty"`
	Colour      string                 `json:"colour,omitempty"`
	Logo        string                 `json:"logo,omitempty"`
	Languages   []text.Lang            `json:"languages"`
	Agency      string                 `json:"agency"`
	Kinds       map[string]int         `json:"kinds"`
	Faces       []httpkit.Protocol     `json:"faces"`
	Versions    Versions               `json:"versions"`
}

type (
	sitePublisher site.Publisher
	siteContact   site.Contact
	sitePoint     site.Point
)

type siteLicence struct {
	Code  string    `json:"code"`
	Label text.Text `json:"label"`
	URL   string    `json:"url"`
}

// site tells whose catalogue this is, what it holds, and in which forms.
func (f *Face) site(w http.ResponseWriter, r *http.Request) error {
	whose := f.kit.Site()
	state, err := f.state(r.Context())
	if err != nil {
		return err
	}
	counts, err := f.src.Store.Counts(r.Context())
	if err != nil {
		return err
	}
	doc := siteDoc{Name: whose.Name, ShortName: whose.ShortName, Description: whose.Description, URL: f.kit.URL("/"), Publisher: sitePublisher(whose.Publisher),
		Reference: whose.Reference, Middle: (*sitePoint)(whose.Middle), Zoom: whose.Zoom, Examples: whose.Examples, Colour: whose.Colour, Languages: whose.Languages,
		Agency: whose.Agency, Kinds: map[string]int{}, Faces: f.protocols(), Versions: f.numbers}
	if !whose.Contact.IsZero() {
		c := siteContact(whose.Contact)
		doc.Contact = &c
	}
	if l, ok := vocab.FindLicence(whose.Licence); ok {
		doc.Licence = &siteLicence{l.Code, l.Label, l.URL}
	}
	if u, ok := home(whose, f.src.Places()); ok {
		about := unitOf(u, f.src.Places())
		doc.HomeUnit = &about
	}
	if whose.Picture != nil {
		doc.Logo = f.kit.URL(logoPath)
	}
	for _, kind := range vocab.Kinds().Codes() {
		if counts[kind] > 0 {
			doc.Kinds[kind] = counts[kind]
		}
	}
	modified := f.since()
	if state.modified.After(modified) {
		modified = state.modified
	}
	return httpkit.WriteJSON(w, r, doc, httpkit.Validator{Modified: modified})
}

// siteSince is a site with the time since which the face knows it.
type siteSince struct {
	site *site.Site
	at   time.Time
}

// since tells since when the site is what it is: the start, or its last change.
func (f *Face) since() time.Time {
	now, last := f.kit.Site(), f.whose.Load()
	if last != nil && last.site == now {
		return last.at
	}
	next := &siteSince{now, f.started}
	if last != nil {
		next.at = f.now()
	}
	f.whose.Store(next)
	return next.at
}

// home is the unit that the catalogue is about.
func home(whose *site.Site, register *place.Register) (place.Unit, bool) {
	if whose.HomeUnit == "" {
		return place.Unit{}, false
	}
	found := register.Resolve(whose.HomeUnit, "")
	if len(found) == 0 {
		return place.Unit{}, false
	}
	return found[0], true
}

const logoPath = "/api/v1/site/logo"

// logo answers with the picture of the catalogue.
func (f *Face) logo(w http.ResponseWriter, r *http.Request) error {
	whose := f.kit.Site()
	if whose.Picture == nil {
		return catalog.NewFault(catalog.NotFound, "", "Danh mục này không có biểu trưng.", "This catalogue has no logo.")
	}
	return httpkit.WriteBytes(w, r, site.LogoMedia(whose.Logo), whose.Picture, httpkit.Validator{Modified: f.since()})
}

func (f *Face) protocols() []httpkit.Protocol {
	out := []httpkit.Protocol{}
	for _, p := range f.faces {
		p.URL, p.Docs = f.kit.URL(p.URL), f.kit.URL(p.Docs)
		out = append(out, p)
	}
	return out
}

// siteRoutes are the addresses about the catalogue as a whole.
func (f *Face) siteRoutes() []httpkit.Route {
	lang := []httpkit.Param{httpkit.LangParam()}
	pictures := []httpkit.Answer{}
	for _, ext := range []string{".svg", ".png", ".webp", ".jpg"} {
		pictures = append(pictures, httpkit.Answer{Media: site.LogoMedia(ext)})
	}
	return []httpkit.Route{
		{Name: "site", Path: "/api/v1/site", Tag: "catalogue", Handle: f.site, Params: lang, Faults: []catalog.FaultKind{catalog.Invalid},
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "Site"}},
			Summary: text.New("Danh mục này là của ai", "Whose catalogue this is"),
			Help: text.New("Tên, bên công bố, liên hệ, giấy phép, đơn vị nhà, các loại bản ghi đang có, các giao thức và phiên bản. Điều không được khai thì là null hoặc vắng mặt.",
				"Name, publisher, contact, licence, home unit, kinds of records that there are, protocols and versions. What is not stated is null or absent.")},
		{Name: "site.logo", Path: logoPath, Tag: "catalogue", Handle: f.logo, Params: lang, Faults: []catalog.FaultKind{catalog.Invalid, catalog.NotFound}, Answers: pictures,
			Summary: text.New("Biểu trưng của danh mục", "The catalogue's logo")},
	}
}

func siteWords() [][3]string {
	return [][3]string{
		{"Site", "Danh mục này là của ai.", "Whose catalogue this is."},
		{"Site.name", "Tên đầy đủ.", "Full name."},
		{"Site.short_name", "Tên ngắn.", "Short name."},
		{"Site.description", "Trong danh mục có gì.", "What is in it."},
		{"Site.url", "Địa chỉ công khai.", "Public address."},
		{"Site.publisher", "Bên công bố.", "Who publishes it."},
		{"Site.contact", "Liên hệ; null nếu không khai.", "How to reach the operator; null where none is stated."},
		{"Site.licence", "Giấy phép của chính danh mục; null nếu không khai. Mỗi bộ dữ liệu có giấy phép riêng.", "Licence of the catalogue itself; null where none is stated. Each dataset has its own."},
		{"Site.home_unit", "Đơn vị hành chính mà danh mục nói về; null nếu không khai hoặc không tìm thấy.", "The administrative unit that the catalogue is about; null where none is stated or found."},
		{"Site.reference_system", "Hệ toạ độ của giấy tờ địa phương.", "Reference system of local papers."},
		{"Site.middle", "Tâm bản đồ khi mở, WGS 84; null nếu không khai.", "Where maps open, WGS 84; null where it is not stated."},
		{"Site.zoom", "Mức phóng của bản đồ khi mở.", "Zoom at which maps open."},
		{"Site.examples", "Các câu tìm kiếm gợi ý, theo ngôn ngữ của chúng.", "Searches to try, by the language they are in."},
		{"Site.colour", "Màu chính, #rrggbb.", "Main colour, #rrggbb."},
		{"Site.logo", "Địa chỉ của biểu trưng.", "Address of the logo."},
		{"Site.languages", "Ngôn ngữ của trang, ngôn ngữ đầu là mặc định.", "Languages of the pages, the default one first."},
		{"Site.agency", "Định danh cơ quan trong SDMX.", "Identifier as an agency of SDMX."},
		{"Site.kinds", "Các loại có bản ghi, và số bản ghi.", "The kinds that have records, and how many."},
		{"Site.faces", "Các giao thức.", "The protocols."},
		{"Site.versions", "Các phiên bản, khi biết.", "Versions, where known."},
		{"SitePublisher", "Bên công bố.", "Who publishes the catalogue."},
		{"SiteContact", "Liên hệ với đơn vị vận hành.", "How to reach the operator."},
		{"SiteContact.form", "Địa chỉ của một biểu mẫu.", "Address of a form."},
		{"SiteLicence", "Giấy phép của danh mục.", "Licence of the catalogue."},
		{"SitePoint", "Một điểm, WGS 84.", "A point in WGS 84."},
		{"Versions", "Các phiên bản.", "Versions."},
		{"Versions.program", "Của chương trình.", "Of the program."},
		{"Versions.schema", "Của kho bản ghi.", "Of the record store."},
		{"Versions.index", "Của chỉ mục tìm kiếm.", "Of the search index."},
		{"Protocol", "Một giao thức của danh mục.", "A protocol that the catalogue speaks."},
		{"Protocol.name", "Tên ngắn, bền vững.", "Short stable name."},
		{"Protocol.title", "Tên.", "Title."},
		{"Protocol.url", "Địa chỉ gốc.", "Root address."},
		{"Protocol.docs", "Địa chỉ mô tả.", "Address of its description."},
		{"Protocol.standard", "Địa chỉ của chuẩn.", "Address of the standard."},
	}
}
