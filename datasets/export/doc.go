// Package export lists the formats in which tables, layers and searches are
// downloaded.
//
// The list is the one place where a format is described: routes, OpenAPI, DCAT, pages
// and other systems' faces are made from it. How each is written stands in encode/,
// whose writers a test holds against the list. There is no ODS: no library that we can get writes it as a stream
// with types, and XLSX opens wherever ODS does.
package export
