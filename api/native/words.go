package native

import (
	figures "honglinh/catalog/answer"
	"honglinh/catalog/text"
	"honglinh/catalog/vocab"
)

// enums returns the closed code lists of fields, by "Component.field".
func enums() map[string][]string {
	kinds := vocab.Kinds().Codes()
	return map[string][]string{
		"Record.kind":              kinds,
		"Record.status":            vocab.Statuses().Codes(),
		"Record.geometry_quality":  vocab.GeometryQualities().Codes(),
		"Provenance.confidence":    vocab.Confidences().Codes(),
		"Figure.relation":          relations(),
		"AnswerCard.type":          cardTypes(),
		"Suggestion.kind":          append(append([]string{}, kinds...), "concept", "place", "code"),
		"Feature.type":             {"Feature"},
		"GeometrySystem.basis":     {"declared", "stated", "assumed", "guessed"},
		"GeometryFinding.severity": {"refused", "suspect", "noted"},
	}
}

func cardTypes() []string {
	var out []string
	for _, t := range figures.Types() {
		out = append(out, string(t))
	}
	return out
}

func relations() []string {
	var out []string
	for _, r := range figures.Relations() {
		out = append(out, string(r))
	}
	return out
}

// words returns what components and their fields mean, by "Component" and
// "Component.field". A test holds it against the schemas.
func words() map[string]text.Text {
	out := map[string]text.Text{}
	for _, table := range [][][3]string{recordWords(), factWords(), searchWords(), figureWords(), historyWords(), datasetWords(), geometryWords(), placeWords(), problemWords(), siteWords()} {
		for _, row := range table {
			out[row[0]] = text.New(row[1], row[2])
		}
	}
	return out
}

