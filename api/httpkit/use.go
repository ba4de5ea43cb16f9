package httpkit

import (
	"context"
	"net/http"
)

// Use is what an answer of a route counts as in the figures of use: a closed set.
type Use string

// The uses. A route of the API that names none is UseAPI, one of the site UsePage when it
// stands below a language.
const (
	UsePage     Use = "pages"
	UseSearch   Use = "searches"
	UseAPI      Use = "api"
	UseDownload Use = "downloads"
	UseFeed     Use = "feeds"
	// UseNone is for parts of other answers, such as styles, pictures of a page and
	// suggestions while typing.
	UseNone Use = "none"
)

// Uses are those that are counted.
func Uses() []Use { return []Use{UsePage, UseSearch, UseAPI, UseDownload, UseFeed} }

// Used is one answer, as its route tells it: nothing of who asked, from where or for what.
type Used struct {
	Method string
	Status int
	Use    Use
	// Dataset is the slug of the dataset that was downloaded, "" for none.
	Dataset string
}

// SetUse says what the answer counts as, and the dataset that it is a download of.
func SetUse(r *http.Request, use Use, dataset string) {
	s := stateOf(r.Context())
	s.use, s.dataset = use, dataset
}

// used tells the counter of an answer whose route counts.
func (k *Kit) used(ctx context.Context, method string) {
	if s := stateOf(ctx); k.count != nil && s.use != "" && s.use != UseNone {
		k.count(Used{Method: method, Status: s.status, Use: s.use, Dataset: s.dataset})
	}
}
