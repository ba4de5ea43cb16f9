package ckan

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"honglinh/api/httpkit"
)

// handler answers an action; what it returns becomes "result".
type handler func(ctx context.Context, p *params) (any, error)

// actionSpec is one action: what answers it and what help_show says.
type actionSpec struct {
	name   string
	handle handler
	help   string
}

// actions is the explicit list of actions.
func (f *Face) actions() []actionSpec {
	return []actionSpec{
		{"package_list", f.packageList, "Return the names of all datasets, ascending.\n\n:param limit: at most so many\n:param offset: leave out the first so many"},
		{"current_package_list_with_resources", f.packagesWithResources, "Return all datasets with their resources.\n\n:param limit:\n:param offset:"},
		{"package_show", f.packageShow, "Return a dataset.\n\n:param id: the id or name of the dataset"},
		{"package_search", f.packageSearch, "Search for datasets.\n\n:param q: words, or Solr syntax (field:value, quotes, AND OR NOT, + -)\n:param fq: filter in Solr syntax\n:param fq_list: several filters\n" +
			":param sort: e.g. \"score desc, metadata_modified desc\"\n:param rows: at most 1000, default 10\n:param start:\n:param facet.field: JSON list of fields\n:param facet.mincount:\n:param facet.limit: default 50, negative for all"},
		{"package_autocomplete", f.packageAutocomplete, "Return datasets whose name or title matches.\n\n:param q:\n:param limit:"},
		{"resource_show", f.resourceShow, "Return a resource.\n\n:param id: the id of the resource"},
		{"resource_search", f.resourceSearch, "Search for resources.\n\n:param query: field:term, or a list of them\n:param order_by:\n:param offset:\n:param limit:"},
		{"resource_view_list", f.emptyList, "Return the views of a resource: none are kept."},
		{"organization_list", f.organizationList, "Return the names of the organisations that publish.\n\n:param sort: name, package_count or title, with asc or desc\n:param limit:\n:param offset:\n:param organizations:\n:param all_fields:"},
		{"organization_show", f.organizationShow, "Return an organisation.\n\n:param id:\n:param include_datasets: with its first ten datasets"},
		{"organization_autocomplete", f.organizationAutocomplete, "Return organisations whose name or title matches.\n\n:param q:\n:param limit:"},
		{"organization_list_for_user", f.emptyList, "Return the organisations that the caller may edit: none."},
		{"group_list", f.groupList, "Return the names of the topics.\n\n:param sort:\n:param limit:\n:param offset:\n:param groups:\n:param all_fields:"},
		{"group_show", f.groupShow, "Return a topic.\n\n:param id:\n:param include_datasets:"},
		{"group_package_show", f.groupPackageShow, "Return the datasets of a topic.\n\n:param id:\n:param limit:"},
		{"group_autocomplete", f.groupAutocomplete, "Return topics whose name or title matches.\n\n:param q:\n:param limit:"},
		{"tag_list", f.tagList, "Return the keywords.\n\n:param query:\n:param vocabulary_id:\n:param all_fields:"},
		{"tag_show", f.tagShow, "Return a keyword.\n\n:param id:\n:param include_datasets:"},
		{"tag_autocomplete", f.tagAutocomplete, "Return keywords that contain the text.\n\n:param query:\n:param limit:"},
		{"format_autocomplete", f.formatAutocomplete, "Return resource formats that contain the text.\n\n:param q:\n:param limit:"},
		{"vocabulary_list", f.emptyList, "Return the vocabularies: none are kept."},
		{"license_list", f.licenceList, "Return the licences datasets can have."},
		{"status_show", f.statusShow, "Return what runs here."},
		{"site_read", f.siteRead, "Return true."},
		{"help_show", f.helpShow, "Return the help of an action.\n\n:param name: the name of the action"},
		{"datastore_search", f.datastoreSearch, "Search a DataStore resource.\n\n:param resource_id: id or alias\n:param filters: {\"column\": value or [values] or {\"gt\": …}}, \"$or\": […]\n:param q: words, or an object of words a column\n" +
			":param distinct:\n:param plain:\n:param language:\n:param limit: default 100, at most 32000\n:param offset:\n:param fields:\n:param sort:\n:param include_total:\n:param records_format: objects, lists, csv or tsv\n:param include_next_page:"},
		{"datastore_info", f.datastoreInfo, "Return the columns of a DataStore resource.\n\n:param resource_id:\n:param include_meta:\n:param include_fields_schema:"},
	}
}