func recordWords() [][3]string {
	return [][3]string{
		{"Text", "Văn bản theo ngôn ngữ. Ngôn ngữ chưa có thì vắng khoá, không bao giờ là bản sao.", "A text by language. A missing translation is an absent key, never a copy."},
		{"Date", "Ngày, tháng hoặc năm, giữ đúng độ chính xác của nguồn.", "A day, a month or a year, as precise as the source gives it."},
		{"Geometry", "Hình học GeoJSON, WGS 84, kinh độ trước vĩ độ (RFC 7946).", "A GeoJSON geometry in WGS 84, longitude before latitude (RFC 7946)."},
		{"Record", "Một thứ tìm được: cơ hội, dự án, quy hoạch, địa điểm, thủ tục, văn bản, tổ chức, bài viết, đơn vị, chỉ tiêu, bộ dữ liệu.", "One findable thing: an opportunity, project, plan, place, procedure, document, organisation, article, unit, indicator or dataset."},
		{"Record.id", "Mã bền vững <loại>/<tên>, cũng là đường dẫn.", "Stable id <kind>/<slug>, also the path."},
		{"Record.kind", "Loại bản ghi.", "Kind of record."},
		{"Record.title", "Tên.", "Title."},
		{"Record.summary", "Tóm tắt.", "Summary."},
		{"Record.body", "Nội dung, viết bằng Markdown.", "Body, written in Markdown."},
		{"Record.aliases", "Tên khác, dạng in trên văn bản, chữ viết tắt.", "Other names, printed forms and abbreviations."},
		{"Record.places", "Các đơn vị hành chính liên quan.", "Administrative units it belongs to."},
		{"Record.geometry", "Vị trí; null nếu chưa rõ.", "Where it is; null when unknown."},
		{"Record.geometry_quality", "Hình học có được bằng cách nào.", "How the geometry was obtained."},
		{"Record.valid", "Thời gian có hiệu lực.", "Time in which it holds."},
		{"Record.date", "Ngày ban hành, công bố.", "Date of issue or publication."},
		{"Record.status", "Trạng thái.", "Status."},
		{"Record.topics", "Chủ đề.", "Topics."},
		{"Record.sector", "Ngành kinh tế theo VSIC.", "Economic sector by VSIC."},
		{"Record.capital_billion_vnd", "Vốn, tỷ đồng; dạng in của nguồn ở attributes.", "Capital in billion VND; the printed form is in attributes."},
		{"Record.area_ha", "Diện tích, ha; dạng in của nguồn ở attributes.", "Area in hectares; the printed form is in attributes."},
		{"Record.attributes", "Thuộc tính riêng của loại, tên theo cột của bộ dữ liệu.", "Attributes of its kind, named as the columns of its dataset."},
		{"Record.statements", "Từng nguồn nói gì, khi bản ghi lấy từ nhiều dòng.", "What each source says, when the record is drawn from several rows."},
		{"Record.conflicts", "Các thuộc tính mà các nguồn nói khác nhau.", "Attributes on which the sources disagree."},
		{"Record.observations", "Các giá trị của chỉ tiêu.", "Values of an indicator."},
		{"Record.links", "Liên hệ với bản ghi khác hoặc địa chỉ ngoài.", "Relations to other records or addresses."},
		{"Record.licence", "Giấy phép sử dụng.", "Licence."},
		{"Record.provenance", "Các nguồn.", "The sources."},
		{"Record.review_due", "Phải rà soát lại trước ngày này.", "To be reviewed by this date."},
		{"Record.supersedes", "Các bản ghi bị thay thế.", "Records it replaces."},
		{"Record.superseded_by", "Các bản ghi thay thế nó.", "Records that replace it."},
		{"Record.today", "Bản ghi đứng ở chỗ của nó hôm nay: cuối chuỗi superseded_by; vắng nếu chưa bị thay.", "What stands in its place today: the ends of the chain of superseded_by; absent where nothing replaced it."},
		{"Record.table", "Bảng dữ liệu chứa bản ghi.", "The table whose rows it is."},
		{"Record.warnings", "Nghi vấn phát hiện khi nạp.", "Doubts found when it was brought in."},
		{"Record.version", "Số phiên bản, từ 1.", "Version number, from 1."},
		{"Record.modified", "Lần đổi cuối trong danh mục (UTC).", "When it last changed in the catalogue (UTC)."},
		{"Feature", "Bản ghi dạng đối tượng GeoJSON.", "A record as a GeoJSON feature."},
		{"Feature.properties", "Các trường của Record, trừ geometry.", "The fields of Record without geometry."},
		{"FeatureLink", "Liên kết của đối tượng.", "A link of the feature."},
		{"FeatureCollection", "Các bản ghi dạng GeoJSON; đối tượng chưa rõ vị trí có geometry null.", "Records as GeoJSON; those of unknown place have a null geometry."},
	}
}

