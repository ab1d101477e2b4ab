package feed

import (
	"fmt"
	"strings"
	"unicode/utf8"
)

// Severity says whether a problem keeps the row out.
type Severity uint8

// An Error keeps the row out; a Warning does not.
const (
	Error Severity = iota
	Warning
)

// Code classifies a problem of a row for machines.
type Code string

// The problems of a row.
const (
	CodeRequired  Code = "REQUIRED"         // a required cell is blank
	CodeInvalid   Code = "INVALID"          // the value cannot be read
	CodeTooLong   Code = "TOO_LONG"         // more characters or bytes than allowed
	CodeTooMany   Code = "TOO_MANY"         // more list items than allowed
	CodeAmbiguous Code = "AMBIGUOUS"        // the value can be read in two ways
	CodeCurrency  Code = "CURRENCY"         // no, unknown or more than one currency
	CodeQuote     Code = "QUOTE"            // quotes are not in order
	CodeRagged    Code = "RAGGED"           // more or fewer cells than the header
	CodeEncoding  Code = "ENCODING"         // bytes that are no text
	CodeIgnored   Code = "IGNORED"          // an optional value was left out
	CodeGuessed   Code = "GUESSED"          // something was assumed
	CodeDuplicate Code = "DUPLICATE"        // a later row has the same id
	CodeNumber    Code = "SPREADSHEET_TEXT" // a spreadsheet turned digits into a number
)

// A Problem is something wrong in a feed, told so that its author can mend it.
type Problem struct {
	Severity Severity
	Line     int    // physical line, the first is 1; 0 for the whole file
	Record   int    // record after the header, the first is 1; 0 for the whole file
	Column   string // attribute, "" for the whole row
	Value    string // the cell, cut to 200 characters
	Code     Code

	// Format and Args make the message. Format is English and also the key of
	// the translated message. Hint says what to do, and is a key too.
	Format string
	Args   []any
	Hint   string
}

// Message returns the English message.
func (p Problem) Message() string {
	if len(p.Args) == 0 {
		return p.Format
	}
	return fmt.Sprintf(p.Format, p.Args...)
}

// FileCode classifies why a file cannot be imported at all.
type FileCode string

// The reasons for refusing a file.
const (
	FileEmpty           FileCode = "EMPTY"
	FileNotText         FileCode = "NOT_TEXT" // another kind of file
	FileEncoding        FileCode = "ENCODING"
	FileHeader          FileCode = "HEADER" // the header cannot be split
	FileOneColumn       FileCode = "ONE_COLUMN"
	FileMissingColumn   FileCode = "MISSING_COLUMN"
	FileDuplicateColumn FileCode = "DUPLICATE_COLUMN"
	FileTooManyColumns  FileCode = "TOO_MANY_COLUMNS"
	FileTooManyRows     FileCode = "TOO_MANY_ROWS"
	FileTooLarge        FileCode = "TOO_LARGE"
	FileQuotes          FileCode = "QUOTES"     // so broken that reading it would take for ever
	FileCompressed      FileCode = "COMPRESSED" // broken, or unpacking to far too much
	FileMapping         FileCode = "MAPPING"    // what the columns mean is not said, or not right
)

// A FileError says why nothing of a file can be imported. Format is English and
// also the key of the translated message.
type FileError struct {
	Code   FileCode
	Format string
	Args   []any
}

func (e *FileError) Error() string { return fmt.Sprintf(e.Format, e.Args...) }

func fileError(code FileCode, format string, args ...any) *FileError {
	return &FileError{Code: code, Format: format, Args: args}
}

const excerptLength = 200

// excerpt cuts a value for a report, never within a character.
func excerpt(s string) string {
	if len(s) > 4*excerptLength {
		s = s[:4*excerptLength]
	}
	s = strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), string(utf8.RuneError))
	if utf8.RuneCountInString(s) <= excerptLength {
		return s
	}
	n := 0
	for i := range s {
		if n++; n == excerptLength {
			return s[:i] + "…"
		}
	}
	return s
}
