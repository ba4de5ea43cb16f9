package ogc

import "honglinh/catalog/text"

// label is what readers call a member of a document; the name itself where there is no other.
func label(name string, lang text.Lang) string {
	if t, ok := labels()[name]; ok {
		return t[lang]
	}
	return name
}

func labels() map[string]text.Text {
	return map[string]text.Text{
		"title": text.New("Tên", "Title"), "description": text.New("Mô tả", "Description"), "links": text.New("Liên kết", "Links"),
		"collections": text.New("Tập hợp", "Collections"), "features": text.New("Đối tượng", "Features"), "numberMatched": text.New("Tìm thấy", "Found"),
		"numberReturned": text.New("Trên trang này", "On this page"), "timeStamp": text.New("Lúc", "As of"), "extent": text.New("Phạm vi", "Extent"),
		"spatial": text.New("Không gian", "In space"), "temporal": text.New("Thời gian", "In time"), "bbox": text.New("Khung bao", "Bounding box"),
		"interval": text.New("Khoảng thời gian", "Interval"), "geometry": text.New("Hình học", "Geometry"), "properties": text.New("Thuộc tính", "Properties"),
		"coordinates": text.New("Toạ độ", "Coordinates"), "crs": text.New("Hệ toạ độ", "Reference systems"), "storageCrs": text.New("Hệ toạ độ lưu trữ", "Stored in"),
		"itemType": text.New("Loại phần tử", "Type of item"), "conformsTo": text.New("Tuân theo", "Conforms to"), "summary": text.New("Tóm tắt", "Summary"),
		"results": text.New("Kết quả", "Results"), "pass": text.New("đạt", "pass"), "fail": text.New("không đạt", "fail"), "skip": text.New("bỏ qua", "skipped"),
		"class": text.New("Lớp chuẩn", "Class"), "requirement": text.New("Yêu cầu", "Requirement"), "status": text.New("Trạng thái", "Status"), "message": text.New("Ghi chú", "Message"),
		"href": text.New("Địa chỉ", "Address"), "rel": text.New("Quan hệ", "Relation"), "type": text.New("Loại", "Type"), "hreflang": text.New("Ngôn ngữ", "Language"),
		"time": text.New("Thời gian", "Time"), "keywords": text.New("Từ khoá", "Keywords"), "license": text.New("Giấy phép", "Licence"), "contacts": text.New("Liên hệ", "Contacts"),
		"tilesets": text.New("Bộ ô bản đồ", "Tilesets"), "tileMatrixSets": text.New("Lưới ô", "Tile matrix sets"),
	}
}

// named gives the members of a document and of what is in it the names that people read; properties of features keep theirs.
func named(n *node, lang text.Lang) {
	n.Label = label(n.Name, lang)
	if n.Rows != nil {
		for _, c := range n.Rows.Columns {
			n.Rows.Labels = append(n.Rows.Labels, label(c, lang))
		}
		for _, row := range n.Rows.Rows {
			for i := range row {
				named(&row[i], lang)
			}
		}
		for i := range n.Rows.Objects {
			named(&n.Rows.Objects[i], lang)
		}
	}
	if n.Name == "properties" {
		for i := range n.Children {
			n.Children[i].Label = n.Children[i].Name
		}
		return
	}
	for i := range n.Children {
		named(&n.Children[i], lang)
	}
}
