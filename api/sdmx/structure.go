package sdmx

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
)

func structureFormats() []httpkit.Format {
	return []httpkit.Format{
		{Name: "json", Media: "application/vnd.sdmx.structure+json;version=2.0.0"},
		{Name: "xml", Media: "application/vnd.sdmx.structure+xml;version=3.0.0"},
		{Name: "json-plain", Media: "application/json"},
		{Name: "xml-plain", Media: "application/xml"},
	}
}

// kinds are the classes of artefacts that there are.
func kinds() []string {
	return []string{"dataflow", "datastructure", "codelist", "conceptscheme", "agencyscheme"}
}

// artefacts are the structures of an answer.
type artefacts struct {
	lists    []*codelist
	concepts bool
	agencies bool
	flows    []*flow
	defs     []*flow
	any      *flow // gives the artefacts their times
}

// structure answers a structure query. references=children, descendants or all
// bring what an artefact needs along; detail is accepted, everything is small.
func (f *Face) structure(w http.ResponseWriter, r *http.Request) error {
	values, err := httpkit.Params(r, "references", "detail", "lang", "format")
	if err != nil {
		return err
	}
	references := values.Get("references")
	if references != "" {
		allowed := append([]string{"none", "all", "children", "descendants", "parents", "parentsandsiblings", "ancestors"}, kinds()...)
		if err := oneOf("references", references, allowed...); err != nil {
			return err
		}
	}
	if d := values.Get("detail"); d != "" {
		if err := oneOf("detail", d, "full", "allstubs", "referencestubs", "allcompletestubs", "referencecompletestubs", "referencepartial", "raw"); err != nil {
			return err
		}
	}
	form, err := httpkit.Negotiate(w, r, structureFormats())
	if err != nil {
		return err
	}
	found, err := f.artefacts(r, references)
	if err != nil {
		return err
	}
	lang := f.language(w, r)
	val := httpkit.Validator{Modified: found.any.modified(), ETag: httpkit.ETag(f.agency(), found.any.version.SHA256, r.URL.RequestURI(), form.Name, string(lang), found.any.dataset.Version)}
	if httpkit.NotModified(w, r, val) {
		return nil
	}
	m := message{face: f, by: f.agency(), flow: found.any, lang: lang}
	if strings.HasPrefix(form.Name, "xml") {
		return httpkit.WriteBytes(w, r, form.Media, m.structureXML(found), val)
	}
	body, err := m.structureJSON(found)
	if err != nil {
		return err
	}
	return httpkit.WriteBytes(w, r, form.Media, body, val)
}

// artefacts collects what the path names, with its references.
func (f *Face) artefacts(r *http.Request, references string) (artefacts, error) {
	var out artefacts
	kind := part(r, "type")
	if kind != "*" && !slices.Contains(kinds(), kind) {
		return out, &catalog.Fault{Kind: catalog.NotFound, Where: "type", Nearest: text.Nearest(kind, kinds()),
			Detail: text.New("Loại cấu trúc: "+strings.Join(kinds(), ", ")+".", "The kinds of structures are: "+strings.Join(kinds(), ", ")+".")}
	}
	wants := func(k, id string) bool {
		asked := part(r, "id")
		return (kind == "*" || kind == k) && (asked == "" || asked == "*" || asked == "all" || slices.Contains(strings.Split(asked, ","), id))
	}
	with := references != "" && references != "none"
	for _, s := range f.all() {
		fl, _, err := f.flow(r.Context(), s, time.Time{})
		if err != nil {
			return out, err
		}
		out.any = fl
		flowAsked, defAsked := wants("dataflow", s.id), wants("datastructure", s.id)
		if flowAsked || with && defAsked {
			out.flows = append(out.flows, fl)
		}
		if defAsked || with && flowAsked {
			out.defs = append(out.defs, fl)
		}
		for _, id := range listIDs() {
			if wants("codelist", id) || with && (flowAsked && references != "children" || defAsked) {
				out.lists = append(out.lists, fl.lists[id])
			}
		}
		out.concepts = out.concepts || wants("conceptscheme", conceptScheme) || with && (flowAsked && references != "children" || defAsked)
		out.agencies = out.agencies || wants("agencyscheme", "AGENCIES")
	}
	if !f.agency().is(part(r, "agency")) || !current(part(r, "version")) || len(out.lists) == 0 && !out.concepts && !out.agencies && len(out.flows) == 0 && len(out.defs) == 0 {
		return out, catalog.NewFault(catalog.NotFound, "id", "Không có cấu trúc này.", "There is no such structure.")
	}
	return out, nil
}

const conceptScheme = "CS_INDICATORS"

func concepts() []component {
	return append(append(dimensions(), others()...), attributes()...)
}

// description tells what the flow is, and what it cannot hold.
func (f *flow) description() text.Text {
	d := text.Text{}
	for l, form := range map[text.Lang]string{
		text.VI: "%s Số quan sát: %d. Số dòng không ghi kỳ, chỉ có trong bảng gốc %s/%s: %d.",
		text.EN: "%s Observations: %d. Rows that state no period, only in the native table %s/%s: %d."} {
		s, _ := f.dataset.Description.Best(l)
		d.Set(l, fmt.Sprintf(form, s, len(f.obs), f.dataset.Name, f.resource.Name, f.dateless))
	}
	return d
}
