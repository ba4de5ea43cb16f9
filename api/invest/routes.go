package invest

import (
	"github.com/getkin/kin-openapi/openapi3"

	"honglinh/api/httpkit"
	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Routes lists the addresses of the face.
func (f *Face) Routes() []httpkit.Route {
	faults := []catalog.FaultKind{catalog.Invalid}
	return []httpkit.Route{
		{Name: "incentives", Path: "/api/v1/incentives", Tag: "invest", OwnQuery: true, Handle: f.incentives, Faults: faults, Params: incentiveParams(),
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "IncentiveAnswer"}},
			Summary: text.New("Dự án được hưởng ưu đãi gì", "What a project may claim"),
			Help: text.New("Mỗi quy tắc một dòng: yes, no, conditional (tùy điều người hỏi biết hoặc làm được) hay unknown (tùy điều chưa nguồn nào nói). Câu hỏi nào bỏ trống là chưa biết; không điều gì chưa biết làm ra “yes”. Mọi biến của bảng incentives/variables đều dùng làm tham số được, trừ biến do quy tắc tính ra. Chỉ để tham khảo: văn bản tiếng Việt có giá trị áp dụng.",
				"A line a rule: yes, no, conditional (it depends on what the asker knows or can bring about) or unknown (it depends on what no source says). What is left out is unknown, and nothing unknown makes a yes. Every variable of the table incentives/variables may be a parameter but those that rules compute. Reference only: the Vietnamese act prevails.")},
		{Name: "journeys", Path: "/api/v1/journeys", Tag: "invest", Handle: f.journeys, Params: []httpkit.Param{httpkit.LangParam()}, Faults: faults,
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "JourneyList"}},
			Summary: text.New("Các lộ trình và câu hỏi của chúng", "The journeys with their questions")},
		{Name: "journey", Path: "/api/v1/journeys/{slug}", Tag: "invest", OwnQuery: true, Handle: f.journey, Faults: append(faults, catalog.NotFound), Params: journeyParams(),
			Answers: []httpkit.Answer{{Media: httpkit.JSONMedia, Schema: "Itinerary"}},
			Summary: text.New("Một lộ trình trong hoàn cảnh đã nêu: các bước theo thứ tự và tổng thời gian", "A journey in a situation: steps in order with totals"),
			Help: text.New("Tham số là các câu hỏi của lộ trình ấy (xem /api/v1/journeys), place và investor. Ngày làm việc và ngày theo lịch không cộng vào nhau; trong các bước thay nhau, bước nhanh nhất tính cho ít nhất, chậm nhất cho nhiều nhất; bước chưa rõ có cần không chỉ tính cho nhiều nhất.",
				"The parameters are the questions of that journey (see /api/v1/journeys), place and investor. Working and calendar days are never added to each other; of alternatives the quickest counts for the least and the slowest for the most; a step that is not known to be needed counts for the most only.")},
	}
}

func word(name, example, vi, en string, values ...string) httpkit.Param {
	return httpkit.Param{Name: name, Type: httpkit.String, Enum: values, Example: example, Help: text.New(vi, en)}
}

func amount(name, example, vi, en string) httpkit.Param {
	return httpkit.Param{Name: name, Type: httpkit.Number, Min: httpkit.Bound(0), Example: example, Help: text.New(vi, en)}
}

func placeParam() httpkit.Param {
	return word("place", "18118", "Phường, xã: mã hoặc tên, cũ cũng được.", "Ward or commune: code or name, former ones too.")
}

func incentiveParams() []httpkit.Param {
	return []httpkit.Param{
		placeParam(),
		word("zone", "industrial-cluster", "Khu, cụm nơi đặt dự án.", "The zone that the project is in.", "none", "industrial-cluster", "industrial-park", "export-processing-zone", "economic-zone", "high-tech-zone"),
		word("sector", "C", "Chữ cái ngành cấp 1, mã VSIC 2018, hoặc nhóm ngành của các quy tắc.", "VSIC section letter, VSIC 2018 code, or a sector of the rules."),
		word("project", "new", "Dự án mới hay mở rộng.", "A new project or an expansion.", "new", "expansion"),
		amount("capital", "200", "Vốn, tỷ đồng.", "Capital, billion VND."),
		amount("workers", "300", "Số lao động.", "Workers."),
		word("investor", "foreign", "Nhà đầu tư trong nước hay nước ngoài.", "Domestic or foreign investor.", "domestic", "foreign"),
		word("size", "small", "Cỡ doanh nghiệp.", "Size of the firm.", "micro", "small", "medium", "large"),
		amount("profit", "20", "Lợi nhuận một năm, tỷ đồng: chỉ để tính ví dụ, cùng với capital.", "Profit in a year, billion VND: for the example only, with capital."),
		amount("ordinary_rate", "20", "Thuế suất để so trong ví dụ, %.", "The rate that the example compares with, %."),
		{Name: "as_of", Type: httpkit.Date, Example: "2026-11-30", Help: text.New("Ngày hỏi; mặc định là hôm nay.", "The day asked about; by default today.")},
		httpkit.LangParam(),
	}
}

