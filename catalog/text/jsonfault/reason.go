package jsonfault

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"reflect"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
)

// Reason is why encoding/json does not read a text. Other errors are told as they
// say themselves.
func Reason(err error) text.Text {
	var syntax *json.SyntaxError
	var typ *json.UnmarshalTypeError
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return ends()
	case errors.As(err, &syntax):
		return misplaced(syntax)
	case errors.As(err, &typ):
		return typed(typ)
	}
	return notice.Said(err)
}

func ends() text.Text {
	return text.New("văn bản hết giữa chừng; thiếu dấu ngoặc hoặc dấu nháy đóng", "the text ends too early; a closing bracket or quote is missing")
}

// misplaced tells of a character where none of its sort can stand. The decoder names
// it between the first words of its message, in quotes.
func misplaced(err *json.SyntaxError) text.Text {
	rest, ok := strings.CutPrefix(err.Error(), "invalid character ")
	if !ok {
		return ends()
	}
	if strings.Contains(rest, "max depth") {
		return text.New("các ngoặc lồng nhau sâu quá", "its brackets nest too deep")
	}
	sign, _, _ := strings.Cut(rest, " ")
	switch sign {
	case `'N'`, `'I'`:
		return text.New("NaN và Infinity không phải số JSON; hãy để trống hoặc ghi null", "NaN and Infinity are no JSON numbers; leave the value out or write null")
	case `'\''`:
		return text.New("JSON dùng dấu nháy kép, không dùng nháy đơn", "JSON has double quotes, not single ones")
	}
	return text.New(fmt.Sprintf("ký tự %s không đứng được ở chỗ ấy", sign), fmt.Sprintf("the character %s cannot stand where it does", sign))
}

// typed tells of a value of another sort than what is read there.
func typed(err *json.UnmarshalTypeError) text.Text {
	want, got := wanted(err.Type.Kind()), given(err.Value)
	vi, en := "cần "+want[text.VI]+", gặp "+got[text.VI], "want "+want[text.EN]+", got "+got[text.EN]
	if err.Field != "" {
		vi, en = err.Field+": "+vi, err.Field+": "+en
	}
	return text.New(vi, en)
}

// wanted says what a Go type reads.
func wanted(k reflect.Kind) text.Text {
	switch k {
	case reflect.Struct, reflect.Map:
		return given("object")
	case reflect.Slice, reflect.Array:
		return given("array")
	case reflect.String:
		return given("string")
	case reflect.Bool:
		return given("bool")
	}
	return given("number")
}

// given names a value as the decoder calls it, such as "number 12".
func given(value string) text.Text {
	switch sort, _, _ := strings.Cut(value, " "); sort {
	case "object":
		return text.New("một đối tượng", "an object")
	case "array":
		return text.New("một danh sách", "a list")
	case "string":
		return text.New("một chuỗi", "a text")
	case "bool":
		return text.New("true hoặc false", "true or false")
	case "number":
		return text.New("một số", "a number")
	}
	return text.New(value, value)
}
