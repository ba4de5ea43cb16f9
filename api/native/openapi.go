package native

import (
	"cmp"
	"context"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/place"
	"honglinh/catalog/search"
	"honglinh/catalog/site"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

func (f *Face) openapi(w http.ResponseWriter, r *http.Request) error {
	d, err := f.written(r.Context())
	if err != nil {
		return err
	}
	return httpkit.WriteBytes(w, r, httpkit.JSONMedia, d.json, httpkit.Validator{Modified: d.made})
}

// document is the OpenAPI document as it was written for a site and its units.
type document struct {
	site   *site.Site
	places *place.Register
	json   []byte
	made   time.Time
}

// written returns the document, anew where the site or the units have changed.
func (f *Face) written(ctx context.Context) (*document, error) {
	whose, register := f.kit.Site(), f.src.Places()
	last := f.document.Load()
	if last != nil && last.site == whose && last.places == register {
		return last, nil
	}
	b, err := httpkit.Marshal(f.Document(ctx))
	if err != nil {
		return nil, err
	}
	d := &document{whose, register, b, f.since()}
	if last != nil { // the units may be others
		d.made = f.now()
	}
	f.document.Store(d)
	return d, nil
}

// Document returns the OpenAPI 3.0.3 description of the native API and of the
// other documented faces.
func (f *Face) Document(ctx context.Context) *openapi3.T {
	shown := f.examples(ctx)
	routes, schemas := f.Routes(), newBuilder().schemas(shown)
	for _, other := range f.others {
		routes = append(routes, other.Routes()...)
		for name, s := range other.Schemas() {
			schemas[name] = s
		}
	}
	doc := &openapi3.T{
		OpenAPI: "3.0.3", Info: f.info(), Tags: tags(), Paths: openapi3.NewPaths(),
		Servers:    openapi3.Servers{{URL: f.kit.BaseURL()}},
		Components: &openapi3.Components{Schemas: schemas, Responses: problemResponses(), Headers: headers()},
	}
	for _, rt := range routes {
		item := doc.Paths.Value(template(rt.Path))
		if item == nil {
			item = &openapi3.PathItem{}
			doc.Paths.Set(template(rt.Path), item)
		}
		for _, verb := range rt.Verbs() {
			if verb != http.MethodHead { // every GET answers HEAD too; info says so
				item.SetOperation(verb, verbOperation(verb, shown.in(rt)))
			}
		}
	}
	return doc
}

// in gives a route's parameters the examples of this catalogue.
func (e examples) in(rt httpkit.Route) httpkit.Route {
	rt.Params = slices.Clone(rt.Params)
	for i, p := range rt.Params {
		rt.Params[i] = e.local(rt.Path, p)
	}
	return rt
}

func (f *Face) info() *openapi3.Info {
	whose := f.kit.Site()
	info := &openapi3.Info{
		Title: whose.Called(text.EN), Version: "v1", Contact: contactOf(whose),
		Description: "Anonymous read access, CORS *, ETag and Last-Modified on every answer, gzip, br and zstd. Every GET also answers HEAD. " +
			"Unknown parameters are refused with the nearest known one. Errors are RFC 9457 problem documents in both languages. " +
			"Fields may be added; those described here keep their name and meaning.",
		Extensions: map[string]any{
			"x-title-vi": whose.Called(text.VI),
			"x-description-vi": "Đọc tự do không cần đăng nhập, CORS *, mọi câu trả lời có ETag và Last-Modified, nén gzip, br, zstd. Mọi GET đều trả lời HEAD. " +
				"Tham số lạ bị từ chối kèm tên đúng gần nhất. Lỗi là văn bản RFC 9457 bằng hai ngôn ngữ. Có thể thêm trường mới; các trường ở đây giữ nguyên tên và nghĩa.",
			"x-program-version": f.numbers.Program,
			"x-protocols":       f.protocols(),
		},
	}
	if l, ok := vocab.FindLicence(whose.Licence); ok {
		info.License = &openapi3.License{Name: l.Code, URL: l.URL}
	}
	return info
}

func contactOf(whose *site.Site) *openapi3.Contact {
	name, _ := whose.Publisher.Name.Best(text.EN)
	return &openapi3.Contact{Name: name, URL: cmp.Or(whose.Contact.Form, whose.Publisher.URL), Email: whose.Contact.Email}
}

func tags() openapi3.Tags {
	tag := func(name, vi, en string) *openapi3.Tag {
		return &openapi3.Tag{Name: name, Description: en, Extensions: map[string]any{"x-description-vi": vi}}
	}
	return openapi3.Tags{
		tag("search", "Tìm kiếm, gợi ý, xuất kết quả, nguồn cấp", "Search, suggestions, exports and feeds"),
		tag("records", "Bản ghi và lịch sử của chúng", "Records and their history"),
		tag("changes", "Dòng thay đổi", "The change feed"),
		tag("datasets", "Bộ dữ liệu và từ điển dữ liệu", "Datasets and their data dictionaries"),
		tag("tables", "Dòng, phiên bản, khác biệt và tệp tải về của các bảng", "Rows, versions, differences and downloads of tables"),
		tag("invest", "Ưu đãi và lộ trình đầu tư", "Incentives and journeys of investors"),
		tag("units", "Đơn vị hành chính qua các thời kỳ", "Administrative units through time"),
		tag("maps", "Các lớp bản đồ, ô véc-tơ, tải về", "Map layers, vector tiles, downloads"),
		tag("people", "Câu hỏi, báo sai, đánh giá, theo dõi", "Enquiries, reports of mistakes, ratings, subscriptions"),
		tag("catalogue", "Về danh mục này", "About the catalogue itself"),
	}
}

// verbOperation is the operation of a route by one method: where a POST stands beside a GET it takes the same parameters as a form.
func verbOperation(verb string, rt httpkit.Route) *openapi3.Operation {
	op := operation(rt)
	if verb != http.MethodPost || !slices.Contains(rt.Verbs(), http.MethodGet) {
		return op
	}
	op.OperationID += "_post"
	op.Responses.Delete("304")
	form := &openapi3.Schema{Type: &openapi3.Types{"object"}, Properties: openapi3.Schemas{}, AdditionalProperties: openapi3.AdditionalProperties{Has: openapi3.Ptr(false)}}
	var kept openapi3.Parameters
	for _, p := range op.Parameters {
		if p.Value.In == "query" {
			form.Properties[p.Value.Name] = p.Value.Schema
			continue
		}
		kept = append(kept, p)
	}
	op.Parameters = kept
	op.RequestBody = &openapi3.RequestBodyRef{Value: &openapi3.RequestBody{Content: openapi3.Content{"application/x-www-form-urlencoded": {Schema: inline(form)}}}}
	op.Responses.Set("413", &openapi3.ResponseRef{Ref: "#/components/responses/" + string(catalog.TooLarge)})
	return op
}

func operation(rt httpkit.Route) *openapi3.Operation {
	op := &openapi3.Operation{OperationID: strings.ReplaceAll(rt.Name, ".", "_"), Tags: []string{rt.Tag}, Summary: rt.Summary.In(text.EN), Description: rt.Help.In(text.EN),
		Extensions: map[string]any{"x-summary-vi": rt.Summary.In(text.VI)}, Responses: openapi3.NewResponsesWithCapacity(8)}
	if vi := rt.Help.In(text.VI); vi != "" {
		op.Extensions["x-description-vi"] = vi
	}
	for _, p := range rt.Params {
		op.Parameters = append(op.Parameters, &openapi3.ParameterRef{Value: parameter(p)})
	}
	if rt.Body != nil {
		op.RequestBody = &openapi3.RequestBodyRef{Value: &openapi3.RequestBody{Required: true, Content: openapi3.Content{httpkit.JSONMedia: {Schema: reference(rt.Body.Schema), Example: rt.Body.Example}}}}
	}
	for _, a := range rt.Answers {
		addAnswer(op, a)
	}
	if slices.Contains(rt.Verbs(), http.MethodGet) {
		op.Responses.Set("304", &openapi3.ResponseRef{Ref: "#/components/responses/not-modified"})
	}
	for _, kind := range append(slices.Clone(rt.Faults), httpkit.URITooLong, catalog.Busy, catalog.Internal) {
		status := strconv.Itoa(httpkit.FindKind(kind).Status)
		op.Responses.Set(status, &openapi3.ResponseRef{Ref: "#/components/responses/" + string(kind)})
	}
	return op
}

func addAnswer(op *openapi3.Operation, a httpkit.Answer) {
	status := "200"
	if a.Status != 0 {
		status = strconv.Itoa(a.Status)
	}
	ref := op.Responses.Value(status)
	if ref == nil {
		ref = &openapi3.ResponseRef{Value: &openapi3.Response{Description: openapi3.Ptr("The answer."), Content: openapi3.Content{}, Headers: openapi3.Headers{
			"ETag": {Ref: "#/components/headers/ETag"}, "Last-Modified": {Ref: "#/components/headers/Last-Modified"}, "X-Request-Id": {Ref: "#/components/headers/X-Request-Id"},
		}}}
		op.Responses.Set(status, ref)
	}
	if a.Media == "" { // an answer without a body
		return
	}
	media := &openapi3.MediaType{Example: a.Example, Schema: inline(&openapi3.Schema{Type: &openapi3.Types{"string"}})}
	if a.Schema != "" {
		media.Schema = reference(a.Schema)
	} else if strings.Contains(a.Media, "json") || strings.Contains(a.Media, "yaml") {
		media.Schema = inline(&openapi3.Schema{}) // any value
	}
	ref.Value.Content[a.Media] = media
}

func parameter(p httpkit.Param) *openapi3.Parameter {
	out := &openapi3.Parameter{Name: p.Name, In: "query", Required: p.Required, Description: p.Help.In(text.EN),
		Extensions: map[string]any{"x-description-vi": p.Help.In(text.VI)}, Schema: inline(paramSchema(p))}
	if p.Path {
		out.In, out.Required = "path", true
	}
	if p.Example != "" {
		out.Example = example(p)
	}
	if p.Many {
		out.Style, out.Explode = "form", openapi3.Ptr(!p.Commas)
		out.Schema = inline(&openapi3.Schema{Type: &openapi3.Types{"array"}, Items: out.Schema, MaxItems: openapi3.Ptr(uint64(search.MaxValues))})
	}
	return out
}

// template is a route's path as OpenAPI writes it: without the patterns that
// the router matches variables by.
func template(path string) string { return variable.ReplaceAllString(path, "{$1}") }

var variable = regexp.MustCompile(`\{([^{}:]+):[^{}]*\}`)

func paramSchema(p httpkit.Param) *openapi3.Schema {
	if p.Type == "" {
		p.Type = httpkit.String
	}
	s := &openapi3.Schema{Type: &openapi3.Types{string(p.Type)}}
	switch p.Type {
	case httpkit.Integer, httpkit.Number:
		s.Min, s.Max = p.Min, p.Max
	case httpkit.Date:
		// An empty field of a form is a parameter that was not given.
		s.Type, s.Pattern = &openapi3.Types{"string"}, `^(\d{4}(-\d{2}(-\d{2})?)?)?$`
	case httpkit.String:
		if p.Max != nil {
			s.MaxLength = openapi3.Ptr(uint64(*p.Max))
		}
	}
	for _, v := range p.Enum {
		s.Enum = append(s.Enum, v)
	}
	if p.Default != "" {
		s.Default = typed(p, p.Default)
	}
	return s
}

// example is a list where several values may be given.
func example(p httpkit.Param) any {
	if !p.Many {
		return typed(p, p.Example)
	}
	written := []string{p.Example}
	if p.Commas {
		written = strings.Split(p.Example, ",")
	}
	values := make([]any, len(written))
	for i, s := range written {
		values[i] = typed(p, s)
	}
	return values
}

// typed reads a written default or example as the parameter's type.
func typed(p httpkit.Param, s string) any {
	switch p.Type {
	case httpkit.Integer, httpkit.Number:
		if v, err := strconv.ParseFloat(s, 64); err == nil {
			return v
		}
	case httpkit.Boolean:
		return s == "true"
	}
	return s
}

// problemResponses is one response a fault kind.
func problemResponses() openapi3.ResponseBodies {
	out := openapi3.ResponseBodies{"not-modified": &openapi3.ResponseRef{Value: &openapi3.Response{
		Description: openapi3.Ptr("What you have is still right."), Extensions: map[string]any{"x-description-vi": "Bản bạn đang có vẫn đúng."}}}}
	for _, k := range httpkit.ProblemKinds() {
		out[string(k.Kind)] = &openapi3.ResponseRef{Value: &openapi3.Response{
			Description: openapi3.Ptr(k.Title.In(text.EN) + ". " + k.Help.In(text.EN)),
			Extensions:  map[string]any{"x-description-vi": k.Title.In(text.VI) + ". " + k.Help.In(text.VI)},
			Content:     openapi3.Content{httpkit.ProblemMedia: &openapi3.MediaType{Schema: reference("Problem")}},
		}}
	}
	return out
}

func headers() openapi3.Headers {
	header := func(en, vi string) *openapi3.HeaderRef {
		return &openapi3.HeaderRef{Value: &openapi3.Header{Parameter: openapi3.Parameter{Description: en, Schema: stringSchema(),
			Extensions: map[string]any{"x-description-vi": vi}}}}
	}
	return openapi3.Headers{
		"ETag":          header("Tag of this state, for If-None-Match.", "Nhãn của trạng thái này, dùng cho If-None-Match."),
		"Last-Modified": header("When what is shown last changed, for If-Modified-Since.", "Lần thay đổi cuối, dùng cho If-Modified-Since."),
		"X-Request-Id":  header("Id of this request, for questions about it.", "Mã của yêu cầu này, để hỏi về nó."),
	}
}
