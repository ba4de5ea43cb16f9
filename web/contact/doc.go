// Package contact is the page of questions and reports of mistakes, their private pages, and the ratings of pages.
package contact
