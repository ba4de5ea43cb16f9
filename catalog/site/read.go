package site

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"honglinh/catalog/text"
)

// Problem is something wrong with one key.
type Problem struct {
	// Key is the path of the key below the site, such as "contact.email"; "" is the site.
	Key    string
	Reason string
}

// Error says which key is wrong, why, and what is right.
func (p Problem) Error() string {
	if p.Key == "" {
		return "site: " + p.Reason
	}
	return "site." + p.Key + ": " + p.Reason
}

// Systems says whether a reference system is known; a nil Systems knows all. The
// error names what is right.
type Systems func(code string) error

// key is one thing that can be stated of a site.
type key struct {
	name string
	help text.Text
	read func(r reader, s *Site, raw json.RawMessage) error
}

// keys is the one list of what can be stated.
func keys() []key {
	return []key{
		{"name", text.New("Tên đầy đủ của danh mục.", "Full name of the catalogue."),
			func(_ reader, s *Site, raw json.RawMessage) (err error) { s.Name, err = words(raw, 120); return }},
		{"short_name", text.New("Tên ngắn cho đầu trang; nếu thiếu thì là tên đầy đủ.", "Short name for the header; the full one if absent."),
			func(_ reader, s *Site, raw json.RawMessage) (err error) { s.ShortName, err = words(raw, 40); return }},
		{"description", text.New("Một hai câu: trong danh mục có gì.", "A sentence or two: what is in it."),
			func(_ reader, s *Site, raw json.RawMessage) (err error) {
				s.Description, err = words(raw, 1000)
				return
			}},
		{"publisher", text.New("Bên công bố: `name` và địa chỉ web `url`.", "Who publishes it: `name` and web address `url`."), readPublisher},
		{"contact", text.New("Liên hệ với đơn vị vận hành: `address`, `telephone`, `email`, `form` (địa chỉ của một biểu mẫu).",
			"How to reach the operator: `address`, `telephone`, `email`, `form` (address of a form)."), readContact},
		{"licence", text.New("Mã giấy phép của chính danh mục, ví dụ CC-BY-4.0; mỗi bộ dữ liệu có giấy phép riêng.", "Code of the licence of the catalogue itself, such as CC-BY-4.0; each dataset has its own."), readLicence},
		{"home_unit", text.New("Đơn vị hành chính mà danh mục nói về: mã, hoặc định danh bản ghi `unit/…`.", "The administrative unit that the catalogue is about: its code, or a record id `unit/…`."), readUnit},
		{"reference_system", text.New("Hệ toạ độ của giấy tờ địa phương: một múi VN-2000 như EPSG:9209.", "Reference system of local papers: a zone of VN-2000 such as EPSG:9209."), readSystem},
		{"middle", text.New("Tâm bản đồ khi mở, `lon` và `lat` (WGS 84).", "Where maps open, `lon` and `lat` (WGS 84)."), readMiddle},
		{"zoom", text.New("Mức phóng của bản đồ khi mở, 1 đến 20.", "Zoom at which maps open, 1 to 20."), readZoom},
		{"examples", text.New("Các câu tìm kiếm gợi ý, theo ngôn ngữ của chúng.", "Searches to try, by the language they are in."), readExamples},
		{"colour", text.New("Màu chính, #rrggbb, đọc được với chữ trắng.", "Main colour, #rrggbb, readable under white text."), readColour},
		{"logo", text.New("Tệp hình SVG, PNG, WebP hoặc JPEG: trong thư mục của gói, hoặc nơi chương trình chạy.", "File of a picture, SVG, PNG, WebP or JPEG: in the package's folder, or where the program runs."), readLogo},
		{"languages", text.New("Ngôn ngữ của trang, ngôn ngữ đầu là mặc định.", "Languages of the pages, the default one first."), readLanguages},
		{"agency", text.New("Định danh cơ quan trong SDMX; nếu thiếu thì suy từ tên ngắn.", "Identifier as an agency of SDMX; made from the short name if absent."), readAgency},
	}
}

// Key documents a key of the site.
type Key struct {
	Name string
	Help text.Text
}

