package notice

import (
	_ "embed" // the table
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"honglinh/catalog/text"
)

//go:embed notices.json
var raw []byte

// entry is one thing that can be said. Arguments stand in it as fmt writes them, with
// their numbers: %[1]q.
type entry struct {
	Reason text.Text `json:"reason"`
	Remedy text.Text `json:"remedy"`
}

var entries = sync.OnceValue(func() map[string]entry {
	all := map[string]entry{}
	if err := json.Unmarshal(raw, &all); err != nil {
		panic(err) // it is part of the program, and its test reads it
	}
	return all
})

// Notice is what is said of an input. It is an error by its English reason.
type Notice struct {
	// Code is stable, for programs.
	Code string
	// Reason says what is wrong or was done, Remedy what would be right; it may be
	// missing.
	Reason, Remedy text.Text

	because error
}

// Of says what the table holds under a key, which is the code, and behind a dot which
// wording of it. Arguments that have a text in each language (text.Text, Notice, errors
// that have one) are put in in the language of the sentence.
func Of(key string, args ...any) *Notice {
	e := entries()[key]
	code, _, _ := strings.Cut(key, ".")
	return &Notice{Code: code, Reason: filled(e.Reason, args), Remedy: filled(e.Remedy, args)}
}

// New is a notice whose texts are made elsewhere.
func New(code string, reason, remedy text.Text) *Notice {
	return &Notice{Code: code, Reason: reason, Remedy: remedy}
}

// Advise gives the notice another remedy: that of the key.
func (n *Notice) Advise(key string, args ...any) *Notice {
	return &Notice{Code: n.Code, Reason: n.Reason, Remedy: Of(key, args...).Remedy}
}

// Because keeps the error behind the notice, for errors.Is and As.
func (n *Notice) Because(err error) *Notice {
	return &Notice{n.Code, n.Reason, n.Remedy, err}
}

// Unwrap returns the error behind the notice, nil for none.
func (n *Notice) Unwrap() error { return n.because }

// Error is the reason in English.
func (n *Notice) Error() string {
	s, _ := n.Reason.Best(text.EN)
	return s
}

// Text is the reason in every language.
func (n *Notice) Text() text.Text { return n.Reason }

// Said is an error in every language: that of the notice or fault in it, which leaves
// out what was put before it, else as the error says itself.
func Said(err error) text.Text {
	var told interface {
		error
		Text() text.Text
	}
	if errors.As(err, &told) {
		return told.Text()
	}
	return text.New(ofSystem(err), err.Error())
}

// ofSystem is an error of the operating system in Vietnamese, where it is one that people
// meet; others are told as they say themselves.
func ofSystem(err error) string {
	where := ""
	var p *fs.PathError
	if errors.As(err, &p) && p.Path != "." {
		where = p.Path + ": "
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return where + "không có ở đó"
	case errors.Is(err, fs.ErrPermission):
		return where + "không được phép đọc"
	}
	return err.Error()
}

func filled(t text.Text, args []any) text.Text {
	if len(t) == 0 {
		return nil
	}
	out := make(text.Text, len(t))
	for lang, s := range t {
		if strings.Contains(s, "%[") {
			s = fmt.Sprintf(s, in(lang, args)...)
		}
		out[lang] = s
	}
	return out
}

// in are the arguments in one language.
func in(lang text.Lang, args []any) []any {
	out := make([]any, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case text.Text:
			out[i], _ = a.Best(lang)
		case error:
			out[i], _ = Said(a).Best(lang)
		default:
			out[i] = a
		}
	}
	return out
}

// Joined are texts one behind the other in each language.
func Joined(all []text.Text, between string) text.Text {
	out := text.Text{}
	for _, lang := range text.Langs() {
		var parts []string
		for _, t := range all {
			s, _ := t.Best(lang)
			parts = append(parts, s)
		}
		out[lang] = strings.Join(parts, between)
	}
	return out
}

// Near says which of the known names was probably meant, to be put behind a sentence;
// it says nothing where none is near.
func Near(s string, known []string) text.Text { return text.New(text.Nearly(s, known)) }