func (f *Face) find(name string) (actionSpec, bool) {
	all := f.actions()
	i := slices.IndexFunc(all, func(a actionSpec) bool { return a.name == name })
	if i < 0 {
		return actionSpec{}, false
	}
	return all[i], true
}

// writing matches the names of CKAN's actions that change something.
var writing = regexp.MustCompile(`^(package|dataset|resource|resource_view|organization|group|user|tag|vocabulary|datastore|member|organization_member|group_member|follow|unfollow)_[a-z_]*(create|update|patch|delete|purge|upsert|revise|reorder|dataset)$`)

func actionOf(r *http.Request) string {
	if name, ok := httpkit.PathVar(r, "action"); ok {
		return name
	}
	if _, name, ok := strings.Cut(r.URL.Path, "/action/"); ok && len(name) < 100 { // refused before it was routed
		return name
	}
	return ""
}

func (f *Face) helpURL(name string) string {
	return f.kit.URL("/api/3/action/help_show?name=" + url.QueryEscape(name))
}

type envelope struct {
	Help    string `json:"help"`
	Success bool   `json:"success"`
	Result  any    `json:"result"`
}

// action answers one call.
func (f *Face) action(w http.ResponseWriter, r *http.Request) error {
	name := actionOf(r)
	result, err := f.call(r, name)
	if err != nil {
		if e := failureOf(err); e != nil {
			return e.write(w, f.helpURL(name))
		}
		return err
	}
	answer := envelope{f.helpURL(name), true, result}
	if callback := r.URL.Query().Get("callback"); callback != "" && r.Method == http.MethodGet {
		return jsonp(w, r, callback, answer)
	}
	return httpkit.WriteJSON(w, r, answer, httpkit.Validator{})
}

func (f *Face) call(r *http.Request, name string) (any, error) {
	spec, ok := f.find(name)
	if !ok && writing.MatchString(name) {
		if r.Method != http.MethodPost {
			return nil, badRequest("JSON Error: No request body data")
		}
		return nil, &failure{status: http.StatusForbidden, kind: "Authorization Error", message: "Access denied: this catalogue is read-only here"}
	}
	if !ok {
		return nil, badRequest("Action name not known: " + name)
	}
	p, err := readParams(r)
	if err != nil {
		return nil, err
	}
	if cb := r.URL.Query().Get("callback"); cb != "" && r.Method == http.MethodGet && !callbackName.MatchString(cb) {
		return nil, invalid("callback", "Not the name of a JavaScript function")
	}
	p.lang = httpkit.Lang(r)
	return spec.handle(r.Context(), p)
}

// callbackName admits the names of functions, so that the answer runs nothing else.
var callbackName = regexp.MustCompile(`^[A-Za-z_$][A-Za-z0-9_$.]{0,99}$`)

func jsonp(w http.ResponseWriter, r *http.Request, callback string, answer envelope) error {
	b, err := httpkit.Marshal(answer)
	if err != nil {
		return err
	}
	safe := strings.NewReplacer("\u2028", `\u2028`, "\u2029", `\u2029`, "<", `\u003c`).Replace(string(b))
	return httpkit.WriteBytes(w, r, "application/javascript", []byte(callback+"("+safe+");"), httpkit.Validator{})
}

func (f *Face) emptyList(context.Context, *params) (any, error) { return []string{}, nil }

func (f *Face) siteRead(context.Context, *params) (any, error) { return true, nil }

func (f *Face) helpShow(_ context.Context, p *params) (any, error) {
	name := p.str("name")
	if name == "" {
		return nil, invalid("name", "Missing value")
	}
	spec, ok := f.find(name)
	if !ok {
		return nil, notFound("Action name not known")
	}
	return spec.help, nil
}

func (f *Face) statusShow(context.Context, *params) (any, error) { return f.siteStatus(), nil }

type siteStatus struct {
	Title       string   `json:"site_title"`
	Description string   `json:"site_description"`
	URL         string   `json:"site_url"`
	Version     string   `json:"ckan_version"`
	Email       *string  `json:"error_emails_to"`
	Locale      string   `json:"locale_default"`
	Extensions  []string `json:"extensions"`
}

func (f *Face) siteStatus() siteStatus {
	whose := f.kit.Site()
	first := whose.Languages[0]
	about, _ := whose.Description.Best(first)
	return siteStatus{whose.Called(first), about, f.kit.BaseURL(), apiVersion, nil, string(first), []string{"datastore"}}
}