func factWords() [][3]string {
	return [][3]string{
		{"PlaceRef", "Một đơn vị hành chính vào một thời kỳ; mã được dùng lại nên cần valid_from.", "An administrative unit at a time; codes are reused, hence valid_from."},
		{"PlaceRef.code", "Mã của cơ quan thống kê.", "Code of the statistics office."},
		{"PlaceRef.valid_from", "Ngày đơn vị bắt đầu tồn tại.", "Date from which the unit exists."},
		{"PlaceRef.id", "Mã bản ghi của đơn vị.", "Record id of the unit."},
		{"Interval", "Khoảng thời gian, gồm cả hai đầu; thiếu đầu nào là mở.", "A time with both ends included; an absent end is open."},
		{"Sector", "Mã ngành kèm ấn bản.", "A sector code with its edition."},
		{"Sector.scheme", "VSIC2018 hoặc VSIC2025.", "VSIC2018 or VSIC2025."},
		{"Sector.code", "Chữ cái cấp 1 hoặc 2 đến 5 chữ số.", "A section letter or 2 to 5 digits."},
		{"Statement", "Điều một nguồn nói.", "What one source says."},
		{"Observation", "Một giá trị của chỉ tiêu cho một địa bàn, một kỳ, một bộ ranh giới.", "One value of an indicator for an area, a period and a boundary vintage."},
		{"Observation.area", "Mã bản ghi hoặc mã của địa bàn.", "Record id or code of the area."},
		{"Observation.vintage", "Ranh giới thời kỳ nào; không nối các thời kỳ với nhau.", "Boundary vintage; values of different vintages are never joined."},
		{"Observation.period", "Kỳ số liệu.", "Period."},
		{"Observation.value", "Giá trị; null nếu nguồn không in số.", "The value; null where the source prints no number."},
		{"Observation.printed", "Đúng như nguồn in.", "As the source prints it."},
		{"Observation.unit", "Đơn vị tính.", "Unit of measure."},
		{"Observation.basis", "Loại số liệu: estimate (ước tính), preliminary (sơ bộ), plan (kế hoạch), draft (dự thảo); thiếu là số thực hiện hoặc nguồn không nói.", "What sort of figure: estimate, preliminary, plan, draft; absent is actual or not said."},
		{"Observation.method", "Cách tính hoặc phạm vi mà nguồn nói; số tính theo cách khác nhau không là một chuỗi.", "How it is worked out or what it counts, as the source says; figures of different methods are not one series."},
		{"Link", "Liên hệ với bản ghi (id) hoặc địa chỉ (href).", "A relation to a record (id) or an address (href)."},
		{"Link.rel", "Loại quan hệ.", "Kind of relation."},
		{"Link.status", "Trạng thái của bản ghi được dẫn tới, khi nó không còn trọn hiệu lực.", "Status of the record it leads to, where that no longer holds as a whole."},
		{"Provenance", "Từ đâu và chắc chắn đến mức nào.", "Where it comes from and how sure it is."},
		{"Provenance.title", "Tên nguồn.", "Title of the source."},
		{"Provenance.url", "Địa chỉ nguồn.", "Address of the source."},
		{"Provenance.date", "Ngày của nguồn.", "Date of the source."},
		{"Provenance.retrieved", "Ngày lấy.", "When it was retrieved."},
		{"Provenance.confidence", "Độ tin cậy.", "Confidence."},
		{"Provenance.confirmed_by", "Đơn vị xác nhận.", "Unit that confirmed it."},
		{"Provenance.confirmed_on", "Ngày xác nhận.", "When it was confirmed."},
		{"TableRef", "Bộ dữ liệu và bảng.", "A dataset and a table of it."},
		{"Warning", "Một nghi vấn.", "A doubt."},
		{"Warning.code", "Mã nghi vấn, thuộc tập đóng.", "Code of the doubt, from a closed set."},
		{"Warning.field", "Trường có nghi vấn.", "Field in doubt."},
	}
}

