package inspect

import "honglinh/catalog/text"

// TypeName is what a type of Table Schema is called; empty for one that is not proposed.
func TypeName(typ string) text.Text {
	return map[string]text.Text{
		"string":   text.New("chữ", "text"),
		"integer":  text.New("số nguyên", "whole number"),
		"number":   text.New("số", "number"),
		"boolean":  text.New("có hoặc không", "yes or no"),
		"date":     text.New("ngày", "day"),
		"datetime": text.New("ngày giờ", "day and time"),
		"time":     text.New("giờ", "time"),
		"year":     text.New("năm", "year"),
		"object":   text.New("đối tượng", "object"),
		"array":    text.New("danh sách", "list"),
	}[typ]
}
