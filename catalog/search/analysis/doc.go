// Package analysis turns Vietnamese and English text into the terms that are
// indexed and searched.
//
// Everything in it is pure: no file, no network, no search engine. Engines index
// what [Prepare] returns with analysers that do nothing but split, so that a second
// engine finds the same records.
//
// A word has two written forms here. The toned form ([Canon]) keeps every mark the
// writer put down, in one normal spelling: NFC, lower case, đ for its look-alikes,
// the tone on the vowel where the new style puts it, i for a final y that makes no
// difference. The folded form ([Fold]) has lost all marks. Both are made from the
// original text, and every [Token] knows its byte offsets in that original, so that
// highlights never move.
package analysis