func searchWords() [][3]string {
	return [][3]string{
		{"Answer", "Một trang kết quả.", "A page of results."},
		{"Answer.total", "Số bản ghi tìm thấy.", "Records found."},
		{"Answer.items", "Các kết quả của trang.", "The results of this page."},
		{"Answer.facets", "Số đếm theo tên nhóm; mỗi nhóm đếm khi bỏ bộ lọc của chính nó.", "Counts by facet name; each facet is counted without its own filter."},
		{"Answer.suggestion", "Cách viết tìm được nhiều hơn; null nếu không có.", "A text that finds more; null if there is none."},
		{"Answer.broader", "Khái niệm rộng hơn để thử khi không thấy gì.", "Broader concepts to try when nothing was found."},
		{"Answer.relaxed", "Đúng khi không đòi hỏi mọi từ đều khớp.", "True when not all words had to match."},
		{"Answer.renewed", "Đúng khi danh mục đã thay đổi từ trang trước: trang này lấy từ trạng thái mới nhất, sau cùng một vị trí trong thứ tự; bản ghi không đổi không lặp lại và không bị bỏ sót.", "True when the catalogue changed since the previous page: this page is from the newest state, after the same place in the order; records that did not change are neither repeated nor left out."},
		{"Answer.next", "cursor của trang sau; null ở trang cuối.", "The cursor of the following page; null on the last."},
		{"Answer.seq", "Số thay đổi mà câu trả lời phản ánh.", "Number of the change up to which the answer goes."},
		{"Answer.took_ms", "Thời gian tìm, mili giây.", "Time the search took, milliseconds."},
		{"Answer.answers", "Thẻ trả lời: một sự kiện trả lời trọn câu hỏi (số liệu, liên hệ, thời hạn, đơn vị hiện nay, hiệu lực); chỉ ở trang đầu.", "Answer cards: one fact that answers by itself (a value, a contact, a limit, a successor, a status); on the first page only."},
		{"AnswerCard", "Một thẻ trả lời.", "An answer card."},
		{"AnswerCard.type", "Loại thẻ.", "Sort of card."},
		{"AnswerCard.text", "Câu trả lời bằng ngôn ngữ của người đọc.", "The answer in the reader's language."},
		{"AnswerCard.value", "Giá trị: số của số liệu, điện thoại, số ngày, mã đơn vị hiện nay, mã trạng thái; vắng nếu chưa rõ.", "Its value: the number, the telephone, the days, the code of today's unit, the code of the status; absent where it is not known."},
		{"AnswerCard.unit", "Đơn vị đo của số liệu.", "Unit of measurement of a value."},
		{"AnswerCard.place", "Địa bàn của số liệu.", "The area of a value."},
		{"AnswerCard.period", "Kỳ của số liệu.", "The period of a value."},
		{"AnswerCard.record", "Bản ghi chứa câu trả lời.", "The record that has the answer."},
		{"AnswerCard.today", "Nay là gì, nếu đã bị thay.", "What stands in its place today, where it was replaced."},
		{"AnswerCard.provenance", "Nguồn.", "Its source."},
		{"RecordRef", "Tên một bản ghi.", "Names a record."},
		{"RecordRef.id", "Mã bản ghi.", "Record id."},
		{"RecordRef.kind", "Loại bản ghi.", "Kind of record."},
		{"RecordRef.title", "Tên.", "Title."},
		{"Answer.understood", "Những gì đọc được từ chính các từ cần tìm, thành tham số thông thường; reading=off để tắt.", "What was read from the words, as ordinary parameters; reading=off switches it off."},
		{"Understood", "Một tham số đọc được từ các từ.", "A parameter that was read from the words."},
		{"Understood.param", "Tên tham số của /search.", "Name of a parameter of /search."},
		{"Understood.value", "Giá trị, viết như tham số.", "Its value as the parameter is written."},
		{"Understood.text", "Các từ đã đọc.", "The words it was read from."},
		{"Understood.sure", "Đúng: đã áp dụng. Sai: chỉ là gợi ý.", "True: it was applied. False: it is an offer."},
		{"Hit", "Một kết quả.", "One result."},
		{"Hit.score", "Điểm phù hợp, chỉ so được trong cùng một câu trả lời.", "Relevance, comparable within one answer only."},
		{"Hit.highlights", "Đoạn khớp theo trường: title.vi, summary.en…", "What matched, by field: title.vi, summary.en…"},
		{"Hit.matched", "Vì sao khớp.", "Why it matched."},
		{"Hit.distance_km", "Khoảng cách tới near, km.", "Distance from near, kilometres."},
		{"Hit.cut", "Những gì bỏ bớt vì quá dài (body); đọc bản ghi để có đủ.", "What was left out for its length (body); read the record to have it."},
		{"Hit.answer", "Với chỉ tiêu: số liệu của đúng địa bàn và thời điểm được hỏi, theo bộ lọc hay theo từ ngữ; vắng nếu không hỏi địa bàn nào hoặc không có số liệu.", "Of an indicator: the figure of the place and time asked for, by filter or by the words; absent where no place was asked for or none is known."},
		{"Hit.figures", "Với chỉ tiêu: các số liệu để hiện, answer đứng đầu; relation nói số liệu là của ai. Khi không hỏi địa bàn: mỗi địa bàn chính một dòng.", "Of an indicator: the figures to show, the answer first; relation says whose each is. Where no place was asked for, one per chief area."},
		{"HitList", "Danh sách kết quả.", "A list of results."},
		{"Highlight", "Một đoạn văn bản và những chỗ khớp.", "A fragment of a text and what matched in it."},
		{"Highlight.text", "Đoạn văn bản, nguyên văn.", "The fragment, verbatim."},
		{"Highlight.start", "Vị trí byte của đoạn trong văn bản gốc.", "Byte offset of the fragment in the stored text."},
		{"Highlight.spans", "Các khoảng byte [đầu, cuối) khớp trong text.", "Byte offsets [start, end) of what matched in text."},
		{"Highlight.parts", "text cắt tại chỗ khớp: phần ở vị trí lẻ là phần khớp.", "text cut at its matches: the parts at odd places matched."},
		{"FacetValue", "Một giá trị của nhóm.", "One value of a facet."},
		{"FacetValue.value", "Giá trị dùng làm bộ lọc.", "The value, to be used as a filter."},
		{"FacetValue.selected", "Đang được chọn trong câu hỏi.", "Chosen in the query."},
		{"Suggestion", "Một gợi ý.", "One completion."},
		{"Suggestion.text", "Văn bản gợi ý.", "The completed text."},
		{"Suggestion.kind", "Loại bản ghi, concept, place hoặc code.", "A kind of record, concept, place or code."},
		{"Suggestion.id", "Mã bản ghi, nếu gợi ý là một bản ghi.", "Record id, where it is a record."},
		{"Suggestion.count", "Số bản ghi.", "Number of records."},
		{"SuggestionList", "Các gợi ý.", "Completions."},
	}
}

