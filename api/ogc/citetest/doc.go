// Package citetest asks a server what the test suites of the OGC ask, over HTTP and knowing nothing of the server's insides.
//
// The checks are written anew from the requirements and from what the official suites ets-ogcapi-features10 and ets-ogcapi-tiles10 were seen to do,
// with checks for Part 3, CQL2 and Records, for which there is no official suite. Each has the id of its requirement. A check passes,
// fails with what was seen and what was wanted, or is skipped with a reason; it never passes by not looking.
package citetest
