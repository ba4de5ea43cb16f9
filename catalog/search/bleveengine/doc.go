// Package bleveengine is the search engine on Bleve's scorch index.
//
// Bleve keeps the postings: durable, crash-safe, merged in the background. Three things
// are done here and not by Bleve's own query layer, because they were measured:
//
//   - Scoring is BM25 on true statistics. Bleve divides distinct terms by documents to get
//     the average length (1.0 on a Vietnamese corpus whose texts have 56 syllables) and
//     feeds the root of the term frequency into the formula. The engine counts the tokens
//     of each field itself, keeps the totals in the index in the same batch as the
//     sequence, and scores decoded postings.
//   - Filters, facets, orders and distances read columns held in memory, rebuilt from the
//     index when it is opened, so that a facet over the whole catalogue costs a scan of
//     integers and every facet can be counted without its own filter.
//   - A search reads one view: a snapshot of the postings with its columns. Views stay
//     for a while after they are replaced, so that a reader who pages through a result
//     sees one state of the catalogue.
package bleveengine