func figureWords() [][3]string {
	return [][3]string{
		{"Figure", "Một số liệu cùng những gì làm nên nó.", "One figure with what makes it one."},
		{"Figure.value", "Giá trị.", "The value."},
		{"Figure.unit", "Đơn vị đo, như bảng dữ liệu viết.", "Unit of measurement, as the table writes it."},
		{"Figure.place", "Địa bàn của số liệu.", "The area it is of."},
		{"Figure.period", "Kỳ của số liệu; rỗng nếu nguồn không nêu.", "Its period; empty where the source does not say."},
		{"Figure.basis", "Loại số liệu: estimate, preliminary, plan, draft; vắng là số thực hoặc không nói.", "What sort of figure: estimate, preliminary, plan, draft; absent is actual or not said."},
		{"Figure.method", "Cách tính, nếu nguồn nêu.", "How it is worked out, where the source says so."},
		{"Figure.relation", "Của ai, nhìn từ câu hỏi: asked (đúng nơi, đúng lúc), other-time (đúng nơi, kỳ khác), after và before (đơn vị sau và trước trên cùng địa bàn), above (cấp trên), site (một cơ sở), chief (không hỏi nơi nào).", "Whose it is, seen from the question: asked (that place and time), other-time (that place, another time), after and before (units on its territory since and before), above (a unit above), site (a single site), chief (no place was asked for)."},
		{"Figure.differing", "Nguồn khác nói gì về cùng nơi, cùng kỳ, cùng đơn vị đo.", "What other sources say of the same place, period and unit."},
		{"Figure.provenance", "Nguồn của số liệu.", "Its source."},
		{"FigurePlace", "Địa bàn của một số liệu; không có mã nếu không phải đơn vị hành chính.", "The area of a figure; without a code it is no administrative unit."},
		{"FigurePlace.code", "Mã của cơ quan thống kê; VN là cả nước.", "Code of the statistics office; VN is the country."},
		{"FigurePlace.id", "Mã bản ghi của đơn vị.", "Record id of the unit."},
		{"FigurePlace.name", "Tên.", "Name."},
		{"FigurePlace.valid", "Thời gian đơn vị tồn tại.", "When the unit existed."},
		{"DifferingFigure", "Một giá trị khác cho cùng nơi và kỳ.", "Another value for the same place and period."},
		{"DifferingFigure.value", "Giá trị.", "The value."},
		{"DifferingFigure.basis", "Loại số liệu.", "What sort of figure."},
		{"DifferingFigure.method", "Cách tính.", "How it is worked out."},
		{"DifferingFigure.provenance", "Nguồn.", "Its source."},
	}
}

