package httpkit

import (
	"encoding/json"
	"net/http"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// ProblemMedia is the media type of a problem document (RFC 9457).
const ProblemMedia = "application/problem+json"

// Problem is an RFC 9457 problem document. Type is stable: code may switch on
// its last path segment.
type Problem struct {
	Type      string `json:"type"`
	Title     string `json:"title"`
	Status    int    `json:"status"`
	Detail    string `json:"detail,omitempty"`
	Instance  string `json:"instance"`
	TitleVI   string `json:"title_vi"`
	TitleEN   string `json:"title_en"`
	DetailVI  string `json:"detail_vi,omitempty"`
	DetailEN  string `json:"detail_en,omitempty"`
	Parameter string `json:"parameter,omitempty"`
	Nearest   string `json:"nearest,omitempty"`
	RequestID string `json:"request_id"`
	// Members are the extension members of this occurrence.
	Members map[string]any `json:"-"`

	// Kind and Lang are for renderers; Lang is the language of Title.
	Kind catalog.FaultKind `json:"-"`
	Lang text.Lang         `json:"-"`
	// Help says what the reader can do.
	Help text.Text `json:"-"`
}

// MarshalJSON writes the document with its extension members beside the
// standard ones; a standard member is never overwritten.
func (p Problem) MarshalJSON() ([]byte, error) {
	type plain Problem
	own, err := Marshal(plain(p))
	if err != nil || len(p.Members) == 0 {
		return own, err
	}
	var standard map[string]json.RawMessage
	if err := json.Unmarshal(own, &standard); err != nil {
		return nil, err
	}
	extra := map[string]any{}
	for name, v := range p.Members {
		if _, taken := standard[name]; !taken {
			extra[name] = v
		}
	}
	rest, err := Marshal(extra)
	if err != nil || len(extra) == 0 {
		return own, err
	}
	return append(append(own[:len(own)-1], ','), rest[1:]...), nil
}

// Problem returns the problem document of err for a request, in the language
// the request asks for. The words of an Internal error never appear in it.
func (k *Kit) Problem(r *http.Request, err error) Problem {
	f := faultOf(err)
	kind := FindKind(f.Kind)
	lang := Lang(r)
	p := Problem{
		Type: ProblemType(k.baseURL, kind.Kind), Status: kind.Status, Kind: kind.Kind, Lang: lang, Help: kind.Help,
		TitleVI: kind.Title.In(text.VI), TitleEN: kind.Title.In(text.EN),
		DetailVI: f.Detail.In(text.VI), DetailEN: f.Detail.In(text.EN),
		Instance: instance(r), Nearest: f.Nearest, RequestID: RequestID(r.Context()), Members: membersOf(err),
	}
	p.Title, _ = kind.Title.Best(lang)
	p.Detail, _ = f.Detail.Best(lang)
	if kind.Kind != catalog.Internal && !strings.Contains(f.Where, "/") { // a record or a folder is no parameter
		p.Parameter = f.Where
	}
	return p
}

// ProblemType returns the stable type URI of a kind of fault.
func ProblemType(baseURL string, kind catalog.FaultKind) string {
	return strings.TrimRight(baseURL, "/") + "/problems/" + string(kind)
}

// instance is the path without the query, which may hold a person's words.
func instance(r *http.Request) string {
	path := r.URL.EscapedPath()
	if len(path) > maxInstance {
		path = path[:maxInstance]
	}
	return path
}

// maxInstance keeps a problem about an overlong address short.
const maxInstance = 512

// WriteProblem sends p as application/problem+json.
func WriteProblem(w http.ResponseWriter, r *http.Request, p Problem) {
	b, err := Marshal(p)
	if err != nil { // only a Members value that JSON cannot hold gets here
		p.Members = nil
		b, _ = Marshal(p)
	}
	h := w.Header()
	h.Set("Content-Type", ProblemMedia)
	h.Set("Content-Language", string(p.Lang))
	AddVary(h, "Accept-Language")
	w.WriteHeader(p.Status)
	_, _ = w.Write(append(b, '\n')) // a reader that hung up is no fault of ours
}
