// Package charset reads text of any encoding that offices use as UTF-8, composed,
// and says by what evidence it knew the encoding.
package charset
