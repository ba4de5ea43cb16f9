// Package suggest reads a text for what may be links and values of a record, each with
// the sentence it stands in. It does no I/O, and nothing that it finds is a fact: a person
// at the desk confirms it.
//
// It is made for precision. A value is suggested only where the words before it say what
// it is of ("tổng mức đầu tư", "diện tích", "có hiệu lực từ ngày", "tại"), and only if it
// is exact: about, at least, ranges, rates, tables and numbers that can be read in two ways
// give nothing, and neither does a text that says two different things of one field.
package suggest
