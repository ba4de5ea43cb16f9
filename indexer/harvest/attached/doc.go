// Package attached reads the text of files that stand beside a text: PDF with a layer of
// text, DOCX, XLSX and ODS, whatever their names say.
//
// PDF is read by PDFium, compiled to WebAssembly: it runs in a memory of its own, without
// files and network, and ends when its time is over. Of three manuals it kept every word
// apart, where a reader in pure Go ran the words of two of them together; it takes 9 seconds
// and 345 MB once for a machine, to compile, and from then on 0.12 seconds and 50 MB.
package attached
