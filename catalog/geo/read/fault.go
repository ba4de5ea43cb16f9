package read

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"honglinh/catalog/text"
	"honglinh/catalog/text/notice"
)

// notXML tells what is wrong with an XML document, and where.
func notXML(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return notice.Of("geo-read.xml", syntax.Line, misplaced(syntax.Msg)).Because(ErrFormat)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return notice.Of("geo-read.cut").Because(ErrFormat)
	case errors.Is(err, io.EOF):
		return ErrFormat
	}
	return fmt.Errorf("%w: %w", ErrFormat, err)
}

// misplaced says what encoding/xml finds wrong, in XML's words and not in Go's.
func misplaced(said string) text.Text {
	has := func(part string) bool { return strings.Contains(said, part) }
	switch {
	case has("character entity"):
		_, name, _ := strings.Cut(said, "entity ")
		return notice.Of("xml-entity", clipped(strings.TrimSuffix(name, " (no semicolon)"))).Text()
	case has("closed by"), has("unexpected end element"):
		return notice.Of("xml-tags").Text()
	case has("unexpected EOF"):
		return notice.Of("xml-ends").Text()
	case has("UTF-8"), has("illegal character code"):
		return notice.Of("xml-characters").Text()
	case has("attribute"), has("unescaped < inside quoted string"):
		return notice.Of("xml-attribute").Text()
	}
	return notice.Of("xml-signs").Text()
}

// clipped is the beginning of what a file says.
func clipped(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
