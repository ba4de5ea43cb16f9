package httpkit

import (
	"net/http"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// Kinds of refusal that only HTTP knows; no domain code returns them.
const (
	MethodNotAllowed catalog.FaultKind = "method-not-allowed"
	NotAcceptable    catalog.FaultKind = "not-acceptable"
	URITooLong       catalog.FaultKind = "uri-too-long"
	UnsupportedMedia catalog.FaultKind = "unsupported-media-type"
	// Unauthorized and Misdirected are of the operator's address only.
	Unauthorized catalog.FaultKind = "unauthorized"
	Misdirected  catalog.FaultKind = "misdirected"
	// Forbidden is of what is closed: the caller is known and may not, or the
	// request comes from another site.
	Forbidden catalog.FaultKind = "forbidden"
)

// ClientClosed is the status logged (never sent) when the reader hung up; nginx
// gave it its number.
const ClientClosed = 499

// ProblemKind is one row of the table from fault to HTTP: what the `type` of a
// problem document means.
type ProblemKind struct {
	Kind   catalog.FaultKind
	Status int
	Title  text.Text
	// Help says what a person can do about it.
	Help text.Text
}

// ProblemKinds returns the one table from fault to status, title and help: the
// catalogue's own kinds in the order of catalog.FaultKinds, then those of HTTP.
func ProblemKinds() []ProblemKind {
	return []ProblemKind{
		{catalog.NotFound, http.StatusNotFound,
			text.New("Không tìm thấy", "Not found"),
			text.New("Không có gì ở địa chỉ này. Hãy kiểm tra mã và loại bản ghi, hoặc dùng tìm kiếm.",
				"There is nothing at this address. Check the id and the kind of the record, or search for it.")},
		{catalog.Invalid, http.StatusBadRequest,
			text.New("Yêu cầu không hợp lệ", "Invalid request"),
			text.New("Trường “parameter” cho biết tham số sai, “nearest” là tên đúng gần nhất; sửa rồi gửi lại.",
				"The member “parameter” names what is wrong and “nearest” the closest known name; mend it and ask again.")},
		{catalog.Gone, http.StatusGone,
			text.New("Đã gỡ bỏ", "Gone"),
			text.New("Bản ghi từng có ở đây nhưng đã được gỡ. Các phiên bản cũ vẫn đọc được; “superseded_by” cho biết bản thay thế.",
				"The record was here and has been removed. Its versions can still be read; “superseded_by” names what replaces it.")},
		{catalog.TooLarge, http.StatusRequestEntityTooLarge,
			text.New("Quá lớn", "Too large"),
			text.New("Yêu cầu vượt giới hạn đã công bố; hãy chia nhỏ.",
				"The request is beyond a published limit; split it.")},
		{catalog.Busy, http.StatusServiceUnavailable,
			text.New("Đang bận", "Busy"),
			text.New("Máy chủ đang bận hoặc đang nạp dữ liệu; hãy thử lại sau số giây trong Retry-After.",
				"The server is busy or still loading; try again after the seconds in Retry-After.")},
		{catalog.Upstream, http.StatusBadGateway,
			text.New("Nguồn bên ngoài không trả lời", "A source outside did not answer"),
			text.New("Một nguồn mà máy chủ phụ thuộc không trả lời; hãy thử lại sau.",
				"A source the server depends on did not answer; try again later.")},
		{catalog.Internal, http.StatusInternalServerError,
			text.New("Lỗi máy chủ", "Server error"),
			text.New("Lỗi ở phía máy chủ. Khi báo lỗi xin gửi kèm mã yêu cầu (request_id).",
				"The fault is ours. When you report it please give the request_id.")},
		{MethodNotAllowed, http.StatusMethodNotAllowed,
			text.New("Phương thức không được phép", "Method not allowed"),
			text.New("Địa chỉ này không nhận phương thức đó; xem tiêu đề Allow.",
				"This address does not take that method; see the Allow header.")},
		{NotAcceptable, http.StatusNotAcceptable,
			text.New("Không có định dạng được yêu cầu", "No such format here"),
			text.New("Địa chỉ này không có định dạng nào trong Accept; “nearest” là một định dạng có sẵn.",
				"This address has none of the formats in Accept; “nearest” names one it has.")},
		{URITooLong, http.StatusRequestURITooLong,
			text.New("Địa chỉ quá dài", "Address too long"),
			text.New("Rút ngắn địa chỉ: ít giá trị lọc hơn hoặc hình học đơn giản hơn.",
				"Shorten the address: fewer filter values or a simpler geometry.")},
		{UnsupportedMedia, http.StatusUnsupportedMediaType,
			text.New("Không hỗ trợ kiểu nội dung", "Unsupported media type"),
			text.New("Thân yêu cầu phải có một kiểu nội dung mà địa chỉ này nhận.",
				"Send the body as a media type that this address takes.")},
		{Unauthorized, http.StatusUnauthorized,
			text.New("Cần mã của người vận hành", "The operator's token is wanted"),
			text.New("Địa chỉ này chỉ dành cho người vận hành.", "This address is the operator's.")},
		{Forbidden, http.StatusForbidden,
			text.New("Không được phép", "Not allowed"),
			text.New("Vai trò của bạn không làm được việc này, hoặc yêu cầu đến từ một trang khác.",
				"Your role may not do this, or the request comes from another site.")},
		{Misdirected, http.StatusMisdirectedRequest,
			text.New("Sai tên máy chủ", "Not asked by its name"),
			text.New("Máy chủ không trả lời dưới tên này.", "The server does not answer to this name.")},
		{RateLimited, http.StatusTooManyRequests,
			text.New("Quá nhiều yêu cầu", "Too many requests"),
			text.New("Hãy thử lại sau số giây trong Retry-After; khoá API có giới hạn cao hơn.",
				"Try again after the seconds in Retry-After; an API key has a higher limit.")},
	}
}

// FindKind returns the row of a kind; an unknown kind is Internal.
func FindKind(kind catalog.FaultKind) ProblemKind {
	table := ProblemKinds()
	internal := table[0]
	for _, k := range table {
		if k.Kind == kind {
			return k
		}
		if k.Kind == catalog.Internal {
			internal = k
		}
	}
	return internal
}

// Status returns the HTTP status of an error; 200 for nil.
func Status(err error) int {
	if err == nil {
		return http.StatusOK
	}
	return FindKind(faultOf(err).Kind).Status
}
