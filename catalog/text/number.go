package text

import "strings"

// Number writes a decimal number, given as strconv writes it without an exponent, in the manner
// of a language: "−1.234,5", or "−1,234.5" in English.
func Number(decimal string, lang Lang) string { return number(decimal, lang, 4) }

// Code writes a number as Number does, but groups from five digits on, so that years and short
// codes stay as they are.
func Code(decimal string, lang Lang) string { return number(decimal, lang, 5) }

// number groups whole parts of so many digits and more.
func number(decimal string, lang Lang, from int) string {
	point, group := ",", "."
	if lang == EN {
		point, group = ".", ","
	}
	sign := ""
	if strings.HasPrefix(decimal, "-") {
		sign, decimal = "−", decimal[1:]
	}
	whole, frac, has := strings.Cut(decimal, ".")
	if len(whole) >= from {
		whole = grouped(whole, group)
	}
	if has {
		whole += point + frac
	}
	return sign + whole
}

// grouped writes digits in groups of three.
func grouped(digits, separator string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && (len(digits)-i)%3 == 0 {
			b.WriteString(separator)
		}
		b.WriteRune(d)
	}
	return b.String()
}