// Keys lists what can be stated of a site, for documents.
func Keys() []Key {
	var out []Key
	for _, k := range keys() {
		out = append(out, Key{k.name, k.help})
	}
	return out
}

type reader struct{ systems Systems }

// Read reads a site from JSON, as a package's descriptor has it (and the YAML of
// the settings, once decoded). A key that is wrong is left out and told; the
// others are read all the same.
func Read(raw []byte, systems Systems) (Site, []Problem) {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil || object == nil {
		return Site{}, []Problem{{"", "want an object of keys such as \"name\""}}
	}
	s, r := Site{}, reader{systems}
	var problems []Problem
	byName := map[string]key{}
	for _, k := range keys() {
		byName[k.name] = k
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		k, ok := byName[name]
		if !ok {
			problems = append(problems, Problem{name, unknown(name, slices.Collect(maps.Keys(byName)))})
			continue
		}
		next := s
		if err := k.read(r, &next, object[name]); err != nil {
			problems = append(problems, problem(name, err))
			continue
		}
		s = next
	}
	return s, problems
}

func unknown(name string, known []string) string {
	slices.Sort(known)
	if near := text.Nearest(name, known); near != "" {
		return fmt.Sprintf("unknown key; nearest: %q", near)
	}
	return "unknown key; known: " + strings.Join(known, ", ")
}

// below is an error of a key below one of the site's.
type below struct {
	key string
	err error
}

func (b *below) Error() string { return b.key + ": " + b.err.Error() }

func problem(name string, err error) Problem {
	var b *below
	for errors.As(err, &b) {
		name, err = name+"."+b.key, b.err
	}
	return Problem{name, err.Error()}
}

// members reads an object whose members are all known.
func members(raw json.RawMessage, read map[string]func(json.RawMessage) error) error {
	var object map[string]json.RawMessage
	if err := json.Unmarshal(raw, &object); err != nil || object == nil {
		return errors.New("want an object with " + strings.Join(slices.Sorted(maps.Keys(read)), ", "))
	}
	for _, name := range slices.Sorted(maps.Keys(object)) {
		f, ok := read[name]
		if !ok {
			return &below{name, errors.New(unknown(name, slices.Collect(maps.Keys(read))))}
		}
		if err := f(object[name]); err != nil {
			return &below{name, err}
		}
	}
	return nil
}

// words reads a text of at most max letters: a string, which is Vietnamese, or
// one per language.
func words(raw json.RawMessage, max int) (text.Text, error) {
	var one string
	if json.Unmarshal(raw, &one) == nil {
		return checkWords(text.New(one, ""), max)
	}
	var each map[string]string
	if err := json.Unmarshal(bytes.TrimSpace(raw), &each); err != nil {
		return nil, errors.New(`want a text, or one per language as {"vi": "…", "en": "…"}`)
	}
	t := text.Text{}
	for _, name := range slices.Sorted(maps.Keys(each)) {
		lang, err := language(name)
		if err != nil {
			return nil, err
		}
		t.Set(lang, each[name])
	}
	return checkWords(t, max)
}

func checkWords(t text.Text, max int) (text.Text, error) {
	if t.IsZero() {
		return nil, errors.New("is empty; leave the key out if there is nothing to say")
	}
	for _, lang := range text.Langs() {
		if n := len([]rune(t[lang])); n > max {
			return nil, &below{string(lang), fmt.Errorf("has %d letters; at most %d", n, max)}
		}
		if strings.ContainsFunc(t[lang], func(r rune) bool { return r < ' ' }) {
			return nil, &below{string(lang), errors.New("has a line break or a control character; write one line")}
		}
	}
	return t, nil
}

func language(name string) (text.Lang, error) {
	lang, ok := text.ParseLang(name)
	if !ok || string(lang) != name {
		var known []string
		for _, l := range text.Langs() {
			known = append(known, string(l))
		}
		return "", fmt.Errorf("%q is no language of the pages; known: %s", name, strings.Join(known, ", "))
	}
	return lang, nil
}
