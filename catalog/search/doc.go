// Package search is finding: the query that every face speaks, its codec, the
// answer, the contract of an engine, and the Finder that plans a search.
//
// A search goes this way. [ParseQuery] reads a query string strictly into a [Query]. The
// [Finder] takes the text apart with package analysis and makes a [Plan] of ready terms:
// each word with what may stand for it, which is other marks, the word meant when typed
// without an input method, a word one error away, a concept of the thesaurus in either
// language, an abbreviation, an older or newer unit on the same territory. The [Engine]
// knows no language. It wants all words of the plan first and fewer when too few documents
// have them all ([Answer].Relaxed), scores, filters, counts facets and gives a page. The
// Finder loads the records of the page and marks the words in their stored texts.
//
// What a request asks of an engine is values only, so that an engine may live in another
// process. A part of the territory is asked for as an [Area]: a box, a circle or polygons, with short lists of
// the records that an engine would get wrong, since it has a point and a box of each. Who knows
// the geometries ([Spatial]) makes the lists, so that totals, facets and pages are exact.
//
// Documents come the same way: a [Preparer] turns a record into terms and codes, and the
// engine stores them. A second engine that passes package enginetest gives the same
// totals, facets and results, in the same order or nearly. The words that spelling knows and the names that complete what is being typed are a
// [Wordbook], which follows the store beside the engine, in this process.
package search
