package contact

import (
	"net/http"

	"github.com/getkin/kin-openapi/openapi3"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/enquiry"
	"honglinh/catalog/text"
)

// Routes lists the addresses of the face.
func (f *Face) Routes() []httpkit.Route {
	sent := []catalog.FaultKind{catalog.Invalid, catalog.NotFound, catalog.TooLarge, httpkit.RateLimited, httpkit.UnsupportedMedia}
	post, lang := []string{http.MethodPost}, []httpkit.Param{httpkit.LangParam()}
	private := []httpkit.Param{
		{Name: "number", Path: true, Type: httpkit.String, Required: true, Example: "2026-0001", Help: text.New("Số của câu hỏi.", "Number of the enquiry.")},
		{Name: "key", Type: httpkit.String, Required: true, Max: httpkit.Bound(64), Example: "aaaaaaaaaaaaaaaaaaaaaaaaaa", Help: text.New("Khoá trong status_url.", "The key in status_url.")},
		httpkit.LangParam(),
	}
	return []httpkit.Route{
		{Name: "enquiries", Path: "/api/v1/enquiries", Methods: post, Tag: "people", Handle: f.ask, Params: lang, Faults: sent,
			Body:    &httpkit.Body{Schema: "EnquiryDraft", Example: question{Record: "opportunity/…", Question: "Is this land still free?", Lang: "en", ReplyTo: "name@example.com"}},
			Answers: []httpkit.Answer{{Status: http.StatusCreated, Media: httpkit.JSONMedia, Schema: "Receipt"}},
			Summary: text.New("Hỏi về một bản ghi", "Ask about a record"),
			Help: text.New("Không cần tài khoản. Trả lời trong năm ngày làm việc; trang riêng ở status_url. Địa chỉ thư không bắt buộc, chỉ dùng để trả lời, và được xoá cùng câu hỏi.",
				"No account. An answer is due in five working days; the private page is at status_url. The mail address is optional, used only to answer, and deleted with the enquiry.")},
		{Name: "enquiry", Path: "/api/v1/enquiries/{number}", Tag: "people", Handle: f.find, Params: private, Faults: []catalog.FaultKind{catalog.Invalid, catalog.NotFound},
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "Enquiry"}}, Summary: text.New("Một câu hỏi của chính bạn", "An enquiry of your own"),
			Help: text.New("Chỉ cho người có khoá; không bao giờ được lưu đệm.", "Only for who has the key; never cached.")},
		{Name: "enquiry.withdraw", Path: "/api/v1/enquiries/{number}", Methods: []string{http.MethodDelete}, Tag: "people", Handle: f.withdraw, Params: private, Faults: []catalog.FaultKind{catalog.Invalid, catalog.NotFound},
			Answers: []httpkit.Answer{{Status: http.StatusNoContent}}, Summary: text.New("Xoá một câu hỏi của chính bạn", "Delete an enquiry of your own")},
		{Name: "reports", Path: "/api/v1/reports", Methods: post, Tag: "people", Handle: f.report, Params: lang, Faults: sent,
			Body:    &httpkit.Body{Schema: "ReportDraft", Example: mistake{Record: "procedure/…", Field: "fee", Text: "The fee changed on 1 July 2026.", Lang: "en"}},
			Answers: []httpkit.Answer{{Status: http.StatusCreated, Media: httpkit.JSONMedia, Schema: "Receipt"}}, Summary: text.New("Báo một chỗ sai", "Report a mistake")},
		{Name: "ratings", Path: "/api/v1/ratings", Methods: post, Tag: "people", Handle: f.rate, Params: lang, Faults: sent,
			Body:    &httpkit.Body{Schema: "RatingDraft", Example: map[string]any{"page": "/en/search", "useful": true}},
			Answers: []httpkit.Answer{{Status: http.StatusNoContent}}, Summary: text.New("Trang có giúp được không", "Whether a page helped"),
			Help: text.New("Chỉ đếm theo trang; không giữ gì về người gửi.", "Only counted per page; nothing of the sender is kept.")},
		{Name: "enquiries.statistics", Path: "/api/v1/enquiries", Tag: "people", Handle: f.statistics, Params: lang, Faults: []catalog.FaultKind{catalog.Invalid},
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "EnquiryStatistics"}}, Summary: text.New("Đã hỏi, đã trả lời, đúng hạn: theo năm", "Asked, answered, in time: by year")},
	}
}

// Schemas returns the components of the OpenAPI document.
func (f *Face) Schemas() openapi3.Schemas {
	word, number, flag, at := openapi3.NewStringSchema, openapi3.NewIntegerSchema, openapi3.NewBoolSchema, openapi3.NewDateTimeSchema
	long := func() *openapi3.Schema {
		return openapi3.NewStringSchema().WithMinLength(enquiry.MinText).WithMaxLength(enquiry.MaxText)
	}
	lang := func() *openapi3.Schema { return openapi3.NewStringSchema().WithEnum("vi", "en") }
	object := func(properties map[string]*openapi3.Schema, required ...string) *openapi3.SchemaRef {
		s := openapi3.NewObjectSchema().WithProperties(properties)
		s.Required = required
		return s.NewRef()
	}
	year := object(map[string]*openapi3.Schema{"year": number(), "asked": number(), "mistakes": number(), "answered": number(), "in_time": number(), "withdrawn": number()}, "year", "asked", "answered", "in_time")
	return openapi3.Schemas{
		"EnquiryDraft": object(map[string]*openapi3.Schema{"record": word().WithNullable(), "question": long(), "lang": lang(), "reply_to": word().WithNullable()}, "question", "lang"),
		"ReportDraft":  object(map[string]*openapi3.Schema{"record": word().WithNullable(), "field": word().WithNullable(), "text": long(), "lang": lang(), "reply_to": word().WithNullable()}, "text", "lang"),
		"RatingDraft":  object(map[string]*openapi3.Schema{"page": word(), "useful": flag()}, "page", "useful"),
		"Receipt":      object(map[string]*openapi3.Schema{"number": word(), "status_url": word(), "due": word(), "holidays_known": flag()}, "number", "status_url", "due", "holidays_known"),
		"Enquiry": object(map[string]*openapi3.Schema{"number": word(), "sort": word().WithEnum("question", "mistake"), "state": word().WithEnum("open", "overdue", "answered"), "record": word(), "field": word(),
			"text": word(), "lang": lang(), "asked": at(), "due": word(), "holidays_known": flag(), "answer": word(), "answered": at(), "mail": word()}, "number", "sort", "state", "text", "lang", "asked", "due", "holidays_known"),
		"EnquiryStatistics": object(map[string]*openapi3.Schema{"working_days": number(), "items": openapi3.NewArraySchema().WithItems(year.Value)}, "working_days", "items"),
	}
}
