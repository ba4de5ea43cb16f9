package vocab

import "sync"

// Statuses returns the states a record's subject can be in: the life of an
// opportunity or a project, and the force of a document, plan or procedure.
func Statuses() List { return statuses() }

var statuses = sync.OnceValue(func() List {
	return List{
		concept("calling", "Đang kêu gọi đầu tư", "Calling for investment"),
		concept("selecting", "Đang lựa chọn nhà đầu tư", "Selecting an investor"),
		concept("awarded", "Đã có nhà đầu tư", "Awarded"),
		concept("planned", "Theo kế hoạch", "Planned"),
		concept("proposed", "Đề xuất", "Proposed"),
		concept("approved", "Đã phê duyệt", "Approved"),
		concept("under-construction", "Đang xây dựng", "Under construction"),
		concept("operating", "Đang hoạt động", "Operating"),
		concept("completed", "Đã hoàn thành", "Completed"),
		concept("stopped", "Đã dừng", "Stopped"),
		concept("withdrawn", "Đã thu hồi", "Withdrawn"),
		concept("draft", "Dự thảo", "Draft"),
		concept("in-force", "Còn hiệu lực", "In force"),
		concept("partly-in-force", "Còn hiệu lực một phần", "Partly in force"),
		concept("amended", "Đã được sửa đổi", "Amended"),
		concept("expired", "Hết hiệu lực", "Expired"),
		concept("repealed", "Bị bãi bỏ", "Repealed"),
		concept("abolished", "Đã bãi bỏ", "Abolished"),
		concept("superseded", "Đã được thay thế", "Superseded"),
		concept("dissolved", "Đã giải thể", "Dissolved"),
		concept("archived", "Lưu trữ", "Archived"),
		concept("existing", "Đang tồn tại", "Existing"),
		concept("unknown", "Chưa rõ", "Not stated"),
	}
})

// Ended reports whether a status says that nothing more will change.
func Ended(status string) bool {
	switch status {
	case "completed", "withdrawn", "expired", "repealed", "abolished", "superseded", "dissolved":
		return true
	}
	return false
}

// Weakened reports whether a status says that a thing no longer holds as a whole:
// it has ended, or only a part of it is in force.
func Weakened(status string) bool { return Ended(status) || status == "partly-in-force" }

// Confidences returns how sure a source is.
func Confidences() List { return confidences() }

var confidences = sync.OnceValue(func() List {
	return List{
		concept("high", "Độ tin cậy: cao", "High confidence"),
		concept("medium", "Độ tin cậy: trung bình", "Medium confidence"),
		concept("low", "Độ tin cậy: thấp", "Low confidence"),
	}
})

// GeometryQualities returns how a geometry was obtained.
func GeometryQualities() List { return geometryQualities() }

var geometryQualities = sync.OnceValue(func() List {
	return List{
		concept("surveyed", "Đo đạc", "Surveyed"),
		concept("plan", "Theo quy hoạch", "From a plan"),
		concept("approximate", "Gần đúng", "Approximate"),
		concept("centroid", "Chỉ điểm trung tâm", "Centroid only"),
	}
})

// Topics returns the subjects a record can be filed under.
func Topics() List { return topics() }

var topics = sync.OnceValue(func() List {
	return List{
		concept("investment", "Đầu tư", "Investment"),
		concept("land", "Đất đai", "Land"),
		concept("planning", "Quy hoạch", "Planning"),
		concept("construction", "Xây dựng", "Construction"),
		concept("economy", "Kinh tế", "Economy"),
		concept("administration", "Hành chính", "Administration"),
		concept("infrastructure", "Hạ tầng", "Infrastructure"),
		concept("agriculture", "Nông nghiệp", "Agriculture"),
		concept("industry", "Công nghiệp", "Industry"),
		concept("trade", "Thương mại, dịch vụ", "Trade and services"),
		concept("tourism", "Du lịch", "Tourism"),
		concept("culture", "Văn hoá", "Culture"),
		concept("history", "Lịch sử", "History"),
		concept("education", "Giáo dục", "Education"),
		concept("health", "Y tế", "Health"),
		concept("environment", "Môi trường", "Environment"),
		concept("labour", "Lao động", "Labour"),
		concept("society", "Xã hội", "Society"),
	}
})
