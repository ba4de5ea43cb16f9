package harvest

import (
	"honglinh/catalog/text"
	"honglinh/indexer/harvest/attached"
)

// attachments is the table of the files beside the records of a package.
const attachments = "attachments"

// row is a file as a row of their table.
func (a Attachment) row(record string) object {
	row := object{"record": record, "address": a.Address}
	for name, value := range map[string]string{"title": a.Title, "media": a.Media, "sha256": a.Sum, "text": a.State} {
		if value != "" {
			row[name] = value
		}
	}
	if a.Sum != "" {
		row["bytes"] = a.Bytes
	}
	if a.Pages > 0 {
		row["pages"] = a.Pages
	}
	return row
}

// ofAttachments is the resource of that table.
func ofAttachments() object {
	field := func(name, kind string, title text.Text) object {
		return object{"name": name, "type": kind, "title": title[text.VI], "honglinh": object{"title": object{"en": title[text.EN]}}}
	}
	labels := object{}
	for _, c := range []struct {
		code string
		text text.Text
	}{
		{attached.Read, text.New("Đã lấy toàn bộ", "Taken whole")},
		{attached.Cut, text.New("Đã lấy phần đầu", "Its beginning was taken")},
		{attached.Scan, text.New("Bản quét, không có lớp chữ", "A scan without a layer of text")},
		{attached.Encrypted, text.New("Có mật khẩu", "It has a password")},
		{attached.Damaged, text.New("Hỏng, không đọc được", "Damaged, cannot be read")},
		{attached.TooLarge, text.New("Quá lớn để đọc", "Too large to be read")},
		{attached.Other, text.New("Dạng tệp không đọc chữ", "A form whose text is not read")},
		{attached.Missing, text.New("Không tải được", "It could not be fetched")},
	} {
		labels[c.code] = c.text
	}
	state := field("text", "string", text.New("Văn bản của tệp", "Text of the file"))
	state["honglinh"] = object{"title": object{"en": "Text of the file"}, "labels": labels}
	title := text.New("Tệp kèm theo", "Attached files")
	return object{"name": attachments, "path": attachments + ".jsonl", "format": "jsonl", "title": title[text.VI], "honglinh": object{"title": object{"en": title[text.EN]}},
		"schema": object{"fields": []object{
			field("record", "string", text.New("Bản ghi", "Record")), field("address", "string", text.New("Địa chỉ", "Address")), field("title", "string", text.New("Tên tệp", "Title")),
			field("media", "string", text.New("Kiểu tệp", "Media type")), field("bytes", "integer", text.New("Cỡ (byte)", "Size in bytes")),
			field("sha256", "string", text.New("Mã kiểm tra SHA-256", "SHA-256 checksum")), field("pages", "integer", text.New("Số trang", "Pages")), state,
		}}}
}