func historyWords() [][3]string {
	return [][3]string{
		{"Version", "Một mục trong lịch sử của bản ghi.", "One entry of a record's history."},
		{"Version.seq", "Số thứ tự thay đổi.", "Number of the change."},
		{"Version.removed", "Đúng khi đây là việc gỡ bỏ.", "True when this is the removal."},
		{"Version.hash", "Mã băm nội dung, hệ 16.", "Content hash in hexadecimal."},
		{"VersionList", "Lịch sử, cũ nhất trước.", "The history, oldest first."},
		{"Difference", "Khác biệt giữa hai phiên bản.", "Differences between two versions."},
		{"Difference.from", "Phiên bản cũ.", "The older version."},
		{"Difference.to", "Phiên bản mới.", "The newer version."},
		{"FieldChange", "Một trường khác nhau.", "One field that differs."},
		{"FieldChange.path", "Đường dẫn JSON với dấu chấm: title.en.", "JSON path with dots: title.en."},
		{"FieldChange.old", "Giá trị cũ; null nếu không có.", "The old value; null if there was none."},
		{"FieldChange.new", "Giá trị mới; null nếu không có.", "The new value; null if there is none."},
		{"Backlink", "Một bản ghi trỏ đến bản ghi này.", "A record that points at this one."},
		{"BacklinkList", "Các bản ghi trỏ đến.", "Records that point here."},
		{"Change", "Một mục của dòng thay đổi.", "One entry of the change feed."},
		{"Change.seq", "Số thứ tự thay đổi, tăng dần.", "Number of the change, ever growing."},
		{"Change.removed", "Đúng khi bản ghi bị gỡ; khi đó không có record.", "True when the record was removed; there is no record then."},
		{"Change.record", "Nội dung được công bố.", "What was published."},
		{"ChangeList", "Một trang của dòng thay đổi.", "A page of the change feed."},
		{"ChangeList.items", "Các thay đổi, cũ nhất trước.", "The changes, oldest first."},
		{"ChangeList.next", "since của trang sau.", "The since of the following page."},
		{"ChangeList.more", "Đúng khi còn trang sau ngay bây giờ.", "True when the feed goes on now."},
		{"Status", "Danh mục có gì và mới đến đâu.", "What the catalogue holds and how fresh it is."},
		{"Status.version", "Phiên bản chương trình.", "Version of the program."},
		{"Status.seq", "Số thay đổi mới nhất.", "Number of the last change."},
		{"Status.modified", "Thời điểm thay đổi mới nhất.", "When the last change was made."},
		{"Status.ingested", "Lần nạp gần nhất kết thúc khi nào.", "When the last ingest run ended."},
		{"Status.total", "Số bản ghi.", "Number of records."},
		{"Status.records", "Số bản ghi theo loại.", "Number of records by kind."},
	}
}

