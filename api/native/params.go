package native

import (
	"strconv"

	"honglinh/api/httpkit"
	"honglinh/catalog/search"
	"honglinh/catalog/store"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// Bounds of the API's own parameters.
const (
	maxRelated = 50      // more are not related any longer
	maxTyped   = 200     // characters of what is being typed
	maxVersion = 1 << 31 // a version a second for 68 years
)

func formatParam(name string, formats ...httpkit.Format) httpkit.Param {
	p := httpkit.Param{Name: name, Type: httpkit.String, Example: formats[0].Name,
		Help: text.New("Định dạng; thay cho tiêu đề Accept.", "Format; instead of the Accept header.")}
	for _, f := range formats {
		p.Enum = append(p.Enum, f.Name)
	}
	return p
}

func negotiated(formats ...httpkit.Format) []httpkit.Param {
	return []httpkit.Param{formatParam("format", formats...), formatParam("f", formats...)}
}

func recordParams(more ...httpkit.Param) []httpkit.Param {
	return append([]httpkit.Param{
		{Name: "kind", Path: true, Type: httpkit.String, Required: true, Enum: vocab.Kinds().Codes(), Example: "unit",
			Help: text.New("Loại bản ghi.", "Kind of record.")},
		{Name: "slug", Path: true, Type: httpkit.String, Required: true, Example: "phuong-bac-hong-linh",
			Help: text.New("Phần sau dấu gạch chéo của mã bản ghi.", "The part of the record id after the slash.")},
		httpkit.LangParam(),
	}, more...)
}

func asOf(vi, en string) httpkit.Param {
	return httpkit.Param{Name: "as_of", Type: httpkit.Date, Example: "2025-06-30", Help: text.New(vi, en)}
}

func version(name, vi, en string) httpkit.Param {
	return httpkit.Param{Name: name, Type: httpkit.Integer, Min: httpkit.Bound(1), Max: httpkit.Bound(maxVersion), Example: "1", Help: text.New(vi, en)}
}

func limit(least, most float64, standard, vi, en string) httpkit.Param {
	return httpkit.Param{Name: "limit", Type: httpkit.Integer, Min: httpkit.Bound(least), Max: httpkit.Bound(most), Default: standard, Example: standard, Help: text.New(vi, en)}
}

func suggestParams() []httpkit.Param {
	return []httpkit.Param{
		{Name: "q", Type: httpkit.String, Max: httpkit.Bound(maxTyped), Example: "cụm công",
			Help: text.New("Những gì đang gõ, có dấu hay không dấu.", "What is being typed, with or without marks.")},
		httpkit.LangParam(),
		limit(1, search.MaxSuggestions, strconv.Itoa(search.DefaultSuggestions), "Số gợi ý nhiều nhất.", "Most suggestions."),
	}
}

func changesParams() []httpkit.Param {
	return []httpkit.Param{
		{Name: "since", Type: httpkit.Integer, Min: httpkit.Bound(0), Max: httpkit.Bound(1 << 53), Default: "0", Example: "0",
			Help: text.New("Số của thay đổi cuối cùng đã biết; 0 là từ đầu.", "Number of the last change already known; 0 is from the beginning.")},
		limit(1, store.MaxChanges, "100", "Số thay đổi một trang.", "Changes on a page."),
		httpkit.LangParam(),
	}
}

func unitsParams() []httpkit.Param {
	return []httpkit.Param{
		asOf("Chỉ các đơn vị tồn tại vào ngày (tháng, năm) này.", "Only the units that existed on this day (or month, or year)."),
		{Name: "name", Type: httpkit.String, Max: httpkit.Bound(maxTyped), Example: "Đậu Liêu",
			Help: text.New("Tên hoặc mã; nhiều kết quả nghĩa là tên không rõ ràng.", "Name or code; several results mean that it is ambiguous.")},
		{Name: "parent", Type: httpkit.String, Max: httpkit.Bound(maxTyped), Example: "unit/tinh-ha-tinh",
			Help: text.New("Mã bản ghi của đơn vị cấp trên.", "Record id of the unit above.")},
		httpkit.LangParam(),
	}
}

func slugParam() httpkit.Param {
	return httpkit.Param{Name: "slug", Path: true, Type: httpkit.String, Required: true, Example: "units", Help: text.New("Tên bộ dữ liệu.", "Name of the dataset.")}
}
