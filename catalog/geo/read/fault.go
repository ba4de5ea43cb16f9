package read

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"

	"honglinh/catalog/text/notice"
)

// notXML tells what is wrong with an XML document, and where.
func notXML(err error) error {
	var syntax *xml.SyntaxError
	switch {
	case errors.As(err, &syntax):
		return notice.Of("geo-read.xml", syntax.Line, syntax.Msg).Because(ErrFormat)
	case errors.Is(err, io.ErrUnexpectedEOF):
		return notice.Of("geo-read.cut").Because(ErrFormat)
	case errors.Is(err, io.EOF):
		return ErrFormat
	}
	return fmt.Errorf("%w: %w", ErrFormat, err)
}

// clipped is the beginning of what a file says.
func clipped(s string) string {
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}