func datasetWords() [][3]string {
	return [][3]string{
		{"Dataset", "Một bộ dữ liệu (Data Package).", "A dataset (Data Package)."},
		{"Dataset.slug", "Tên dùng trong địa chỉ.", "Name used in addresses."},
		{"Dataset.tables", "Các bảng và tệp.", "Its tables and files."},
		{"Dataset.modified", "Lần đổi nội dung gần nhất.", "When the content last changed."},
		{"DatasetList", "Các bộ dữ liệu.", "The datasets."},
		{"Table", "Một bảng hoặc tệp của bộ dữ liệu.", "A table or file of a dataset."},
		{"Table.rows", "Số dòng; null nếu chưa đếm.", "Number of rows; null where nobody has counted."},
		{"Table.kind", "Loại bản ghi mà các dòng là, nếu có.", "Kind of record the rows are, if any."},
		{"Table.fields", "Từ điển dữ liệu.", "The data dictionary."},
		{"Table.bytes", "Kích thước tệp, byte.", "Size of the file in bytes."},
		{"Table.hash", "Mã băm của tệp.", "Hash of the file."},
		{"Field", "Một cột.", "One column."},
		{"Field.type", "Kiểu theo Table Schema.", "Table Schema type."},
		{"Field.unit", "Đơn vị tính.", "Unit of measure."},
		{"Field.labels", "Nhãn của các mã.", "Labels of the codes."},
		{"Licence", "Giấy phép.", "A licence."},
		{"Contributor", "Người hoặc cơ quan đóng góp.", "A person or body that contributed."},
		{"Source", "Nguồn của bộ dữ liệu.", "A source of the dataset."},
	}
}

func geometryWords() [][3]string {
	return [][3]string{
		{"Record.around", "Xung quanh có gì, tính lúc trả lời; chỉ khi hỏi một bản ghi, và chỉ với cơ hội, dự án, địa điểm, đơn vị. Cùng dạng với GET /api/v1/around?record=….", "What is around it, computed when answered; only when one record is asked for, and only of opportunities, projects, places and units. The same as GET /api/v1/around?record=…."},
		{"GeometryReportList", "Báo cáo hình học của các tài nguyên.", "Geometry reports of the resources."},
		{"GeometryReport", "Hình học của một tài nguyên, như lần nạp gần nhất thấy.", "The geometries of a resource, as its last ingest found them."},
		{"GeometryReport.resource", "Tên tài nguyên.", "Name of the resource."},
		{"GeometryReport.features", "Số dòng hoặc đối tượng đã đọc.", "Rows or features that were read."},
		{"GeometryReport.with_geometry", "Số đối tượng được nhận kèm hình học.", "Features that came in with a geometry."},
		{"GeometryReport.points", "Số điểm.", "How many are points."},
		{"GeometryReport.lines", "Số đường.", "How many are lines."},
		{"GeometryReport.areas", "Số vùng.", "How many are areas."},
		{"GeometryReport.mixed", "Số tập hợp nhiều loại.", "How many are collections of several kinds."},
		{"GeometryReport.refused", "Số dòng bị từ chối vì hình học.", "Rows refused for their geometry."},
		{"GeometryReport.bbox", "Tây, nam, đông, bắc; độ WGS 84.", "West, south, east, north in WGS 84 degrees."},
		{"GeometryReport.systems", "Các hệ toạ độ đã đọc.", "Reference systems the coordinates were read in."},
		{"GeometryReport.mended", "Số hình học đã sửa mà không phải đoán, theo mã.", "Geometries put right without a guess, by code."},
		{"GeometryReport.findings", "Những gì cần biết hoặc cần người xem.", "What is to be known, or looked at by a person."},
		{"GeometrySystem", "Một hệ toạ độ và cách biết nó.", "A reference system and how it is known."},
		{"GeometrySystem.basis", "Do mô tả khai, do tệp nêu, giả định vì là độ, hay đoán từ địa bàn.", "Declared by the descriptor, stated by the file, assumed of degrees, or guessed from the place."},
		{"GeometrySystem.swapped", "Toạ độ bắc (X) đứng trước.", "The northing (X) came first."},
		{"GeometrySystem.evidence", "Căn cứ của phỏng đoán.", "What a guess rests on."},
		{"GeometrySystem.operation", "Phép chuyển về WGS 84.", "Operation that brought the coordinates to WGS 84."},
		{"GeometrySystem.accuracy_m", "Độ chính xác của phép chuyển, mét.", "Accuracy of the operation in metres."},
		{"GeometryFinding", "Một loại phát hiện.", "One kind of finding."},
		{"GeometryFinding.code", "Mã của phát hiện.", "Code of the finding."},
		{"GeometryFinding.severity", "Mức độ.", "What it means for the geometry."},
		{"GeometryFinding.examples", "Vài dòng đầu có phát hiện này.", "The first rows that have it."},
		{"GeometryExample", "Một dòng có phát hiện.", "A row with the finding."},
		{"GeometryExample.row", "Dòng trong tệp; đối tượng đếm từ 1.", "Row of the file; features count from 1."},
	}
}

