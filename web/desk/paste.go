package desk

import (
	"html"
	"net/http"
	"regexp"
	"strings"

	"github.com/microcosm-cc/bluemonday"
	"golang.org/x/text/unicode/norm"

	"honglinh/catalog/desk"
	"honglinh/catalog/text"
)

// markup is what may be HTML in a text that somebody pasted.
var markup = regexp.MustCompile(`<[a-zA-Z/!?]`)

// strict strips every tag, and what is inside scripts, styles and comments.
var strict = bluemonday.StrictPolicy()

// clean makes plain text of what was pasted: no markup, no characters that act
// instead of being shown, marks and letters in their composed form, line ends as
// everywhere.
func clean(s string) string {
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u00a0", " ", "\u202f", " ").Replace(s)
	if markup.MatchString(s) {
		const ampersand = "\ue000" // kept from both escaping and unescaping
		s = strict.Sanitize(strings.ReplaceAll(s, "&", ampersand))
		s = strings.ReplaceAll(html.UnescapeString(s), ampersand, "&")
	}
	s, _ = text.Shown(s)
	return strings.TrimSpace(norm.NFC.String(s))
}

// posted are the fields of a form over what the edition held when the form was
// made: what the form did not show stays. Fault: Invalid for corners that enclose no land.
func posted(r *http.Request, e *desk.Edition, rev int) (map[string]string, error) {
	fields, known := e.AtRev(rev)
	if !known {
		fields = map[string]string{}
		for name, v := range e.Fields {
			fields[name] = v
		}
	}
	for _, box := range r.PostForm["box"] { // boxes that the form has; one that is not ticked is not sent
		delete(fields, strings.TrimPrefix(box, "f."))
	}
	for name, values := range r.PostForm {
		if field, ok := strings.CutPrefix(name, "f."); ok && len(values) > 0 {
			fields[field] = clean(values[len(values)-1])
		}
	}
	return fields, located(fields, r.PostFormValue("corners"), r.PostFormValue("corners_crs"))
}