func journeyParams() []httpkit.Param {
	return []httpkit.Param{
		{Name: "slug", Path: true, Type: httpkit.String, Required: true, Example: "nha-may-trong-cum-cong-nghiep", Help: text.New("Tên lộ trình.", "Slug of the journey.")},
		placeParam(), word("investor", "domestic", "Nhà đầu tư trong nước hay nước ngoài.", "Domestic or foreign investor.", "domestic", "foreign"),
		httpkit.LangParam(),
	}
}

// Schemas returns the components of the OpenAPI document.
func (f *Face) Schemas() openapi3.Schemas {
	str, whole, num, flag, words := openapi3.NewStringSchema, openapi3.NewIntegerSchema, openapi3.NewFloat64Schema, openapi3.NewBoolSchema, openapi3.NewObjectSchema
	list := func(of *openapi3.Schema) *openapi3.Schema { return openapi3.NewArraySchema().WithItems(of) }
	object := func(required []string, properties map[string]*openapi3.Schema) *openapi3.Schema {
		s := openapi3.NewObjectSchema().WithProperties(properties)
		s.Required = required
		return s
	}
	question := object([]string{"text"}, map[string]*openapi3.Schema{"variable": str(), "known_by": str(), "text": words(), "lines": whole()})
	basis := object([]string{"title"}, map[string]*openapi3.Schema{"document": str(), "title": words(), "article": str(), "status": str(), "valid": words()})
	reason := object([]string{"text"}, map[string]*openapi3.Schema{"condition": str(), "holds": flag(), "text": words()})
	benefit := object(nil, map[string]*openapi3.Schema{"text": words(), "rate_percent": num(), "rate_years": num(), "for_life": flag(), "exempt_years": num(), "half_years": num(),
		"counted_from": words(), "example": words()})
	item := object([]string{"incentive", "title", "answer", "benefit", "because", "would_change", "legal_basis", "evidence", "asked_of"}, map[string]*openapi3.Schema{"incentive": str(), "title": words(),
		"family": str(), "instrument": words(), "answer": str().WithEnum("yes", "no", "conditional", "unknown"), "benefit": benefit, "because": list(reason), "would_change": list(question),
		"legal_basis": list(basis), "evidence": list(words()), "asked_of": words(), "eligible": words(), "time_limit": words(), "procedures": list(str()), "unsure": words(), "confidence": str(), "valid": words()})
	answer := object([]string{"items", "decisive", "as_of", "computed_on", "notes"}, map[string]*openapi3.Schema{"items": list(item), "decisive": list(question), "as_of": str(), "computed_on": str(), "notes": list(words())})
	span := object([]string{"min", "max"}, map[string]*openapi3.Schema{"min": whole(), "max": whole()})
	step := object([]string{"order", "stage", "needed", "title", "procedure", "authority", "days", "fee", "after", "alternative_of", "legal_basis"}, map[string]*openapi3.Schema{"order": whole(), "stage": whole(),
		"needed": str().WithEnum("yes", "conditional"), "kind": str(), "title": words(), "when": words(), "procedure": str().WithNullable(), "authority": words(), "days": words().WithNullable(), "starts": words(), "limit": words(),
		"fee": words(), "after": list(whole()), "alternative_of": whole().WithNullable(), "choice": str(), "legal_basis": list(basis), "reason": words(), "unsure": words(), "papers": whole(),
		"confidence": str(), "source": words()})
	totals := object([]string{"working_days", "calendar_days", "unstated_limits", "fees", "bodies", "papers"}, map[string]*openapi3.Schema{"working_days": span, "calendar_days": span, "unstated_limits": whole(),
		"fees":   object([]string{"known", "unknown_steps"}, map[string]*openapi3.Schema{"known": list(words()), "unknown_steps": list(whole())}),
		"bodies": list(words()), "papers": list(words())})
	itinerary := object([]string{"journey", "title", "steps", "totals", "open", "computed_on", "notes"}, map[string]*openapi3.Schema{"journey": str(), "title": words(), "steps": list(step), "totals": totals,
		"open": list(question), "computed_on": str(), "notes": list(words())})
	journeys := object([]string{"items"}, map[string]*openapi3.Schema{"items": list(words())})
	return openapi3.Schemas{"IncentiveAnswer": answer.NewRef(), "Itinerary": itinerary.NewRef(), "JourneyList": journeys.NewRef()}
}
