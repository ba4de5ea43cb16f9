package search

const maxCursor = 2048 // bytes; ours are under 400

func badCursor() error {
	return invalid("cursor", "Con trỏ trang không phải do kết quả này đưa ra; bắt đầu lại từ trang đầu, không có cursor.",
		"The cursor was not handed out by this search; start again from the first page, without cursor.")
}
