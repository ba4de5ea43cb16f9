package sdmx

import (
	"encoding/xml"
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"honglinh/api/httpkit"
	"honglinh/catalog"
)

// rawVar returns a variable of the path as sent.
func rawVar(r *http.Request, name string) string { return mux.Vars(r)[name] }

// errorCode is the SDMX code of a fault (SDMX standards, section 7, 5.8).
func errorCode(kind catalog.FaultKind) int {
	switch kind {
	case catalog.NotFound, catalog.Gone:
		return 100
	case catalog.TooLarge:
		return 130
	case catalog.Invalid, httpkit.NotAcceptable:
		return 140
	case catalog.Busy, catalog.Upstream:
		return 503
	}
	return 500
}

type errorMessage struct {
	Errors []errorItem `json:"errors"`
}

type errorItem struct {
	Code   int               `json:"code"`
	Title  string            `json:"title"`
	Titles map[string]string `json:"titles"`
	Detail string            `json:"detail,omitempty"`
	Links  []errorLink       `json:"links,omitempty"`
	// The members of our own problem documents.
	Parameter string `json:"parameter,omitempty"`
	Nearest   string `json:"nearest,omitempty"`
	RequestID string `json:"request_id,omitempty"`
}

type errorLink struct {
	Href string `json:"href"`
	Rel  string `json:"rel"`
}

// Render writes a problem as an SDMX error message: XML for who asks for XML.
func (f *Face) Render(w http.ResponseWriter, r *http.Request, p httpkit.Problem) {
	code := errorCode(p.Kind)
	if strings.Contains(r.Header.Get("Accept"), "xml") || strings.HasPrefix(r.URL.Query().Get("format"), "xml") {
		w.Header().Set("Content-Type", "application/vnd.sdmx.error+xml;version=3.0.0")
		w.WriteHeader(p.Status)
		var b strings.Builder
		b.WriteString(xml.Header + `<mes:Error xmlns:mes="` + nsMessage + `" xmlns:com="` + nsCommon + `"><mes:ErrorMessage code="` + itoa(code) + `">`)
		b.WriteString(`<com:Text xml:lang="vi">` + esc(p.TitleVI) + ` ` + esc(p.DetailVI) + `</com:Text>`)
		b.WriteString(`<com:Text xml:lang="en">` + esc(p.TitleEN) + ` ` + esc(p.DetailEN) + `</com:Text></mes:ErrorMessage></mes:Error>`)
		_, _ = w.Write([]byte(b.String())) // the reader hung up: nothing to do
		return
	}
	item := errorItem{Code: code, Title: p.Title, Titles: map[string]string{"vi": p.TitleVI, "en": p.TitleEN}, Detail: p.Detail, Parameter: p.Parameter, Nearest: p.Nearest,
		RequestID: p.RequestID}
	b, err := httpkit.Marshal(errorMessage{[]errorItem{item}})
	if err != nil {
		return
	}
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(b, '\n')) // as above
}