func placeWords() [][3]string {
	return [][3]string{
		{"Unit", "Một đơn vị hành chính trong thời gian nó tồn tại.", "An administrative unit during the time in which it existed."},
		{"Unit.id", "Mã bản ghi.", "Record id."},
		{"Unit.code", "Mã của cơ quan thống kê; được dùng lại theo thời gian.", "Code of the statistics office; reused over time."},
		{"Unit.level", "Cấp: province, district, town, city, ward, commune, township.", "Level: province, district, town, city, ward, commune, township."},
		{"Unit.parent", "Đơn vị cấp trên.", "The unit above."},
		{"Unit.valid", "Thời gian tồn tại.", "When it existed."},
		{"Unit.predecessors", "Các đơn vị tiền thân.", "Units it was made of."},
		{"Unit.successors", "Các đơn vị kế thừa.", "Units that took over its territory."},
		{"Unit.current", "Các đơn vị ngày nay trên địa bàn của đơn vị đã giải thể.", "Today's units on the territory of a dissolved one."},
		{"Unit.point", "Một điểm trong đơn vị: kinh độ, vĩ độ WGS 84.", "A point in the unit: longitude, latitude in WGS 84."},
		{"UnitList", "Các đơn vị hành chính.", "Administrative units."},
	}
}

func problemWords() [][3]string {
	return [][3]string{
		{"ProblemKind", "Ý nghĩa của một loại lỗi.", "What a kind of problem means."},
		{"ProblemKind.type", "Địa chỉ bền vững của loại lỗi.", "Stable URI of the kind."},
		{"ProblemKind.help", "Người đọc có thể làm gì.", "What the reader can do."},
		{"Problem", "Văn bản mô tả lỗi theo RFC 9457.", "A problem document by RFC 9457."},
		{"Problem.type", "Loại lỗi, địa chỉ bền vững; mã nguồn có thể dựa vào.", "Kind of problem, a stable URI that code may rely on."},
		{"Problem.title", "Tên loại lỗi bằng ngôn ngữ của người đọc.", "Title of the kind in the reader's language."},
		{"Problem.detail", "Điều gì sai và sửa thế nào, bằng ngôn ngữ của người đọc.", "What went wrong and how to mend it, in the reader's language."},
		{"Problem.status", "Mã HTTP.", "HTTP status."},
		{"Problem.instance", "Đường dẫn của yêu cầu.", "Path of the request."},
		{"Problem.parameter", "Tham số hoặc trường sai.", "Parameter or field at fault."},
		{"Problem.nearest", "Tên đúng gần nhất.", "The nearest known name."},
		{"Problem.request_id", "Mã yêu cầu, để hỏi lại.", "Id of the request, for questions about it."},
	}
}

// exampleProblem is what a misspelt parameter answers.
func exampleProblem() map[string]any {
	return map[string]any{
		"type": "/problems/invalid", "title": "Invalid request", "status": 400.0, "detail": "Parameter “limti” is not known here. Did you mean “limit”?",
		"instance": "/api/v1/suggest", "title_vi": "Yêu cầu không hợp lệ", "title_en": "Invalid request",
		"detail_vi": "Tham số “limti” không có ở địa chỉ này. Ý bạn là “limit”?", "detail_en": "Parameter “limti” is not known here. Did you mean “limit”?",
		"parameter": "limti", "nearest": "limit", "request_id": "0f8c2b1d9e7a46530f8c2b1d",
	}
}
