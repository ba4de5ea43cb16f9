package jsonlist

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"honglinh/catalog"
	"honglinh/catalog/text"
	"honglinh/catalog/text/jsonfault"
	"honglinh/datasets/grid"
)

// seek finds the list in the text: the text itself, or the property that the dialect
// names, or the only list of its object, or a value a line.
func (r *Reader) seek(src io.Reader) (members, error) {
	var seen bytes.Buffer
	dec := json.NewDecoder(io.TeeReader(src, &seen))
	first, err := dec.Token()
	if err != nil {
		return nil, r.notJSON(seen.Bytes(), err)
	}
	rest := func() io.Reader { return io.MultiReader(dec.Buffered(), src) }
	if first == json.Delim('[') {
		return NewSplitter(rest(), maxMember), nil
	}
	if first != json.Delim('{') {
		return nil, catalog.NewFault(catalog.Invalid, r.opt.File, "tệp JSON không phải danh sách đối tượng", "the JSON file is no list of objects")
	}
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, r.notJSON(seen.Bytes(), err)
		}
		value, err := dec.Token()
		if err != nil {
			return nil, r.notJSON(seen.Bytes(), err)
		}
		want := r.opt.Dialect.Property
		if value == json.Delim('[') && (key == want || want == "" && !scalars(dec)) {
			if want == "" {
				r.about.Add(grid.Note{Code: "property", File: r.opt.File, Text: text.New(
					fmt.Sprintf("danh sách đọc từ thuộc tính %q; khai báo dialect.property để khỏi phải đoán", key), fmt.Sprintf("the list is that of the property %q; declare dialect.property so that nothing is guessed", key))})
			}
			return NewSplitter(rest(), maxMember), nil
		}
		if err := skip(dec, value); err != nil {
			return nil, r.notJSON(seen.Bytes(), err)
		}
	}
	if r.opt.Dialect.Property == "" { // perhaps objects, one a line
		if _, err := dec.Token(); err == nil {
			r.about.Add(grid.Note{Code: "json-lines", File: r.opt.File, Text: text.New("mỗi dòng là một đối tượng JSON", "each line is a JSON object")})
			return NewLines(io.MultiReader(&seen, src), maxMember), nil
		}
	}
	return nil, catalog.NewFault(catalog.Invalid, r.opt.File, "tệp JSON không có danh sách đối tượng; hãy nêu thuộc tính chứa danh sách ở dialect.property", "the JSON file has no list of objects; name the property that holds it with dialect.property")
}

// scalars reports whether the list that begins here plainly is none of objects or
// lists.
func scalars(dec *json.Decoder) bool {
	head := make([]byte, 256)
	n, _ := dec.Buffered().Read(head)
	head = bytes.TrimLeft(head[:n], " \t\r\n")
	return len(head) > 0 && head[0] != '{' && head[0] != '['
}

// skip passes over the rest of a value whose first token was read.
func skip(dec *json.Decoder, first json.Token) error {
	depth := 0
	for t := first; ; {
		switch t {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return nil
		}
		var err error
		if t, err = dec.Token(); err != nil {
			return err
		}
	}
}

func (r *Reader) notJSON(seen []byte, err error) error {
	line, why := 1+bytes.Count(seen, []byte("\n")), jsonfault.Reason(err)
	return catalog.NewFault(catalog.Invalid, fmt.Sprintf("%s:%d", r.opt.File, line), "tệp không phải JSON: "+clip(why[text.VI]), "the file is not JSON: "+clip(why[text.EN]))
}

func clip(s string) string { return strings.ToValidUTF8(s[:min(len(s), 120)], "") }
