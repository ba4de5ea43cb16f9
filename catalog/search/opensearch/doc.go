// Package opensearch is the search engine on a cluster of OpenSearch, version 2.19 or later.
//
// Nothing is analysed there: documents come with their terms, which one tokenizer parts at a
// separator that no text has. Each engine is an index of its own, made by a template; an alias
// named as the prefix is put on one in one step when its first batch is whole, for people and
// tools that look into the cluster. Readers here ask an index by its own name, so that a new
// generation replaces one without a failed request.
//
// A search reads a view: a point in time of the cluster with the number of documents and the
// frequencies of terms, which are asked for once. Views stay for a while after they are
// replaced; a point that the cluster lost, with its node or by time, is opened again when nothing
// changed since. An order by relevance may take three requests: for all clauses, for most of what
// they tell, for any.
//
// A batch is no transaction there. Its documents are written first and its sequence last, in a
// document of its own, and each carries the sequence as its version: what is sent again, or done
// late, changes nothing that came after it. A node that is too busy (429) or away is given a
// minute, with longer and longer pauses, before Apply gives up with [search.ErrAway].
//
// An index that somebody deleted is written to by nobody: the engine then says that it is at 0,
// and the next run builds it anew.
//
// What differs from package bleveengine; the tests of this package hold each:
//
//   - Totals, facets and the set of results are the same. Scores differ by some hundredths,
//     since Lucene keeps the length of a field in one byte, counts what was changed and is not
//     merged yet, and takes the mean for words in a row; so documents that match about
//     equally may change places. Orders by date, title, amount and distance are exact.
//   - A word that is there in other marks only adds nothing to a document that does not have
//     the word as typed.
//   - Of a text of very many words those beyond some 320 forms are not looked for: OpenSearch
//     refuses queries of more than 1,024 terms.
//   - Edges of polygons are exact to a millionth of a degree, and the records nearer to one come
//     listed ([search.Rounding]); circles and distances are reckoned on the ellipsoid.
//   - Codes of more than 8,192 bytes are not filed, and titles are ordered by 4,096.
//   - What is held is lost when its node is and the index has gone on since; it then answers from
//     the newest state.
package opensearch
