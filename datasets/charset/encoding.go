package charset

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"

	"honglinh/catalog"
	"honglinh/catalog/text"
)

// The names under which encodings are told.
const (
	ASCII       = "us-ascii"
	UTF8        = "utf-8"
	UTF16LE     = "utf-16le"
	UTF16BE     = "utf-16be"
	Windows1258 = "windows-1258"
	Windows1252 = "windows-1252"
	TCVN3       = "tcvn3"
	VN1         = "tcvn5712-1"
	VNI         = "vni"
	VPS         = "vps"
)

// Names returns the encodings that are told apart without being declared.
func Names() []string {
	return []string{UTF8, UTF16LE, UTF16BE, Windows1258, TCVN3, VNI, VPS, VN1}
}

// alias is the name of an encoding by a further name, as descriptors and programs write them;
// what is no further name stays as it is, in small letters.
func alias(name string) string {
	switch n := strings.ToLower(strings.TrimSpace(name)); n {
	case "utf8", "utf-8-sig", "utf8-bom", "utf_8", "unicode-1-1-utf-8":
		return UTF8
	case "ascii", "us-ascii":
		return UTF8 // which contains it
	case "utf-16", "utf16", "ucs-2", "unicode", "utf-16-le":
		return UTF16LE
	case "utf16be", "utf-16-be":
		return UTF16BE
	case "utf16le":
		return UTF16LE
	case "cp1258", "x-cp1258", "1258", "windows1258":
		return Windows1258
	case "cp1252", "1252", "windows1252", "iso-8859-1", "latin1", "latin-1":
		return Windows1252
	case "tcvn-3", "abc", "vn3", "tcvn", "tcvn5712-3", "tcvn-5712-3", "x-viet-tcvn5712":
		return TCVN3
	case "vn1", "tcvn5712", "tcvn-5712", "tcvn5712-1", "tcvn-5712-1":
		return VN1
	case "vni-win", "vni-windows", "x-viet-vni":
		return VNI
	case "x-viet-vps", "vps-vietnamese":
		return VPS
	default:
		return n
	}
}

// decoder turns whole stretches of bytes into UTF-8, which it appends to dst. A
// stretch ends behind an ASCII character that is no letter.
type decoder func(dst, src []byte) []byte

// Known returns the name under which an encoding is told, with a fault that names
// the nearest where there is none of that name.
func Known(declared string) (string, error) {
	name := alias(declared)
	if name == "" || decoderOf(name) != nil || strings.HasPrefix(name, "utf-16") || name == UTF8 {
		return name, nil
	}
	near := text.Nearest(name, append(Names(), Windows1252))
	f := catalog.NewFault(catalog.Invalid, "encoding", "không biết bảng mã "+quoted(declared)+"; gần nhất: "+quoted(near),
		"the encoding "+quoted(declared)+" is not known; nearest: "+quoted(near))
	f.Nearest = near
	return "", f
}

func quoted(s string) string { return `"` + s + `"` }

// decoderOf returns what decodes single bytes or pairs; nil for UTF-8, UTF-16 and
// what is not known.
func decoderOf(name string) decoder {
	switch name {
	case UTF8, UTF16LE, UTF16BE, "":
		return nil
	case TCVN3:
		return paired(tcvn3Table)
	case VNI:
		return paired(vniTable + "Ỹ\x59\xd5 ỹ\x79\xf5 ")
	case VPS:
		return paired(vpsTable)
	case VN1:
		return composed(paired(vn1Table + "\u0300\xb0 \u0309\xb1 \u0303\xb2 \u0301\xb3 \u0323\xb4 "))
	case Windows1258:
		return composed(single(charmap.Windows1258))
	case Windows1252:
		return single(charmap.Windows1252)
	}
	e, err := htmlindex.Get(name)
	if err != nil || e == unicode.UTF8 || e == encoding.Replacement {
		return nil
	}
	if c, ok := e.(*charmap.Charmap); ok {
		return composed(single(c))
	}
	return composed(func(dst, src []byte) []byte {
		out, err := e.NewDecoder().Bytes(src)
		if err != nil {
			return append(dst, src...)
		}
		return append(dst, out...)
	})
}

// paired makes a decoder of a table; the longest sequence counts. Capitals of the
// pairs also take the small mark: "Aù" is as good as "AÙ".
func paired(table string) decoder {
	var ones [256]rune
	twos := map[[2]byte]rune{}
	for len(table) > 0 {
		r, n := utf8.DecodeRuneInString(table)
		bytes, rest, _ := strings.Cut(table[n:], " ")
		table = rest
		if len(bytes) == 1 {
			ones[bytes[0]] = r
			continue
		}
		twos[[2]byte{bytes[0], bytes[1]}] = r
		if bytes[1] >= 0xc0 && bytes[1] <= 0xde {
			small := [2]byte{bytes[0], bytes[1] + 0x20}
			if _, taken := twos[small]; !taken && bytes[0] < utf8.RuneSelf {
				twos[small] = r
			}
		}
	}
	return func(dst, src []byte) []byte {
		for i := 0; i < len(src); i++ {
			if i+1 < len(src) && src[i+1] >= utf8.RuneSelf {
				if r, ok := twos[[2]byte{src[i], src[i+1]}]; ok {
					dst = utf8.AppendRune(dst, r)
					i++
					continue
				}
			}
			switch r := ones[src[i]]; {
			case r != 0:
				dst = utf8.AppendRune(dst, r)
			case src[i] < utf8.RuneSelf:
				dst = append(dst, src[i])
			default:
				dst = utf8.AppendRune(dst, western(src[i]))
			}
		}
		return dst
	}
}

// western reads a byte that the Vietnamese fonts leave as it is.
func western(b byte) rune {
	if r := charmap.Windows1252.DecodeByte(b); r != utf8.RuneError {
		return r
	}
	return rune(b)
}

func single(c *charmap.Charmap) decoder {
	return func(dst, src []byte) []byte {
		for _, b := range src {
			r := c.DecodeByte(b)
			if r == utf8.RuneError {
				r = rune(b)
			}
			dst = utf8.AppendRune(dst, r)
		}
		return dst
	}
}

// composed puts letters and their marks together (Unicode's form NFC).
func composed(d decoder) decoder {
	var plain []byte
	return func(dst, src []byte) []byte {
		plain = d(plain[:0], src)
		return norm.NFC.Append(dst, plain...)
	}
}
