// Package page reads what Vietnamese portals print: pages in any encoding as UTF-8,
// dates as they stand there, HTML as Markdown.
package page
