// Package harvest brings other people's portals in: each source is walked by its
// protocol, what was seen is kept in a journal, and what stands in it is written as
// data packages in a folder of the source's own, which the ordinary run reads.
package harvest
