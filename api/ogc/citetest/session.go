package citetest

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Run asks everything of the server whose landing page is at root, or only the requirements named. The error is only for a server that does not answer at all.
func Run(ctx context.Context, client *http.Client, root string, only ...string) (Report, error) {
	s := &session{ctx: ctx, client: client, root: strings.TrimSuffix(root, "/")}
	if _, err := s.get(s.root); err != nil {
		return Report{}, fmt.Errorf("landing page: %w", err)
	}
	var report Report
	for _, c := range slices.Concat(coreChecks(), pageChecks(), itemChecks(), crsChecks(), filterChecks(), schemaChecks(), recordChecks(), tileChecks()) {
		if len(only) > 0 && !slices.Contains(only, c.requirement) {
			continue
		}
		x := Result{Class: c.class, Requirement: c.requirement, Title: c.title, Status: Pass}
		var skipped skipped
		if err := c.ask(s); errors.As(err, &skipped) {
			x.Status, x.Message = Skip, skipped.reason
		} else if err != nil {
			x.Status, x.Message = Fail, strings.ReplaceAll(err.Error(), s.root, "{root}")
		}
		report.add(x)
	}
	return report, nil
}

// session is a conversation with one server.
type session struct {
	ctx    context.Context
	client *http.Client
	root   string
}

// reply is an answer, read whole.
type reply struct {
	url    string
	status int
	header http.Header
	body   []byte
	proto  string
}

// mostBytes bounds an answer: a page of 10,000 features has under 50 MB.
const mostBytes = 64 << 20

func (s *session) get(address string, header ...string) (reply, error) {
	if !strings.HasPrefix(address, "http") {
		address = s.root + address
	}
	req, err := http.NewRequestWithContext(s.ctx, http.MethodGet, address, nil)
	if err != nil {
		return reply{}, err
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := s.client.Do(req)
	if err != nil {
		return reply{}, err
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(io.LimitReader(resp.Body, mostBytes))
	return reply{address, resp.StatusCode, resp.Header, body, resp.Proto}, err
}

// object gets a JSON object with status 200.
func (s *session) object(address string, header ...string) (map[string]any, error) {
	r, err := s.get(address, header...)
	if err != nil {
		return nil, err
	}
	if r.status != http.StatusOK {
		return nil, wrong("%s: status %d, want 200: %.200s", r.url, r.status, r.body)
	}
	var v map[string]any
	if err := json.Unmarshal(r.body, &v); err != nil {
		return nil, wrong("%s: not a JSON object: %v", r.url, err)
	}
	return v, nil
}

// expect wants a status.
func (s *session) expect(status int, address string) error {
	r, err := s.get(address)
	if err != nil {
		return err
	}
	if r.status != status {
		return wrong("%s: status %d, want %d", r.url, r.status, status)
	}
	return nil
}

// list reads a member that is a list of objects.
func list(v map[string]any, name string) []map[string]any {
	var out []map[string]any
	items, _ := v[name].([]any)
	for _, x := range items {
		if o, ok := x.(map[string]any); ok {
			out = append(out, o)
		}
	}
	return out
}

func str(v map[string]any, name string) string {
	s, _ := v[name].(string)
	return s
}

func strs(v map[string]any, name string) []string {
	var out []string
	items, _ := v[name].([]any)
	for _, x := range items {
		if s, ok := x.(string); ok {
			out = append(out, s)
		}
	}
	return out
}

// linked finds a link by relation and media type ("" for any).
func linked(v map[string]any, rel, media string) (map[string]any, bool) {
	for _, l := range list(v, "links") {
		if str(l, "rel") == rel && (media == "" || plainMedia(str(l, "type")) == media) {
			return l, true
		}
	}
	return nil, false
}

func plainMedia(m string) string { return strings.ReplaceAll(strings.ToLower(m), " ", "") }

// collections are the entries of /collections whose items are of a type; "" for all.
func (s *session) collections(itemType string) ([]map[string]any, error) {
	v, err := s.object("/collections?f=json")
	if err != nil {
		return nil, err
	}
	var out []map[string]any
	for _, c := range list(v, "collections") {
		if itemType == "" || str(c, "itemType") == itemType {
			out = append(out, c)
		}
	}
	if len(out) == 0 {
		return nil, wrong("/collections has no collection of items of type %q", itemType)
	}
	return out, nil
}

// each asks the same of every collection of features.
func (s *session) each(ask func(id string, c map[string]any) error) error {
	all, err := s.collections("feature")
	if err != nil {
		return err
	}
	for _, c := range all {
		if err := ask(str(c, "id"), c); err != nil {
			return fmt.Errorf("collection %s: %w", str(c, "id"), err)
		}
	}
	return nil
}

func items(id string, pairs ...string) string {
	q := url.Values{}
	q.Set("f", "json")
	for i := 0; i+1 < len(pairs); i += 2 {
		q.Set(pairs[i], pairs[i+1])
	}
	return "/collections/" + id + "/items?" + q.Encode()
}

func ids(page map[string]any) []string {
	var out []string
	for _, f := range list(page, "features") {
		out = append(out, fmt.Sprint(f["id"]))
	}
	return out
}

// bbox is the first box of a collection's extent.
func bbox(c map[string]any) ([]float64, bool) {
	e, _ := c["extent"].(map[string]any)
	sp, _ := e["spatial"].(map[string]any)
	boxes, _ := sp["bbox"].([]any)
	if len(boxes) == 0 {
		return nil, false
	}
	n, _ := boxes[0].([]any)
	return numbers(n)
}

func numbers(v []any) ([]float64, bool) {
	out := make([]float64, len(v))
	for i, x := range v {
		f, ok := x.(float64)
		if !ok {
			return nil, false
		}
		out[i] = f
	}
	return out, len(out) > 0
}

func joined(n []float64) string {
	parts := make([]string, len(n))
	for i, v := range n {
		parts[i] = fmt.Sprintf("%.10g", v)
	}
	return strings.Join(parts, ",")
}
